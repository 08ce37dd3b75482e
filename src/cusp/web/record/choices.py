"""Fixed sets of values, checked by the database.

They do not include areas, grades, frameworks, kinds of inspection or topics. Those lists belong to
the library, which never gives a report other values. A new framework is one file there, but a
database check would refuse its reports until a migration repeated the names.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models


class PublishedFrom(models.TextChoices):
    """The source of a date of publication."""

    REPORT = "report", "The report"
    OFSTED = "ofsted", "Ofsted’s website"


class PassageKind(models.TextChoices):
    """The kind of a passage."""

    ITEM = "item", "Area for improvement"
    LSCB_ITEM = "lscb-item", "Safeguarding board’s area for improvement"
    PARAGRAPH = "paragraph", "Paragraph"


class Verdict(models.TextChoices):
    """An officer's decision about two areas for improvement."""

    SAME = "same", "Carried over"
    PARTIAL = "partial", "Carried over in part"
    NONE = "none", "Not carried over"


class JobState(models.TextChoices):
    """The state of an upload job."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"


class FileState(models.TextChoices):
    """The result for an uploaded file; if held, an officer must choose its council."""

    WAITING = "waiting", "Waiting"
    ADDED = "added", "Added"
    KNOWN = "known", "Already in the record"
    REFUSED = "refused", "Refused"
    HELD = "held", "Waiting for an officer"


class Better(models.TextChoices):
    """Which values of a measure are better."""

    HIGH = "high", "High"
    LOW = "low", "Low"
    NEITHER = "neither", "Neither"


class Polarity(models.TextChoices):
    """Whether a sentence praises or criticises."""

    STRENGTH = "strength", "Praise"
    WEAKNESS = "weakness", "Criticism"
    MIXED = "mixed", "Praise and criticism"
    CONTEXT = "context", "Neither"


def one_of(field: str, values: Sequence[str], *, name: str) -> models.CheckConstraint:
    """A constraint that makes the database refuse any other value."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": list(values)}), name=name)
