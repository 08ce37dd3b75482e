"""An officer's note: examples kept in the session until sign-out, in the officer's own order."""

from __future__ import annotations

import hashlib
from typing import Literal

from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse
from django.utils import timezone

from cusp.web.common.wording import area_name, say_date, with_page
from cusp.web.record.models import ReportSentence
from cusp.web.record.topics.today import grade_today, grades_today

# A session is not an archive.
MOST = 50
_KEY = "notes"

Note = dict[str, str]
Change = Literal["up", "down", "remove"]
CHANGES: tuple[Change, ...] = ("up", "down", "remove")


class NoteFull(Exception):
    """The note is full."""


def kept(session: SessionBase) -> list[Note]:
    """The examples in order, each with a ``key`` that identifies it."""
    return [{**note, "key": _key(note)} for note in session.get(_KEY, [])]


def add(session: SessionBase, note: Note) -> None:
    """Add an example at the end, unless already there; raises :class:`NoteFull`."""
    notes: list[Note] = session.get(_KEY, [])
    if _key(note) in {_key(other) for other in notes}:
        return
    if len(notes) >= MOST:
        raise NoteFull
    session[_KEY] = [*notes, note]


def change(session: SessionBase, key: str, what: Change) -> Note | None:
    """Move an example up or down, or remove it; returns it, or None if it is not in the note."""
    notes: list[Note] = list(session.get(_KEY, []))
    place = next((n for n, note in enumerate(notes) if _key(note) == key), None)
    if place is None:
        return None
    note = notes.pop(place)
    if what != "remove":
        notes.insert(max(0, place - 1) if what == "up" else place + 1, note)
    session[_KEY] = notes
    return note


def clear(session: SessionBase) -> None:
    """Remove every example."""
    session.pop(_KEY, None)


def note_of(said: ReportSentence, site: str) -> Note:
    """An example as stored in the note; it does not change if the report is read again."""
    inspection = said.inspection
    authority = inspection.authority
    start = inspection.start.isoformat()
    address = reverse("passage", args=[authority.slug, start, said.address])
    graded = dict(inspection.judgements.values_list("area", "grade"))
    area = said.area if said.area in graded else "overall"
    grade = f", {area_name(area).lower()} {graded[area]}" if area in graded else ""
    grades = grades_today(timezone.localdate())
    today = grade_today(grades, authority.code or "", authority.slug)
    cited = with_page(f"{authority}, inspected {say_date(inspection.start)}{grade}", said.page)
    return {
        "text": said.text,
        "source": f"{cited}: {site}{address}",
        "council": str(authority),
        "caution": today.caution,
    }


def _key(note: Note) -> str:
    return hashlib.sha256(f"{note['text']}\n{note['source']}".encode()).hexdigest()[:16]
