"""Undertakings that become actions of the improvement plan."""

from __future__ import annotations

from datetime import date

import msgspec
from django.db import transaction

from cusp.web.accounts.models import User
from cusp.web.boards.models import Undertaking
from cusp.web.boards.notices import rules_of
from cusp.web.boards.refusals import CannotChange
from cusp.web.boards.undertakings import UndertakingFields, change_undertaking
from cusp.web.common.saving import fields_now
from cusp.web.common.wording import say_date
from cusp.web.response import actions
from cusp.web.response.actions import ActionFields
from cusp.web.response.models import Action, Priority


def source(row: Undertaking) -> str:
    """Where an undertaking comes from: "the Education Board of 22 October 2019, item 5".

    The plan has more readers than a private board, so it is told nothing of that one.
    """
    if row.meeting.private or not rules_of(row.board, row.meeting.date).public:
        return "a board that meets in private"
    where = f"the {row.board.name} of {say_date(row.meeting.date)}"
    return f"{where}, item {row.item.number}" if row.item else where


@transaction.atomic
def make_action(
    row: Undertaking,
    area: Priority,
    fields: ActionFields,
    *,
    due: date | None,
    seen_version: int,
    on: date,
    by: User | None,
) -> Action:
    """Add an action to an area of the plan for an undertaking, and link the two.

    The action's first update says where it comes from. Raises ``CannotChange``.
    """
    _check_not_linked(row)
    action = actions.add_action(area, fields, due=due, on=on, by=by)
    _link(row, action, seen_version=seen_version, on=on, by=by)
    return action


@transaction.atomic
def link_action(
    row: Undertaking, action: Action, *, seen_version: int, on: date, by: User | None
) -> None:
    """Link an undertaking to an action that the plan already has. Raises ``CannotChange``."""
    _check_not_linked(row)
    _link(row, action, seen_version=seen_version, on=on, by=by)


def _link(
    row: Undertaking, action: Action, *, seen_version: int, on: date, by: User | None
) -> None:
    now = fields_now(row, UndertakingFields)
    linked = msgspec.structs.replace(now, plan_action=action.public_id)
    change_undertaking(row, linked, seen_version=seen_version, on=on, by=by)
    actions.report_progress(action, f"From {source(row)}.", on=on, by=by)


def _check_not_linked(row: Undertaking) -> None:
    row.refresh_from_db()
    if row.plan_action:
        raise CannotChange(f"This undertaking is already action {row.plan_action} of the plan.")
