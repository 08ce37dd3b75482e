"""What the pages of boards have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cusp.web.accounts import people
from cusp.web.boards.models import Board, Meeting
from cusp.web.boards.refusals import Doubtful
from cusp.web.common.form_pages import Save
from cusp.web.common.wording import say_date

FORM = ["GET", "HEAD", "POST"]
Trail = list[tuple[str, str]]


def who(request: HttpRequest) -> dict[str, Any]:
    """Who makes a change, and on what day."""
    return {"on": timezone.localdate(), "by": people.me(request)}


def trail(board: Board | None, *here: str, meeting: Meeting | None = None) -> Trail:
    """Where a page is: boards, this board, this meeting, and the page itself."""
    found = [("Boards", reverse("boards"))]
    if board:
        found.append((board.name, board.get_absolute_url()))
    if meeting:
        found.append((say_date(meeting.date), meeting.get_absolute_url()))
    return [*found, *((name, "") for name in here)]


class ConfirmForm(forms.Form):
    """Part of a form with a date that may be a mistake; the box appears if it is in doubt."""

    confirmed = forms.BooleanField(
        label="The date is right", required=False, widget=forms.HiddenInput
    )


def confirmable(form: forms.Form, save: Save) -> Save:
    """``save``, which shows the box for confirming a date if it raises ``Doubtful``."""

    def saving(typed: dict[str, Any]) -> object:
        try:
            return save(typed)
        except Doubtful:
            form.fields["confirmed"].widget = forms.CheckboxInput()
            raise

    return saving
