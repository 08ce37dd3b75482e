"""Reports with an unrecognised council: an officer chooses the council or rejects the report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common.wording import area_name
from cusp.web.record import search
from cusp.web.record.archive.lookup import waiting_reports
from cusp.web.record.intake import waiting
from cusp.web.record.intake.add_report import CannotAdd
from cusp.web.record.intake.forms import ChooseCouncilForm, RefuseReportForm
from cusp.web.record.models import WaitingReport


@needs(Permission.ADD_REPORTS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All reports waiting for a council."""
    context = {
        "waiting": waiting_reports(),
        "trail": [("Add reports", reverse("add")), ("Reports waiting", "")],
    }
    return render(request, "record/intake/waiting.html", context)


@needs(Permission.ADD_REPORTS)
@require_safe
def report(request: HttpRequest, number: int) -> HttpResponse:
    """One report, with the forms to choose its council or reject it."""
    return _page(request, _held(number))


@needs(Permission.ADD_REPORTS)
@require_safe
def pdf(_request: HttpRequest, number: int) -> FileResponse:
    """The report's PDF."""
    path = waiting.file_of(_held(number))
    if path is None:
        raise Http404("The PDF of this report is missing.")
    return FileResponse(path.open("rb"), content_type="application/pdf", filename="waiting.pdf")


@needs(Permission.ADD_REPORTS)
@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Add the report to the council the officer chose."""
    held = _held(number)
    form = ChooseCouncilForm(held, request.POST)
    if not form.is_valid():
        return _page(request, held, choose=form)
    try:
        done = waiting.accept(
            held,
            council=form.cleaned_data["council"],
            by=request.user,  # type: ignore[arg-type]  # the guard only lets people in
            today=timezone.localdate(),
        )
    except CannotAdd as error:
        form.add_error("council", str(error))
        return _page(request, held, choose=form)
    search.settle()
    messages.success(request, f"Report added to {done.inspection.authority}.")
    return redirect(done.inspection)


@needs(Permission.ADD_REPORTS)
@require_POST
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    """Reject the report permanently."""
    held = _held(number)
    form = RefuseReportForm(request.POST)
    if not form.is_valid():
        return _page(request, held, refuse=form)
    waiting.refuse(held, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"{held.name} was rejected. The file has been deleted.")
    return redirect("waiting")


def _held(number: int) -> WaitingReport:
    held = WaitingReport.objects.filter(pk=number, refused_at=None).first()
    if held is None:
        raise Http404(
            "This report is not waiting for a council. Someone may have dealt with it already."
        )
    return held


def _page(request: HttpRequest, held: WaitingReport, **forms: Any) -> HttpResponse:
    choose = forms.get("choose") or ChooseCouncilForm(held)
    refuse_form = forms.get("refuse") or RefuseReportForm()
    report = held.report
    context = {
        "held": held,
        "report": report,
        "judgements": [(area_name(j.area), j.grade) for j in report.judgements],
        "choose": choose,
        "refuse": refuse_form,
        "form": refuse_form if refuse_form.errors else choose,
        "trail": [
            ("Add reports", reverse("add")),
            ("Reports waiting", reverse("waiting")),
            (held.name, ""),
        ],
    }
    wrong = choose.errors or refuse_form.errors
    return render(
        request, "record/intake/waiting_report.html", context, status=400 if wrong else 200
    )
