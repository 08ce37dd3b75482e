"""What changed between a plan and a workbook that came back. Nothing is applied here.

Rows are matched by their ids and nothing else, so their order does not matter. What is not clear
becomes a question to the officer.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from cusp.plans.workbook.dates import quoted
from cusp.plans.workbook.fields import BY_NAME
from cusp.plans.workbook.table import Table, TableRow, Value, bare

_ONLY_TO_READ = (
    "Updates are never overwritten. Enter the new one under New update, or leave this cell as it "
    "was."
)


class Changed(msgspec.Struct, frozen=True):
    """A value that differs from the plan. ``note`` says what to look at before it is accepted.

    ``row`` and ``column`` are those that Excel shows.
    """

    id: str
    field: str
    before: Value
    after: Value
    note: str
    row: int
    column: str


class Asked(msgspec.Struct, frozen=True):
    """A question to the officer. ``field`` and ``column`` are blank if it is about a whole row.

    ``id`` is blank if the row has none, and ``row`` is 0 if the workbook has no such row.
    """

    id: str
    why: str
    row: int = 0
    column: str = ""
    field: str = ""


class Conflict(msgspec.Struct, frozen=True):
    """A value that was changed in the workbook, and meanwhile in the plan as well."""

    id: str
    field: str
    before: Value
    after: Value
    now: Value
    row: int
    column: str


class New(msgspec.Struct, frozen=True):
    """A row that is not in the plan. ``id`` is what the workbook says, which is usually nothing."""

    id: str
    row: int
    values: dict[str, Value]
    note: str = ""


class Changes(msgspec.Struct, frozen=True):
    """All differences, in the order of the workbook's rows.

    ``missing`` are ids of actions that stay open until somebody closes them with a reason.
    ``ignored`` are headings that only the workbook has. ``left_out`` are headings that it no longer
    has; nothing under them was changed. ``reference`` says which export the workbook is.
    """

    changed: tuple[Changed, ...]
    asked: tuple[Asked, ...]
    new: tuple[New, ...]
    missing: tuple[str, ...]
    conflicts: tuple[Conflict, ...] = ()
    ignored: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    reference: str = ""

    @property
    def none(self) -> bool:
        """Whether there is nothing to accept and nothing to answer."""
        return not (self.changed or self.asked or self.new or self.missing or self.conflicts)


def compare(before: Table, file: Table, now: Table | None = None) -> Changes:
    """What a workbook changes in a plan.

    ``before`` is the plan as it was exported, ``now`` the plan as it stands if that is known.
    """
    return _Comparison(before, file, now).run()


class _Comparison:
    def __init__(self, before: Table, file: Table, now: Table | None) -> None:
        self.before, self.file = before, file
        self.now = {row.id: row for row in now.rows} if now else None
        self.ratings = (now or before).ratings
        self.priorities = {
            bare(title) for table in (before, now) if table for title in table.priorities
        }
        self.fields = _shared_fields(before, file)
        self.changed: list[Changed] = []
        self.asked: list[Asked] = []
        self.new: list[New] = []
        self.conflicts: list[Conflict] = []

    def run(self) -> Changes:
        earlier = {row.id: row for row in self.before.rows if row.id}
        unclear = _twice(self.before) | _twice(self.file)
        for row in self.file.rows:
            if row.problem:
                self.asked.append(Asked("", row.problem, row.row, self.file.columns["id"], "id"))
            elif row.id in unclear:
                self._ask_twice(row)
            elif row.id in earlier:
                self._compare_row(earlier[row.id], row)
            else:
                self._add(row)
        there = {row.id for row in self.file.rows}
        return Changes(
            tuple(self.changed),
            tuple(self.asked),
            tuple(self.new),
            tuple(name for name in earlier if name not in there and self._still_open(name)),
            tuple(self.conflicts),
            tuple(name for name in self.file.others if name not in self.before.others),
            _left_out(self.before, self.file),
            self.file.reference,
        )

    def _still_open(self, name: str) -> bool:
        return self.now is None or name in self.now

    def _ask_twice(self, row: TableRow) -> None:
        """One question for all rows with this id."""
        if any(asked.id == row.id for asked in self.asked):
            return
        rows = [each.row for each in self.file.rows if each.id == row.id]
        if len(rows) > 1:
            places = f"{', '.join(map(str, rows[:-1]))} and {rows[-1]}"
            why = f"The id {row.id} is in rows {places}. Keep it in one of them."
        else:
            why = f"The id {row.id} was in several rows of the earlier workbook."
        self.asked.append(Asked(row.id, why, row.row, self.file.columns["id"], "id"))

    def _compare_row(self, before: TableRow, row: TableRow) -> None:
        differ = [field for field in self.fields if _differ(before.value(field), row.value(field))]
        if differ and not self._still_open(row.id):
            why = "This action was closed or removed after the workbook was exported."
            self.asked.append(Asked(row.id, why, row.row))
            return
        for field in differ:
            self._take(row, field, before.value(field))

    def _take(self, row: TableRow, field: str, before: Value) -> None:
        after, column = self._settled(field, row.value(field)), self._column(field)
        if after.problem:
            self.asked.append(Asked(row.id, after.problem, row.row, column, field))
            return
        if not _differ(before, after):
            return
        now = self.now[row.id].value(field) if self.now is not None else before
        if not _differ(now, after):
            return
        if _differ(now, before):
            conflict = Conflict(row.id, field, before, after, now, row.row, column)
            self.conflicts.append(conflict)
            return
        note = after.note or _note_on_dates(field, row)
        self.changed.append(Changed(row.id, field, before, after, note, row.row, column))

    def _settled(self, field: str, after: Value) -> Value:
        """The value as the plan would have it, or with the reason why it cannot have it."""
        known = BY_NAME.get(field)
        if after.problem or not known:
            return after
        text, problem = after.text.strip(), ""
        if known.kind == "to read":
            problem = _ONLY_TO_READ
        elif field == "action" and not text:
            problem = "The action has no text. To close an action, delete its row."
        elif field == "priority" and bare(text) not in self.priorities:
            problem = f"The plan has no priority {quoted(text)}." if text else "No priority given."
        elif known.kind == "rating" and text and self.ratings:
            shown = self.ratings.get(bare(text).casefold())
            if shown is None:
                problem = f"{quoted(text)} is not in the plan's own key."
            return Value(shown or text, problem=problem)
        return msgspec.structs.replace(after, problem=problem) if problem else after

    def _add(self, row: TableRow) -> None:
        """A row that the export did not have."""
        if row.id and self.now is not None and row.id in self.now:
            why = f"The action {row.id} was added to the plan after the workbook was exported."
            self.asked.append(Asked(row.id, why, row.row, self.file.columns["id"], "id"))
            return
        values = {}
        for field in [*self.file.columns, *self.before.others]:
            value = row.value(field)
            if field == "id" or not (value.text or value.problem):
                continue
            value = self._settled(field, value)
            if value.problem:
                asked = Asked(row.id, value.problem, row.row, self._column(field), field)
                self.asked.append(asked)
            else:
                values[field] = value
        note = f"The plan has no action {row.id}. A new action gets a new id." if row.id else ""
        self.new.append(New(row.id, row.row, values, note))
        if not row.value("action").text.strip() and "action" in self.file.columns:
            column = self._column("action")
            asked = Asked(row.id, "The new row has no action.", row.row, column, "action")
            self.asked.append(asked)

    def _column(self, field: str) -> str:
        return self.file.columns.get(field) or self.file.others.get(field, "")


def _shared_fields(before: Table, file: Table) -> list[str]:
    """The fields that both have, in the order of the workbook. Others cannot have changed.

    New columns to fill in are in the workbook only if somebody left them there.
    """
    known = [name for name in file.columns if name != "id"]
    fields = [n for n in known if n in before.columns or BY_NAME[n].kind == "to fill"]
    return fields + [name for name in file.others if name in before.others]


def _left_out(before: Table, file: Table) -> tuple[str, ...]:
    known = [BY_NAME[name].heading for name in before.columns if name not in file.columns]
    return (*known, *(name for name in before.others if name not in file.others))


def _twice(table: Table) -> set[str]:
    counted = Counter(row.id for row in table.rows if row.id)
    return {name for name, times in counted.items() if times > 1}


def _differ(before: Value, after: Value) -> bool:
    """Whether a cell says something else. An unclear cell that was so before is no change."""
    if (before.text, before.day) != (after.text, after.day) and before.key != after.key:
        return True
    return bool(after.problem) and not before.problem


def _note_on_dates(field: str, row: TableRow) -> str:
    start, due = row.value("start").day, row.value("due").day
    if field in ("start", "due") and start and due and due < start:
        return "The due date is before the start date."
    return ""
