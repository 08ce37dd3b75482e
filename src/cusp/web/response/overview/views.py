"""The plan on a page, and starting one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cusp.web.accounts import people
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.record.models import Inspection
from cusp.web.response import deadlines, decision_groups, plans, standing, statements
from cusp.web.response.models import Plan
from cusp.web.response.overview import rows
from cusp.web.response.overview.forms import StartForm
from cusp.web.response.plan_record import plan_record


@needs(Permission.SEE_PLAN)
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Are we doing what we said, and is it working?"""
    found = plans.current_plan()
    inspection = plans.inspection_to_answer()
    if found is None:
        start_page = {"inspection": inspection, "form": StartForm(), "trail": [("Plan", "")]}
        return render(request, "response/overview/start.html", start_page)
    newer = inspection if inspection and inspection.start > found.inspected_from else None
    context = _context(found, newer)
    if inspection:
        context["authority"] = inspection.authority
        context["published"] = statements.published_response(inspection.authority)
    return render(request, "response/overview/plan.html", context)


@needs(Permission.WRITE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Start a plan from the council's latest inspection."""
    inspection = plans.inspection_to_answer()
    found = plans.current_plan()
    if inspection is None or (found and found.inspection_id == inspection.pk):
        return redirect("plan")
    me, today = people.me(request), timezone.localdate()
    return form_pages.answer(
        request,
        StartForm(request.POST or None),
        lambda typed: plans.start_plan(inspection, received=typed["received"], on=today, by=me),
        to=reverse("plan"),
        said="The plan has been started. What to do next is below.",
        context={"inspection": inspection, "trail": [("Plan", reverse("plan")), ("Start", "")]},
        template="response/overview/start.html",
    )


def _context(found: Plan, newer: Inspection | None) -> dict[str, Any]:
    record = plan_record(found)
    return {
        "answer": standing.sentence(record),
        "plan": record,
        "areas": rows.areas(record),
        "is_new": not any(priority.actions for priority in record.priorities),
        "groups": decision_groups.groups(record, decision_groups.not_in_plan(found)),
        "deadlines": deadlines.of_receipt(found.received),
        "differ": deadlines.how_they_differ(
            record.header.deadline_worked_out, record.header.deadline_stated
        ),
        "newer": newer,
        "trail": [("Plan", "")],
    }
