"""Adding reports: the form, and the page that shows progress."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.record.archive.lookup import waiting_reports
from cusp.web.record.choices import FileState, JobState
from cusp.web.record.intake import sync_log, upload_jobs
from cusp.web.record.intake.forms import AddForm
from cusp.web.record.intake.time_left import time_left
from cusp.web.record.models import UploadJob


@needs(Permission.ADD_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Select files to add."""
    form = AddForm(request.POST, request.FILES) if request.method == "POST" else AddForm()
    if request.method == "POST" and form.is_valid():
        try:
            order = upload_jobs.take_in(
                form.cleaned_data["reports"],
                by=request.user,  # type: ignore[arg-type]  # the guard lets in people only
            )
        except upload_jobs.CannotTakeIn as error:
            form.add_error("reports", str(error))
        else:
            upload_jobs.start(order)
            return redirect(order)
    recent = UploadJob.objects.select_related("by").prefetch_related("files")[:10]
    context = {
        "form": form,
        "orders": [(order, _status(order)) for order in recent],
        "checked": sync_log.last_check(),
        "waiting_count": len(waiting_reports()),
        "largest": settings.LARGEST_UPLOAD // 1_000_000,
        "trail": [("Add reports", "")],
    }
    return render(request, "record/intake/add.html", context, status=400 if form.errors else 200)


def _status(order: UploadJob) -> str:
    """The state of a job in words; "Stopped" if its process has died."""
    state = JobState.STOPPED if upload_jobs.is_silent(order) else JobState(order.state)
    return str(state.label)


@needs(Permission.ADD_REPORTS)
@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Progress of an upload job; the page reloads until the job is done."""
    order = get_object_or_404(UploadJob.objects.select_related("by"), pk=pk)
    files = list(order.files.select_related("inspection__authority"))
    done = [file for file in files if file.state != FileState.WAITING]
    silent = upload_jobs.is_silent(order)
    running = order.state != JobState.DONE and not silent
    context = {
        "order": order,
        "files": files,
        "done": len(done),
        "added": [file for file in done if file.state == FileState.ADDED],
        "known": [file for file in done if file.state == FileState.KNOWN],
        "held": [file for file in done if file.state == FileState.HELD],
        "refused": [file for file in done if file.state == FileState.REFUSED],
        "silent": silent,
        "running": running,
        "time_left": time_left(order, len(files) - len(done)) if running else "",
        "trail": [("Add reports", reverse("add")), ("Progress", "")],
    }
    response = render(request, "record/intake/adding.html", context)
    response["Cache-Control"] = "no-store"
    return response


@needs(Permission.ADD_REPORTS)
@require_POST
def go_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Continue an upload job whose process has stopped."""
    order = get_object_or_404(UploadJob, pk=pk)
    if upload_jobs.is_silent(order):
        upload_jobs.start_again(order)
        messages.success(request, "Cusp is reading the remaining reports.")
    return redirect(order)
