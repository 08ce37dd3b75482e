"""Who may do what: the permissions, and which roles have them.

Every view states the permission it needs with :func:`needs`. The guard refuses a view that does
not, so no page can be left unprotected by mistake.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

Place = TypeVar("Place", bound=Callable[..., Any])


class Permission(Enum):
    """Something a person can be allowed to do."""

    SEE_PUBLIC_RECORD = "see the public record of every council"
    OWN_ACCOUNT = "change their own password and two-factor authentication"
    ADD_REPORTS = "add inspection reports and published measures"
    CORRECT_LINKS = "confirm or correct which areas for improvement were carried over"
    SEE_PLAN = "see the improvement plan"
    WRITE_PLAN = "write the improvement plan"
    UPDATE_ACTIONS = "update the actions they lead"
    CHALLENGE_PLAN = "challenge the improvement plan"
    SEE_BOARDS = "see public boards and their public meetings"
    WRITE_BOARDS = "run boards: meetings, agendas, papers and minutes"
    SEE_MEMBERS_PAPERS = "see exempt and confidential papers of the boards they are on"
    SEE_CHILDREN = "see the children that their own work or team reaches"
    LOAD_RETURNS = "load returns and lists of the whole service"
    SET_REACH = "decide which children people see"
    SET_PAPER_TEMPLATE = "choose the Word template for papers"
    MANAGE_PEOPLE = "add people and change their roles"
    READ_LOG = "see the log of changes and views"


EVERYONE = frozenset({Permission.SEE_PUBLIC_RECORD, Permission.SEE_BOARDS})
SIGNED_IN = frozenset({Permission.OWN_ACCOUNT})
OF_ROLE: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: frozenset(
        {
            Permission.ADD_REPORTS,
            Permission.CORRECT_LINKS,
            Permission.SEE_PLAN,
            Permission.WRITE_PLAN,
            Permission.UPDATE_ACTIONS,
            Permission.CHALLENGE_PLAN,
            Permission.WRITE_BOARDS,
            Permission.SEE_MEMBERS_PAPERS,
        }
    ),
    Role.ACTION_OWNER: frozenset({Permission.SEE_PLAN, Permission.UPDATE_ACTIONS}),
    Role.PRACTICE: frozenset({Permission.SEE_CHILDREN, Permission.LOAD_RETURNS}),
    Role.MEMBER: frozenset(
        {Permission.SEE_PLAN, Permission.CHALLENGE_PLAN, Permission.SEE_MEMBERS_PAPERS}
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.MANAGE_PEOPLE,
            Permission.READ_LOG,
            Permission.SET_PAPER_TEMPLATE,
            Permission.SET_REACH,
        }
    ),
}
# A permission that only reaches what a person leads, and the one that reaches everything.
LEADS_ONLY: dict[Permission, Permission] = {Permission.UPDATE_ACTIONS: Permission.WRITE_PLAN}


def allowed(user: User | AnonymousUser, permission: Permission) -> bool:
    """Whether a person may do something; someone not signed in counts as having no role."""
    if permission in EVERYONE:
        return True
    if not user.is_authenticated:
        return False
    if permission in SIGNED_IN:
        return True
    return any(permission in OF_ROLE[role] for role in user.roles)


def allowed_on(user: User | AnonymousUser, permission: Permission, *, leader: User | None) -> bool:
    """Whether a person may do something to a thing that ``leader`` leads."""
    if not allowed(user, permission):
        return False
    everything = LEADS_ONLY.get(permission)
    return everything is None or allowed(user, everything) or user == leader


def needs(permission: Permission) -> Callable[[Place], Place]:
    """Mark a view with the permission it needs, which the guard checks."""

    def mark(view: Place) -> Place:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark
