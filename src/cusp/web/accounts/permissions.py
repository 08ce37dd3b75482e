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
    MANAGE_PEOPLE = "add people and change their roles"
    READ_LOG = "see the log of changes and views"


EVERYONE = frozenset({Permission.SEE_PUBLIC_RECORD})
SIGNED_IN = frozenset({Permission.OWN_ACCOUNT})
OF_ROLE: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: frozenset({Permission.ADD_REPORTS, Permission.CORRECT_LINKS}),
    Role.ACTION_OWNER: frozenset(),
    Role.PRACTICE: frozenset(),
    Role.MEMBER: frozenset(),
    Role.ADMINISTRATOR: frozenset({Permission.MANAGE_PEOPLE, Permission.READ_LOG}),
}


def allowed(user: User | AnonymousUser, permission: Permission) -> bool:
    """Whether a person may do something; someone not signed in counts as having no role."""
    if permission in EVERYONE:
        return True
    if not user.is_authenticated:
        return False
    if permission in SIGNED_IN:
        return True
    return any(permission in OF_ROLE[role] for role in user.roles)


def needs(permission: Permission) -> Callable[[Place], Place]:
    """Mark a view with the permission it needs, which the guard checks."""

    def mark(view: Place) -> Place:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark
