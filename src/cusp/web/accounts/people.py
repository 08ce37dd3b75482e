"""Changes to people's accounts and roles. Each function makes one change and logs it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from cusp.web.accounts import audit, lockout
from cusp.web.accounts.models import RoleGrant, User
from cusp.web.accounts.roles import Role

_links = PasswordResetTokenGenerator()
# Other chapters add functions that say in a sentence what a person leads, or return an empty text.
LEADING: list[Callable[[User], str]] = []


class CannotChange(ValueError):
    """A change that was not made; the message says why and what to do."""


def me(request: HttpRequest) -> User:
    """The person who is signed in."""
    assert request.user.is_authenticated  # the guard requires signing in
    return request.user


def add(
    *, email: str, name: str, roles: Collection[Role], by: User | None, password: str | None = None
) -> User:
    """Add a person; without a password they need a link to create one before they sign in.

    Raises :class:`CannotChange`.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, name=name, password=password)
            _grant(user, roles)
            audit.record_change("person added", by=by, about=user.email, roles=_words(roles))
    except IntegrityError:
        raise CannotChange(
            f"{email.strip().lower()} already has an account. Change that account instead."
        ) from None
    return user


@transaction.atomic
def change_roles(*, person: User, roles: Collection[Role], by: User | None) -> None:
    """Set exactly these roles for a person. Raises :class:`CannotChange`."""
    before = {Role(grant.role) for grant in person.grants.all()}
    if before == set(roles):
        return
    if Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(person)
    person.grants.exclude(role__in=[role.value for role in roles]).delete()
    _grant(person, set(roles) - before)
    audit.record_change(
        "roles changed", by=by, about=person.email, before=_words(before), now=_words(roles)
    )


@transaction.atomic
def close(*, person: User, by: User | None) -> None:
    """Close an account and sign its owner out everywhere. Raises :class:`CannotChange`."""
    _keep_an_administrator(person)
    person.is_active = False
    if not person.has_usable_password():
        person.set_unusable_password()  # a new one, so that any unused link stops working for good
    person.save(update_fields=["is_active", "password"])
    audit.record_change("account closed", by=by, about=person.email)


def leads(person: User) -> str:
    """What a person leads, for whoever closes their account; empty if nothing."""
    return " ".join(filter(None, (said(person) for said in LEADING)))


@transaction.atomic
def reopen(*, person: User, by: User | None) -> None:
    """Reopen a closed account with the roles it had."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record_change("account reopened", by=by, about=person.email)


@transaction.atomic
def unlock(*, person: User, by: User | None) -> None:
    """Unlock a locked account immediately."""
    lockout.unlock(person)
    audit.record_change("account unlocked", by=by, about=person.email)


@transaction.atomic
def new_link(*, person: User, by: User | None) -> tuple[str, str]:
    """The two parts of a link to set a password, which works once and lasts 3 days.

    The current password, earlier links and any link to the council's directory stop working.
    Raises :class:`CannotChange`.
    """
    if not person.is_active:
        raise CannotChange("This account is closed. Reopen it first.")
    person.set_unusable_password()
    person.save(update_fields=["password"])
    SocialAccount.objects.filter(user=person).delete()
    audit.record_change("sign-in link made", by=by, about=person.email)
    return urlsafe_base64_encode(force_bytes(person.pk)), _links.make_token(person)


def of_link(number: str, token: str) -> User | None:
    """The person whose link this is; None if it has been used, has expired or is not a link."""
    try:
        pk = int(force_str(urlsafe_base64_decode(number)))
        person = User.objects.get(pk=pk, is_active=True)
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    return person if _links.check_token(person, token) else None


@transaction.atomic
def set_password(*, number: str, token: str, password: str) -> User:
    """Set the password that a person chose with their link, and unlock their account.

    If a link is used twice at once, the second use is refused. Raises :class:`CannotChange`.
    """
    found = of_link(number, token)
    if found:  # the row is locked before the link is checked again
        User.objects.select_for_update().get(pk=found.pk)
    person = of_link(number, token)
    if person is None:
        raise CannotChange("This link has been used or has expired.")
    person.set_password(password)
    person.save(update_fields=["password"])
    lockout.unlock(person)
    audit.record_change("password set", by=person, about=person.email)
    return person


@transaction.atomic
def forget_second_factor(*, person: User, by: User | None) -> None:
    """Remove a person's second factor; if their role requires one, they set up a new one."""
    Authenticator.objects.filter(user=person).delete()
    audit.record_change("second factor removed by an administrator", by=by, about=person.email)


def _grant(user: User, roles: Collection[Role]) -> None:
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role.value) for role in roles])


def _words(roles: Collection[Role]) -> list[str]:
    return sorted(role.value for role in roles)


def _keep_an_administrator(person: User) -> None:
    # Rows are locked in a fixed order, so two administrators cannot remove each other at once.
    grants = RoleGrant.objects.select_for_update().filter(
        role=Role.ADMINISTRATOR.value, user__is_active=True
    )
    holders = [grant.user_id for grant in grants.order_by("pk")]
    if holders == [person.pk]:
        raise CannotChange(
            f"{person} is the only administrator. Make someone else an administrator first."
        )
