"""Permissions: the list, what each role allows, and the one place that decides.

Every view names the permission it needs with :func:`needs`. The guard refuses a view that names
none, so none can be forgotten.
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

    SEE_PUBLIC_RECORD = "see the public record of every authority"
    OWN_ACCOUNT = "change their own password and second factor"
    ADD_REPORTS = "add inspection reports and published measures"
    CORRECT_LINKS = "confirm or correct what was carried over"
    MANAGE_PEOPLE = "give people accounts and roles"
    READ_LOG = "read the log of changes and views"


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
    """Whether a person is allowed something; somebody not signed in has no roles."""
    if permission in EVERYONE:
        return True
    if not user.is_authenticated:
        return False
    if permission in SIGNED_IN:
        return True
    return any(permission in OF_ROLE[role] for role in user.roles)


def needs(permission: Permission) -> Callable[[Place], Place]:
    """Marks a view with the permission it needs, which the guard enforces."""

    def mark(view: Place) -> Place:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark
