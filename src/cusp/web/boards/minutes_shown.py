"""The minutes of a meeting as one person sees them.

The public never sees what was minuted about an exempt or confidential item: only that there was
one, under its public title.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from django.db.models import OuterRef, Subquery

from cusp.meetings import Quorate
from cusp.meetings.copies import IN_PRIVATE
from cusp.web.accounts.permissions import Permission, allowed
from cusp.web.boards import readers
from cusp.web.boards.attendance import attendance_of, quorate_at
from cusp.web.boards.choices import Access, MinutesStatus
from cusp.web.boards.minutes_words import attendance_in_groups
from cusp.web.boards.models import (
    AgendaItem,
    BoardChange,
    Decision,
    Meeting,
    MinuteItem,
    Minutes,
    Undertaking,
    UndertakingDate,
)

if TYPE_CHECKING:
    from cusp.web.boards.readers import Reader


class EarlierWords(msgspec.Struct, frozen=True):
    """What the minutes said about an item before a correction."""

    on: date
    by: str
    text: str
    resolution: str
    reasons: str


class ShownItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the minutes. If it is ``withheld``, only its public title is there."""

    key: int
    number: str
    title: str
    withheld: bool = False
    access: str = Access.OPEN.value
    paragraphs: tuple[int, ...] = ()
    text: str = ""
    resolution: str = ""
    reasons: str = ""
    decision: Decision | None = None
    undertakings: tuple[Undertaking, ...] = ()
    withdrawn: bool = False
    corrected: tuple[date, ...] = ()  # days since the draft was published
    earlier: tuple[EarlierWords, ...] = ()  # for officers

    @property
    def written(self) -> bool:
        """Whether anything is minuted about it."""
        return bool(self.text or self.resolution)


class ShownMinutes(msgspec.Struct, frozen=True, kw_only=True):
    """The minutes of a meeting: who came, and each item."""

    meeting: Meeting
    minutes: Minutes | None
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()  # who attended, in words
    quorate: Quorate | None = None
    items: tuple[ShownItem, ...] = ()
    other_undertakings: tuple[Undertaking, ...] = ()

    @property
    def agreed(self) -> bool:
        """Whether a later meeting has agreed them."""
        return bool(self.minutes) and self.minutes.status == MinutesStatus.AGREED  # type: ignore[union-attr]

    @property
    def published(self) -> bool:
        """Whether others than officers see them."""
        return bool(self.minutes and self.minutes.published_on)

    @property
    def written(self) -> bool:
        """Whether anything is minuted."""
        return any(item.written for item in self.items)


def minutes_shown(meeting: Meeting, reader: Reader, *, today: date) -> ShownMinutes | None:
    """The minutes as a person who may know of the meeting sees them; None if they see none."""
    minutes = Minutes.objects.select_related("agreed_at").filter(meeting=meeting).first()
    if not readers.sees_minutes(reader, minutes, today=today):
        return None
    whole = readers.sees_members_papers(reader, meeting.board, today=today)
    undertakings = _undertakings(meeting, whole=whole)
    rows = attendance_of(meeting)
    return ShownMinutes(
        meeting=meeting,
        minutes=minutes,
        groups=attendance_in_groups(rows),
        quorate=quorate_at(meeting, rows),
        items=tuple(_items(meeting, undertakings, reader, whole=whole)),
        other_undertakings=tuple(undertakings[None]),
    )


def _items(
    meeting: Meeting,
    undertakings: dict[int | None, list[Undertaking]],
    reader: Reader,
    *,
    whole: bool,
) -> Iterable[ShownItem]:
    decided = {row.item_id: row for row in Decision.objects.filter(item__meeting=meeting)}
    published, changes = _changes(meeting)
    officer = allowed(reader, Permission.WRITE_BOARDS)
    for item in meeting.agenda_items.select_related("minute"):
        if item.access != Access.OPEN and not whole:
            yield _withheld(item)
            continue
        row = getattr(item, "minute", None)
        written = changes[row.pk] if row else []
        yield ShownItem(
            key=item.pk,
            number=item.number,
            title=item.title,
            access=item.access,
            paragraphs=tuple(item.paragraphs),
            text=row.text if row else "",
            resolution=row.resolution if row else "",
            reasons=row.reasons if row else "",
            decision=decided.get(item.pk),
            undertakings=tuple(undertakings[item.pk]),
            withdrawn=item.withdrawn,
            corrected=tuple(sorted({w.on for w in written[1:] if published and w.pk > published})),
            earlier=tuple(map(_earlier, written[:-1])) if officer else (),
        )


def _withheld(item: AgendaItem) -> ShownItem:
    return ShownItem(
        key=item.pk,
        number=item.number,
        title=item.public_title or IN_PRIVATE,
        withheld=True,
        access=item.access,
        paragraphs=tuple(item.paragraphs),
        withdrawn=item.withdrawn,
    )


def _changes(meeting: Meeting) -> tuple[int | None, dict[int, list[BoardChange]]]:
    """When the draft was published, and all that was written about each item, in order."""
    found: dict[int, list[BoardChange]] = defaultdict(list)
    published = None
    of_item, of_minutes = (str(kind._meta.verbose_name) for kind in (MinuteItem, Minutes))
    for change in meeting.changes.filter(kind__in=(of_item, of_minutes)).order_by("pk"):
        if change.kind == of_item:
            found[change.thing].append(change)
        elif change.what == "draft published":
            published = change.pk
    return published, found


def _earlier(change: BoardChange) -> EarlierWords:
    state = change.state
    return EarlierWords(
        change.on, change.by_then, state["text"], state["resolution"], state["reasons"]
    )


def _undertakings(meeting: Meeting, *, whole: bool) -> dict[int | None, list[Undertaking]]:
    """Those given at each item; without the ``whole``, only at open ones."""
    found: dict[int | None, list[Undertaking]] = defaultdict(list)
    due = UndertakingDate.objects.filter(undertaking=OuterRef("pk")).order_by("-pk")
    rows = meeting.undertakings.select_related("item").annotate(due=Subquery(due.values("due")[:1]))
    for row in rows:
        if whole or row.item is None or row.item.access == Access.OPEN:
            found[row.item_id].append(row)
    return found
