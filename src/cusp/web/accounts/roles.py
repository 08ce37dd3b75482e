"""The roles that people hold."""

from __future__ import annotations

from enum import Enum


class Role(Enum):
    """What a person is to the council's improvement."""

    OFFICER = "officer"
    ACTION_OWNER = "action-owner"
    PRACTICE = "practice"
    MEMBER = "member"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role as people say it."""
        return self.value.replace("-", " ").capitalize()
