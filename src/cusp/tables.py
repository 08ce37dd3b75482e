"""Write rows as CSV, Excel or Parquet. Everything Cusp writes for spreadsheets goes through here.

Text comes from files and people, so anything that a spreadsheet could mistake for a formula is
escaped here and nowhere else. The same rows always produce the same file.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import xlsxwriter

Cell = str | int | float | bool | date | None
Row = Mapping[str, Cell]
ENDINGS = (".jsonl", ".csv", ".xlsx", ".parquet")
# The most characters that an Excel cell can hold.
_LONGEST_CELL = 32_767
# Otherwise workbooks with the same rows would differ in the time they were created.
CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_BOM = "\ufeff"
Value = TypeVar("Value")


class CannotWrite(Exception):
    """The output cannot be written; the message says why and what to do."""


@dataclass(frozen=True)
class Sheet:
    """A table: its name, its columns in order, and rows with exactly those columns."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Row]


@dataclass(frozen=True)
class Output:
    """What to write to a file, in each format.

    ``lines`` are JSON texts, one for each result. CSV has the first of the ``sheets``; a workbook
    has them all. ``nested`` are plain objects for Parquet, one for each result.
    """

    lines: Callable[[], Iterable[bytes]]
    sheets: Callable[[], Iterable[Sheet]]
    nested: Callable[[], Iterable[Any]]


def write_file(output: Output, out: Path) -> None:
    """Write everything or nothing, in the format given by the file extension of ``out``.

    Raises :class:`CannotWrite` and leaves any existing file unchanged.
    """
    check_ending(out)
    with atomic_file(out) as part:
        match out.suffix.lower():
            case ".jsonl":
                with part.open("wb") as file:
                    file.writelines(line + b"\n" for line in output.lines())
            case ".csv":
                sheet = next(iter(output.sheets()))
                with part.open("w", encoding="utf-8", newline="") as text:
                    text.writelines(csv_lines(sheet.columns, sheet.rows))
            case ".xlsx":
                _write_workbook(output.sheets(), part)
            case _:
                _write_parquet(list(output.nested()), part)


def check_ending(out: Path) -> None:
    """Raise :class:`CannotWrite` for an unknown file extension."""
    if out.suffix.lower() not in ENDINGS:
        raise CannotWrite(f"{out.name}: the name must end in one of {', '.join(ENDINGS)}")


@contextmanager
def atomic_file(out: Path) -> Iterator[Path]:
    """A temporary file beside ``out`` that replaces it once complete."""
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


# In memory, for downloads


def csv_bytes(sheet: Sheet) -> bytes:
    """The sheet as a CSV file."""
    return "".join(csv_lines(sheet.columns, sheet.rows)).encode("utf-8")


def xlsx_bytes(sheet: Sheet) -> bytes:
    """A workbook with this sheet."""
    out = BytesIO()
    _write_workbook([sheet], out)
    return out.getvalue()


def parquet_bytes(sheet: Sheet) -> bytes:
    """The sheet as a Parquet file."""
    import pyarrow
    import pyarrow.parquet

    rows, out = list(sheet.rows), BytesIO()
    table = {column: [row[column] for row in rows] for column in sheet.columns}
    pyarrow.parquet.write_table(pyarrow.table(table), out)
    return out.getvalue()


# Formats


def csv_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """The lines of a CSV file. The first begins with a UTF-8 mark, which Excel needs."""
    writer = csv.DictWriter(_Echo(), columns)
    yield _BOM + writer.writeheader()
    for row in rows:
        yield writer.writerow({name: disarmed(value) for name, value in row.items()})


class _Echo:
    def write(self, text: str) -> str:
        """Return the text instead of storing it."""
        return text


def disarmed(value: Value) -> Value | str:
    """A CSV cell that a spreadsheet shows but does not run.

    Text that begins like a formula has an apostrophe added in front; anything else is unchanged.
    """
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


@contextmanager
def open_workbook(out: Path | IO[bytes]) -> Iterator[xlsxwriter.Workbook]:
    """A workbook to write to, in which text stays text. Fill its sheets row by row."""
    import xlsxwriter

    keep = "constant_memory" if isinstance(out, Path) else "in_memory"
    options = {"strings_to_formulas": False, "strings_to_urls": False, keep: True}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": CREATED})
        yield book


def _write_workbook(sheets: Iterable[Sheet], out: Path | IO[bytes]) -> None:
    with open_workbook(out) as book:
        for sheet in sheets:
            _write_sheet(book, sheet)


def _write_sheet(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "d mmmm yyyy"})
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 1)
    page.set_column(0, max(len(sheet.columns) - 1, 0), 18)
    page.write_row(0, 0, sheet.columns, bold)
    for number, row in enumerate(sheet.rows, 1):
        for place, column in enumerate(sheet.columns):
            value = row[column]
            if isinstance(value, date):
                page.write_datetime(number, place, value, day)
            elif isinstance(value, str):
                page.write_string(number, place, fitting(value))
            else:
                page.write(number, place, value)


def fitting(text: str) -> str:
    """The text, cut to fit a cell if it is too long and ended with an ellipsis."""
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def _write_parquet(objects: list[Any], out: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(objects), out)
