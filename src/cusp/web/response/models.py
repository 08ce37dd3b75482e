"""Database tables for the improvement plan.

What is dated is only ever added: due dates, updates, evidence, ratings, readings, answers and the
plan's history. The latest row is the current one, and no row is ever changed or deleted.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from cusp.web.common.entry_models import Entry, NeverChanged
from cusp.web.record.choices import one_of
from cusp.web.record.models import Inspection
from cusp.web.response.choices import (
    Better,
    DutyStatus,
    ImportKind,
    ImportState,
    Unit,
    What,
    WordsKind,
)
from cusp.web.response.shared_models import SharedFigure, SharedMeasure
from cusp.web.response.statement_models import LedgerEntry, PublishedStatement, StatementDraft

__all__ = [
    "Action",
    "ActionUpdate",
    "Challenge",
    "ChallengeAnswer",
    "DeliveryRating",
    "DueDate",
    "Duty",
    "Entry",
    "Evidence",
    "ImpactRating",
    "LedgerEntry",
    "Measure",
    "MeasureReading",
    "NeverChanged",
    "Plan",
    "PlanChange",
    "PlanImport",
    "Priority",
    "PublishedStatement",
    "SharedFigure",
    "SharedMeasure",
    "StatementDraft",
]


class Plan(models.Model):
    """A council's plan that answers one inspection.

    The facts of the inspection are stored as they stood when the plan was started.
    """

    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="plan")
    council = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    inspected_from = models.DateField()
    inspected_to = models.DateField()
    inspection_words = models.CharField(max_length=200, blank=True)
    grades = models.JSONField(default=list)  # [{"area", "grade"}, …], as printed
    # The day on which the council received the final report; publication never stands in for it.
    received = models.DateField(null=True)
    deadline_stated = models.DateField(null=True)
    approval_route = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=40, blank=True)
    reporting_cycle = models.PositiveIntegerField(default=90)
    delivery_key = models.JSONField(default=list)  # record.KeyEntry, in order
    impact_key = models.JSONField(default=list)
    # Rises with every edit of the columns above, so that two people's edits are told apart.
    row_version = models.PositiveIntegerField(default=1)
    # The day of the latest change, and a number that is different after each one.
    changed_on = models.DateField()
    stamp = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("inspected_from",)

    def __str__(self) -> str:
        return f"{self.council}, plan of {self.inspected_from.isoformat()}"


class Priority(models.Model):
    """What must improve; the inspector's words cannot be changed."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="priorities")
    number = models.PositiveIntegerField()
    order = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    outcome = models.TextField(blank=True)
    words = models.TextField(blank=True)
    words_kind = models.CharField(max_length=20, blank=True, choices=WordsKind.choices)
    item_number = models.PositiveIntegerField(null=True)
    page = models.PositiveIntegerField(null=True)
    address = models.CharField(max_length=30, blank=True)
    raised_before = models.JSONField(default=list)  # first days of earlier inspections
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("order", "number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="one_priority_a_number"),
            models.UniqueConstraint(
                fields=("plan", "address"),
                condition=models.Q(words_kind=WordsKind.AREA),
                name="one_priority_an_area",
            ),
            one_of("words_kind", [*WordsKind.values, ""], name="priority_words_kind"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def public_id(self) -> str:
        """Its name in the plan: P1."""
        return f"P{self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("plan-area", args=[self.number])


class Action(models.Model):
    """Something to be done. Its number is never used again, in this plan or any other."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    # The name or job title, which stays when the account is deleted.
    lead = models.CharField(max_length=200, blank=True)
    lead_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="actions"
    )
    support = models.CharField(max_length=300, blank=True)
    start = models.DateField(null=True)
    done = models.DateField(null=True)
    closed = models.CharField("why it was closed", max_length=500, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.public_id}: {self.text}"

    @property
    def public_id(self) -> str:
        """Its name in the plan: A1."""
        return f"A{self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("plan-action", args=[self.public_id])


class DueDate(Entry):
    """A date by which an action is due; the first one has no reason."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="due_dates")
    due = models.DateField()
    reason = models.CharField(max_length=500, blank=True)


class ActionUpdate(Entry):
    """What was reported on an action."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    text = models.TextField()


class Evidence(Entry):
    """Evidence for an action: a stored file (by hash) or a link."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="evidence")
    what = models.CharField(max_length=300)
    shows = models.TextField()
    as_at = models.DateField()
    link = models.URLField(max_length=1000, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta(Entry.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(link="") | models.Q(sha256=""), name="evidence_file_or_link"
            ),
        )

    @property
    def where(self) -> str:
        """The name of the file, or the link."""
        return self.file_name or self.link


class DeliveryRating(Entry):
    """How far an action has got, by the plan's delivery key."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="ratings")
    code = models.CharField(max_length=40)
    why = models.TextField(blank=True)


class ImpactRating(Entry):
    """What has changed for children, by the plan's impact key."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="ratings")
    code = models.CharField(max_length=40)
    why = models.TextField(blank=True)


class Measure(models.Model):
    """How the council will know whether a priority improves."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="measures")
    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=300)
    definition = models.TextField(blank=True)
    unit = models.CharField(max_length=20, choices=Unit.choices, default=Unit.PERCENT)
    better = models.CharField(max_length=10, choices=Better.choices, blank=True)
    baseline = models.JSONField(null=True)  # record.Reading
    target = models.FloatField(null=True)
    target_by = models.DateField(null=True)
    # The code of the published or shared measure that readings are drawn from; empty if by hand.
    published_code = models.CharField(max_length=80, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("number",)
        constraints = (
            one_of("unit", Unit.values, name="plan_measure_unit"),
            one_of("better", [*Better.values, ""], name="plan_measure_better"),
            models.CheckConstraint(
                condition=models.Q(target=None) | ~models.Q(better=""), name="target_has_direction"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def public_id(self) -> str:
        """Its name in the plan: M1."""
        return f"M{self.number}"


class MeasureReading(Entry):
    """A measure's value on a day, ``as_at``; a later row for the same day corrects an earlier."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="readings")
    as_at = models.DateField()
    value = models.FloatField()
    numerator = models.PositiveIntegerField(null=True)
    denominator = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=300, blank=True)


class Challenge(Entry):
    """A question about the plan; open until it has an answer. ``by_then`` is who asked."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="challenges")
    priority = models.ForeignKey(
        Priority, null=True, on_delete=models.PROTECT, related_name="challenges"
    )
    number = models.PositiveIntegerField(unique=True)
    text = models.TextField()

    @property
    def public_id(self) -> str:
        """Its name in the plan: C1."""
        return f"C{self.number}"


class ChallengeAnswer(Entry):
    """A reply to a challenge, and what came of it."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField()
    effect = models.TextField(blank=True)


class Duty(models.Model):
    """Something the council must do with the report or the statement, and whether it is done."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="duties")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=300)
    recipient = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=20, choices=DutyStatus.choices)
    # Whether the text of the source was seen when the duty was written down.
    source_seen = models.BooleanField(default=False)
    working_days = models.PositiveIntegerField(null=True)  # after receipt of the report
    # The code of its rule in cusp.calendar; empty for a duty that the council added.
    rule = models.CharField(max_length=40, blank=True)
    # The day it runs from, if that is not the day on which the report was received.
    runs_from = models.DateField(null=True)
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_by_then = models.CharField(max_length=200, blank=True)
    removed = models.BooleanField(default=False)
    why = models.CharField("why it was unticked or removed", max_length=500, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("number",)
        verbose_name_plural = "duties"
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="one_duty_a_number"),
            one_of("status", DutyStatus.values, name="duty_status"),
        )

    def __str__(self) -> str:
        return f"{self.what}: {self.recipient}" if self.recipient else self.what

    @property
    def public_id(self) -> str:
        """Its name in the plan: D1."""
        return f"D{self.number}"


class PlanChange(Entry):
    """A change of a plan: who made it, and the state of the thing after it.

    Written by ``history.write`` in the transaction that makes the change.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=What.choices)
    thing = models.CharField(max_length=20, blank=True)  # its public id; empty for the plan
    what = models.CharField(max_length=60)
    # The priority that the thing belongs to, and its place among the plan's priorities.
    under = models.CharField(max_length=20, blank=True)
    order = models.PositiveIntegerField(default=0)
    state = models.JSONField()  # in the form of cusp.plans.record

    class Meta(Entry.Meta):
        indexes: ClassVar = [models.Index(fields=["plan", "kind", "thing", "on"])]
        constraints = (one_of("kind", What.values, name="plan_change_kind"),)

    def __str__(self) -> str:
        return f"{self.on.isoformat()} {self.by_then} {self.what} {self.thing}"


class PlanImport(models.Model):
    """A file that somebody uploaded to change the plan. Nothing is changed until it is accepted.

    Its content is kept only until then. ``content`` is the table of a workbook, or the file of an
    existing plan. ``columns`` and ``found`` are what was read in an existing plan.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=20, choices=ImportKind.choices)
    state = models.CharField(
        max_length=20, choices=ImportState.choices, default=ImportState.WAITING
    )
    name = models.CharField(max_length=100)
    # Of what the file says: a workbook that is only saved again is the same.
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(default=bytes)
    columns = models.BinaryField(default=bytes)
    found = models.BinaryField(default=bytes)
    answers = models.JSONField(default=dict)  # to questions, by "row field"
    dealt_with = models.JSONField(default=list)  # questions and rows not to be asked about again
    result = models.JSONField(default=list)  # [[id in the file, id in the plan], …]
    changes = models.PositiveIntegerField(default=0)  # how many were accepted
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_then = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    accepted_by_then = models.CharField(max_length=200, blank=True)
    accepted_on = models.DateField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            one_of("kind", ImportKind.values, name="plan_import_kind"),
            one_of("state", ImportState.values, name="plan_import_state"),
        )

    def __str__(self) -> str:
        return self.name
