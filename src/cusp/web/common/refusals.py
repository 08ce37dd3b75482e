"""Why a change was not made."""

from __future__ import annotations

from typing import Any


class CannotChange(ValueError):
    """A change that was not made; the message says why and what to do.

    ``field`` is the field that it is about, if it is about one.
    """

    def __init__(self, why: str, *, field: str = "") -> None:
        super().__init__(why)
        self.field = field


class ChangedMeanwhile(CannotChange):
    """Somebody else saved the same thing after this person opened it.

    Nothing was saved. ``theirs`` is what is stored now and ``yours`` is what was to be saved, so
    that the person can choose; ``version`` is the version to send with the choice.
    """

    def __init__(self, *, theirs: Any, yours: Any, version: int) -> None:
        super().__init__(
            "Someone else has saved changes since you opened this page. "
            "Check both versions, then save again."
        )
        self.theirs, self.yours, self.version = theirs, yours, version
