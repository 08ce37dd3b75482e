"""Records written out: JSON Lines, CSV, Excel or Parquet, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import msgspec

from cusp.reports.authorities import join_keys
from cusp.reports.record import AreaCode, Report, to_json
from cusp.tables import Cell, Output, Sheet, write_file

Row = dict[str, Cell]


def write_reports(reports: Sequence[Report], out: Path) -> None:
    """Writes ``reports`` to ``out`` in the form that its ending names.

    CSV has one row a report, a workbook a sheet for reports, judgements, improvements, paragraphs
    and problems; Parquet has one row a report with everything nested as in JSON Lines. Raises
    :class:`cusp.tables.CannotWrite`; a file that was there before is then as it was.
    """
    output = Output(
        lines=lambda: map(to_json, reports),
        sheets=lambda: (Sheet(*sheet) for sheet in _sheets(reports)),
        nested=lambda: map(msgspec.to_builtins, reports),
    )
    write_file(output, out)


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
