"""The roles that people can have. What each role may do is in ``permissions.py``."""

from __future__ import annotations

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person does for the council's improvement."""

    OFFICER = "officer", "Officer"
    ACTION_OWNER = "action-owner", "Action owner"
    PRACTICE = "practice", "Practice"
    MEMBER = "member", "Member"
    ADMINISTRATOR = "administrator", "Administrator"
