"""Write records to JSON Lines, CSV, Excel or Parquet: all of them or none."""

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
    """Write ``reports`` to ``out``, in the format given by its file extension.

    CSV has a row for each report. A workbook has sheets of reports, judgements, improvements,
    paragraphs and problems. Parquet has a row for each report, nested as in JSON Lines. Raises
    :class:`cusp.tables.CannotWrite` and leaves any existing file unchanged.
    """
    output = Output(
        lines=lambda: map(to_json, reports),
        sheets=lambda: (Sheet(*sheet) for sheet in _sheets(reports)),
        nested=lambda: map(msgspec.to_builtins, reports),
    )
    write_file(output, out)


SUMMARY_COLUMNS: tuple[str, ...] = (
    *("file", "sha256"),
    *("authority", "authority_code", "ofsted_urn", "la_code", "authority_printed"),
    *("framework", "kind", "reinspection", "inspected_start", "inspected_end", "published"),
    "lead_inspector",
    *get_args(AreaCode),
    *("improvements", "priority_improvements", "lscb_improvements"),
    *("last_paragraph", "pages", "problems"),
)


def summary_row(report: Report) -> Row:
    """A report as one row: authority, dates, the grade for each area, and counts."""
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
    for name, own_columns, rows_of in (
        ("judgements", ("area", "grade", "printed", "page"), _judgement_rows),
        ("improvements", ("of", "number", "priority", "text", "page"), _improvement_rows),
        (
            "paragraphs",
            ("area", "section", "heading", "number", "text", "page"),
            _paragraph_rows,
        ),
        ("problems", ("field", "why"), _problem_rows),
    ):
        rows: list[Row] = []
        for report in reports:
            summary = summary_row(report)
            shared = {column: summary[column] for column in columns}
            rows += [shared | dict(zip(own_columns, row, strict=True)) for row in rows_of(report)]
        yield name, (*columns, *own_columns), rows


def _judgement_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    for judgement in report.judgements:
        page = judgement.cite.page
        yield judgement.area, judgement.grade, judgement.printed, page


def _improvement_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    for of, items in (("authority", report.improvements), ("LSCB", report.lscb_improvements)):
        for item in items:
            yield of, item.number, item.priority, item.text, item.cites[0].page


def _paragraph_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    for section in report.sections:
        for paragraph in section.paragraphs:
            page = paragraph.cites[0].page
            yield (
                section.area,
                section.heading,
                paragraph.heading,
                paragraph.number,
                paragraph.text,
                page,
            )


def _problem_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    for problem in report.problems:
        yield problem.field, problem.why
