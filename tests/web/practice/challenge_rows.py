"""Children, people and challenges as rows, without loading a return."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.practice import challenges
from cusp.web.practice.challenges import To, When
from cusp.web.practice.choices import Effect, Stage, Theme
from cusp.web.practice.models import Case, Chairing, Challenge, Child, Reach
from tests.web.practice.conftest import NORTH, SOUTH

TODAY = date(2026, 11, 30)
RAISED = date(2026, 10, 5)


def child_in(
    team: str = NORTH, number: str = "9212044", *, chair: str = "", role: str = ""
) -> Child:
    """A child of a team, with a chair or reviewing officer."""
    child = Child.objects.create(child_id=number)
    Case.objects.create(child=child, team=team, in_care=role == "reviewing officer")
    if chair:
        Chairing.objects.create(child=child, role=role or "reviewing officer", name=chair)
    return child


def sees(person: Callable[..., User], email: str, **reach: object) -> User:
    """Somebody with the role, who sees what is given."""
    user = person(Role.PRACTICE, email=f"{email}@wexcombe.example")
    Reach.objects.create(user=user, **reach)
    return user


def when(by: User, on: date = RAISED) -> When:
    return When(on=on, today=max(on, TODAY), by=by)


def raised(
    child: Child, by: User, *, to: To | None = None, on: date = RAISED, theme: Theme = Theme.DRIFT
) -> Challenge:
    """A challenge, informal and to a team manager unless told otherwise."""
    put = to or To(Stage.INFORMAL, 1, name="Asha Bell")
    words = "The permanence plan was to be settled at the second review and is not."
    return challenges.raise_challenge(child, theme=theme, concern=words, to=put, when=when(by, on))


def ended(challenge: Challenge, by: User, effect: Effect, *, on: date = TODAY) -> Challenge:
    """The challenge, answered and closed with an effect."""
    row = challenges.answer(
        challenge, "The plan is agreed.", when=when(by, on), seen_version=challenge.row_version
    )
    return challenges.close(
        row, "", when=when(by, on), seen_version=row.row_version, effect=effect,
        effect_text="The child moved to her long-term foster home.",
    )  # fmt: skip


__all__ = ["NORTH", "RAISED", "SOUTH", "TODAY", "child_in", "ended", "raised", "sees", "when"]
