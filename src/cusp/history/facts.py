"""The facts from every report that we could read, in ``facts.csv``, and how that file is made.

It has codes, dates, grades and counts, with each report's checksum, but no words from any report
and no person's name (``docs/decisions/0010-national-facts-as-data.md``). This command writes it::

    python -m cusp.history.facts --corpus FOLDER --facts OTHERS.csv --out facts.csv

FOLDER has reports and a ``manifest.csv`` (or the ``manifest.jsonl`` of ``cusp fetch``) with
``file`` and ``published``, the date given on Ofsted's website. OTHERS.csv has the same format as
``facts.csv``, for inspections whose reports are not in FOLDER; the option may be repeated. An
inspection that appears twice is refused, even if both entries agree.
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
from cusp.tables import CannotWrite, atomic_file

_PLAIN = (
    *("authority", "framework", "kind", "reinspection"),
    *("start", "end", "published", "published_from"),
    *("overall_given", "improvements", "priority", "improvements_read", "paragraphs", "sha256"),
)
_AREAS: tuple[AreaCode, ...] = get_args(AreaCode)
_EMPTY_IS_NONE = frozenset({"kind", "published", "published_from"})


class CannotJoin(ValueError):
    """Lists of facts cannot be joined; the message says why, in one sentence."""


@cache
def known_inspections() -> tuple[Inspection, ...]:
    """Every inspection in ``facts.csv``, sorted by council and then date."""
    return from_csv((files("cusp.history") / "facts.csv").read_text("utf-8"))


def facts_as_at() -> date:
    """The latest publication date in the facts."""
    return max(inspection.counts_from for inspection in known_inspections())


def to_csv(inspections: Iterable[Inspection]) -> str:
    """Inspections as CSV with a column for each area, sorted by council, date and checksum."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*_PLAIN, *_AREAS))
    for inspection in sorted(inspections, key=lambda i: (i.authority, i.start, i.sha256)):
        writer.writerow(_cells(inspection).values())
    return out.getvalue()


def from_csv(text: str) -> tuple[Inspection, ...]:
    """Inspections from the output of :func:`to_csv`.

    Raises :class:`msgspec.ValidationError` for bad values, :class:`KeyError` for missing columns.
    """
    return tuple(_inspection(row) for row in csv.DictReader(StringIO(text)))


def gather(
    corpus: Path, *, jobs: int | None = None
) -> tuple[tuple[Inspection, ...], tuple[str, ...]]:
    """Reads every PDF in a folder. Gives the inspections, and a line for each file left out."""
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
    """The inspections in a file with the format of ``facts.csv``.

    Raises :class:`CannotJoin` for a file in another format, impossible dates or unknown councils.
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
        raise CannotJoin(f"{path.name} is not in the same format as facts.csv ({error}).") from None
    codes = {council.code for council in known_authorities()}
    for fact in found:
        if fact.authority not in codes:
            raise CannotJoin(f"{path.name}: {fact.authority} is not the code of any council.")
        if not fact.start <= fact.end <= fact.counts_from:
            raise CannotJoin(f"{path.name}: the days of {_named(fact)} are not in order.")
    return found


def together(sources: Iterable[tuple[str, Iterable[Inspection]]]) -> tuple[Inspection, ...]:
    """The inspections from several named sources as one list.

    Raises :class:`CannotJoin` if an inspection or a report appears twice: a person must decide
    which is right.
    """
    seen: dict[tuple[str, ...], tuple[str, Inspection]] = {}
    found: list[Inspection] = []
    for source, inspections in sources:
        for new in inspections:
            for key in ((new.authority, new.start.isoformat()), (new.sha256,)):
                if key in seen:
                    raise CannotJoin(_twice(*seen[key], source, new))
                seen[key] = source, new
            found.append(new)
    return tuple(found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command: write the facts, and print how many there are and what was left out."""
    parser = _arguments()
    options = parser.parse_args(arguments)
    if not options.corpus and not options.facts:
        parser.error("give --corpus, --facts or both")
    refused: tuple[str, ...] = ()
    try:
        sources = [(path.name, facts_in(path)) for path in options.facts]
        if options.corpus:
            read, refused = gather(options.corpus, jobs=options.jobs)
            sources.append((f"the reports in {options.corpus.name}", read))
        found = together(sources)
        with atomic_file(options.out) as part:
            part.write_text(to_csv(found), encoding="utf-8", newline="")
    except (CannotJoin, CannotWrite) as error:
        sys.stderr.write(f"nothing written: {error}\n")
        return 1
    for line in refused:
        sys.stderr.write(f"left out: {line}\n")
    councils = len({inspection.authority for inspection in found})
    sys.stderr.write(
        f"{len(found)} inspections of {councils} councils written, {len(refused)} files left out\n"
    )
    return 0 if found else 1


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cusp.history.facts", description="Writes facts.csv.")
    parser.add_argument("--corpus", type=Path, help="folder of reports")
    more = "facts of inspections whose reports are not in the folder; may be repeated"
    parser.add_argument(
        "--facts", type=Path, action="append", default=[], metavar="FILE", help=more
    )
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    parser.add_argument("--jobs", type=int, default=None, help="how many reports to read at once")
    return parser


def _twice(source: str, first: Inspection, other_source: str, second: Inspection) -> str:
    where = f"in both {source} and {other_source}"
    if source == other_source:
        where = f"twice in {source}"
    before, after = _cells(first), _cells(second)
    differ = [name for name in before if before[name] != after[name]]
    if not differ:
        return f"{_named(first)} is {where}."
    values = ", ".join(f"{name} “{before[name]}” and “{after[name]}”" for name in differ[:3])
    return f"{_named(first)} is {where}, and the two differ: {values}."


def _named(inspection: Inspection) -> str:
    return f"the inspection of {inspection.authority} that began on {inspection.start.isoformat()}"


def _cells(inspection: Inspection) -> dict[str, str]:
    """The cells in an inspection's row."""
    plain = msgspec.to_builtins(inspection)
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
