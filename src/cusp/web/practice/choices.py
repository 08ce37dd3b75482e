"""Fixed sets of values, checked by the database."""

from __future__ import annotations

from django.db import models


class LoadState(models.TextChoices):
    """How far a file that somebody has uploaded has come."""

    WAITING = "waiting", "Waiting to be checked"
    CHECKED = "checked", "Checked"
    LOADING = "loading", "Being loaded"
    LOADED = "loaded", "Loaded"
    REFUSED = "refused", "Refused"
    CANCELLED = "cancelled", "Not loaded"


class LocalListKind(models.TextChoices):
    """The council's own lists, for what no return holds."""

    CHAIRS = "chairs", "Chairs and reviewing officers"
    SUPERVISION = "supervision", "Supervision"
    MIDWAY = "midway", "Midway reviews"


class Standing(models.TextChoices):
    """Where a clock stands, as ``cusp.oversight`` says it."""

    OVERDUE = "overdue", "Overdue"
    DUE_SOON = "due soon", "Due soon"
    IN_TIME = "in time", "In time"
    DONE_LATE = "done late", "Done late"
    UNDETERMINED = "cannot be determined", "Cannot be determined"


class ChairRole(models.TextChoices):
    """What somebody does for a child as the chair of its conferences or reviews."""

    CHAIR = "chair", "Conference chair"
    REVIEWING_OFFICER = "reviewing officer", "Reviewing officer"


class Stage(models.TextChoices):
    """Whether a challenge is still informal, or in the formal process."""

    INFORMAL = "informal", "Informal"
    FORMAL = "formal", "Formal"


class StepKind(models.TextChoices):
    """What happened to a challenge."""

    RAISED = "raised", "Raised"
    ESCALATED = "escalated", "Escalated"
    ANSWERED = "answered", "Answered"
    EFFECT = "effect", "Effect for the child recorded"
    CAFCASS = "cafcass", "Referred to Cafcass"
    CLOSED = "closed", "Closed"


class Effect(models.TextChoices):
    """What a challenge changed for the child. Empty until somebody has said."""

    CHANGED = "changed", "Something changed for the child"
    NOTHING = "nothing", "Nothing changed"
    TOO_EARLY = "too early", "Too early to say"


class Theme(models.TextChoices):
    """What a challenge is about."""

    DRIFT = "drift", "Drift or delay"
    PLAN = "plan", "Quality of the plan"
    VISITS = "visits", "Visits"
    ASSESSMENT = "assessment", "Assessment"
    PERMANENCE = "permanence", "Permanence"
    PLACEMENT = "placement", "Placement or contact"
    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    VOICE = "voice", "The child’s voice"
    COURT = "court", "Court or pre-proceedings"
    PARTNERS = "partners", "Partner agencies"
    OTHER = "other", "Other"
