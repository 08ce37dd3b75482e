"""The facts of every report that we could read: ``facts.csv``, and how it is made.

Codes, dates, grades and counts, with the checksum of each report; no words of any report and no
person's name (``docs/decisions/0010-national-facts-as-data.md``). Our own reader writes the file::

    python -m cusp.history.facts --corpus FOLDER --out facts.csv

FOLDER holds reports below it and a ``manifest.csv`` (or the ``manifest.jsonl`` of ``cusp fetch``)
with ``file`` and ``published``, the date under which Ofsted listed each.
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
from cusp.reports.batch import read_reports
from cusp.reports.record import AreaCode

_PLAIN = (
    "authority", "framework", "kind", "reinspection", "start", "end", "published",
    "published_from", "overall_given", "improvements", "priority", "improvements_read",
    "paragraphs", "sha256",
)  # fmt: skip
_AREAS: tuple[AreaCode, ...] = get_args(AreaCode)
_EMPTY_IS_NONE = frozenset({"kind", "published", "published_from"})


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
        plain = msgspec.to_builtins(one)
        grades = plain["grades"]
        row = [plain[name] for name in _PLAIN] + [grades.get(area) for area in _AREAS]
        writer.writerow([_cell(value) for value in row])
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


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: writes the facts, says on the error stream how many and what was left out."""
    parser = argparse.ArgumentParser(prog="cusp.history.facts", description="Writes facts.csv.")
    parser.add_argument("--corpus", type=Path, required=True, help="folder of reports")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    parser.add_argument("--jobs", type=int, default=None, help="reports read at a time")
    told = parser.parse_args(arguments)
    found, refused = gather(told.corpus, jobs=told.jobs)
    told.out.write_text(to_csv(found), encoding="utf-8", newline="")
    for line in refused:
        sys.stderr.write(f"left out: {line}\n")
    sys.stderr.write(f"{len(found)} inspections written, {len(refused)} files left out\n")
    return 0 if found else 1


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
