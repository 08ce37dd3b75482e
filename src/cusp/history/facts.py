"""The facts of every report that we could read: ``facts.csv``, and how it is made.

Codes, dates, grades and counts, with the checksum of each report; no words of any report and no
person's name (``docs/decisions/0010-national-facts-as-data.md``). Our own reader writes the file::

    python -m cusp.history.facts --corpus FOLDER --facts OTHERS.csv --out facts.csv

FOLDER holds reports below it and a ``manifest.csv`` (or the ``manifest.jsonl`` of ``cusp fetch``)
with ``file`` and ``published``, the date under which Ofsted listed each. OTHERS.csv has the form of
``facts.csv`` and holds inspections whose reports are not in FOLDER; it may be given more than once.
An inspection that stands twice is refused, whether the two agree or not.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import get_args

import msgspec

from cusp.history.inspections import Inspection, NotAnInspection, inspection_of
from cusp.reports.authorities import known_authorities
from cusp.reports.batch import read_reports
from cusp.reports.record import AreaCode
from cusp.tables import CannotWrite, whole

_PLAIN = (
    "authority", "framework", "kind", "reinspection", "start", "end", "published",
    "published_from", "overall_given", "improvements", "priority", "improvements_read",
    "paragraphs", "sha256",
)  # fmt: skip
_AREAS: tuple[AreaCode, ...] = get_args(AreaCode)
_EMPTY_IS_NONE = frozenset({"kind", "published", "published_from"})


class CannotJoin(ValueError):
    """Why several lists of facts do not make one; the message is a sentence."""


@cache
def known_inspections() -> tuple[Inspection, ...]:
    """Every inspection of ``facts.csv``, by council and then by date."""
    return from_csv((files("cusp.history") / "facts.csv").read_text("utf-8"))


def facts_as_at() -> date:
    """The newest date of publication among the facts: what is later, they cannot know."""
    return max(one.counts_from for one in known_inspections())


def to_csv(inspections: Iterable[Inspection]) -> str:
    """Inspections as a table, one a line, a column for each area; by council, date, checksum."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*_PLAIN, *_AREAS))
    for one in sorted(inspections, key=lambda i: (i.authority, i.start, i.sha256)):
        writer.writerow(_cells(one).values())
    return out.getvalue()


def from_csv(text: str) -> tuple[Inspection, ...]:
    """Inspections from what :func:`to_csv` wrote.

    Raises :class:`msgspec.ValidationError` for other values, :class:`KeyError` for other columns.
    """
    return tuple(_inspection(row) for row in csv.DictReader(StringIO(text)))


def gather(
    corpus: Path, *, jobs: int | None = None
) -> tuple[tuple[Inspection, ...], tuple[str, ...]]:
    """Reads every PDF below a folder: the inspections, and one line for each that is none."""
    listed = _listing_dates(corpus)
    found, refused = [], []
    for outcome in read_reports(sorted(corpus.rglob("*.pdf")), jobs=jobs):
        name = Path(outcome.path).relative_to(corpus).as_posix()
        if outcome.report is None:
            refused.append(f"{name}: {outcome.error}")
            continue
        try:
            found.append(inspection_of(outcome.report, listed=listed.get(name)))
        except NotAnInspection as error:
            refused.append(f"{name}: {error}")
    return tuple(found), tuple(sorted(refused))


def facts_in(path: Path) -> tuple[Inspection, ...]:
    """The inspections of a file in the form of ``facts.csv``.

    Raises :class:`CannotJoin` for a file in another form, and for days and councils that cannot be.
    """
    try:
        text = path.read_text("utf-8-sig")
        columns = next(csv.reader(StringIO(text)), [])
        if missing := [name for name in (*_PLAIN, *_AREAS) if name not in columns]:
            raise CannotJoin(f"{path.name} has no column “{missing[0]}”.")
        found = from_csv(text)
    except OSError as error:
        raise CannotJoin(f"{path.name} cannot be opened ({error.strerror}).") from None
    except (UnicodeDecodeError, msgspec.ValidationError) as error:
        raise CannotJoin(f"{path.name} does not have the form of facts.csv ({error}).") from None
    codes = {one.code for one in known_authorities()}
    for one in found:
        if one.authority not in codes:
            raise CannotJoin(f"{path.name}: {one.authority} is not the code of any council.")
        if not one.start <= one.end <= one.counts_from:
            raise CannotJoin(f"{path.name}: the days of {_named(one)} are not in order.")
    return found


