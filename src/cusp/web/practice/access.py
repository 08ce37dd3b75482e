"""Deciding which children somebody sees. What that means for a row is in ``reach``."""

from __future__ import annotations

import msgspec
from django.db import transaction

from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.common.refusals import CannotChange
from cusp.web.common.saving import fields_now, save_fields
from cusp.web.practice.models import Case, Chairing, Reach


class ReachFields(msgspec.Struct, frozen=True):
    """Which children somebody sees."""

    whole_service: bool = False
    teams: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def people() -> list[User]:
    """Everybody with the role "practice" whose account is open."""
    with_role = User.objects.filter(is_active=True, grants__role=Role.PRACTICE.value)
    return list(with_role.select_related("reach").order_by("name", "email"))


def stored_for(person: User) -> ReachFields:
    """What is stored for a person."""
    row = getattr(person, "reach", None)
    return fields_now(row, ReachFields) if row else ReachFields()


def version_for(person: User) -> int:
    """The version of what is stored; 0 if nothing is."""
    row = getattr(person, "reach", None)
    return row.row_version if row else 0


@transaction.atomic
def change(person: User, fields: ReachFields, *, seen_version: int, by: User) -> None:
    """Decide which children a person sees. Raises ``CannotChange``."""
    if not person.grants.filter(role=Role.PRACTICE.value).exists():
        raise CannotChange(f"{person} no longer has the role “Practice”.")
    Reach.objects.get_or_create(user=person, defaults={"row_version": 0})
    row = Reach.objects.select_for_update().get(user=person)
    before = fields_now(row, ReachFields)
    if save_fields(row, fields, seen_version=seen_version):
        audit.record_change(
            "changed which children somebody sees", by=by, about=person.email,
            before=msgspec.to_builtins(before), now=msgspec.to_builtins(fields),
        )  # fmt: skip


def teams() -> list[str]:
    """The teams of the newest return."""
    found = Case.objects.exclude(team="").values_list("team", flat=True)
    return list(found.distinct().order_by("team"))


def chairs() -> list[str]:
    """The names in the list of chairs and reviewing officers."""
    return list(Chairing.objects.values_list("name", flat=True).distinct().order_by("name"))
