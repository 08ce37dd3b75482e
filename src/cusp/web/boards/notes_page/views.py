"""What do I want to say at this meeting? For members, each for themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cusp.web.accounts import people
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.boards import notes
from cusp.web.boards.lookup import meeting_of
from cusp.web.boards.meeting_shown import ShownMeeting, shown
from cusp.web.boards.pages import FORM, trail
from cusp.web.common import form_pages


@needs(Permission.SEE_MEMBERS_PAPERS)
@require_http_methods(FORM)
def notes_page(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """A person's own notes on the items that they see."""
    today = timezone.localdate()
    meeting = meeting_of(slug, address, request.user, today=today)
    seen = shown(meeting, request.user, today=today)
    if not seen.whole:
        raise Http404("Only members of the board have notes on its meetings.")
    me = people.me(request)
    form = _NotesForm(request.POST or None, seen=seen, now=notes.notes_of(meeting, me))
    there = reverse("meeting", args=[slug, meeting.address])
    context = {
        "title": "My notes",
        "caption": f"{meeting.board}",
        "intro": (
            "Only you can see these notes."
            if seen.items
            else "Your notes can be written once the agenda has been published."
        ),
        "trail": trail(meeting.board, "My notes", meeting=meeting),
    }
    return form_pages.answer(
        request,
        form,
        lambda typed: notes.save_notes(meeting, me, form.texts(typed)),
        to=there,
        said="Your notes have been saved.",
        context=context,
    )


class _NotesForm(forms.Form):
    """A note on each item."""

    is_filter = True  # every note may be left empty, so labels do not say "optional"

    def __init__(self, *args: Any, seen: ShownMeeting, now: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in seen.items:
            key = int(item.record.id)
            self.fields[f"note_{key}"] = forms.CharField(
                label=f"{item.record.number}. {item.record.title}",
                max_length=10_000,
                required=False,
                initial=now.get(key, ""),
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def texts(self, typed: dict[str, Any]) -> dict[int, str]:
        """What was typed, by item."""
        return {int(name.removeprefix("note_")): text for name, text in typed.items()}
