"""What needs a decision: everything that is late, missing or in doubt."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cusp.plans import record
from cusp.plans.wording import counted
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.response import decision_groups, learning, standing
from cusp.web.response.decision_groups import Group
from cusp.web.response.learning import Examples
from cusp.web.response.lookup import plan_now
from cusp.web.response.plan_record import plan_record

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
    examples = learning.examples_for(plan, request.session)
    context: dict[str, Any] = {
        "answer": _answer(groups),
        "sentence": standing.sentence(whole),
        "plan": whole,
        "groups": groups,
        "shown": [_shown(group, only) for group in groups if only in ("", group.code)],
        "only": only,
        "learn": [row for row in (_learn(one, examples) for one in whole.priorities) if row],
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


def _learn(priority: record.Priority, examples: dict[str, Examples]) -> dict[str, Any] | None:
    """An area for improvement that other councils have put right."""
    words = priority.inspectors_words
    found = examples.get(words.address) if words else None
    if found is None:
        return None
    name = f"{priority.id[1:]}. {priority.title}"
    return {"name": name, "priority": priority, "examples": found}
