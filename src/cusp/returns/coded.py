"""Tables of returns whose columns have codes, such as SSDA903: their forms, and how they are built.

``coded.toml`` and ``ssd.toml`` say what each table holds.
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
from cusp.returns.record import Kind, Problem, Severity, Table
from cusp.returns.row_checks import RowChecks

# The child's own number, in each kind of return.
CHILD: Mapping[Kind, str] = {"ssda903": "CHILD", "cin": "LAchildID"}


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


@lru_cache(3)
def coded(kind: Kind) -> Mapping[str, CodedForm]:
    """The tables of a kind of return, by name."""
    if kind == "ssd":
        return {each["name"]: _form(each, _whose(each)) for each in _read("ssd.toml")["table"]}
    child = _id_column("child_id", (CHILD[kind],))
    return {each["name"]: _form(each, [child]) for each in _read("coded.toml")[kind]}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))


def _id_column(name: str, codes: Sequence[str], *, optional: bool = False) -> Column:
    return Column(name=name, headings=tuple(codes), type="id", blank=optional, later=optional)


def _whose(data: Mapping[str, Any]) -> list[Column]:
    """The columns that say whom a row is about: a child, a period of care, or something else."""
    if own := data.get("own"):
        return [_id_column(data["key"][0], own)]
    if care := data.get("care"):
        child = _id_column("child_id", data["child"], optional=True)
        return [_id_column("care_id", care), child]
    return [_id_column("child_id", data["child"])]


def _form(data: Mapping[str, Any], whose: Sequence[Column]) -> CodedForm:
    needs = tuple(data.get("needs", ()))
    columns = list(whose)
    for each in data["columns"]:
        values = each.get("values")
        columns.append(
            Column(
                name=each["name"], headings=tuple(each["codes"]),
                type="code" if values else each.get("type", "text"),
                codes=code_sets()[values] if values else None, blank=each["name"] not in needs,
                to_come=each.get("may_be_later", False),
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
        if column.name not in found.columns and not column.later:
            needed = column.name in (*form.needs, form.id_column)
            yield Problem(
                list=form.label, heading=column.heading,
                severity="error" if needed else "warning",
                what=f"The column “{column.heading}” is missing",
                mend="Export the file again with this column.",
            )  # fmt: skip


def missing_and_empty(
    kind: Kind, built: Mapping[str, Built], *, called: str, mend: str
) -> Iterator[Problem]:
    """Tables that are not there, and those without rows. ``called`` is what a person calls one."""
    for name, each in coded(kind).items():
        said = f"The {called.format(name)}"
        if name not in built:
            severity: Severity = "error" if each.required else "warning"
            yield Problem(list=name, severity=severity, what=f"{said} is missing", mend=mend)
        elif not len(built[name].table):
            yield Problem(
                list=name, severity="warning", what=f"{said} has no rows",
                mend="Check that there is nothing to report.",
            )  # fmt: skip
