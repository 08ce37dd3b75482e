"""One action: how it stands, and everything that people do with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cusp.plans import action_exceptions, days_late, is_open
from cusp.web.accounts import people
from cusp.web.accounts.permissions import Permission, allowed_on, needs
from cusp.web.common import form_pages
from cusp.web.common.uploads import takes_files
from cusp.web.response import actions, evidence_files, standing
from cusp.web.response.action_page import forms as own
from cusp.web.response.actions import ActionFields, EvidenceFields
from cusp.web.response.lookup import FoundAction, action_at
from cusp.web.response.models import PlanChange
from cusp.web.response.refusals import CannotChange
from cusp.web.response.wording import latest, shown

_FORM = ["GET", "HEAD", "POST"]


@needs(Permission.SEE_PLAN)
@require_safe
def action(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page about an action."""
    found = action_at(public_id)
    record, key = found.record, found.plan.delivery_key
    mine = _may_update(request, found)
    context = {
        "action": record,
        "answer": standing.status(record, found.plan.as_at),
        "late": bool(days_late(record, found.plan.as_at)),
        "doubts": [one.sentence for one in action_exceptions(found.plan, record)],
        "is_open": is_open(record, found.plan.as_at),
        "delivery": latest(record.delivery, key),
        "ratings": [shown(rating, key) for rating in reversed(record.delivery)],
        "due": record.due[-1] if record.due else None,
        "earlier_dates": record.due[:-1],
        "updates": record.updates[::-1],
        "evidence": list(found.row.evidence.order_by("-id")),
        "history": PlanChange.objects.filter(
            plan=found.row.priority.plan, kind="action", thing=record.id
        ).order_by("-id"),
        "mine": mine,
        "form": own.UpdateForm() if mine else None,
        "area": found.row.priority,
        "trail": [*_trail(found), (record.id, "")],
    }
    return render(request, "response/action_page/action.html", context)


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change what the action says, its lead, support and start."""
    found = action_at(public_id)
    row = found.row
    start = {name: getattr(row, name) for name in ActionFields.__struct_fields__}
    form = own.ActionForm(request.POST or None, initial=start | {"seen_version": row.row_version})

    def save(typed: dict[str, Any]) -> None:
        seen = typed["seen_version"]
        fields = ActionFields(**{name: typed[name] for name in ActionFields.__struct_fields__})
        actions.change_action(row, fields, seen_version=seen, **_who(request))

    return _answer(
        request, found, form, save, title="Edit the action", said="The action has been saved."
    )


@needs(Permission.UPDATE_ACTIONS)
@require_http_methods(_FORM)
def update(request: HttpRequest, public_id: str) -> HttpResponse:
    """Report what has been done."""
    found = _to_update(request, public_id)
    return _answer(
        request,
        found,
        own.UpdateForm(request.POST or None),
        lambda typed: actions.report_progress(found.row, typed["text"], **_who(request)),
        title="Add an update",
        said="The update has been added.",
    )


@needs(Permission.UPDATE_ACTIONS)
@require_http_methods(_FORM)
def redate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give the action a new due date."""
    found = _to_update(request, public_id)
    return _answer(
        request,
        found,
        own.RedateForm(request.POST or None),
        lambda typed: actions.redate(
            found.row, typed["due"], reason=typed["reason"], **_who(request)
        ),
        title="Change the due date",
        said="The due date has been changed. The earlier date stays in the plan.",
    )


@needs(Permission.UPDATE_ACTIONS)
@require_http_methods(_FORM)
def rate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Rate how far the action has got."""
    found = _to_update(request, public_id)
    form = own.DeliveryForm(request.POST or None, key=found.plan.delivery_key)
    return _answer(
        request,
        found,
        form,
        lambda typed: actions.rate_delivery(found.row, **typed, **_who(request)),
        title="Rate the delivery",
        said="The rating has been added.",
    )


@needs(Permission.UPDATE_ACTIONS)
@takes_files
@require_http_methods(_FORM)
def add_evidence(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a file or a link as evidence."""
    found = _to_update(request, public_id)
    form = own.EvidenceForm(request.POST or None, request.FILES or None)

    def save(typed: dict[str, Any]) -> None:
        upload = typed.pop("file")
        file = evidence_files.keep(upload) if upload and not typed["link"] else None
        if upload and typed["link"]:
            raise CannotChange("Choose a file or enter a link, but not both", field="link")
        fields = EvidenceFields(**typed, file=file)
        actions.add_evidence(found.row, fields, **_who(request))

    return _answer(
        request,
        found,
        form,
        save,
        title="Add evidence",
        said="The evidence has been added.",
    )


@needs(Permission.UPDATE_ACTIONS)
@require_http_methods(_FORM)
def done(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mark the action as done."""
    found = _to_update(request, public_id)
    return _answer(
        request,
        found,
        own.DoneForm(request.POST or None),
        lambda typed: actions.mark_done(found.row, done=typed["done"], **_who(request)),
        title="Mark as done",
        said="The action is marked as done.",
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close the action before it is done."""
    found = action_at(public_id)
    return _answer(
        request,
        found,
        own.ReasonForm(request.POST or None),
        lambda typed: actions.close(found.row, reason=typed["reason"], **_who(request)),
        title="Close without doing it",
        said="The action is closed. It stays in the plan with the reason.",
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def reopen(request: HttpRequest, public_id: str) -> HttpResponse:
    """Reopen an action that was done or closed."""
    found = action_at(public_id)
    return _answer(
        request,
        found,
        own.ReasonForm(request.POST or None),
        lambda typed: actions.reopen(found.row, reason=typed["reason"], **_who(request)),
        title="Reopen the action",
        said="The action is open again.",
    )


@needs(Permission.SEE_PLAN)
@require_safe
def evidence_file(_request: HttpRequest, public_id: str, pk: int) -> FileResponse:
    """A file of evidence, always as a download."""
    found = action_at(public_id)
    row = found.row.evidence.filter(pk=min(pk, 2**62)).exclude(sha256="").first()
    place = evidence_files.place_of(row.sha256) if row else None
    if row is None or place is None or not place.exists():
        raise Http404("This file is not in the store.")
    answer = FileResponse(
        place.open("rb"),
        as_attachment=True,
        filename=row.file_name,
        content_type="application/octet-stream",
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _may_update(request: HttpRequest, found: FoundAction) -> bool:
    return allowed_on(request.user, Permission.UPDATE_ACTIONS, leader=found.row.lead_person)


def _to_update(request: HttpRequest, public_id: str) -> FoundAction:
    """The action, if this person may update it."""
    found = action_at(public_id)
    if not _may_update(request, found):
        raise PermissionDenied
    return found


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"on": timezone.localdate(), "by": people.me(request)}


def _answer(
    request: HttpRequest,
    found: FoundAction,
    form: forms.Form,
    save: form_pages.Save,
    *,
    title: str,
    said: str,
) -> HttpResponse:
    address = found.row.get_absolute_url()
    context = {
        "title": title,
        "caption": str(found.row),
        "trail": [*_trail(found), (found.record.id, address), (title, "")],
    }
    return form_pages.answer(request, form, save, to=address, said=said, context=context)


def _trail(found: FoundAction) -> list[tuple[str, str]]:
    area = found.row.priority
    return [("Plan", reverse("plan")), (f"{area.number}. {area.title}", area.get_absolute_url())]
