"""Database tables for the published statement of action, and for all numbers that are public."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cusp.web.common.entry_models import Entry
from cusp.web.record.choices import one_of
from cusp.web.record.models import Authority
from cusp.web.response.choices import CountsFrom, Unit


class StatementDraft(models.Model):
    """What officers have chosen for the next version of the statement. It is never public."""

    plan = models.OneToOneField(
        "response.Plan", on_delete=models.PROTECT, related_name="statement_draft"
    )
    chosen = models.JSONField(default=dict)  # statement_choices.Chosen

    def __str__(self) -> str:
        return f"{self.plan}: draft of the statement"


class PublishedStatement(Entry):
    """A version of the statement, exactly as the public sees it."""

    plan = models.ForeignKey("response.Plan", on_delete=models.PROTECT, related_name="statements")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="statements")
    version = models.PositiveIntegerField()
    content = models.JSONField()  # statement_content.Statement
    sha256 = models.CharField(max_length=64)  # of the content, as the officer saw it

    class Meta(Entry.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("authority", "version"), name="one_statement_a_version"
            ),
        )

    def __str__(self) -> str:
        return f"Statement of action, version {self.version}"


class LedgerEntry(Entry):
    """A number that a paper has published, or that it has withheld.

    The numbers of a reading that was withheld are not stored here.
    """

    statement = models.ForeignKey(
        PublishedStatement, on_delete=models.PROTECT, related_name="numbers"
    )
    paper = models.CharField(max_length=200)
    # The measure's id, and its name when it was first published. The ledger compares by this name.
    thing = models.CharField(max_length=20)
    measure = models.CharField(max_length=340)
    as_at = models.DateField()
    # The first day of the period that is counted, if it is not a count on one day.
    since = models.DateField(null=True)
    counts_from = models.CharField(max_length=10, blank=True, choices=CountsFrom.choices)
    unit = models.CharField(max_length=20, choices=Unit.choices)
    value = models.FloatField(null=True)
    numerator = models.PositiveIntegerField(null=True)
    denominator = models.PositiveIntegerField(null=True)
    withheld = models.BooleanField(default=False)
    why = models.CharField("why it was withheld", max_length=500, blank=True)

    class Meta(Entry.Meta):
        verbose_name_plural = "ledger entries"
        indexes: ClassVar = [models.Index(fields=["thing"])]
        constraints = (
            one_of("unit", Unit.values, name="ledger_unit"),
            one_of("counts_from", CountsFrom.values, name="ledger_counts_from"),
            models.CheckConstraint(
                condition=models.Q(withheld=False)
                | models.Q(value=None, numerator=None, denominator=None),
                name="withheld_without_numbers",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure}, {self.as_at.isoformat()} in {self.paper}"
