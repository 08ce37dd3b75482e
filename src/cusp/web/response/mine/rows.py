"""What the page of a person's actions shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from cusp.plans import days_late, is_open, record
from cusp.web.response import standing, wording
from cusp.web.response.action_page.forms import DoneForm, RedateForm, UpdateForm
from cusp.web.response.addresses import action_address, area_address
from cusp.web.response.models import Action, Plan
from cusp.web.response.own_actions import SOON, OwnAction, OwnActions, sorted_out

# What a person can report, by the last part of the address.
FORMS: dict[str, type[forms.Form]] = {"update": UpdateForm, "date": RedateForm, "done": DoneForm}
# Each action has three forms, so a page with all the actions of a person would be slow to open.
ON_A_PAGE = 20
# A form that was sent and refused: the id of the action, what was reported, and the form.
Sent = tuple[str, str, forms.Form]


def page_of(own: OwnActions, number: int, *, sent: Sent | None = None) -> Page[OwnAction]:
    """A page of open actions, most urgent first, or the page that a refused form is on."""
    ids = [one.action.id for one in own.open]
    if sent and sent[0] in ids:
        number = ids.index(sent[0]) // ON_A_PAGE + 1
    return Paginator(own.open, ON_A_PAGE).get_page(number)


def sections(
    plan: record.Plan, own: OwnActions, page: Page[OwnAction], *, sent: Sent | None = None
) -> list[dict[str, Any]]:
    """The open actions of a page under their headings, each with its forms.

    ``total`` counts all actions under a heading, whatever page they are on.
    """
    here = {one.action.id for one in page}
    headings = (
        ("late", "Late", own.late),
        ("soon", f"Due in the next {SOON} days", own.soon),
        ("stale", f"No update for more than {plan.reporting_cycle} days", own.stale),
        ("later", "No update needed now", own.later),
    )
    return [
        {
            "code": code,
            "title": title,
            "total": len(rows),
            "rows": [row(one, plan) | _forms(one.action.id, sent) for one in shown],
        }
        for code, title, rows in headings
        if (shown := [one for one in rows if one.action.id in here])
    ]


def row(one: OwnAction, plan: record.Plan) -> dict[str, Any]:
    """An action: what it is, how it stands and what was last reported."""
    action, priority = one
    return {
        "id": action.id,
        "text": action.text,
        "address": action_address(action.id),
        "area": f"{priority.id[1:]}. {priority.title}",
        "area_address": area_address(priority.id),
        "status": standing.status(action, plan.as_at),
        "late": bool(days_late(action, plan.as_at)),
        "delivery": wording.latest(action.delivery, plan.delivery_key),
        "latest": action.updates[-1] if action.updates else None,
    }


def led_by_name(plan: Plan, whole: record.Plan) -> list[record.Action]:
    """Open actions with the name of a lead that no account leads."""
    linked = Action.objects.filter(priority__plan=plan, lead_person__isnull=False)
    ids = {row.public_id for row in linked.only("number")}
    return [
        action
        for priority in whole.priorities
        for action in priority.actions
        if action.lead and action.id not in ids and is_open(action, whole.as_at)
    ]


def names_to_choose(by_name: Iterable[record.Action]) -> list[str]:
    """The leads of these actions, in alphabetical order."""
    return sorted({action.lead for action in by_name}, key=str.casefold)


def led_under(whole: record.Plan, by_name: Iterable[record.Action], name: str) -> OwnActions:
    """Those with this name as their lead."""
    return sorted_out(whole, {action.id for action in by_name if action.lead == name})


def _forms(public_id: str, sent: Sent | None) -> dict[str, dict[str, forms.Form]]:
    made = {what: form(prefix=public_id) for what, form in FORMS.items()}
    if sent and sent[0] == public_id:
        made[sent[1]] = sent[2]
    return {"forms": made}
