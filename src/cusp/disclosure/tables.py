"""A table of counts: its names, its totals, and how it is read from and written to CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cusp.disclosure.relations import Cell, Relation, adds_up, at_most, cell, is_total
from cusp.disclosure.rules import HIDDEN, TOTAL, CannotDisclose
from cusp.tables import Cell as Value
from cusp.tables import csv_lines, disarmed

MOST_CELLS = 20_000
MOST_BYTES = 2_000_000
MOST_COUNTED = 99_999_999
_WHOLE = re.compile(r"\d+|\d{1,3}(,\d{3})+")
_ARMED = re.compile(r"'(?=[=+\-@])")  # what `cusp.tables` puts before text like a formula
_NOT_GIVEN = ("", ":", "-", "–", "z", "x", "u", "..")


@dataclass(frozen=True)
class Table:
    """Counts by row and column. A row or column named "all" is the total of the others.

    "North: all" is the total of the names that begin with "North: ". Hidden counts are None; those
    in ``not_given`` were left out without being hidden.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    corner: str = ""
    measure: str = ""
    not_given: frozenset[tuple[int, int]] = frozenset()

    def cell(self, row: int, column: int) -> Cell:
        """What the number in this place counts."""
        return cell(self.measure, self.rows[row], self.columns[column])

    def printed(self, key: Cell) -> str | None:
        """The name of a cell as the table prints it, or None if it is not in the table."""
        for row, column in self.places():
            if self.cell(row, column) == key:
                names = (self.measure, self.rows[row], self.columns[column])
                return ", ".join(name for name in names if name)
        return None

    def places(self) -> Iterator[tuple[int, int]]:
        """Each row and column, in reading order."""
        for row in range(len(self.rows)):
            for column in range(len(self.columns)):
                yield row, column

    def values(self) -> dict[Cell, int | None]:
        """Each cell that is shown or hidden (None)."""
        places = (place for place in self.places() if place not in self.not_given)
        return {self.cell(r, c): self.counts[r][c] for r, c in places}

    def sums(self) -> list[tuple[Cell, tuple[Cell, ...]]]:
        """Each total with its parts, down the columns and along the rows."""
        down = [
            (self.cell(total, c), tuple(self.cell(part, c) for part in parts))
            for total, parts in totals(self.rows)
            for c in range(len(self.columns))
        ]
        along = [
            (self.cell(r, total), tuple(self.cell(r, part) for part in parts))
            for total, parts in totals(self.columns)
            for r in range(len(self.rows))
        ]
        return [*down, *along]

    def relations(self) -> list[Relation]:
        """What the totals say, and what a total printed elsewhere would say."""
        return [*(adds_up(total, parts) for total, parts in self.sums()), *self._without_total()]

    def _without_total(self) -> Iterator[Relation]:
        """Without a total, the parts are no more than a total from elsewhere."""
        if not any(_plain(name) == TOTAL for name in self.rows):
            for c, column in enumerate(self.columns):
                parts = [self.cell(r, c) for r in _top(self.rows)]
                yield at_most(cell(self.measure, TOTAL, column), parts, "group")
        if not any(_plain(name) == TOTAL for name in self.columns):
            for r, row in enumerate(self.rows):
                parts = [self.cell(r, c) for c in _top(self.columns)]
                yield at_most(cell(self.measure, row, TOTAL), parts, "when")


def totals(names: Sequence[str]) -> list[tuple[int, list[int]]]:
    """The place of each total among the names, with the places of its parts."""
    groups = {_prefix(name): at for at, name in enumerate(names) if is_total(name)}
    parts: dict[str, list[int]] = {prefix: [] for prefix in groups}
    for at, name in enumerate(names):
        owner = _owner(name, groups)
        if owner is not None:
            parts[owner].append(at)
    return [(groups[prefix], found) for prefix, found in parts.items() if found]


def _top(names: Sequence[str]) -> list[int]:
    """The names that are part of no total."""
    groups = {_prefix(name): at for at, name in enumerate(names) if is_total(name)}
    return [at for at, name in enumerate(names) if _owner(name, groups) is None]


def _prefix(name: str) -> str:
    return _plain(name).rpartition(":")[0].strip()


def _owner(name: str, groups: dict[str, int]) -> str | None:
    """The innermost total that the name is part of."""
    words = [word.strip() for word in _plain(name).split(":")]
    words = words[:-1] if not is_total(name) else words[:-2]
    if is_total(name) and not _prefix(name):
        return None
    for length in range(len(words), -1, -1):
        prefix = ":".join(words[:length])
        for group in groups:
            if ":".join(word.strip() for word in group.split(":")) == prefix:
                return group
    return None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


# Reading


