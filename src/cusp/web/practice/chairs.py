"""Who chairs a child's conferences, and who reviews its care."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.refusals import CannotChange, ChangedMeanwhile
from cusp.web.practice.choices import ChairRole
from cusp.web.practice.models import Chairing, Child


def current(child: Child, role: str, *, on: date) -> Chairing | None:
    """Who has the role on a day; the latest if the list has several."""
    within = Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gte=on)
    return child.chairings.filter(*within, role=role).order_by("since", "pk").last()


@transaction.atomic
def assign(
    child: Child,
    role: str,
    name: str,
    since: date,
    by: User | None,
    *,
    seen_version: int | None = None,
) -> Chairing:
    """Give a child a chair or reviewing officer from a day; the one before ends the day before.

    ``seen_version`` is the id of the row that the person saw, 0 for none. Raises ``CannotChange``.
    """
    name = " ".join(name.split())[:200]
    if not name:
        raise CannotChange("Enter a name", field="name")
    Child.objects.select_for_update().get(pk=child.pk)
    now = current(child, role, on=since)
    if seen_version is not None and seen_version != (now.pk if now else 0):
        theirs, yours = Chairing(name=now.name if now else ""), Chairing(name=name)
        raise ChangedMeanwhile(theirs=theirs, yours=yours, version=now.pk if now else 0)
    if now and now.name == name:
        return now
    if child.chairings.filter(role=role, since__gte=since).exists():
        raise CannotChange(
            "Somebody else has this role from that day or a later one. Choose a later day",
            field="since",
        )
    if now:
        now.until = since - timedelta(days=1)
        now.save(update_fields=["until"])
    row = Chairing.objects.create(child=child, role=role, name=name, since=since)
    audit.record_change(
        "changed the chair of a child", by=by, about=f"child {child.ref}",
        role=ChairRole(role).label, name=name, since=since.isoformat(),
    )  # fmt: skip
    return row
