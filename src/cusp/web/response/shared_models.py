"""The figures that practice shares with the plan and the boards.

Only safe numbers are stored: each has passed disclosure control, and one that has not is stored as
withheld, without its value. So nothing that reads this table can give a child away.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cusp.web.response.choices import Better, Unit


class SharedMeasure(models.Model):
    """A measure of practice that is shared."""

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    definition = models.TextField(blank=True)
    unit = models.CharField(max_length=20, choices=Unit.choices)
    better = models.CharField(max_length=10, choices=Better.choices, blank=True)
    since = models.DateField()
    by_then = models.CharField(max_length=200)
    # Empty while it is shared; figures that were shared before stay.
    ended = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ("code",)

    def __str__(self) -> str:
        return self.title


class SharedFigure(models.Model):
    """A shared figure as at a day; if it was withheld, why, and no number."""

    measure = models.ForeignKey(SharedMeasure, on_delete=models.PROTECT, related_name="figures")
    as_at = models.DateField()
    value = models.FloatField(null=True)
    numerator = models.PositiveIntegerField(null=True)
    denominator = models.PositiveIntegerField(null=True)
    # How many rows could not be judged, in words, because the number may be small.
    undetermined = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200)
    withheld = models.BooleanField(default=False)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ("as_at",)
        constraints = (
            models.UniqueConstraint(fields=("measure", "as_at"), name="one_shared_figure_a_day"),
            models.CheckConstraint(
                condition=models.Q(withheld=False)
                | models.Q(value=None, numerator=None, denominator=None),
                name="withheld_has_no_number",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure} as at {self.as_at}"
