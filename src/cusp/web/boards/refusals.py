"""Why a change of a board was not made."""

from __future__ import annotations

from cusp.meetings import Missing
from cusp.web.common.refusals import CannotChange, ChangedMeanwhile

__all__ = ["CannotChange", "ChangedMeanwhile", "Doubtful", "NotReady"]


class Doubtful(CannotChange):
    """The day of a meeting may be a mistake. Nothing was saved; it can be confirmed."""

    def __init__(self, doubts: tuple[str, ...]) -> None:
        super().__init__(f"{' '.join(doubts)} Check the date, or confirm it.", field="date")
        self.doubts = doubts


class NotReady(CannotChange):
    """An agenda cannot be published yet; ``missing`` says what it lacks."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        said = ". ".join(one.what for one in missing)
        super().__init__(f"The agenda cannot be published yet. {said}.")
        self.missing = missing
