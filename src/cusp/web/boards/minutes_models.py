"""Database tables for what comes after a meeting: attendance, minutes, decisions, undertakings."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from cusp.web.boards.agenda_models import AgendaItem
from cusp.web.boards.choices import MinutesStatus, Presence
from cusp.web.common.entry_models import Entry
from cusp.web.record.choices import one_of


class Minutes(models.Model):
    """The minutes of a meeting. Once a later meeting has agreed them, they never change."""

    meeting = models.OneToOneField(
        "boards.Meeting", on_delete=models.PROTECT, related_name="minutes"
    )
    status = models.CharField(
        max_length=20, choices=MinutesStatus.choices, default=MinutesStatus.DRAFT
    )
    agreed_at = models.ForeignKey(
        "boards.Meeting", null=True, on_delete=models.PROTECT, related_name="minutes_agreed"
    )
    agreed_on = models.DateField(null=True)
    # From this day, whoever may know of the meeting sees them, but nobody else what is not open.
    published_on = models.DateField(null=True)
    # The number of times that the list of those attending has been saved.
    attendance_version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "minutes"
        constraints = (
            one_of("status", MinutesStatus.values, name="minutes_status"),
            models.CheckConstraint(
                condition=models.Q(status=MinutesStatus.DRAFT, agreed_at=None)
                | models.Q(status=MinutesStatus.AGREED, agreed_at__isnull=False),
                name="minutes_agreed_at_a_meeting",
            ),
            models.CheckConstraint(
                condition=models.Q(status=MinutesStatus.DRAFT)
                | models.Q(published_on__isnull=False),
                name="agreed_minutes_are_published",
            ),
        )

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"


class Attendance(models.Model):
    """Somebody who came to a meeting or sent apologies: a member, or only a name."""

    meeting = models.ForeignKey(
        "boards.Meeting", on_delete=models.PROTECT, related_name="attendance"
    )
    membership = models.ForeignKey(
        "boards.Membership", null=True, on_delete=models.PROTECT, related_name="attendance"
    )
    name = models.CharField(max_length=200)
    presence = models.CharField(max_length=20, choices=Presence.choices)
    stands_in_for = models.ForeignKey(
        "boards.Membership", null=True, on_delete=models.PROTECT, related_name="+"
    )
    remote = models.BooleanField(default=False)
    came = models.TimeField(null=True)  # if after the start
    left = models.TimeField(null=True)  # if before the end

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "attendance"
        constraints = (
            one_of("presence", Presence.values, name="attendance_presence"),
            models.UniqueConstraint(
                fields=("meeting", "membership"), name="one_attendance_a_member"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.meeting}: {self.presence}"


class MinuteItem(models.Model):
    """What the minutes say about an item of the agenda."""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="minute")
    text = models.TextField(blank=True)
    resolution = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    row_version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Minute of {self.item}"


class Decision(models.Model):
    """A decision that a board took, with what the law requires on record."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    reasons = models.TextField(blank=True)
    options_rejected = models.TextField(blank=True)
    interests = models.TextField("interests declared and dispensations", blank=True)
    # Empty if the board decided without a vote.
    votes_for = models.PositiveIntegerField(null=True)
    votes_against = models.PositiveIntegerField(null=True)
    abstained = models.PositiveIntegerField(null=True)
    # Who voted how, if the vote was recorded: lists of names, as decisions.Named.
    named = models.JSONField(default=dict)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.public_id}: {self.item.meeting}"

    @property
    def public_id(self) -> str:
        """Its name in records: DN1."""
        return f"DN{self.number}"

    @property
    def votes_in_words(self) -> str:
        """How the board voted, such as "5 for, 2 against, 1 abstained"; empty without a vote."""
        if self.votes_for is None:
            return ""
        others = f"{self.votes_against} against, {self.abstained or 0} abstained"
        return f"{self.votes_for} for, {others}"

    @property
    def named_votes(self) -> tuple[tuple[str, str], ...]:
        """Who voted how, if the vote was recorded."""
        labels = {"votes_for": "For", "votes_against": "Against", "abstained": "Abstained"}
        named = ((label, self.named.get(name)) for name, label in labels.items())
        return tuple((label, ", ".join(names)) for label, names in named if names)


class Undertaking(models.Model):
    """Something that somebody undertook at a meeting; a matter arising until it is closed."""

    board = models.ForeignKey("boards.Board", on_delete=models.PROTECT, related_name="undertakings")
    meeting = models.ForeignKey(
        "boards.Meeting", on_delete=models.PROTECT, related_name="undertakings"
    )
    item = models.ForeignKey(
        AgendaItem, null=True, on_delete=models.PROTECT, related_name="undertakings"
    )
    number = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    # The name or job title, which stays when the account is deleted.
    owner = models.CharField(max_length=200)
    owner_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="undertakings"
    )
    # The action of the improvement plan that it became, such as A12.
    plan_action = models.CharField(max_length=20, blank=True)
    closed_on = models.DateField(null=True)
    closed_how = models.CharField("how it was closed", max_length=500, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.public_id}: {self.board}"

    @property
    def public_id(self) -> str:
        """Its name in records: U1."""
        return f"U{self.number}"


class UndertakingDate(Entry):
    """A date by which an undertaking is due; the first one has no reason."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="due_dates")
    due = models.DateField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta(Entry.Meta):
        indexes: ClassVar = [models.Index(fields=["undertaking", "due"])]


class MemberNote(models.Model):
    """What a member wrote down about an item, for themselves: nobody else sees it."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="notes")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="meeting_notes"
    )
    text = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("item", "person"), name="one_note_a_member"),
        )

    def __str__(self) -> str:
        return f"Note on {self.item}"
