"""Write the tables of a paper as a workbook: a sheet for each, with real dates and numbers."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from cusp.plans.papers.model import Cell, Colour, Paper, Table, colour_of, words_of
from cusp.tables import CREATED, atomic_file, fitting, open_workbook
from cusp.typesetting import literal

_LONGEST_NAME = 31
_WIDEST, _NARROWEST = 60, 10
_MOST_COLUMNS_ON_A4 = 9
# The height of a line, and the tallest row that Excel allows, in points.
_LINE, _TALLEST = 15.0, 409.0
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
    tables = paper.sheets or tuple(b for b in paper.blocks if isinstance(b, Table))
    properties = {
        "title": literal(paper.title)[:255],
        "author": literal(paper.council)[:255],
        "subject": literal(paper.subtitle)[:255],
        "created": CREATED,
    }
    with atomic_file(path) as part, open_workbook(part) as book:
        book.set_properties(properties)
        formats = _Formats(book)
        for table in tables:
            _write_sheet(book, table, formats, paper)
        if not tables:
            book.add_worksheet("Nothing to show").write_string(0, 0, literal(paper.title))


class _Formats:
    def __init__(self, book: Any) -> None:
        shared = {"text_wrap": True, "valign": "top"}
        self.heading = book.add_format({**shared, "bold": True, "bg_color": "#F3F2F1", "border": 1})
        self.text = book.add_format(shared)
        self.number = book.add_format({**shared, "align": "left"})
        self.date = book.add_format({**shared, "num_format": "d mmmm yyyy", "align": "left"})
        self.tinted = {
            colour: book.add_format({**shared, "bg_color": fill}) for colour, fill in _FILLS.items()
        }


def _write_sheet(book: Any, table: Table, formats: _Formats, paper: Paper) -> None:
    sheet = book.add_worksheet(table.name[:_LONGEST_NAME])
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9 if len(table.columns) <= _MOST_COLUMNS_ON_A4 else 8)  # A4 or A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # An ampersand starts a code in a footer, and a footer has 255 characters at most.
    plan = literal(paper.plan).replace("\n", " ")[:80].replace("&", "&&")
    version = literal(paper.version).replace("\n", " ")[:20].replace("&", "&&")
    as_at = f"As at {words_of(paper.as_at)}"
    sheet.set_footer(f"&L{plan} · {version} · {as_at}&RPage &P of &N")
    widths = _widths(table)
    sheet.set_row(0, _height([column.heading for column in table.columns], widths))
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, column.heading, formats.heading)
    for number, row in enumerate(table.rows, 1):
        sheet.set_row(number, _height(list(map(words_of, row)), widths))
        for place, cell in enumerate(row):
            _write_cell(sheet, number, place, cell, formats)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _widths(table: Table) -> list[int]:
    """Widths in characters. Shares of a page are made wide enough to fill a screen."""
    shares = [column.share for column in table.columns]
    scale = 1.0 if max(shares) >= _NARROWEST else 150 / sum(shares)
    return [min(max(round(share * scale), _NARROWEST), _WIDEST) for share in shares]


def _height(texts: list[str], widths: list[int]) -> float:
    """The height of a row in points. Not every program works out the height of wrapped text."""
    needed = [
        sum(len(line) // (width - 2) + 1 for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    ]
    return min(max(needed) * _LINE, _TALLEST)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    match cell:
        case None | "":
            return
        case date():
            sheet.write_datetime(
                row, column, datetime.combine(cell, datetime.min.time()), formats.date
            )
        case int() | float():
            sheet.write_number(row, column, cell, formats.number)
        case _:
            text = fitting(words_of(cell))
            sheet.write_string(row, column, text, formats.tinted.get(colour_of(cell), formats.text))
