"""What the pages about uploads have in common."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cusp.web.accounts import people
from cusp.web.response import imports
from cusp.web.response.choices import ImportKind, ImportState
from cusp.web.response.lookup import plan_now
from cusp.web.response.models import Plan, PlanImport
from cusp.web.response.refusals import CannotChange

_RECENT = 10


def found_import(number: int, kind: ImportKind) -> PlanImport:
    """An upload that waits to be accepted, or 404."""
    plan = plan_now()
    waiting = plan.imports.filter(kind=kind, state=ImportState.WAITING)
    row = waiting.filter(pk=min(number, 2**62)).first()
    if row is None:
        raise Http404("This upload is no longer waiting. Someone has accepted or cancelled it.")
    row.plan = plan
    return row


def all_uploads(plan: Plan, kind: ImportKind) -> dict[str, Any]:
    """The uploads that wait, and the last ones that were accepted."""
    rows = plan.imports.filter(kind=kind).defer("content", "columns", "found")
    return {
        "waiting": rows.filter(state=ImportState.WAITING),
        "accepted": rows.filter(state=ImportState.ACCEPTED)[:_RECENT],
    }


def cancelled(request: HttpRequest, row: PlanImport, *, to: str) -> HttpResponse:
    """Cancel an upload and go back."""
    try:
        imports.cancel(row, by=people.me(request))
    except CannotChange as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{row.name} has been cancelled. The plan has not changed.")
    return redirect(to)
