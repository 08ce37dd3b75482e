"""A board, its meetings and what they carry, as plain records.

Published versions are stored in this form, so fields are added to it and never renamed.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Literal

import msgspec

from cusp.meetings.access import Access
from cusp.meetings.memberships import Seat

Status = Literal["planned", "called", "held", "cancelled"]
Purpose = Literal["decide", "discuss", "note"]
Form = Literal["attached", "to follow", "verbal"]


class Check(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something found in a paper. If it ``asks``, it stops publication until the clerk answers."""

    code: str
    what: str
    page: int | None = None
    asks: bool = True
    answer: str = ""
    by: str = ""
    on: date | None = None


class Paper(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A paper of an item. ``access`` is the stricter of its own and its item's."""

    id: str
    title: str
    kind: str = "uploaded"
    access: Access = "open"
    paragraphs: tuple[int, ...] = ()
    public_interest: str = ""
    review: date | None = None
    file_name: str = ""
    sha256: str = ""
    size: int = 0
    pages: int | None = None
    checks: tuple[Check, ...] = ()
    withdrawn: bool = False
    why: str = ""


class AgendaItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An item of an agenda. ``withheld`` is how many papers a public copy leaves out."""

    id: str
    number: str
    title: str
    public_title: str = ""
    lead: str = ""
    start: time | None = None
    minutes_allowed: int | None = None
    purpose: Purpose | None = None
    form: Form = "verbal"
    access: Access = "open"
    paragraphs: tuple[int, ...] = ()
    public_interest: str = ""
    resolution: str = ""
    review: date | None = None
    late_reason: str = ""
    standing: bool = False
    withdrawn: bool = False
    why: str = ""
    papers: tuple[Paper, ...] = ()
    withheld: int = 0


class EarlierDate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When and where a meeting was to be before it moved."""

    moved_on: date | None = None
    date: date
    start: time | None = None
    place: str = ""
    reason: str = ""


class Meeting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A meeting. ``uid`` never changes; ``sequence`` rises whenever a calendar must be updated."""

    schema: str = "cusp.meeting/1"
    board: str
    address: str
    uid: str
    sequence: int = 0
    date: date
    start: time | None = None
    end: time | None = None
    place: str = ""
    series: str = ""
    status: Status = "planned"
    why: str = ""  # it was cancelled
    private: bool = False
    private_reason: str = ""
    changed_at: datetime | None = None
    earlier: tuple[EarlierDate, ...] = ()
    items: tuple[AgendaItem, ...] = ()


class Board(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A board with its memberships, without its meetings."""

    schema: str = "cusp.board/1"
    slug: str
    name: str
    kind: str
    remit: str = ""
    clerk: str = ""
    seats: tuple[Seat, ...] = ()


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A decision on an item of an agenda, with what the law requires on record."""

    id: str
    item: str
    text: str
    reasons: str = ""
    options_rejected: str = ""
    interests: str = ""


class UndertakingDate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A date by which an undertaking is due, and when and why it was set."""

    due: date
    set_on: date
    reason: str = ""
    by: str = ""


class Undertaking(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that somebody undertook at a meeting; all its dates are kept, the first first."""

    id: str
    text: str
    owner: str
    given_on: date
    item: str = ""  # its number on that agenda
    due: tuple[UndertakingDate, ...] = ()
    closed_on: date | None = None
    closed_how: str = ""
    plan_action: str = ""
