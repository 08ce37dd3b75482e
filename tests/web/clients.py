"""Browsers in which somebody is signed in."""

from allauth.mfa.models import Authenticator
from django.test import Client

from cusp.web.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(user: User | None) -> Client:
    """A browser in which a person is signed in; without a person, nobody is."""
    client = Client()
    if user:
        client.force_login(user, backend=BACKEND)
    return client


def with_second_factor(user: User) -> Client:
    """The same for somebody whose role may require a second factor."""
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}}
    )
    return signed_in(user)
