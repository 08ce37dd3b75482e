"""Reports whose council was not recognised: an officer chooses it, or refuses the report."""

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
from cusp.web.record.archive.lookup import waiting_reports
from cusp.web.record.intake import upload_jobs, waiting
from cusp.web.record.intake.add_report import CannotAdd
from cusp.web.record.intake.forms import ChooseCouncilForm, RefuseReportForm
from cusp.web.record.models import WaitingReport


@needs(Permission.ADD_REPORTS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every report that waits."""
    context = {
        "waiting": waiting_reports(),
        "trail": [("Add reports", reverse("add")), ("Waiting reports", "")],
    }
    return render(request, "record/intake/waiting.html", context)


@needs(Permission.ADD_REPORTS)
@require_safe
def report(request: HttpRequest, number: int) -> HttpResponse:
    """One report, and what to decide."""
    return _page(request, _held(number))


@needs(Permission.ADD_REPORTS)
@require_safe
def pdf(_request: HttpRequest, number: int) -> FileResponse:
    """The report itself."""
    path = waiting.file_of(_held(number))
    if path is None:
        raise Http404("The file of this report is not here.")
    return FileResponse(path.open("rb"), content_type="application/pdf", filename="waiting.pdf")


@needs(Permission.ADD_REPORTS)
@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Add the report to the council that was chosen."""
    held = _held(number)
    form = ChooseCouncilForm(held, request.POST)
    if not form.is_valid():
        return _page(request, held, choose=form)
    try:
        done = waiting.accept(
            held,
            council=form.cleaned_data["council"],
            by=request.user,  # type: ignore[arg-type]  # the guard lets in people only
            today=timezone.localdate(),
        )
    except CannotAdd as error:
        form.add_error("council", str(error))
        return _page(request, held, choose=form)
    upload_jobs.make_ready([done.inspection])
    messages.success(request, f"Added to {done.inspection.authority}.")
    return redirect(done.inspection)


@needs(Permission.ADD_REPORTS)
@require_POST
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the report out for good."""
    held = _held(number)
    form = RefuseReportForm(request.POST)
    if not form.is_valid():
        return _page(request, held, refuse=form)
    waiting.refuse(held, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"“{held.name}” was refused. Its file has been removed.")
    return redirect("waiting")


def _held(number: int) -> WaitingReport:
    held = WaitingReport.objects.filter(pk=number, refused_at=None).first()
    if held is None:
        raise Http404("No such report is waiting. Somebody may have decided on it.")
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
            ("Waiting reports", reverse("waiting")),
            (held.name, ""),
        ],
    }
    wrong = choose.errors or refuse_form.errors
    return render(
        request, "record/intake/waiting_report.html", context, status=400 if wrong else 200
    )
