"""Database tables for what the worker does: publishing an agenda, and making its packs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from cusp.web.boards.choices import Copy, JobState
from cusp.web.record.choices import one_of


class PublishJob(models.Model):
    """A request to publish an agenda, which the worker carries out."""

    meeting = models.ForeignKey(
        "boards.Meeting", on_delete=models.PROTECT, related_name="publish_jobs"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    late_reason = models.CharField(max_length=500, blank=True)
    seen = models.CharField("digest of what the officer saw", max_length=64)
    state = models.CharField(max_length=20, choices=JobState.choices, default=JobState.WAITING)
    doing = models.CharField("what the worker is doing", max_length=200, blank=True)
    why = models.TextField("why it was not published", blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            one_of("state", JobState.values, name="publish_job_state"),
            models.UniqueConstraint(
                fields=("meeting",),
                condition=models.Q(state="waiting"),
                name="one_waiting_publish_job_a_meeting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_state_display()}"


class MadePack(models.Model):
    """A pack of the papers of a publication, or why there is none.

    ``wanted`` is the digest of what is in it: it differs once a paper is withdrawn.
    """

    publication = models.ForeignKey(
        "boards.Publication", on_delete=models.PROTECT, related_name="packs"
    )
    copy = models.CharField(max_length=20, choices=Copy.choices)
    wanted = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    # cusp.packs.Entry: where each paper is, whether it is tagged, and why it was left out.
    entries = models.JSONField(default=list)
    why = models.TextField("why there is no pack", blank=True)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            one_of("copy", Copy.values, name="pack_copy"),
            models.UniqueConstraint(
                fields=("publication", "copy", "wanted"), name="one_pack_of_the_same_papers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication}: pack for {self.copy}"
