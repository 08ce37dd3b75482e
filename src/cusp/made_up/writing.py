"""Writes a made-up council's returns, local lists and answers to a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from cusp.calendar.wording import in_words
from cusp.made_up.council import Council
from cusp.made_up.faults import EXTRA_HEADING, TITLE, Faults
from cusp.made_up.planted import Planted
from cusp.returns.forms import Column, annex_a
from cusp.returns.record import Return, Table
from cusp.tables import CannotWrite, Sheet, atomic_file, csv_bytes, open_workbook

_ABOUT = (
    "Everything in this file is made up by Cusp: the council, its children and its workers. "
    "No row is about a real person."
)
_README = """\
Made-up returns

Everything in this folder is made up by Cusp: the council, its children, its workers and all dates.
No row is about a real person. Do not send it to anybody as a real return.

annex-a-DATE        the lists of Annex A as they stand on the day{faults}
chairs.csv          each child's chair or reviewing officer, from and to
supervision.csv     supervision of workers about each child
midway-reviews.csv  checks by chairs and reviewing officers between two meetings
answers/            what each clock must say on the day, and why

Made with: seed {seed}, {children} children, {months} from {first} to {last}
"""
_FAULTS = """, with the faults of real files:
                    other headings, dates as text, ids as 9212044.0, blanks as #N/A"""


class _Page(NamedTuple):
    name: str
    headings: list[str]
    rows: Iterable[Sequence[Any]]


def write_months(
    council: Council, folder: Path, *, as_csv: bool = False, faults: bool = False
) -> list[Path]:
    """Write a return a month, as workbooks or as folders of CSV files. Returns their paths.

    The folder must be empty or not exist. With ``faults``, headings and cells are written as real
    files have them; what they say stays the same. Raises :class:`CannotWrite`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CannotWrite(f"{folder} is not empty: give a new folder.")
    except OSError as error:
        raise CannotWrite(f"{folder} cannot be written ({error.strerror}).") from None
    _write(folder / "README.txt", _readme(council, faults=faults).encode())
    found: list[Path] = []
    for month, as_at in enumerate(council.days):
        pages = _pages(council.annex_a(as_at), council.seed * 1_000 + month if faults else None)
        found.append(folder / f"annex-a-{as_at}{'' if as_csv else '.xlsx'}")
        if as_csv:
            for page in pages:
                _write(found[-1] / f"{page.name.lower().replace(' ', '-')}.csv", _csv(page))
        else:
            _workbook(found[-1], pages, titled=faults)
        _write(folder / "answers" / f"answers-{as_at}.csv", _answers(council.planted(as_at)))
    for name, rows in (
        ("chairs", council.chairs()), ("supervision", council.supervision()),
        ("midway-reviews", council.midway_reviews()),
    ):  # fmt: skip
        _write(folder / f"{name}.csv", csv_bytes(Sheet(name, rows.column_names, rows.to_pylist())))
    return found


def _readme(council: Council, *, faults: bool) -> str:
    months = len(council.days)
    return _README.format(
        faults=_FAULTS if faults else "",
        seed=council.seed,
        children=f"{council.size:,}",
        months=f"{months} months" if months > 1 else "1 month",
        first=in_words(council.days[0]),
        last=in_words(council.days[-1]),
    )


def _write(out: Path, data: bytes) -> None:
    with atomic_file(out) as part:
        part.write_bytes(data)


def _answers(planted: list[Planted]) -> bytes:
    rows = [each._asdict() for each in planted]
    return csv_bytes(Sheet("answers", list(Planted._fields), rows))


def _csv(page: _Page) -> bytes:
    rows = (dict(zip(page.headings, row, strict=True)) for row in page.rows)
    return csv_bytes(Sheet(page.name, page.headings, rows))


def _pages(loaded: Return, seed: int | None) -> Iterator[_Page]:
    for number, table in loaded.lists.items():
        faults = None if seed is None else Faults(seed * 20 + number)
        yield _page(number, table, faults)


def _page(number: int, table: Table, faults: Faults | None) -> _Page:
    columns = annex_a()[number].columns
    headings = [faults.heading(column) if faults else column.heading for column in columns]
    cells = [_printed(column, table.rows[column.name].to_pylist()) for column in columns]
    if faults:
        cells = [
            [faults.cell(column, value) for value in values]
            for column, values in zip(columns, cells, strict=True)
        ]
        headings.append(EXTRA_HEADING)
        cells.append(["" for _ in range(len(table))])
    return _Page(f"List {number}", headings, zip(*cells, strict=True))


def _printed(column: Column, values: list[Any]) -> list[Any]:
    """Values as the form writes them: codes in words, ages as whole numbers."""
    if column.type == "age":
        return [None if value is None else int(value) for value in values]
    if column.codes is None:
        return values
    printed = column.codes.printed
    return [printed.get(value, value) for value in values]


def _workbook(out: Path, pages: Iterable[_Page], *, titled: bool) -> None:
    with atomic_file(out) as part, open_workbook(part) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        about = book.add_worksheet("About")
        about.write_string(0, 0, _ABOUT)
        for page in pages:
            sheet = book.add_worksheet(page.name)
            top = len(TITLE) if titled else 0
            for row, title in enumerate(TITLE[:top]):
                sheet.write_string(row, 0, title)
            sheet.write_row(top, 0, page.headings)
            for number, cells in enumerate(page.rows, top + 1):
                for place, value in enumerate(cells):
                    if isinstance(value, date):
                        sheet.write_datetime(number, place, value, day)
                    elif value is not None:
                        sheet.write(number, place, value)