def read_table(path: Path, *, published: bool = False) -> Table:
    """The table in a CSV file, checked. Raises :class:`CannotDisclose`.

    A table that is already published may have hidden cells.
    """
    lines = _lines(path)
    corner, *columns = (name.strip() for name in lines[0])
    rows = tuple(line[0].strip() for line in lines[1:])
    _check_names(path.name, "column", [corner, *columns] if corner else columns)
    _check_names(path.name, "row", rows)
    not_given = set()
    counts: list[tuple[int | None, ...]] = []
    for r, line in enumerate(lines[1:]):
        if len(line) != len(columns) + 1:
            raise CannotDisclose(
                f"{path.name}: row “{rows[r]}” has {len(line) - 1} values, but there are "
                f"{len(columns)} columns."
            )
        values = [text.strip() for text in line[1:]]
        where = [f"{path.name}: row “{rows[r]}”, column “{name}”" for name in columns]
        if published:
            not_given |= {(r, c) for c, text in enumerate(values) if text.casefold() in _NOT_GIVEN}
            values = [HIDDEN if text.casefold() in _NOT_GIVEN else text for text in values]
        counts.append(tuple(_count(t, w, published) for t, w in zip(values, where, strict=True)))
    table = Table(rows, tuple(columns), tuple(counts), corner, "", frozenset(not_given))
    check_totals(table, path.name)
    return table


def _lines(path: Path) -> list[list[str]]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CannotDisclose(
                f"{path.name}: the file is larger than 2 MB, too large for a table."
            )
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CannotDisclose(f"{path}: cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CannotDisclose(f"{path.name}: save the file as CSV in UTF-8.") from None
    if "\0" in text:
        raise CannotDisclose(f"{path.name}: this is not a CSV file.")
    first = text.partition("\n")[0]
    if "," not in first and (";" in first or "\t" in first):
        mark = "semicolons" if ";" in first else "tabs"
        raise CannotDisclose(f"{path.name}: separate the columns with commas, not {mark}.")
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise CannotDisclose(f"{path.name}: this is not a CSV file ({error}).") from None
    lines = [
        [_ARMED.sub("", t.strip()) for t in line] for line in read if any(map(str.strip, line))
    ]
    if len(lines) < 2 or len(lines[0]) < 2:
        raise CannotDisclose(
            f"{path.name}: a table needs a heading row, a column of names and a column of counts."
        )
    if len(lines) * len(lines[0]) > MOST_CELLS:
        raise CannotDisclose(f"{path.name}: the table has more than {MOST_CELLS:,} cells.")
    return lines


def _check_names(file: str, what: str, names: Sequence[str]) -> None:
    seen = set()
    for number, name in enumerate(names, 1):
        if not name:
            raise CannotDisclose(f"{file}: {what} {number} has no name.")
        if _plain(name) in seen:
            raise CannotDisclose(f"{file}: there is more than one {what} named “{name}”.")
        seen.add(_plain(name))


def _count(text: str, where: str, published: bool) -> int | None:
    if text.casefold() == HIDDEN and published:
        return None
    if _WHOLE.fullmatch(text) and text.isascii():
        number = int(text.replace(",", ""))
        if number > MOST_COUNTED:
            raise CannotDisclose(f"{where}: {text} is too large to be a count of children.")
        return number
    if not text:
        why = "is empty. Enter 0 if there were none."
        raise CannotDisclose(f"{where} {why}")
    if re.fullmatch(r"[-−–]\s*\d.*", text):
        raise CannotDisclose(f"{where}: a count cannot be negative ({text}).")
    if re.fullmatch(r"\d*\.\d+", text):
        raise CannotDisclose(f"{where}: a count must be a whole number, not {text}.")
    raise CannotDisclose(f"{where}: “{text[:40]}” is not a whole number.")


def check_totals(table: Table, name: str) -> None:
    """Raise :class:`CannotDisclose` if a total is not the sum of its parts."""
    values = table.values()
    for total, parts in table.sums():
        numbers = [values.get(part) for part in parts]
        shown = [number for number in numbers if number is not None]
        due, complete = values.get(total), len(shown) == len(numbers)
        if due is not None and (sum(shown) > due or (complete and sum(shown) != due)):
            what = f"“{total.group}” in column “{total.when}”"
            raise CannotDisclose(
                f"{name}: the total {what} is {due}, but its parts add up to {sum(shown)}."
            )


# Writing


def csv_text(table: Table) -> str:
    """The table as CSV; hidden cells are "c". It can be read again by :func:`read_table`."""
    names = [str(disarmed(name)) for name in (table.corner, *table.columns)]
    rows: list[dict[str, Value]] = [
        dict(zip(names, (name, *(HIDDEN if n is None else n for n in counts)), strict=True))
        for name, counts in zip(table.rows, table.counts, strict=True)
    ]
    return "".join(csv_lines(names, rows))
