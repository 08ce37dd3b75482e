"""People for the walk through an upgraded site."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from cusp.web.accounts import people
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role


def with_roles(*roles: Role) -> User:
    """A new person with roles and a second factor."""
    email = "new@wexcombe.example"
    known = User.objects.filter(email=email).first()
    if known:
        return known
    user = people.add(email=email, name="New Person", roles=roles, by=None)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user
