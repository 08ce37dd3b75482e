"""Importing an existing plan: the file, its columns, and a check before anything is added."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cusp.plans.workbook import Asked
from cusp.plans.workbook.existing import CHOICES
from cusp.web.accounts import people
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.common.uploads import takes_files
from cusp.web.response import imports
from cusp.web.response.choices import ImportKind
from cusp.web.response.existing import accepting
from cusp.web.response.existing.choosing import Prepared
from cusp.web.response.existing.forms import AreasForm, ColumnsForm, FileForm
from cusp.web.response.import_pages import all_uploads, cancelled, found_import
from cusp.web.response.lookup import plan_now
from cusp.web.response.models import PlanImport
from cusp.web.response.plan_record import plan_record

_FORM = ["GET", "HEAD", "POST"]
_PREVIEW, _MOST = 10, 200
_HEADINGS = {field.name: field.heading for field in CHOICES}


@needs(Permission.WRITE_PLAN)
@takes_files
@require_http_methods(_FORM)
def upload(request: HttpRequest) -> HttpResponse:
    """Choose the file."""
    plan = plan_now()
    form = FileForm()
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)

    def take_in(typed: dict[str, Any]) -> None:
        name, data = imports.content_of(typed["file"])
        kept.append(accepting.take_in(plan, name, data, by=people.me(request)))

    kept: list[PlanImport] = []
    if form_pages.saved(form, take_in):
        return redirect("plan-import-columns", number=kept[0].pk)
    context = {"form": form, **all_uploads(plan, ImportKind.EXISTING), "trail": _trail()}
    status = 400 if form.errors else 200
    return render(request, "response/existing/upload.html", context, status=status)


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def columns(request: HttpRequest, number: int) -> HttpResponse:
    """Say what each column is."""
    row = found_import(number, ImportKind.EXISTING)
    form = ColumnsForm(request.POST or None, columns=accepting.columns_of(row))
    if form_pages.saved(form, lambda _: accepting.read_with(row, form.choices())):
        return redirect("plan-import-check", number=row.pk)
    context = {
        "row": row,
        "form": form,
        "sheets": form.sheets(),
        "earlier": imports.accepted_before(row),
        "trail": _trail("Columns"),
    }
    status = 400 if form.errors else 200
    return render(request, "response/existing/columns.html", context, status=status)


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def check(request: HttpRequest, number: int) -> HttpResponse:
    """See what would be imported, choose areas, and import it."""
    row = found_import(number, ImportKind.EXISTING)
    if not row.found:
        return redirect("plan-import-columns", number=row.pk)
    today, plan = timezone.localdate(), plan_record(row.plan)
    prepared = accepting.found_in(row, on=today)
    form = AreasForm(request.POST or None, prepared=prepared, plan=plan)

    def accept(_typed: dict[str, Any]) -> None:
        by = people.me(request)
        done.append(accepting.accept(row, form.areas(), on=today, by=by))

    done: list[tuple[PlanImport, int]] = []
    if form_pages.saved(form, accept):
        messages.success(request, _said(*done[0]))
        return redirect("plan")
    context = {"row": row, "form": form, **_shown(prepared), "trail": _trail("Check")}
    status = 400 if form.errors else 200
    return render(request, "response/existing/check.html", context, status=status)


@needs(Permission.WRITE_PLAN)
@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Delete the upload; the plan stays as it is."""
    row = found_import(number, ImportKind.EXISTING)
    return cancelled(request, row, to="plan-import")


def _shown(prepared: Prepared) -> dict[str, Any]:
    many = len(prepared.actions)
    return {
        "many": many,
        "first": prepared.actions[:_PREVIEW],
        "more": max(0, many - _PREVIEW),
        "left_out": [_place(asked) for asked in prepared.left_out[:_MOST]],
        "more_left_out": max(0, len(prepared.left_out) - _MOST),
        "left_out_count": len(prepared.left_out),
        "read_as": [_place(asked) for asked in prepared.read_as[:_MOST]],
        "more_read_as": max(0, len(prepared.read_as) - _MOST),
    }


def _place(asked: Asked) -> dict[str, str]:
    what = _HEADINGS.get(asked.field, "")
    place = f"Row {asked.row}" + (f", {what}" if what else "")
    return {"place": place, "why": asked.why}


def _said(row: PlanImport, there: int) -> str:
    many = f"{row.changes:,} action{'' if row.changes == 1 else 's'} imported from {row.name}."
    if not there:
        return many
    was = "1 was" if there == 1 else f"{there:,} were"
    return f"{many} {was} in the plan already."


def _trail(name: str = "") -> list[tuple[str, str]]:
    if not name:
        return [("Plan", reverse("plan")), ("Import a plan", "")]
    return [("Plan", reverse("plan")), ("Import a plan", reverse("plan-import")), (name, "")]
