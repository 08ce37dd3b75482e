"""Database tables for practice.

``Case``, ``Clock`` and ``Happening`` hold what the newest snapshot says about children; they are
replaced with it. ``Figure`` and ``ClockCount`` are counts of every snapshot, without children, and
outlive it. What people write (challenges, reasons, supervision) is in ``written_models``.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.crypto import get_random_string

from cusp.web.practice.choices import ChairRole, LoadState, LocalListKind, Standing
from cusp.web.practice.written_models import (
    Challenge,
    ChallengeStep,
    LateReason,
    MidwayReview,
    Supervision,
)
from cusp.web.record.choices import one_of

__all__ = [
    "Case",
    "Chairing",
    "Challenge",
    "ChallengeStep",
    "Child",
    "Clock",
    "ClockCount",
    "Figure",
    "Happening",
    "LateReason",
    "ListUpload",
    "LoadJob",
    "MidwayReview",
    "Reach",
    "Snapshot",
    "Supervision",
]


# A random reference of 12 letters and digits, for addresses and the log, which never hold a child's
# number.
_new_ref = partial(get_random_string, 12)


class Child(models.Model):
    """A child that some return has named. The number never leaves the pages of practice."""

    ref = models.CharField(max_length=16, unique=True, default=_new_ref)
    child_id = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        # The reference, because this text may end up in a log.
        return self.ref

    def get_absolute_url(self) -> str:
        """The child's page."""
        return reverse("practice-child", args=[self.ref])


class Reach(models.Model):
    """Which children somebody with the role "practice" may see."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reach"
    )
    whole_service = models.BooleanField(default=False)
    # Names of teams as the return has them, and this person's own names in the list of chairs.
    teams = models.JSONField(default=list)
    names = models.JSONField(default=list)
    row_version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.user}: {'whole service' if self.whole_service else 'own children'}"


class Snapshot(models.Model):
    """A return that was loaded, as it stood on a day. Its files are below the data folder."""

    kind = models.CharField(max_length=20)
    as_at = models.DateField(db_index=True)
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    folder = models.CharField(max_length=120, unique=True)
    rows = models.PositiveIntegerField()
    errors = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    pseudonyms = models.BooleanField(default=False)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    loaded_by_then = models.CharField(max_length=200)
    retain_until = models.DateField()
    row_version = models.PositiveIntegerField(default=1)
    # Set when somebody asks for its deletion before its time; the worker deletes it.
    deletion_asked_at = models.DateTimeField(null=True)
    deletion_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    deletion_why = models.CharField(max_length=500, blank=True)
    deletion_failed = models.CharField(max_length=500, blank=True)
    # Empty until its children are deleted; then the proof (``cusp.returns.snapshots.Proof``).
    deleted_at = models.DateTimeField(null=True)
    proof = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ("-as_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "as_at"),
                condition=models.Q(deleted_at=None),
                name="one_snapshot_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} as at {self.as_at}"

    def get_absolute_url(self) -> str:
        """The page of the return."""
        return reverse("practice-return", args=[self.pk])


class Case(models.Model):
    """A child's case as the newest snapshot has it (``cusp.oversight.children.Case``)."""

    child = models.OneToOneField(Child, on_delete=models.CASCADE, related_name="case")
    team = models.CharField(max_length=200, blank=True, db_index=True)
    worker = models.CharField(max_length=200, blank=True)
    age = models.SmallIntegerField(null=True)
    sex = models.CharField(max_length=20, blank=True)
    ethnicity = models.CharField(max_length=20, blank=True)
    disability = models.CharField(max_length=20, blank=True)
    in_need = models.BooleanField(default=False)
    on_plan = models.BooleanField(default=False)
    in_care = models.BooleanField(default=False)
    care_leaver = models.BooleanField(default=False)
    category = models.CharField(max_length=40, blank=True)
    plan_start = models.DateField(null=True)
    care_start = models.DateField(null=True)
    legal_status = models.CharField(max_length=20, blank=True)
    placement_type = models.CharField(max_length=20, blank=True)
    placement_start = models.DateField(null=True)
    permanence_plan = models.CharField(max_length=40, blank=True)
    placements = models.SmallIntegerField(null=True)
    last_seen = models.DateField(null=True)
    drift = models.JSONField(default=list)
    drifts = models.BooleanField(default=False, db_index=True)
    # Of the most urgent clock (``clock_names.urgency``); above 0, something is overdue.
    urgency = models.IntegerField(null=True, db_index=True)

    def __str__(self) -> str:
        return str(self.child)


