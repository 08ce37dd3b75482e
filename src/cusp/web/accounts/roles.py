"""The roles that people hold."""

from __future__ import annotations

from django.db.models import TextChoices


class Role(TextChoices):
    """A person's part in the council's improvement."""

    OFFICER = "officer", "Officer"
    ACTION_OWNER = "action-owner", "Action owner"
    PRACTICE = "practice", "Practice"
    MEMBER = "member", "Member"
    ADMINISTRATOR = "administrator", "Administrator"
