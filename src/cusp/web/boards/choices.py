"""Fixed sets of values, checked by the database.

They do not include kinds of board: those are a list of the library (``cusp.meetings.kinds``).
"""

from __future__ import annotations

from django.db import models


class Counting(models.TextChoices):
    """How a council counts clear days; empty for working days."""

    WORKING_DAYS = "working-days", "Working days only"
    WITH_SATURDAYS = "with-saturdays", "Working days and Saturdays"
    EVERY_DAY = "every-day", "Every day"


class MemberRole(models.TextChoices):
    """What a member is on a board."""

    CHAIR = "chair", "Chair"
    VICE_CHAIR = "vice-chair", "Vice-chair"
    MEMBER = "member", "Member"
    CO_OPTED = "co-opted", "Co-opted member"
    SUBSTITUTE = "substitute", "Substitute"
    ADVISER = "adviser", "Adviser"


class MeetingStatus(models.TextChoices):
    """How far a meeting has got."""

    PLANNED = "planned", "Planned"
    CALLED = "called", "Called"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


class Purpose(models.TextChoices):
    """What the board is asked to do with an item."""

    DECIDE = "decide", "To decide"
    DISCUSS = "discuss", "To discuss"
    NOTE = "note", "To note"


class Form(models.TextChoices):
    """How the report on an item reaches the board."""

    ATTACHED = "attached", "Attached"
    TO_FOLLOW = "to follow", "To follow"
    VERBAL = "verbal", "Verbal"


class Access(models.TextChoices):
    """Who may see an item or a paper. Confidential: the law says so. Exempt: the board decides."""

    OPEN = "open", "Open"
    CONFIDENTIAL = "confidential", "Confidential"
    EXEMPT = "exempt", "Exempt"


class PaperKind(models.TextChoices):
    """Where a paper comes from. All but the first are made by Cusp and frozen when published."""

    UPLOADED = "uploaded", "Uploaded file"
    PLAN_FULL = "plan full", "The improvement plan"
    PLAN_EXCEPTIONS = "plan exceptions", "Exceptions in the improvement plan"
    PLAN_CHANGES = "plan changes", "Changes to the plan since the last meeting"
    MEASURES = "measures", "Measures with charts"
    PRACTICE = "practice", "Measures of practice"
    COMPARISON = "comparison", "Comparison of inspections"
    PLACE = "place", "Place in the grade"
    REPORT = "report", "Written report"
    STATEMENT = "statement", "The published response to the inspection"


# What these contain is not public, so they are only for papers that the public does not see.
NEVER_PUBLIC = frozenset(
    {
        PaperKind.PLAN_FULL.value,
        PaperKind.PLAN_EXCEPTIONS.value,
        PaperKind.PLAN_CHANGES.value,
        PaperKind.MEASURES.value,
    }
)


class JobState(models.TextChoices):
    """How far publishing an agenda has got."""

    WAITING = "waiting", "Waiting"
    DONE = "done", "Published"
    FAILED = "failed", "Not published"


class Copy(models.TextChoices):
    """Who a pack is for."""

    PUBLIC = "public", "Public"
    MEMBERS = "members", "Members"


class Presence(models.TextChoices):
    """Whether somebody came to a meeting."""

    PRESENT = "present", "Present"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Absent"
    SUBSTITUTE = "substitute", "Present as a substitute"


class MinutesStatus(models.TextChoices):
    """Whether the minutes of a meeting have been agreed."""

    DRAFT = "draft", "Draft"
    AGREED = "agreed", "Agreed"