def together(sources: Iterable[tuple[str, Iterable[Inspection]]]) -> tuple[Inspection, ...]:
    """The inspections of several sources, each with its name, as one list.

    Raises :class:`CannotJoin` where one inspection, or one report, stands there twice: which of the
    two is right is for a person to decide.
    """
    seen: dict[tuple[str, ...], tuple[str, Inspection]] = {}
    found: list[Inspection] = []
    for source, inspections in sources:
        for one in inspections:
            for key in ((one.authority, one.start.isoformat()), (one.sha256,)):
                if key in seen:
                    raise CannotJoin(_twice(*seen[key], source, one))
                seen[key] = source, one
            found.append(one)
    return tuple(found)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: writes the facts, says on the error stream how many and what was left out."""
    parser = _arguments()
    told = parser.parse_args(arguments)
    if not told.corpus and not told.facts:
        parser.error("give --corpus, --facts or both")
    refused: tuple[str, ...] = ()
    try:
        sources = [(path.name, facts_in(path)) for path in told.facts]
        if told.corpus:
            read, refused = gather(told.corpus, jobs=told.jobs)
            sources.append((f"the reports in {told.corpus.name}", read))
        found = together(sources)
        with whole(told.out) as part:
            part.write_text(to_csv(found), encoding="utf-8", newline="")
    except (CannotJoin, CannotWrite) as error:
        sys.stderr.write(f"nothing written: {error}\n")
        return 1
    for line in refused:
        sys.stderr.write(f"left out: {line}\n")
    councils = len({one.authority for one in found})
    sys.stderr.write(
        f"{len(found)} inspections of {councils} councils written, {len(refused)} files left out\n"
    )
    return 0 if found else 1


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cusp.history.facts", description="Writes facts.csv.")
    parser.add_argument("--corpus", type=Path, help="folder of reports")
    parser.add_argument(
        "--facts", type=Path, action="append", default=[], metavar="FILE",
        help="facts of inspections whose reports are not in the folder; may be repeated",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    parser.add_argument("--jobs", type=int, default=None, help="reports read at a time")
    return parser


def _twice(source: str, one: Inspection, other: str, two: Inspection) -> str:
    where = f"twice in {source}" if source == other else f"in both {source} and {other}"
    before, after = (_cells(each) for each in (one, two))
    differ = [name for name in before if before[name] != after[name]]
    if not differ:
        return f"{_named(one)} is {where}."
    said = ", ".join(f"{name} “{before[name]}” and “{after[name]}”" for name in differ[:3])
    return f"{_named(one)} is {where}, and the two differ: {said}."


def _named(one: Inspection) -> str:
    return f"the inspection of {one.authority} that began on {one.start.isoformat()}"


def _cells(one: Inspection) -> dict[str, str]:
    """An inspection as the cells of its line."""
    plain = msgspec.to_builtins(one)
    grades = plain["grades"]
    row = {name: plain[name] for name in _PLAIN} | {area: grades.get(area) for area in _AREAS}
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: object) -> str:
    if value is None:
        return ""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _inspection(row: dict[str, str]) -> Inspection:
    plain: dict[str, object] = {name: row[name] for name in _PLAIN}
    for name, value in plain.items():
        if value == "" and name in _EMPTY_IS_NONE:
            plain[name] = None
        elif value in {"yes", "no"}:
            plain[name] = value == "yes"
    grades = {area: row[area] for area in _AREAS if row[area]}
    return msgspec.convert({**plain, "grades": grades}, Inspection, strict=False)


def _listing_dates(corpus: Path) -> dict[str, date]:
    table, lines = corpus / "manifest.csv", corpus / "manifest.jsonl"
    rows: Iterable[dict[str, str]] = ()
    if table.is_file():
        rows = csv.DictReader(StringIO(table.read_text("utf-8-sig")))
    elif lines.is_file():
        rows = (msgspec.json.decode(line) for line in lines.read_bytes().splitlines())
    return {
        row["file"]: date.fromisoformat(row["published"])
        for row in rows
        if row.get("file") and row.get("published")
    }


if __name__ == "__main__":
    sys.exit(main())
