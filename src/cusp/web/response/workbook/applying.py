"""Accepts a workbook: what was chosen is applied completely or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import msgspec
from django.db import transaction

from cusp.plans.workbook import Changed, Changes, Conflict, New, Value
from cusp.plans.workbook.table import bare
from cusp.plans.workbook.writing import rating_codes
from cusp.web.accounts.models import User
from cusp.web.response import actions, imports
from cusp.web.response.actions import ActionFields
from cusp.web.response.models import Action, PlanImport, Priority
from cusp.web.response.refusals import CannotChange
from cusp.web.response.workbook.review import Review, areas_by_title, review

LEAD, SUPPORT = 200, 300


class Decisions(msgspec.Struct, frozen=True):
    """What somebody accepts.

    ``take`` are changes by id and field. ``reasons`` are those for new due dates, and ``reopen``
    those for reopening an action that was done, by id. ``add`` gives the area for each new row, and
    ``close`` the reason for each action to be closed.
    """

    take: frozenset[tuple[str, str]] = frozenset()
    reasons: Mapping[str, str] = {}
    reopen: Mapping[str, str] = {}
    add: Mapping[int, str] = {}
    close: Mapping[str, str] = {}


@transaction.atomic
def accept(
    row: PlanImport, decided: Decisions, *, stamp: str, on: date, by: User | None
) -> PlanImport:
    """Apply what was chosen, in one transaction, and finish the import.

    ``stamp`` is that of the review that the person saw. Raises ``CannotChange``, with the name of
    the field in :class:`DecisionForm`; nothing is then changed.
    """
    locked, _ = imports.begin(row, on=on)
    found = review(locked, on=on)
    if found.stamp != stamp:
        raise CannotChange(
            "The plan has changed since you opened this page. Check the changes again, then accept."
        )
    applying = _Applying(found, locked, decided, on, by)
    with_ids = applying.run()
    left_open = [name for name in found.changes.missing if name not in decided.close]
    imports.finish(
        locked,
        on=on,
        by=by,
        changes=applying.count,
        result=with_ids,
        dealt_with=[*locked.answers, *left_open],
    )
    return locked


def values_taken(changes: Changes, take: frozenset[tuple[str, str]]) -> dict[str, dict[str, Value]]:
    """The values that were accepted, by id and field."""
    values: dict[str, dict[str, Value]] = {}
    both: tuple[Changed | Conflict, ...] = (*changes.changed, *changes.conflicts)
    for change in both:
        if (change.id, change.field) in take:
            values.setdefault(change.id, {})[change.field] = change.after
    return values


class _Applying:
    def __init__(
        self, found: Review, row: PlanImport, decided: Decisions, on: date, by: User | None
    ) -> None:
        self.found, self.decided = found, decided
        self.on, self.by = on, by
        self.areas = {area.public_id: area for area in row.plan.priorities.all()}
        self.titles = areas_by_title(found.plan)
        self.codes = rating_codes(found.plan.delivery_key)
        rows = Action.objects.filter(priority__plan=row.plan).select_related("priority")
        self.rows = {action.public_id: action for action in rows}
        self.count = 0

    def run(self) -> list[list[str]]:
        """Apply everything. Returns the row of each new action with its id."""
        changes, decided = self.found.changes, self.decided
        for name, values in values_taken(changes, decided.take).items():
            self._change(self.rows[name], values)
            self.count += len(values)
        new = [row for row in changes.new if row.row in decided.add]
        ids = [[f"row {row.row}", self._add(row)] for row in new]
        for name in changes.missing:
            if name in decided.close:
                with _about(f"close-{name}"):
                    reason = decided.close[name]
                    actions.close(self.rows[name], reason=reason, on=self.on, by=self.by)
                self.count += 1
        self.count += len(new)
        return ids

    def _change(self, row: Action, values: Mapping[str, Value]) -> None:
        """Make the changes of an action in an order in which each is allowed."""
        name = row.public_id
        if "done" in values and values["done"].day is None:
            with _about(f"take-{name}-done", reason=f"reopen-{name}"):
                reason = self.decided.reopen.get(name, "")
                actions.reopen(row, reason=reason, on=self.on, by=self.by)
        if "priority" in values:
            with _about(f"take-{name}-priority"):
                to = self._area(values["priority"])
                actions.move_action(row, to, on=self.on, by=self.by)
        self._dates_and_words(row, values)
        if "delivery" in values:
            with _about(f"take-{name}-delivery"):
                code = self.codes[values["delivery"].text.strip()]
                actions.rate_delivery(row, code, on=self.on, by=self.by)
        if "new_update" in values:
            with _about(f"take-{name}-new_update"):
                text = bare(values["new_update"].text)
                actions.report_progress(row, text, on=self.on, by=self.by)
        if "done" in values and values["done"].day:
            with _about(f"take-{name}-done"):
                actions.mark_done(row, done=values["done"].day, on=self.on, by=self.by)

    def _dates_and_words(self, row: Action, values: Mapping[str, Value]) -> None:
        """A start after the old due date comes after the new due date, otherwise before it."""
        start, due = values.get("start"), actions.current_due(row)
        if start and start.day and due and start.day > due:
            self._redate(row, values)
            self._words(row, values)
        else:
            self._words(row, values)
            self._redate(row, values)

    def _redate(self, row: Action, values: Mapping[str, Value]) -> None:
        name = row.public_id
        day = values["due"].day if "due" in values else None
        if day:
            with _about(f"take-{name}-due", reason=f"reason-{name}"):
                reason = self.decided.reasons.get(name, "")
                actions.redate(row, day, reason=reason, on=self.on, by=self.by)

    def _words(self, row: Action, values: Mapping[str, Value]) -> None:
        changed = [field for field in ("action", "lead", "support", "start") if field in values]
        if not changed:
            return
        fields = actions.fields_of(row)
        for field in changed:
            fields = _with(fields, field, values[field])
        with _about(f"take-{row.public_id}-{changed[0]}"):
            row.refresh_from_db()
            seen = row.row_version
            actions.change_action(row, fields, seen_version=seen, on=self.on, by=self.by)

    def _area(self, value: Value) -> Priority:
        return self.areas[self.titles[bare(value.text)]]

    def _add(self, new: New) -> str:
        with _about(f"add-{new.row}"):
            values = new.values
            fields = ActionFields("")
            for field in ("action", "lead", "support", "start"):
                if field in values:
                    fields = _with(fields, field, values[field])
            check_lengths(fields)
            due = values["due"].day if "due" in values else None
            area = self.areas[self.decided.add[new.row]]
            row = actions.add_action(area, fields, due=due, on=self.on, by=self.by)
            rest = {"delivery", "new_update", "done"} & values.keys()
            self._change(row, {field: values[field] for field in rest})
        return row.public_id


def check_lengths(fields: ActionFields) -> None:
    """Refuse what would be cut."""
    for what, text, most in (("lead", fields.lead, LEAD), ("support", fields.support, SUPPORT)):
        if len(text) > most:
            raise CannotChange(f"The {what} has {len(text)} characters. There is room for {most}")


def _with(fields: ActionFields, field: str, value: Value) -> ActionFields:
    """The fields with one more value. Another lead does not keep the account of the earlier one."""
    if field == "start":
        return msgspec.structs.replace(fields, start=value.day)
    text = bare(value.text)
    if field == "lead":
        return msgspec.structs.replace(fields, lead=text, lead_person=None)
    return msgspec.structs.replace(fields, **{"text" if field == "action" else field: text})


@contextmanager
def _about(name: str, *, reason: str = "") -> Iterator[None]:
    """Say which decision a refusal is about."""
    try:
        yield
    except CannotChange as refused:
        if refused.field.startswith(("take-", "add-")) and not name.startswith("add-"):
            raise
        about = reason if reason and refused.field == "reason" else name
        raise CannotChange(str(refused), field=about) from None


def suggested_area(new: New, titles: Mapping[str, str], areas: Iterable[str]) -> str:
    """The area that a new row names; empty if it names none."""
    name = titles.get(bare(new.values["priority"].text), "") if "priority" in new.values else ""
    return name if name in set(areas) else ""
