"""Challenges on the plans of children, raised and closed as people do it."""

from __future__ import annotations

from datetime import date

from cusp.web.accounts.models import User
from cusp.web.practice import challenges
from cusp.web.practice.challenges import To, When
from cusp.web.practice.choices import Effect, Stage, Theme
from cusp.web.practice.models import Challenge, Child
from tests.web.practice.rows import NORTH, chaired, child

TODAY = date(2026, 11, 30)
RAISED = date(2026, 10, 5)


def child_in(
    team: str = NORTH, number: str = "9212044", *, chair: str = "", role: str = ""
) -> Child:
    """A child of a team, with a chair or reviewing officer."""
    row = child(number, team=team, in_care=role == "reviewing officer")
    if chair:
        chaired(row.case, chair, role or "reviewing officer")
    return row


def when(by: User, on: date = RAISED) -> When:
    return When(on=on, today=max(on, TODAY), by=by)


def raised(
    of: Child, by: User, *, to: To | None = None, on: date = RAISED, theme: Theme = Theme.DRIFT
) -> Challenge:
    """A challenge, informal and to a team manager unless told otherwise."""
    put = to or To(Stage.INFORMAL, 1, name="Asha Bell")
    words = "The permanence plan was to be settled at the second review and is not."
    return challenges.raise_challenge(of, theme=theme, concern=words, to=put, when=when(by, on))


def ended(challenge: Challenge, by: User, effect: Effect, *, on: date = TODAY) -> Challenge:
    """The challenge, answered and closed with an effect."""
    row = challenges.answer(
        challenge, "The plan is agreed.", when=when(by, on), seen_version=challenge.row_version
    )
    return challenges.close(
        row, "", when=when(by, on), seen_version=row.row_version, effect=effect,
        effect_text="The child moved to her long-term foster home.",
    )  # fmt: skip
