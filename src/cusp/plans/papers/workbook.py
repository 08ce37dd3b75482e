"""Write the tables of a paper as a workbook: a sheet for each, with real dates and numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cusp.plans.papers.model import Cell, Colour, Paper, Table, colour_of, literal, words_of
from cusp.tables import atomic_file

if TYPE_CHECKING:
    import xlsxwriter

_LONGEST_NAME = 31
# The most characters that an Excel cell can hold.
_LONGEST_CELL = 32_767
_WIDEST, _NARROWEST = 60, 10
_FILLS: dict[Colour, str] = {
    "blue": "#D2E2F1",
    "green": "#CCE2D8",
    "yellow": "#FFF7BF",
    "amber": "#FCD6C3",
    "red": "#F4CDC6",
    "grey": "#EEEFEF",
}


def write_xlsx(paper: Paper, path: Path) -> None:
    """Write a workbook. Raises CannotWrite if it cannot be written."""
    import xlsxwriter

    tables = paper.sheets or tuple(b for b in paper.blocks if isinstance(b, Table))
    with atomic_file(path) as part:
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(part), options) as book:
            created = datetime.combine(paper.as_at, datetime.min.time(), UTC)
            book.set_properties(
                {
                    "title": literal(paper.title)[:255],
                    "author": literal(paper.council)[:255],
                    "subject": literal(paper.subtitle)[:255],
                    "created": created,
                }
            )
            formats = _Formats(book)
            for table in tables:
                _write_sheet(book, table, formats, paper)
            if not tables:
                book.add_worksheet("Nothing to show").write_string(0, 0, literal(paper.title))


class _Formats:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        shared = {"text_wrap": True, "valign": "top"}
        self.heading = book.add_format({**shared, "bold": True, "bg_color": "#F3F2F1", "border": 1})
        self.text = book.add_format(shared)
        self.date = book.add_format({**shared, "num_format": "d mmmm yyyy", "align": "left"})
        self.tinted = {
            colour: book.add_format({**shared, "bg_color": fill}) for colour, fill in _FILLS.items()
        }


def _write_sheet(book: xlsxwriter.Workbook, table: Table, formats: _Formats, paper: Paper) -> None:
    sheet = book.add_worksheet(table.name[:_LONGEST_NAME])
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # An ampersand starts a code in a footer, and a footer has 255 characters at most.
    footer = literal(f"{paper.plan} · {paper.edition}").replace("\n", " ")[:180].replace("&", "&&")
    sheet.set_footer(f"&L{footer[:220]}&RPage &P of &N")
    widths = _widths(table)
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, column.heading, formats.heading)
    for number, row in enumerate(table.rows, 1):
        for place, cell in enumerate(row):
            _write_cell(sheet, number, place, cell, formats)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _widths(table: Table) -> list[int]:
    """Widths in characters. Shares of a page are made wide enough to fill a screen."""
    shares = [column.share for column in table.columns]
    scale = 1.0 if max(shares) >= _NARROWEST else 150 / sum(shares)
    return [min(max(round(share * scale), _NARROWEST), _WIDEST) for share in shares]


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    match cell:
        case None | "":
            return
        case date():
            sheet.write_datetime(
                row, column, datetime.combine(cell, datetime.min.time()), formats.date
            )
        case int() | float():
            sheet.write_number(row, column, cell, formats.text)
        case _:
            text = words_of(cell)
            if len(text) > _LONGEST_CELL:
                text = text[: _LONGEST_CELL - 1] + "…"
            sheet.write_string(row, column, text, formats.tinted.get(colour_of(cell), formats.text))
