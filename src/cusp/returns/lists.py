"""Finds the lists of Annex A among the sheets of a file, by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cusp.outside.large_sheets import LargeSheet
from cusp.outside.workbooks import column_letters
from cusp.returns.building import Builder, Values
from cusp.returns.forms import ListForm, annex_a
from cusp.returns.headings import Found, is_list, read_headings, words
from cusp.returns.record import Problem, Table
from cusp.returns.sources import CannotRead, Source
from cusp.returns.values import is_blank

# Titles and notes may stand above the headings.
_LOOK_AT_ROWS = 40
_NAMED = re.compile(r"(?<![a-z])list[\s_-]*0?(1[01]|[1-9])(?!\d)", re.I)
_SEND_WORDS = frozenset({"ehc", "ehcp", "sen", "senco"})
_SEND = (
    "is the Annex A of an area SEND inspection. Cusp reads the Annex A of inspections of "
    "children’s social care (lists 1 to 11)."
)


@dataclass
class Lists:
    """The lists that were found, and the problems of their sheets, headings and cells.

    ``values`` are the same tables as Python values, for checks that look at each.
    """

    tables: dict[int, Table] = field(default_factory=dict)
    values: dict[int, Values] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def find_lists(source: Source) -> Lists:
    """Read every list. Raises :class:`CannotRead` if the file holds something else."""
    lists = Lists()
    sheets: dict[int, str] = {}
    twice: set[int] = set()
    for sheet in source.sheets:
        found = _headings(sheet)
        if found is None:
            lists.problems += _not_a_list(source.name, sheet)
            continue
        if found.number in sheets:
            twice.add(found.number)
            lists.problems.append(_two_sheets(found.number, sheets[found.number], sheet.name))
            continue
        sheets[found.number] = sheet.name
        form = annex_a()[found.number]
        builder = Builder(sheet, found, form, from_1904=source.from_1904)
        lists.tables[found.number] = builder.table()
        lists.values[found.number] = builder.values
        lists.problems += _name_differs(sheet, found)
        lists.problems += _columns(sheet, builder)
        lists.problems += builder.problems
    for number in twice:  # which of the two is right cannot be said
        del lists.tables[number], lists.values[number]
    if not lists.tables and not twice:
        raise CannotRead(
            f"{source.name} has none of the lists of Annex A: check that it is the right file."
        )
    lists.problems += _hidden(source)
    lists.problems += _missing_and_empty(lists.tables, twice)
    return lists


def _headings(sheet: LargeSheet) -> Found | None:
    """The first row of a sheet that holds the headings of a list."""
    for row, cells in enumerate(sheet.rows[:_LOOK_AT_ROWS]):
        if not any(isinstance(cell, str) and words(cell) in _id_words() for cell in cells):
            continue
        found = [read_headings(number, row, cells) for number in annex_a()]
        if fits := [each for each in found if is_list(each)]:
            named = _number_in(sheet.name)
            return max(fits, key=lambda each: (each.score, each.number == named))
    return None


def _id_words() -> set[frozenset[str]]:
    columns = [form.column(form.id_column) for form in annex_a().values()]
    return {words(heading) for column in columns for heading in column.headings}


def _number_in(name: str) -> int | None:
    named = _NAMED.search(name)
    return int(named[1]) if named else None


def _not_a_list(file: str, sheet: LargeSheet) -> Iterator[Problem]:
    for cells in sheet.rows[:_LOOK_AT_ROWS]:
        said = [words(cell) for cell in cells if isinstance(cell, str)]
        if sum(bool(each & _SEND_WORDS) and len(each) < 12 for each in said) > 1:
            raise CannotRead(f"{file} {_SEND}")
    if number := _number_in(sheet.name):
        yield Problem(
            list=str(number), severity="error",
            what=f"The sheet “{sheet.name}” has no row with the headings of a list",
            mend="Put the headings of Annex A above the rows, with “Child Unique ID” among them.",
        )  # fmt: skip


def _two_sheets(number: int, first: str, second: str) -> Problem:
    return Problem(
        list=str(number), severity="error",
        what=f"Two sheets hold this list, “{first}” and “{second}”, so neither was read",
        mend="Keep one of them, or put all rows on one sheet.",
    )  # fmt: skip


def _name_differs(sheet: LargeSheet, found: Found) -> Iterator[Problem]:
    named = _number_in(sheet.name)
    if named and named != found.number:
        yield Problem(
            list=str(found.number), severity="warning",
            what=f"The sheet “{sheet.name}” has the columns of list {found.number} and was read "
            "as that list",
            mend="Check that the sheet holds the right list, and rename it.",
        )  # fmt: skip


def _hidden(source: Source) -> Iterator[Problem]:
    for name in source.hidden:
        if number := _number_in(name):
            yield Problem(
                list=str(number), severity="warning",
                what=f"The sheet “{name}” is hidden, so it was not read",
                mend="Show the sheet if it belongs to the return, or delete it.",
            )  # fmt: skip


def _columns(sheet: LargeSheet, builder: Builder) -> Iterator[Problem]:
    """Problems of headings: unknown, without a heading, twice, and missing."""
    form, found = builder.form, builder.found
    number = form.label
    for place, heading in found.unknown.items():
        yield Problem(
            list=number, row=None, column=builder.letter(place), heading=heading,
            severity="warning",
            what=f"“{heading}” is not a column of list {number}, so it was not read",
            mend="If it is a column of Annex A, use Ofsted’s heading.",
        )  # fmt: skip
    headed = {
        *found.columns.values(),
        *found.unknown,
        *(p for d in found.doubtful.values() for p in d),
    }
    for place, cells in enumerate(builder.cells):
        if place not in headed and not all(map(is_blank, set(cells))):
            yield Problem(
                list=number, column=column_letters(sheet.first_column + place), severity="warning",
                what="The column has no heading, so it was not read",
                mend="Enter its heading, or delete the column.",
            )  # fmt: skip
    for name, places in found.doubtful.items():
        letters = " and ".join(map(builder.letter, places))
        heading = form.column(name).heading
        yield Problem(
            list=number, column=builder.letter(places[0]), heading=heading, severity="error",
            what=f"Columns {letters} are both “{heading}”, so neither was read",
            mend="Keep the right one and delete or rename the other.",
        )  # fmt: skip
    yield from _missing_columns(form, found)


def _missing_columns(form: ListForm, found: Found) -> Iterator[Problem]:
    for column in form.columns:
        if column.name in found.columns or column.name in found.doubtful or column.later:
            continue
        needed = column.name in form.needs
        yield Problem(
            list=form.label, heading=column.heading,
            severity="error" if needed else "warning",
            what=f"The column “{column.heading}” is missing",
            mend="Add the column with Ofsted’s heading."
            + (" Without it this list cannot be used." if needed else ""),
        )  # fmt: skip


def _missing_and_empty(tables: dict[int, Table], twice: set[int]) -> Iterator[Problem]:
    for number, form in annex_a().items():
        if number in twice:
            continue
        if number not in tables:
            yield Problem(
                list=str(number), severity="error",
                what=f"List {number} ({form.name}) is missing",
                mend="Add the list, or its headings alone if there is nobody to put on it.",
            )  # fmt: skip
        elif not len(tables[number]):
            yield Problem(
                list=str(number), severity="warning",
                what=f"List {number} ({form.name}) has headings but no rows",
                mend="Check that there is nobody to put on this list.",
            )  # fmt: skip
