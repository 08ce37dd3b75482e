"""Reads an existing plan with the columns that somebody chose, and imports it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec
from django.db import transaction

from cusp.plans.workbook import Choice, Existing, Proposal, propose_columns, read_existing
from cusp.plans.workbook.table import bare
from cusp.web.accounts.models import User
from cusp.web.response import actions, imports, priorities
from cusp.web.response.choices import ImportKind
from cusp.web.response.existing.choosing import NEW, NO, Prepared, Ready, prepare
from cusp.web.response.models import Plan, PlanImport, Priority
from cusp.web.response.plan_record import plan_record
from cusp.web.response.priorities import PriorityFields
from cusp.web.response.refusals import CannotChange


class Columns(msgspec.Struct, frozen=True):
    """What the columns of a file seem to be, and what somebody chose."""

    proposals: tuple[Proposal, ...]
    choices: tuple[Choice, ...] = ()


def take_in(plan: Plan, name: str, data: bytes, *, by: User | None) -> PlanImport:
    """Keep a file and what its columns seem to be. Raises ``CannotChange``."""
    with imports.explained():
        proposals = propose_columns(name, data, opened=imports.opened)
    many = sum(len(sheet.columns) + 2 for sheet in proposals)
    if many > 2 * imports.MOST_ON_A_PAGE:
        raise CannotChange(
            f"{name} has too many tables. Copy the plan into a new file and try again",
            field="file",
        )
    columns = msgspec.msgpack.encode(Columns(proposals))
    return imports.keep(
        plan, ImportKind.EXISTING, name=name, said=data, content=data, columns=columns, by=by
    )


def columns_of(row: PlanImport) -> Columns:
    """The columns of a waiting file."""
    return msgspec.msgpack.decode(row.columns, type=Columns)


def read_with(row: PlanImport, choices: tuple[Choice, ...]) -> None:
    """Read the actions by the columns that somebody chose. Raises ``CannotChange``."""
    with imports.explained():
        found = read_existing(
            row.name,
            bytes(row.content),
            choices,
            opened=imports.opened,
            most_rows=imports.MOST_ROWS,
        )
    if not any("action" in action.values for action in found.actions):
        raise CannotChange(f"{row.name} has no action under the column that you chose.")
    titles = {action.priority for action in found.actions}
    if len(titles) > imports.MOST_ON_A_PAGE:
        raise CannotChange(
            f"{row.name} has {len(titles):,} different priorities. Check which column has them"
        )
    columns = msgspec.structs.replace(columns_of(row), choices=choices)
    imports.store_found(
        row, columns=msgspec.msgpack.encode(columns), found=msgspec.msgpack.encode(found)
    )


def found_in(row: PlanImport, *, on: date) -> Prepared:
    """What would be imported from a file that has been read."""
    existing = msgspec.msgpack.decode(row.found, type=Existing)
    return prepare(existing, plan_record(row.plan), on=on)


@transaction.atomic
def accept(
    row: PlanImport, areas: Mapping[str, str], *, on: date, by: User | None
) -> tuple[PlanImport, int]:
    """Import the actions, each into the area chosen for its priority, or none of them.

    Returns the import, and how many actions were in the plan already.

    ``areas`` gives, by title, the id of an area, :data:`NEW` or :data:`NO`. An action that its area
    already has is not added again. Raises ``CannotChange``; nothing is then changed.
    """
    locked, plan = imports.begin(row, on=on)
    prepared = found_in(locked, on=on)
    rows = {area.public_id: area for area in plan.priorities.all()}
    into: dict[str, Priority] = {}
    for title in prepared.priorities:
        choice = areas.get(title, NO)
        if choice == NEW:
            fields = PriorityFields(title, prepared.outcomes.get(title, ""))
            into[title] = priorities.add_priority(plan, fields, on=on, by=by)
        elif choice != NO:
            into[title] = rows[choice]
    there = {(area.pk, bare(row.text)) for area in rows.values() for row in area.actions.all()}
    chosen = [(into[one.priority], one) for one in prepared.actions if one.priority in into]
    missing = [(a, one) for a, one in chosen if (a.pk, bare(one.fields.text)) not in there]
    added = [[one.ref or f"row {one.row}", _add(a, one, on, by)] for a, one in missing]
    imports.finish(locked, on=on, by=by, changes=len(added), result=added)
    return locked, len(chosen) - len(added)


def _add(area: Priority, one: Ready, on: date, by: User | None) -> str:
    try:
        row = actions.add_action(area, one.fields, due=one.due, on=on, by=by)
        if one.rating:
            actions.rate_delivery(row, one.rating, on=on, by=by)
        if one.progress:
            actions.report_progress(row, one.progress, on=on, by=by)
        if one.done:
            actions.mark_done(row, done=one.done, on=on, by=by)
    except CannotChange as refused:
        raise CannotChange(f"Row {one.row}: {refused}") from None
    return row.public_id
