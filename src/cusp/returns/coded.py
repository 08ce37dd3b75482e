"""Tables of returns whose columns have codes, such as SSDA903: their forms, and how they are built.

``coded.toml`` says what each table holds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from cusp.outside.large_sheets import LargeSheet
from cusp.returns.building import Builder, Values
from cusp.returns.forms import Column, ListForm, code_sets
from cusp.returns.headings import Found
from cusp.returns.record import Problem, Table
from cusp.returns.row_checks import RowChecks

# The child's own number, in each kind of return.
CHILD = {"ssda903": "CHILD", "cin": "LAchildID"}


class CodedForm(msgspec.Struct, frozen=True, kw_only=True):
    """A table, and how it is known in a file."""

    form: ListForm
    signs: frozenset[str] = frozenset()
    element: str = ""
    required: bool = False

    def columns(self) -> Iterator[tuple[Column, str]]:
        """Each column with each of the codes that it has had."""
        for column in self.form.columns:
            for code in column.headings:
                yield column, code


@lru_cache(2)
def coded(kind: str) -> Mapping[str, CodedForm]:
    """The tables of a kind of return, by name."""
    data = tomllib.loads(Path(__file__).with_name("coded.toml").read_text("utf-8"))
    return {each["name"]: _form(each, CHILD[kind]) for each in data[kind]}


def _form(data: Mapping[str, Any], child: str) -> CodedForm:
    needs = tuple(data.get("needs", ()))
    columns = [Column(name="child_id", headings=(child,), type="id")]
    for each in data["columns"]:
        values = each.get("values")
        columns.append(
            Column(
                name=each["name"], headings=tuple(each["codes"]),
                type="code" if values else each.get("type", "text"),
                codes=code_sets()[values] if values else None, blank=each["name"] not in needs,
            )
        )  # fmt: skip
    form = ListForm(
        number=0, name=data["name"], columns=tuple(columns), key=tuple(data["key"]), needs=needs,
        once=data.get("once", False),
    )  # fmt: skip
    return CodedForm(
        form=form, signs=frozenset(data.get("signs", ())), element=data.get("element", ""),
        required=data.get("required", False),
    )  # fmt: skip


class Built(msgspec.Struct, frozen=True):
    """A table, the same as Python values, and the problems of its cells and rows."""

    table: Table
    values: Values
    problems: list[Problem]


def build(coded_form: CodedForm, sheet: LargeSheet, row: int, as_at: date) -> Built:
    """The table below a row of codes."""
    found = read_codes(coded_form, sheet.rows[row], row)
    builder = Builder(sheet, found, coded_form.form, from_1904=False)
    table = builder.table()
    problems = [*_unknown(builder), *_missing(coded_form, found), *builder.problems]
    problems += RowChecks(coded_form.form, table, builder.values, as_at).problems()
    return Built(table, builder.values, problems)


def read_codes(coded_form: CodedForm, cells: Sequence[Any], row: int) -> Found:
    """The columns of a table in a row of codes."""
    names = {code.upper(): column.name for column, code in coded_form.columns()}
    columns: dict[str, int] = {}
    unknown: dict[int, str] = {}
    for place, cell in enumerate(cells):
        code = str(cell).strip()
        name = names.get(code.upper())
        if name and name not in columns:
            columns[name] = place
        elif code:
            unknown[place] = code
    return Found(0, row, columns, unknown, {}, 0.0)


def _unknown(builder: Builder) -> Iterator[Problem]:
    for place, code in builder.found.unknown.items():
        yield Problem(
            list=builder.form.label, column=builder.letter(place), heading=code, severity="warning",
            what=f"“{code}” is not a column that Cusp knows, so it was not read",
            mend="Nothing to do, unless it is one of the columns of this return.",
        )  # fmt: skip


def _missing(coded_form: CodedForm, found: Found) -> Iterator[Problem]:
    form = coded_form.form
    for column in form.columns:
        if column.name not in found.columns:
            needed = column.name in (*form.needs, form.id_column)
            yield Problem(
                list=form.label, heading=column.heading,
                severity="error" if needed else "warning",
                what=f"The column “{column.heading}” is missing",
                mend="Export the file again with this column.",
            )  # fmt: skip
