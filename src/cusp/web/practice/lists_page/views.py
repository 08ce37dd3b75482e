"""The council's own lists, for what no return holds."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cusp.returns.local_lists import TEMPLATES
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads, form_pages
from cusp.web.common.refusals import CannotChange
from cusp.web.common.uploads import takes_files
from cusp.web.practice import local_lists
from cusp.web.practice.choices import LocalListKind
from cusp.web.practice.loaders import for_loaders
from cusp.web.practice.models import ListUpload
from cusp.web.practice.pages import Asking, frame
from cusp.web.practice.uploaded_files import name_of

_TEMPLATES = "practice/lists_page"
_FORM = ["GET", "HEAD", "POST"]
_ENDINGS = (".csv", ".xlsx", ".xlsm", ".xls")
_MOST_SHOWN = 100
_WHAT = {
    LocalListKind.CHAIRS: "Who chairs each child’s conferences and reviews, from when to when. "
    "A new list replaces the one before.",
    LocalListKind.SUPERVISION: "Each supervision of a worker, with a child if it was about one. "
    "A new list adds to the ones before.",
    LocalListKind.MIDWAY: "Each midway review and whether it included contact with the child. "
    "A new list adds to the ones before.",
}


class ListForm(forms.Form):
    """A list as a file."""

    file = forms.FileField(
        label="List",
        max_length=255,
        help_text="A CSV file or an Excel workbook (.xlsx) with the headings of the template",
        error_messages={"required": "Select the file with the list", "empty": "The file is empty"},
    )

    def clean_file(self) -> Any:
        """A file of a kind that can be read."""
        file = self.cleaned_data["file"]
        name = name_of(file)
        if not name.lower().endswith(_ENDINGS):
            raise forms.ValidationError(f"{name} must be a CSV file or an Excel workbook (.xlsx)")
        if (file.size or 0) > settings.LARGEST_UPLOAD:
            most = settings.LARGEST_UPLOAD // 1_000_000
            raise forms.ValidationError(f"{name} must be smaller than {most}MB")
        return file


@needs(Permission.LOAD_RETURNS)
@require_safe
@for_loaders
def index(request: HttpRequest, asking: Asking) -> HttpResponse:
    """What is held, and what waits to be accepted."""
    held = [(kind, local_lists.how_many(kind), _WHAT[kind]) for kind in LocalListKind]
    waiting = ListUpload.objects.defer("rows", "warnings")
    context = {
        **frame(asking, "practice-returns", *_trail()),
        "answer": "Chairs, supervision and midway reviews"
        if any(many for _, many, _ in held)
        else "None of the council’s own lists has been loaded yet",
        "held": held,
        "waiting": waiting,
    }
    return render(request, f"{_TEMPLATES}/index.html", context)


@needs(Permission.LOAD_RETURNS)
@takes_files
@require_http_methods(_FORM)
@for_loaders
def upload(request: HttpRequest, asking: Asking, kind: str) -> HttpResponse:
    """Choose the file."""
    of_kind = _kind(kind)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    problems: list[Any] = []
    kept: list[ListUpload] = []

    def take_in(typed: dict[str, Any]) -> None:
        try:
            kept.append(_take_in(of_kind, typed["file"], asking))
        except local_lists.Bad as bad:
            problems.extend(bad.problems)
            raise

    if form_pages.saved(form, take_in):
        return redirect(kept[0])
    context = {
        **frame(asking, "practice-returns", *_trail(of_kind.label)),
        "form": form,
        "kind": of_kind,
        "what": _WHAT[of_kind],
        "headings": _headings(of_kind),
        "problems": problems[:_MOST_SHOWN],
        "many": len(problems),
        "pseudonyms": bool(settings.PSEUDONYM_KEY),
    }
    code = 400 if form.errors else 200
    return render(request, f"{_TEMPLATES}/upload.html", context, status=code)


def _take_in(kind: LocalListKind, file: Any, asking: Asking) -> ListUpload:
    name = name_of(file)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        with path.open("xb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        found = local_lists.read(kind, path, name=name, today=asking.today)
    return local_lists.keep(kind, found, name=name, at=timezone.now(), by=asking.user)


@needs(Permission.LOAD_RETURNS)
@require_http_methods(_FORM)
@for_loaders
def check(request: HttpRequest, asking: Asking, number: int) -> HttpResponse:
    """What a list would change, before it does."""
    row = _upload(number)
    found = local_lists.changes(row.kind, local_lists.rows_of(row))
    form = forms.Form(request.POST if request.method == "POST" else None)

    def accept(_: dict[str, Any]) -> None:
        local_lists.accept(row, seen=request.POST.get("seen", ""), by=asking.user)

    context = {
        **frame(asking, "practice-returns", *_trail(row.name)),
        "row": row,
        "changes": found,
        "unknown": local_lists.unknown_in_words(found),
        "seen": found.digest,
    }
    return form_pages.answer(
        request, form, accept, to=reverse("practice-lists"), said=f"{row.name} is loaded.",
        context=context, template=f"{_TEMPLATES}/check.html",
    )  # fmt: skip


@needs(Permission.LOAD_RETURNS)
@require_POST
@for_loaders
def cancel(request: HttpRequest, asking: Asking, number: int) -> HttpResponse:
    """Do not load a list."""
    row = _upload(number)
    try:
        local_lists.cancel(row, by=asking.user)
    except CannotChange as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{row.name} was not loaded.")
    return redirect("practice-lists")


@needs(Permission.LOAD_RETURNS)
@require_safe
@for_loaders
def template(_request: HttpRequest, _asking: Asking, kind: str, form: str) -> HttpResponse:
    """An empty list with its headings."""
    of_kind = _kind(kind)
    if form not in ("csv", "xlsx"):
        raise Http404("There is no such template.")
    columns = _headings(of_kind)
    return downloads.response([], form=form, name=f"{of_kind.value}-template", columns=columns)


def _headings(kind: LocalListKind) -> tuple[str, ...]:
    return TEMPLATES[kind.value]  # type: ignore[index]


def _kind(kind: str) -> LocalListKind:
    if kind not in LocalListKind.values:
        raise Http404("There is no such list.")
    return LocalListKind(kind)


def _upload(number: int) -> ListUpload:
    found = ListUpload.objects.filter(pk=min(number, 2**62)).first()
    if found is None:
        raise Http404("This list no longer waits. Somebody has loaded or cancelled it.")
    return found


def _trail(here: str = "") -> list[tuple[str, str]]:
    lists = ("Local lists", reverse("practice-lists") if here else "")
    return [("Returns", reverse("practice-returns")), lists, *([(here, "")] if here else [])]
