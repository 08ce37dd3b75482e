"""The note of examples that an officer compiles."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common.downloads import site_of
from cusp.web.record.models import ReportSentence
from cusp.web.record.topics import notes


@needs(Permission.ADD_REPORTS)
@require_safe
@never_cache
def note_page(request: HttpRequest) -> HttpResponse:
    """The examples added since signing in, as text to copy."""
    examples = notes.kept(request.session)
    number = len(examples)
    context = {
        "notes": examples,
        "trail": [("Learn from others", reverse("learn")), ("Note", "")],
        "answer": f"{number} example{'' if number == 1 else 's'} in your note"
        if number
        else "Your note is empty",
    }
    return render(request, "record/topics/learn_notes.html", context)


@needs(Permission.ADD_REPORTS)
@require_POST
def add_note(request: HttpRequest) -> HttpResponse:
    """Add an example to the note."""
    typed = request.POST.get("said", "")[:12]
    pk = int(typed) if typed.isascii() and typed.isdigit() else 0
    said = ReportSentence.objects.select_related("inspection__authority").filter(pk=pk).first()
    if said is None:
        messages.error(request, "This sentence has changed. Search for it again.")
        return redirect("learn")
    try:
        notes.add(request.session, notes.note_of(said, site_of(request)))
    except notes.NoteFull:
        messages.error(
            request, f"A note can hold {notes.MOST} examples. Copy them and remove some."
        )
        return redirect("notes")
    messages.success(request, f"Added to your note: {said.inspection.authority}.")
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else reverse("notes"))


@needs(Permission.ADD_REPORTS)
@require_POST
def change_note(request: HttpRequest) -> HttpResponse:
    """Move an example up or down, or remove it."""
    what = next((change for change in notes.CHANGES if change in request.POST), None)
    if what is None:
        return redirect("notes")
    note = notes.change(request.session, request.POST[what][:64], what)
    if note is None:
        messages.error(request, "This example is no longer in your note.")
    elif what == "remove":
        messages.success(request, "Removed from your note.")
    return redirect("notes")


@needs(Permission.ADD_REPORTS)
@require_POST
def clear_notes(request: HttpRequest) -> HttpResponse:
    """Remove every example from the note."""
    notes.clear(request.session)
    return redirect("notes")
