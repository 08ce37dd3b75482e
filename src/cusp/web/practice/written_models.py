"""Database tables for what people write about practice: challenges, reasons, supervision."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from cusp.web.common.entry_models import Entry
from cusp.web.common.wording import say_date
from cusp.web.practice.choices import Effect, Stage, StepKind, Theme
from cusp.web.record.choices import one_of


class LateReason(Entry):
    """Why something is or was late for a child, and who agreed to it. The latest one counts."""

    child = models.ForeignKey("Child", on_delete=models.PROTECT, related_name="late_reasons")
    clock = models.CharField(max_length=8)
    # The day the clock ran from: with the clock, it names the event in every snapshot.
    start = models.DateField()
    reason = models.TextField()
    agreed_by = models.CharField(max_length=200)
    new_date = models.DateField(null=True)

    @property
    def agreed(self) -> str:
        """Who agreed to it, and the new date if there is one."""
        new = f", new date {say_date(self.new_date)}" if self.new_date else ""
        return f"Agreed by {self.agreed_by}{new}"


class Challenge(models.Model):
    """A challenge by a chair or reviewing officer on a child's plan.

    Its state follows from its steps; the columns below hold what the latest step made of it.
    """

    number = models.PositiveIntegerField(unique=True)
    child = models.ForeignKey("Child", on_delete=models.PROTECT, related_name="challenges")
    theme = models.CharField(max_length=20, choices=Theme.choices)
    concern = models.TextField()
    raised_on = models.DateField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    raised_by_then = models.CharField(max_length=200)
    team = models.CharField(max_length=200, blank=True)
    stage = models.CharField(max_length=12, choices=Stage.choices)
    # The level of the ladder that it has reached, and the manager it was put to.
    level = models.PositiveSmallIntegerField(default=1)
    level_name = models.CharField(max_length=80)
    manager = models.CharField(max_length=200)
    manager_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="challenges_to"
    )
    # The formal process takes at most 20 working days from its first day (IRO handbook 6.2).
    formal_from = models.DateField(null=True)
    due = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    cafcass_on = models.DateField(null=True)
    effect = models.CharField(max_length=12, choices=Effect.choices, blank=True)
    closed_on = models.DateField(null=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ("number",)
        constraints = (
            one_of("theme", Theme.values, name="challenge_theme"),
            one_of("stage", Stage.values, name="challenge_stage"),
            one_of("effect", ["", *Effect.values], name="challenge_effect"),
        )

    def __str__(self) -> str:
        return f"Challenge {self.number}"

    def get_absolute_url(self) -> str:
        """The page of the challenge."""
        return reverse("practice-challenge", args=[self.number])


class ChallengeStep(Entry):
    """A step of a challenge. Steps are only added."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    text = models.TextField(blank=True)
    # For "raised" and "escalated": where it went. The ladder may change, so its name is kept.
    stage = models.CharField(max_length=12, choices=Stage.choices, blank=True)
    level = models.PositiveSmallIntegerField(null=True)
    level_name = models.CharField(max_length=80, blank=True)
    manager = models.CharField(max_length=200, blank=True)
    effect = models.CharField(max_length=12, choices=Effect.choices, blank=True)

    class Meta(Entry.Meta):
        constraints = (one_of("kind", StepKind.values, name="challenge_step_kind"),)


class Supervision(models.Model):
    """A supervision of a worker; with a child if it was about one."""

    on = models.DateField(db_index=True)
    worker = models.CharField(max_length=200)
    team = models.CharField(max_length=200, blank=True)
    supervisor = models.CharField(max_length=200, blank=True)
    child = models.ForeignKey(
        "Child", null=True, on_delete=models.PROTECT, related_name="supervisions"
    )
    # Whether the actions of the time before were checked, and whether it was reflective.
    actions_checked = models.BooleanField(null=True)
    reflective = models.BooleanField(null=True)
    actions = models.TextField(blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by_then = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ("-on", "-id")

    def __str__(self) -> str:
        return f"Supervision on {self.on}"


class MidwayReview(models.Model):
    """A check between two reviews or conferences, by a chair or reviewing officer."""

    child = models.ForeignKey("Child", on_delete=models.PROTECT, related_name="midway_reviews")
    on = models.DateField()
    name = models.CharField(max_length=200)
    # What was done: a look at the file, or contact with the child.
    contact_with_child = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by_then = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("child", "on", "name"), name="one_midway_review"),
        )

    def __str__(self) -> str:
        return f"Midway review on {self.on}"
