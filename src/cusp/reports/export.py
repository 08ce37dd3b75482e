"""Records written out: JSON Lines, CSV, Excel or Parquet, whole or not at all."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar, get_args

import msgspec

from cusp.reports.authorities import join_keys
from cusp.reports.record import AreaCode, Report, to_json

# The most characters that a cell of a workbook holds.
_CELL = 32_767
Cell = TypeVar("Cell")
Row = dict[str, str | int | bool | None]


class CannotWrite(Exception):
    """The output cannot be written; the message says why and what to do."""


def write_reports(reports: Sequence[Report], out: Path) -> None:
    """Writes ``reports`` to ``out`` in the form that its ending names.

    Raises :class:`CannotWrite`; a file that was there before is then as it was.
    """
    writer = writer_for(out)
    with whole(out) as part:
        writer(reports, part)


def writer_for(out: Path) -> Callable[[Sequence[Report], Path], None]:
    """The writer for the ending of ``out``; raises :class:`CannotWrite` for one not known."""
    writer = WRITERS.get(out.suffix.lower())
    if writer is None:
        known = ", ".join(WRITERS)
        raise CannotWrite(f"{out.name}: the name must end in one of {known}")
    return writer


@contextmanager
def whole(out: Path) -> Iterator[Path]:
    """A file beside ``out`` that takes its place once it is complete."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.stem}-", suffix=out.suffix)
        os.close(handle)
    except OSError as error:
        raise CannotWrite(f"cannot write to {out.parent}: {error.strerror}") from None
    part = Path(name)
    try:
        yield part
        part.chmod(0o644)
        part.replace(out)
    except OSError as error:
        raise CannotWrite(f"cannot write {out}: {error.strerror or error}") from None
    finally:
        part.unlink(missing_ok=True)


def _write_jsonl(reports: Sequence[Report], out: Path) -> None:
    with out.open("wb") as file:
        for report in reports:
            file.write(to_json(report) + b"\n")


def _write_csv(reports: Sequence[Report], out: Path) -> None:
    """One row a report. Signed for Excel as UTF-8; text that looks like a formula is disarmed."""
    rows = [summary_row(report) for report in reports]
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(SUMMARY_COLUMNS))
        writer.writeheader()
        writer.writerows({k: disarmed(v) for k, v in row.items()} for row in rows)


def disarmed(value: Cell) -> Cell | str:
    """A cell of a CSV file as a spreadsheet shows it and does not run it.

    Text that begins as a formula does gets an apostrophe in front; anything else stays as it is.
    Every CSV that Cusp writes goes through here: names and wordings come from files and people.
    """
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def _write_xlsx(reports: Sequence[Report], out: Path) -> None:
    """A workbook with a sheet for reports, judgements, improvements, paragraphs and problems."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        for name, columns, rows in _sheets(reports):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, len(columns) - 1, 18)
            sheet.write_row(0, 0, columns, bold)
            for i, row in enumerate(rows, 1):
                for j, column in enumerate(columns):
                    value = row[column]
                    sheet.write(i, j, value[:_CELL] if isinstance(value, str) else value)


def _write_parquet(reports: Sequence[Report], out: Path) -> None:
    """One row a report with everything nested as in JSON Lines."""
    import pyarrow
    import pyarrow.parquet

    rows = [msgspec.to_builtins(report) for report in reports]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), out)


WRITERS: dict[str, Callable[[Sequence[Report], Path], None]] = {
    ".jsonl": _write_jsonl,
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".parquet": _write_parquet,
}
SUMMARY_COLUMNS: tuple[str, ...] = (
    "file", "sha256", "authority", "authority_code", "ofsted_urn", "la_code", "authority_printed",
    "framework", "kind", "reinspection", "inspected_start", "inspected_end", "published",
    "lead_inspector", *get_args(AreaCode), "improvements", "priority_improvements",
    "lscb_improvements", "last_paragraph", "pages", "problems",
)  # fmt: skip


def summary_row(report: Report) -> Row:
    """A report in one row: who, when, the grade of each area, and counts."""
    authority, inspected = report.authority, report.inspected
    grades: dict[str, str] = {j.area: j.grade for j in report.judgements}
    row: Row = {
        "file": report.source.file,
        "sha256": report.source.sha256,
        "authority": authority.name if authority else None,
        "authority_code": authority.code if authority else None,
        **join_keys(authority.code if authority else None),
        "authority_printed": authority.printed if authority else None,
        "framework": report.framework,
        "kind": report.kind,
        "reinspection": report.reinspection,
        "inspected_start": inspected.start if inspected else None,
        "inspected_end": inspected.end if inspected else None,
        "published": report.published,
        "lead_inspector": report.lead_inspector,
        "improvements": len(report.improvements),
        "priority_improvements": sum(item.priority for item in report.improvements),
        "lscb_improvements": len(report.lscb_improvements),
        "last_paragraph": report.last_paragraph,
        "pages": report.source.pages,
        "problems": "; ".join(f"{p.field}: {p.why}" for p in report.problems),
    }
    for area in get_args(AreaCode):
        row[area] = grades.get(area)
    if "overall" not in grades and not report.overall_given:
        row["overall"] = "not given"
    return row


def _sheets(reports: Sequence[Report]) -> Iterator[tuple[str, Sequence[str], list[Row]]]:
    yield "reports", SUMMARY_COLUMNS, [summary_row(r) for r in reports]
    columns = ("file", "authority", "authority_code", "ofsted_urn", "la_code", "inspected_start")
    heads: list[Row] = [{c: summary_row(r)[c] for c in columns} for r in reports]
    both = list(zip(heads, reports, strict=True))
    yield (
        "judgements",
        (*columns, "area", "grade", "printed", "page"),
        [h | {"area": j.area, "grade": j.grade, "printed": j.printed, "page": j.cite.page}
         for h, r in both for j in r.judgements],
    )  # fmt: skip
    yield (
        "improvements",
        (*columns, "of", "number", "priority", "text", "page"),
        [h | {"of": of, "number": i.number, "priority": i.priority, "text": i.text,
              "page": i.cites[0].page}
         for h, r in both
         for of, items in (("authority", r.improvements), ("LSCB", r.lscb_improvements))
         for i in items],
    )  # fmt: skip
    yield (
        "paragraphs",
        (*columns, "area", "section", "heading", "number", "text", "page"),
        [h | {"area": s.area, "section": s.heading, "heading": p.heading, "number": p.number,
              "text": p.text, "page": p.cites[0].page}
         for h, r in both for s in r.sections for p in s.paragraphs],
    )  # fmt: skip
    yield (
        "problems",
        (*columns, "field", "why"),
        [h | {"field": p.field, "why": p.why} for h, r in both for p in r.problems],
    )
