"""What a person answered to the questions about a workbook, put in place of its unclear cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from cusp.plans.workbook.dates import in_full
from cusp.plans.workbook.fields import BY_NAME
from cusp.plans.workbook.table import BLANK, Table, TableRow, Value

# Answers to a question about an id or about a last update that was changed.
NEW, ADD = "new", "add"
Answers = Mapping[tuple[int, str], str]


def answered(table: Table, answers: Answers, before: Table) -> Table:
    """The table with each answer in its cell. Answers are given by row and field.

    A date is written as 2019-10-22. About an id, the answer is the id, :data:`NEW` for a new
    action, or, if several rows have the id, the number of the row to keep. :data:`ADD` adds a
    changed last update as a new one.
    """
    keep = _kept(table, answers)
    earlier = {row.id: row for row in before.rows}
    rows = []
    for found in table.rows:
        if keep.get(found.id, found.row) != found.row:
            continue
        row = _identified(found, answers.get((found.row, "id"), ""), keep)
        values = dict(row.values)
        for (number, field), text in answers.items():
            if number == row.row and field != "id":
                values |= _values(row, field, text, earlier.get(row.id))
        rows.append(msgspec.structs.replace(row, values=values))
    return msgspec.structs.replace(table, rows=tuple(rows))


def _kept(table: Table, answers: Answers) -> dict[str, int]:
    """The row to keep for each id that several rows have, if somebody chose one."""
    numbers: dict[str, list[int]] = {}
    for row in table.rows:
        numbers.setdefault(row.id, []).append(row.row)
    chosen = {}
    for name, rows in numbers.items():
        answer = answers.get((rows[0], "id"), "")
        if name and len(rows) > 1 and answer in map(str, rows):
            chosen[name] = int(answer)
    return chosen


def _identified(row: TableRow, answer: str, keep: Mapping[str, int]) -> TableRow:
    if not answer or row.id in keep:
        return row
    return msgspec.structs.replace(row, id="" if answer == NEW else answer, problem="")


def _values(row: TableRow, field: str, text: str, before: TableRow | None) -> dict[str, Value]:
    if field == "last_update" and text == ADD:
        parts = [row.value("new_update").text.strip(), row.value(field).text.strip()]
        joined = Value("\n".join(filter(None, parts)))
        return {field: before.value(field) if before else BLANK, "new_update": joined}
    if BY_NAME[field].kind == "date":
        day = date.fromisoformat(text)
        return {field: Value(in_full(day), day)}
    return {field: Value(text)}
