"""Fixed sets of values, checked by the database."""

from __future__ import annotations

from django.db import models


class WordsKind(models.TextChoices):
    """Where in the report a priority's words come from; empty for a priority of the council's."""

    AREA = "area for improvement", "Area for improvement"
    FINDING = "finding", "Finding"


class Unit(models.TextChoices):
    """The unit of a measure."""

    PERCENT = "%", "Percentage"
    NUMBER = "number", "Number"
    DAYS = "days", "Days"
    RATE = "rate per 10,000", "Rate per 10,000 children"


class Better(models.TextChoices):
    """The direction in which a measure improves; empty if nobody has said."""

    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"


class DutyStatus(models.TextChoices):
    """What makes something a duty."""

    LAW = "law", "Law"
    GUIDANCE = "statutory guidance", "Statutory guidance"
    REQUEST = "request", "Ofsted’s request"
    LOCAL = "local", "Local"


class What(models.TextChoices):
    """The kind of thing that an entry in a plan's history is about."""

    PLAN = "plan", "Plan"
    PRIORITY = "priority", "Priority"
    ACTION = "action", "Action"
    MEASURE = "measure", "Measure"
    CHALLENGE = "challenge", "Challenge"
    DUTY = "duty", "Duty"


class ImportKind(models.TextChoices):
    """Where the changes of an import come from."""

    WORKBOOK = "workbook", "The plan’s own workbook"
    EXISTING = "existing plan", "An existing plan"


class ImportState(models.TextChoices):
    """Whether an import has been accepted. One that is cancelled is deleted."""

    WAITING = "waiting", "Waiting"
    ACCEPTED = "accepted", "Accepted"
