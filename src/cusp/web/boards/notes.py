"""A member's own notes on the items of a meeting: nobody else sees them, and no log names them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from cusp.web.accounts.models import User
from cusp.web.boards.models import Meeting, MemberNote


def notes_of(meeting: Meeting, person: User) -> dict[int, str]:
    """What a person wrote about each item, by its key."""
    rows = MemberNote.objects.filter(item__meeting=meeting, person=person)
    return dict(rows.values_list("item_id", "text"))


@transaction.atomic
def save_notes(meeting: Meeting, person: User, texts: Mapping[int, str]) -> None:
    """Save a person's notes by item; an empty one is deleted."""
    for item in meeting.agenda_items.filter(pk__in=texts):
        text = texts[item.pk].strip()
        if text:
            MemberNote.objects.update_or_create(
                item=item, person=person, defaults={"text": text[:10_000]}
            )
        else:
            MemberNote.objects.filter(item=item, person=person).delete()
