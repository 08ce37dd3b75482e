"""Which returns are held, and loading another one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cusp.calendar.wording import in_words
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.background import status
from cusp.web.common import form_pages
from cusp.web.common.paging import page_number
from cusp.web.common.refusals import CannotChange
from cusp.web.common.uploads import takes_files
from cusp.web.practice import load_checks, load_jobs, uploaded_files
from cusp.web.practice.choices import LoadState
from cusp.web.practice.loaders import for_loaders
from cusp.web.practice.models import LoadJob, Snapshot
from cusp.web.practice.pages import Asking, frame
from cusp.web.practice.returns_page.forms import LoadForm, UploadForm
from cusp.web.practice.returns_page.problems import workbook

_TEMPLATES = "practice/returns_page"
_FORM = ["GET", "HEAD", "POST"]
_ON_A_PAGE = 50
_RECENT_REFUSED = 5
_RUNNING = (LoadState.WAITING, LoadState.LOADING)


@needs(Permission.LOAD_RETURNS)
@require_safe
@for_loaders
def index(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Which returns are held, newest first, and which were deleted."""
    held = Snapshot.objects.filter(deleted_at=None)
    deleted = Snapshot.objects.filter(deleted_at__isnull=False).order_by("-deleted_at")
    newest = asking.snapshot or held.first()
    jobs = LoadJob.objects.defer("found")
    context = {
        **frame(asking, "practice-returns", ("Returns", "")),
        "answer": f"The latest return is as at {in_words(newest.as_at)}"
        if newest
        else "No return has been loaded yet",
        "held": Paginator(held, _ON_A_PAGE).get_page(page_number(request)),
        "kinds": load_checks.KINDS,
        "deleted": deleted[:_ON_A_PAGE],
        "undecided": jobs.filter(state__in=load_jobs.UNDECIDED),
        "refused": jobs.filter(state=LoadState.REFUSED)[:_RECENT_REFUSED],
        "none": newest is None,
    }
    return render(request, f"{_TEMPLATES}/index.html", context)


@needs(Permission.LOAD_RETURNS)
@takes_files
@require_http_methods(_FORM)
@for_loaders
def upload(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Choose the file."""
    form = UploadForm(today=asking.today)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, today=asking.today)

    def take_in(typed: dict[str, Any]) -> None:
        jobs.append(load_jobs.take_in(at=timezone.now(), by=asking.user, **typed))

    jobs: list[LoadJob] = []
    if form_pages.saved(form, take_in):
        return redirect(jobs[0])
    context = {
        **frame(asking, "practice-returns", *_trail(("Load a return", ""))),
        "form": form,
        "pseudonyms": bool(settings.PSEUDONYM_KEY),
        "largest": settings.LARGEST_UPLOAD // 1_000_000,
    }
    code = 400 if form.errors else 200
    return render(request, f"{_TEMPLATES}/upload.html", context, status=code)


@needs(Permission.LOAD_RETURNS)
@require_http_methods(_FORM)
@for_loaders
def job(request: HttpRequest, asking: Asking, number: int) -> HttpResponse:
    """How far an upload has come, what was found in it, and whether to load it."""
    row = _job(number)
    found = load_jobs.found_of(row)
    questions = found.questions if found else ()
    form = LoadForm(request.POST if request.method == "POST" else None, questions=questions)

    def accept(typed: dict[str, Any]) -> None:
        load_jobs.accept(row, accepted=typed.get("accepted", ()), by=asking.user)

    if form_pages.saved(form, accept):
        return redirect(row)
    context = {
        **frame(asking, "practice-returns", *_trail((row.name, ""))),
        "job": row,
        "found": found,
        "kind": load_checks.KINDS.get(found.kind) if found else "",
        "form": form,
        "answer": _answer(row),
        "running": row.state in _RUNNING,
        "worker": status.read(settings.DATA / status.NAME),
        "problems": reverse("practice-upload-problems", args=[row.pk]),
    }
    code = 400 if form.errors else 200
    return render(request, f"{_TEMPLATES}/job.html", context, status=code)


@needs(Permission.LOAD_RETURNS)
@for_loaders
@require_POST
def cancel(request: HttpRequest, asking: Asking, number: int) -> HttpResponse:
    """Do not load an upload."""
    row = _job(number)
    try:
        load_jobs.cancel(row, by=asking.user, why=f"{asking.user} decided not to load it.")
    except CannotChange as refused:
        messages.error(request, str(refused))
        return redirect(row)
    messages.success(request, f"{row.name} was not loaded, and the file was deleted.")
    return redirect("practice-returns")


@needs(Permission.LOAD_RETURNS)
@require_safe
@for_loaders
def job_problems(_request: HttpRequest, asking: Asking, number: int) -> HttpResponse:
    """Every problem of an upload that waits, as a workbook."""
    row = _job(number)
    if row.state != LoadState.CHECKED:
        raise Http404("This upload no longer waits to be loaded.")
    return workbook(uploaded_files.problems(row.folder), row.as_at, by=asking.user)


def _job(number: int) -> LoadJob:
    return get_object_or_404(LoadJob.objects.select_related("snapshot"), pk=min(number, 2**62))


def _answer(row: LoadJob) -> str:
    day = in_words(row.as_at)
    return {
        LoadState.WAITING: "Checking the return",
        LoadState.CHECKED: f"Do you want to load the return as at {day}?",
        LoadState.LOADING: "Loading the return",
        LoadState.LOADED: f"The return as at {day} is loaded",
        LoadState.REFUSED: "The return was not loaded",
        LoadState.CANCELLED: "The return was not loaded",
    }[LoadState(row.state)]


def _trail(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("Returns", reverse("practice-returns")), *more)
