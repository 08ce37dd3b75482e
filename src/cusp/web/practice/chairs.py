"""Who chairs a child's conferences or reviews, when it is changed by hand for one child."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.refusals import CannotChange
from cusp.web.practice.choices import ChairRole
from cusp.web.practice.models import Chairing, Child
from cusp.web.practice.reach import in_role


def chair_of(child: Child, role: ChairRole, *, on: date) -> Chairing | None:
    """Who has this role for a child on a day; the one who began last if there are several."""
    there = child.chairings.filter(in_role(on), role=role)
    return max(there, key=lambda one: (one.since or date.min, one.pk), default=None)


@transaction.atomic
def assign(
    child: Child,
    *,
    role: ChairRole,
    name: str,
    since: date,
    seen: int | None,
    by: User,
) -> Chairing:
    """Give a child a chair or reviewing officer from a day on; whoever had the role ends before.

    ``seen`` is the number of the row of :func:`chair_of` that the person saw, or None. Raises
    ``CannotChange``.
    """
    name = " ".join(name.split())
    if not name:
        raise CannotChange("Enter the name of the chair or reviewing officer", field="name")
    Child.objects.select_for_update().get(pk=child.pk)
    now = chair_of(child, role, on=since)
    if (now.pk if now else None) != seen:
        who = f"It is now {now.name}." if now else "There is none now."
        raise CannotChange(
            f"Somebody else has changed the {role.label.lower()} since you opened this page. {who} "
            "Check it and save again."
        )
    if now and now.name == name:
        return now
    if now and (now.since or date.min) >= since:
        now.delete()  # it would end before it begins
    elif now:
        now.until = since - timedelta(days=1)
        now.save(update_fields=["until"])
    made = Chairing.objects.create(child=child, role=role, name=name, since=since)
    audit.record_change(
        f"assigned a {role.label.lower()}", by=by, about=f"child {child.ref}",
        before=now.name if now else "", now=name, since=since.isoformat(),
    )  # fmt: skip
    return made
