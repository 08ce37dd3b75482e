"""The sheets of a return, from a workbook or from CSV files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cusp.outside.large_sheets import LARGEST_MB, Care, LargeSheet, sheets_of
from cusp.outside.workbooks import CannotOpen

_MOST_FILES = 100


class CannotRead(ValueError):
    """A return was not read; the message is a sentence that begins with the file's name."""


@dataclass
class Source:
    """The sheets of a return. Each can be read once."""

    name: str
    sheets: Iterator[LargeSheet]
    hidden: list[str] = field(default_factory=list)
    from_1904: bool = False


def workbook(name: str, data: bytes) -> Source:
    """The visible sheets of a workbook. Raises :class:`CannotRead`, also while they are read."""
    try:
        book, sheets = sheets_of(data)
    except CannotOpen as error:
        raise CannotRead(f"{name} {error}.") from None
    return Source(name, _explained(name, sheets), book.hidden, book.from_1904)


def _explained(name: str, sheets: Iterator[LargeSheet]) -> Iterator[LargeSheet]:
    try:
        yield from sheets
    except CannotOpen as error:
        raise CannotRead(f"{name} {error}.") from None


def csv_files(folder: Path) -> list[Path]:
    """The CSV files of a folder. Raises :class:`CannotRead` if there are none."""
    files = sorted(p for p in folder.iterdir() if p.suffix.lower() == ".csv" and p.is_file())
    if not files:
        raise CannotRead(
            f"{folder.name} has no CSV files: give an Excel workbook or a folder with CSV files."
        )
    if len(files) > _MOST_FILES:
        raise CannotRead(f"{folder.name} has more than {_MOST_FILES} CSV files: check the folder.")
    return files


def from_csv(name: str, files: Mapping[str, bytes]) -> Source:
    """Each CSV file as a sheet, named after the file. Raises :class:`CannotRead`."""
    return Source(name, (csv_sheet(stem, data) for stem, data in files.items()))


def csv_sheet(stem: str, data: bytes) -> LargeSheet:
    """A CSV file as a sheet, with rows numbered as Excel numbers them."""
    if len(data) > LARGEST_MB * 2**20:
        raise CannotRead(f"{stem}.csv is over {LARGEST_MB} MB: check the file.")
    if b"\0" in data:
        raise CannotRead(f"{stem}.csv is not a CSV file in UTF-8: save it again as CSV UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    try:
        dialect = csv.Sniffer().sniff(text.split("\n", 1)[0], ",;\t|")
        separator = dialect.delimiter
    except csv.Error:
        separator = ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise CannotRead(f"{stem}.csv is damaged ({error}): export it again.") from None
    return LargeSheet(stem, 1, 1, rows, Care())
