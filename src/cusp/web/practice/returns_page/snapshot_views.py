"""A return that was loaded: what it holds, how long it is kept, and its deletion."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cusp.calendar.wording import in_words
from cusp.returns import snapshots as files
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.common.downloads import json_response
from cusp.web.practice import load_checks, retention
from cusp.web.practice.loaders import for_loaders
from cusp.web.practice.models import Snapshot
from cusp.web.practice.pages import Asking, frame
from cusp.web.practice.returns_page.forms import DeleteForm, KeepForm
from cusp.web.practice.returns_page.problems import workbook
from cusp.web.practice.snapshots import folder_of

_TEMPLATES = "practice/returns_page"
_FORM = ["GET", "HEAD", "POST"]


@needs(Permission.LOAD_RETURNS)
@require_safe
@for_loaders
def snapshot(request: HttpRequest, asking: Asking, number: int) -> HttpResponse:
    """What a return holds, or the proof that it is deleted."""
    row = _snapshot(number)
    context = {
        **frame(asking, "practice-returns", *_trail(row)),
        "row": row,
        "answer": f"The return as at {in_words(row.as_at)} {_standing(row, asking)}",
        "kind": load_checks.KINDS.get(row.kind, row.kind),
        "counts_stay": row.figures.exists(),
        "deleting": row.deletion_asked_at and not row.deleted_at,
    }
    if not row.deleted_at:
        context |= _held(row)
    return render(request, f"{_TEMPLATES}/snapshot.html", context)


def _standing(row: Snapshot, asking: Asking) -> str:
    if row.deleted_at:
        return "is deleted"
    if row.deletion_asked_at:
        return "is being deleted"
    return "is the latest one" if row == asking.snapshot else "is held"


def _held(row: Snapshot) -> dict[str, Any]:
    try:
        manifest = files.manifest_of(folder_of(row))
    except files.CannotRead as error:
        return {"damaged": str(error)}
    numbered = {n: one.rows for n, one in manifest.lists.items()}
    named = {name: one.rows for name, one in manifest.tables.items()}
    return {
        "lists": load_checks.lists_of(numbered, named),
        "first": load_checks.first_of(files.problems_of(folder_of(row))),
        "problems": reverse("practice-return-problems", args=[row.pk]),
    }


@needs(Permission.LOAD_RETURNS)
@require_safe
@for_loaders
def problems(_request: HttpRequest, asking: Asking, number: int) -> HttpResponse:
    """Every problem of a return that is held, as a workbook."""
    row = _snapshot(number)
    if row.deleted_at:
        raise Http404("This return has been deleted.")
    return workbook(files.problems_of(folder_of(row)), row.as_at, by=asking.user)


@needs(Permission.LOAD_RETURNS)
@require_http_methods(_FORM)
@for_loaders
def keep(request: HttpRequest, asking: Asking, number: int) -> HttpResponse:
    """Change the day on which a return is deleted."""
    row = _snapshot(number)
    initial = {"retain_until": row.retain_until, "seen_version": row.row_version}
    form = KeepForm(request.POST or None, initial=initial)

    def save(typed: dict[str, Any]) -> None:
        retention.change(row, today=asking.today, by=asking.user, **typed)

    return form_pages.answer(
        request, form, save, to=row.get_absolute_url(), said="The date has been changed.",
        context={
            **frame(asking, "practice-returns", *_trail(row, "Keep until")),
            "title": "Until when is this return kept?",
            "caption": f"Return as at {in_words(row.as_at)}",
        },
    )  # fmt: skip


@needs(Permission.LOAD_RETURNS)
@require_http_methods(_FORM)
@for_loaders
def delete(request: HttpRequest, asking: Asking, number: int) -> HttpResponse:
    """Delete a return before its time."""
    row = _snapshot(number)
    form = DeleteForm(request.POST or None)

    def save(typed: dict[str, Any]) -> None:
        retention.ask_to_delete(row, at=timezone.now(), by=asking.user, **typed)

    return form_pages.answer(
        request, form, save, to=row.get_absolute_url(), said="The return is being deleted.",
        template=f"{_TEMPLATES}/delete.html",
        context={
            **frame(asking, "practice-returns", *_trail(row, "Delete")),
            "title": "Delete this return",
            "button": "Delete",
            "caption": f"Return as at {in_words(row.as_at)}",
            "latest": row == asking.snapshot,
        },
    )  # fmt: skip


@needs(Permission.LOAD_RETURNS)
@require_safe
@for_loaders
def proof(_request: HttpRequest, _asking: Asking, number: int) -> HttpResponse:
    """The proof of deletion."""
    row = _snapshot(number)
    if not row.deleted_at:
        raise Http404("This return has not been deleted.")
    answer = json_response(row.proof)
    name = f"proof-of-deletion-{row.as_at}-{row.pk}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _snapshot(number: int) -> Snapshot:
    return get_object_or_404(Snapshot, pk=min(number, 2**62))


def _trail(row: Snapshot, here: str = "") -> list[tuple[str, str]]:
    of_row = (f"As at {in_words(row.as_at)}", row.get_absolute_url() if here else "")
    return [("Returns", reverse("practice-returns")), of_row, *([(here, "")] if here else [])]
