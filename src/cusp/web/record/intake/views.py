"""Adding reports: the form, and the page that shows progress."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.background import status
from cusp.web.common.uploads import takes_files
from cusp.web.record.archive.lookup import waiting_reports
from cusp.web.record.choices import FileState, JobState
from cusp.web.record.intake import sync_log, upload_jobs
from cusp.web.record.intake.forms import AddForm
from cusp.web.record.intake.time_left import time_left
from cusp.web.record.models import UploadJob


@needs(Permission.ADD_REPORTS)
@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Select files to add."""
    form = AddForm(request.POST, request.FILES) if request.method == "POST" else AddForm()
    if request.method == "POST" and form.is_valid():
        try:
            job = upload_jobs.take_in(
                form.cleaned_data["reports"],
                by=request.user,  # type: ignore[arg-type]  # the guard only lets people in
            )
        except upload_jobs.CannotTakeIn as error:
            form.add_error("reports", str(error))
        else:
            return redirect(job)
    recent = UploadJob.objects.select_related("by").prefetch_related("files")[:10]
    context = {
        "form": form,
        "jobs": recent,
        "checked": sync_log.last_check(),
        "waiting_count": len(waiting_reports()),
        "largest": settings.LARGEST_UPLOAD // 1_000_000,
        "trail": [("Add reports", "")],
    }
    return render(request, "record/intake/add.html", context, status=400 if form.errors else 200)


@needs(Permission.ADD_REPORTS)
@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Progress of an upload job; the page reloads until the job is done."""
    job = get_object_or_404(UploadJob.objects.select_related("by"), pk=pk)
    files = list(job.files.select_related("inspection__authority"))
    done = [file for file in files if file.state != FileState.WAITING]
    running = job.state != JobState.DONE
    worker = status.read(settings.DATA / status.NAME)
    context = {
        "job": job,
        "files": files,
        "done": len(done),
        "added": [file for file in done if file.state == FileState.ADDED],
        "known": [file for file in done if file.state == FileState.KNOWN],
        "held": [file for file in done if file.state == FileState.HELD],
        "refused": [file for file in done if file.state == FileState.REFUSED],
        "worker": worker,
        "running": running,
        "time_left": time_left(job, len(files) - len(done)) if running else "",
        "trail": [("Add reports", reverse("add")), ("Progress", "")],
    }
    response = render(request, "record/intake/adding.html", context)
    response["Cache-Control"] = "no-store"
    return response
