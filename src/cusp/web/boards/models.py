"""Database tables for boards and their meetings.

Agendas and papers are in ``agenda_models``, and what comes after a meeting in ``minutes_models``.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from cusp.web.boards.agenda_models import AgendaItem, AgendaPaper, Publication
from cusp.web.boards.choices import Counting, MeetingStatus, MemberRole
from cusp.web.boards.minutes_models import (
    Attendance,
    Decision,
    MemberNote,
    MinuteItem,
    Minutes,
    Undertaking,
    UndertakingDate,
)
from cusp.web.boards.publishing_models import MadePack, PublishJob
from cusp.web.common.entry_models import Entry, NeverChanged
from cusp.web.record.choices import one_of

__all__ = [
    "AgendaItem",
    "AgendaPaper",
    "Attendance",
    "Board",
    "BoardChange",
    "Decision",
    "Entry",
    "MadePack",
    "Meeting",
    "MeetingDate",
    "MemberNote",
    "Membership",
    "MinuteItem",
    "Minutes",
    "NeverChanged",
    "Publication",
    "PublishJob",
    "Undertaking",
    "UndertakingDate",
]


class Board(models.Model):
    """A board, committee or forum that meets."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)  # a code of cusp.meetings.kinds
    remit = models.TextField(blank=True)
    # The board's own quorum: a number, or a fraction of the voting members. Empty: its kind's.
    quorum_number = models.PositiveIntegerField(null=True)
    quorum_top = models.PositiveIntegerField(null=True)
    quorum_bottom = models.PositiveIntegerField(null=True)
    # The name, which stays when the account is deleted.
    clerk = models.CharField(max_length=200, blank=True)
    clerk_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The council's own reading of notice, with its source; empty for what the law says.
    clear_days = models.PositiveIntegerField(null=True)
    counting = models.CharField(max_length=20, choices=Counting.choices, blank=True)
    notice_source = models.CharField(max_length=300, blank=True)
    # Whether remote attendance counts, if not as its kind says, and where that comes from.
    remote_counts = models.BooleanField(null=True)
    remote_source = models.CharField(max_length=300, blank=True)
    standing_items = models.JSONField(default=list)  # items.StandingItem, in order
    usual_place = models.CharField(max_length=300, blank=True)
    usual_start = models.TimeField(null=True)
    usual_end = models.TimeField(null=True)
    ended = models.DateField("the day on which it was wound up", null=True)
    row_version = models.PositiveIntegerField(default=1)
    changed_on = models.DateField()

    class Meta:
        ordering = ("name",)
        constraints = (
            one_of("counting", [*Counting.values, ""], name="board_counting"),
            models.CheckConstraint(
                condition=models.Q(quorum_number=None)
                | models.Q(quorum_top=None, quorum_bottom=None),
                name="board_quorum_number_or_fraction",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("board", args=[self.slug])


class Membership(models.Model):
    """A person's seat on a board, for a term. It is ended, never deleted."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="memberships")
    number = models.PositiveIntegerField(unique=True)
    # The name, which stays when the account is deleted.
    name = models.CharField(max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    represents = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=MemberRole.choices)
    votes = models.BooleanField()
    starts = models.DateField()
    ends = models.DateField(null=True)  # the last day
    substitute_for = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="substitutes"
    )
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("number",)
        constraints = (
            one_of("role", MemberRole.values, name="membership_role"),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("starts")),
                name="membership_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.board}"

    @property
    def public_id(self) -> str:
        """Its name in records: S1."""
        return f"S{self.number}"


class Meeting(models.Model):
    """A meeting of a board. It keeps its address and its calendar identity when it moves."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    # The day for which it was first called; with "-2" if the board had another one then.
    address = models.CharField(max_length=20)
    uid = models.CharField(max_length=100, unique=True)
    sequence = models.PositiveIntegerField(default=0)  # rises with what a calendar shows
    date = models.DateField()
    start = models.TimeField(null=True)
    end = models.TimeField(null=True)
    place = models.CharField(max_length=300, blank=True)
    series = models.CharField(max_length=200, blank=True)
    status = models.CharField(
        max_length=20, choices=MeetingStatus.choices, default=MeetingStatus.PLANNED
    )
    why = models.CharField("why it was cancelled", max_length=500, blank=True)
    private = models.BooleanField(default=False)
    private_reason = models.CharField(max_length=500, blank=True)
    # When what a calendar shows was last changed.
    changed_at = models.DateTimeField()
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("date", "start", "id")
        constraints = (
            models.UniqueConstraint(fields=("board", "address"), name="one_meeting_an_address"),
            one_of("status", MeetingStatus.values, name="meeting_status"),
        )

    def __str__(self) -> str:
        return f"{self.board}, {self.date.isoformat()}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("meeting", args=[self.board.slug, self.address])


class MeetingDate(Entry):
    """The day, time and place that a meeting had before it moved, and why it moved."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="earlier_dates")
    date = models.DateField()
    start = models.TimeField(null=True)
    end = models.TimeField(null=True)
    place = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500)


class BoardChange(Entry):
    """A change: who made it, and the state of the thing after it. Only officers see it.

    Written by ``history.write`` in the transaction that makes the change.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="changes")
    meeting = models.ForeignKey(
        Meeting, null=True, on_delete=models.PROTECT, related_name="changes"
    )
    kind = models.CharField(max_length=20)  # such as "meeting" or "item"
    thing = models.PositiveBigIntegerField()  # the key of its row
    what = models.CharField(max_length=60)
    state = models.JSONField()

    class Meta(Entry.Meta):
        indexes: ClassVar = [models.Index(fields=["board", "kind", "thing"])]

    def __str__(self) -> str:
        return f"{self.on.isoformat()} {self.by_then} {self.kind} {self.what}"