class Clock(models.Model):
    """A clock of a child as it stands in the newest snapshot (``cusp.oversight.clocks``)."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="clocks")
    clock = models.CharField(max_length=8)
    start = models.DateField(null=True)
    due = models.DateField(null=True)
    done = models.DateField(null=True)
    status = models.CharField(max_length=24)
    days = models.IntegerField(null=True)
    why = models.CharField(max_length=400, blank=True)
    rule = models.CharField(max_length=16, blank=True)
    list = models.SmallIntegerField(null=True)
    row = models.IntegerField(null=True)
    team = models.CharField(max_length=200, blank=True)
    worker = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("status", "clock", "team"), name="clock_by_status"),
            models.Index(fields=("team", "status"), name="clock_by_team"),
            models.Index(fields=("worker",), name="clock_by_worker"),
            models.Index(fields=("child", "clock", "status"), name="clock_of_child"),
        )
        constraints = (one_of("status", Standing.values, name="clock_status"),)

    def __str__(self) -> str:
        return f"{self.clock} {self.status}"


class Happening(models.Model):
    """Something that some snapshot says happened for a child, on a day."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="happenings")
    day = models.DateField()
    what = models.CharField(max_length=80)
    list = models.SmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("child", "day", "what"), name="happened_once"),
        )

    def __str__(self) -> str:
        return self.what


class Figure(models.Model):
    """A measure of a snapshot, for all or for a group (``cusp.oversight.Measure``)."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="figures")
    code = models.CharField(max_length=8)
    # What it is grouped by, and which group; both empty for all. A row without a value is "".
    by = models.CharField(max_length=20, blank=True)
    group = models.CharField(max_length=200, blank=True)
    numerator = models.IntegerField(null=True)
    denominator = models.IntegerField(null=True)
    undetermined = models.IntegerField(null=True)
    value = models.FloatField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("snapshot", "code", "by", "group"), name="one_figure_a_group"
            ),
        )
        indexes = (models.Index(fields=("code", "by", "group"), name="figure_series"),)

    def __str__(self) -> str:
        return f"{self.code} {self.group}"


class ClockCount(models.Model):
    """How many clocks of a kind had a status, in a team, in a snapshot."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="clock_counts")
    clock = models.CharField(max_length=8)
    team = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=24)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("snapshot", "clock", "team", "status"), name="one_count_a_status"
            ),
            one_of("status", Standing.values, name="clock_count_status"),
        )

    def __str__(self) -> str:
        return f"{self.clock} {self.team} {self.status}"


class Chairing(models.Model):
    """Who chairs a child's conferences or reviews, from and to, by the council's own list."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="chairings")
    role = models.CharField(max_length=20, choices=ChairRole.choices)
    name = models.CharField(max_length=200, db_index=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        constraints = (one_of("role", ChairRole.values, name="chairing_role"),)

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"


class LoadJob(models.Model):
    """A file that somebody uploaded: checked by the worker, then loaded if they accept it."""

    state = models.CharField(max_length=12, choices=LoadState.choices, default=LoadState.WAITING)
    name = models.CharField(max_length=200)
    # The folder where the file waits, below the data folder; empty once the job has ended.
    folder = models.CharField(max_length=40, blank=True)
    as_at = models.DateField()
    retain_until = models.DateField()
    asked_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_then = models.CharField(max_length=200)
    doing = models.CharField(max_length=200, blank=True)
    why = models.TextField(blank=True)
    # What the check found: rows of each list, numbers of problems, what to ask before loading.
    found = models.JSONField(default=dict)
    # Who had it loaded, and which questions (``load_checks.Question``) they said yes to.
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted = models.JSONField(default=list)
    snapshot = models.ForeignKey(Snapshot, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ("-id",)
        constraints = (one_of("state", LoadState.values, name="load_job_state"),)

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    def get_absolute_url(self) -> str:
        """The page of the upload."""
        return reverse("practice-upload", args=[self.pk])


class ListUpload(models.Model):
    """One of the council's own lists, uploaded and not yet accepted. It is deleted after that."""

    kind = models.CharField(max_length=12, choices=LocalListKind.choices)
    name = models.CharField(max_length=200)
    # What was read (``cusp.returns.local_lists``), with pseudonyms if there is a key for them.
    rows = models.JSONField()
    warnings = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_then = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ("-id",)
        constraints = (one_of("kind", LocalListKind.values, name="list_upload_kind"),)

    def __str__(self) -> str:
        return f"{self.name} {self.kind}"

    def get_absolute_url(self) -> str:
        """The page on which it is accepted."""
        return reverse("practice-list-check", args=[self.pk])
