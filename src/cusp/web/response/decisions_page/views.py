"""What needs a decision: everything that is late, missing or in doubt."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cusp.plans import record
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.response import decision_groups, learning, standing
from cusp.web.response.decision_groups import Group
from cusp.web.response.lookup import plan_now
from cusp.web.response.plan_record import plan_record
from cusp.wording import counted

# Of a longer group, this many are shown until somebody asks for the rest.
MOST = 20


@needs(Permission.SEE_PLAN)
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """The groups of things that need a decision, each with its count; or one group in full."""
    plan = plan_now()
    whole = plan_record(plan)
    groups = decision_groups.groups(whole, decision_groups.not_in_plan(plan))
    only = request.GET.get("only", "")
    context: dict[str, Any] = {
        "answer": _answer(groups),
        "sentence": standing.sentence(whole),
        "plan": whole,
        "groups": groups,
        "shown": [_shown(group, only) for group in groups if only in ("", group.code)],
        "only": only,
        "examples": learning.examples_address(plan),
        "noted": _noted(whole, learning.noted_for(plan, request.session)),
        "trail": [("Plan", reverse("plan")), ("What needs a decision", "")],
    }
    return render(request, "response/decisions_page/decisions.html", context)


def _answer(groups: list[Group]) -> str:
    things = len({item.id for group in groups for item in group.items})
    if not things:
        return "Nothing needs a decision"
    return f"{counted(things, 'thing')} in the plan {'needs' if things == 1 else 'need'} a decision"


def _shown(group: Group, only: str) -> dict[str, Any]:
    items = group.items if only else group.items[:MOST]
    return {"group": group, "items": items, "more": len(group.items) - len(items)}


def _noted(
    plan: record.Plan, noted: dict[str, list[dict[str, str]]]
) -> list[tuple[str, list[dict[str, str]]]]:
    """The areas for improvement that the person has examples for, with them."""
    found = []
    for one in plan.priorities:
        words = one.inspectors_words
        if words and words.kind == "area for improvement" and words.address in noted:
            found.append((f"{one.id[1:]}. {one.title}", noted[words.address]))
    return found
