"""What the officer's pages about the statement show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from django.urls import reverse

from cusp.calendar import deadlines
from cusp.plans import record
from cusp.web.accounts.models import User
from cusp.web.common.wording import say_date
from cusp.web.response.models import Plan, PublishedStatement
from cusp.web.response.statement_choices import Chosen, ChosenArea
from cusp.web.response.statement_content import Statement
from cusp.web.response.statement_making import Made


def sentence(chosen: Chosen, versions: Sequence[PublishedStatement]) -> str:
    """What has been published, and what is in the draft."""
    areas = sum(area.included for area in chosen.areas)
    draft = f"the draft has {areas} area{'' if areas == 1 else 's'}"
    if not areas:
        draft = "nothing has been chosen yet"
    if not versions:
        return f"The statement has not been published; {draft}"
    last = versions[0]
    return f"Version {last.version} was published on {say_date(last.on)}; {draft}"


def areas(plan: record.Plan, chosen: Chosen) -> list[dict[str, Any]]:
    """Each area with what was chosen of it."""
    return [
        {
            "id": priority.id,
            "name": f"{priority.id[1:]}. {priority.title}",
            "address": reverse("plan-statement-area", args=[int(priority.id[1:])]),
            "words": _in_words(priority, chosen.area(priority.id)),
        }
        for priority in plan.priorities
    ]


def _in_words(priority: record.Priority, area: ChosenArea | None) -> str:
    if area is None:
        return "Not chosen yet"
    if not area.included:
        return "Left out"
    still_open = [action.id for action in priority.actions if not action.closed]
    actions = sum(one.id in still_open for one in area.actions)
    said = f"{actions} of {len(still_open)} actions, "
    return f"{said}{len(area.measures)} of {len(priority.measures)} measures"


def withheld(made: Made) -> list[dict[str, str]]:
    """Each reading that is withheld and why, for the officer only."""
    return [
        {"measure": one.reading.measure, "on": say_date(one.reading.on), "why": one.why}
        for one in made.withheld
    ]


def people_named(statement: Statement) -> list[str]:
    """People with an account whose name is in a text that would be public."""
    said = " ".join(msgspec.json.encode(statement).decode().casefold().split())
    names = User.objects.values_list("name", flat=True)
    return sorted({name for name in names if " " in name.strip() and name.casefold() in said})


def deadline(plan: Plan, today: date) -> str:
    """By when the statement must be published, in a sentence; empty if there is no date."""
    if plan.received is None:
        return ""
    by = deadlines(plan.received).publish_statement_by
    if by is None:
        return ""
    if today > by:
        return f"The statement was due by {say_date(by)}, 70 working days after receipt."
    return f"The statement is due by {say_date(by)}, 70 working days after receipt."
