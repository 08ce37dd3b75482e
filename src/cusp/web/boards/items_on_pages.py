"""Looks up an item of a meeting, and the form for withdrawing something of it."""

from __future__ import annotations

from django import forms
from django.http import Http404

from cusp.web.boards.models import AgendaItem, Meeting
from cusp.web.common.form_pages import EditForm


class WithdrawForm(EditForm):
    """Why something is withdrawn."""

    why = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the reason"},
    )


def item_of(meeting: Meeting, key: int) -> AgendaItem:
    """An item of this meeting, or 404."""
    row = meeting.agenda_items.filter(pk=min(key, 2**62)).first()
    if row is None:
        raise Http404("The agenda has no such item.")
    row.meeting = meeting
    return row
