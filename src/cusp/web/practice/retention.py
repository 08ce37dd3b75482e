"""When returns are deleted: at the end of their time, or earlier because somebody asked for it."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cusp.calendar import add_months
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.refusals import CannotChange, ChangedMeanwhile
from cusp.web.common.wording import say_date
from cusp.web.practice import sharing, snapshots
from cusp.web.practice.models import ClockCount, Figure, Snapshot
from cusp.web.practice.one_at_a_time import AlreadyRunning, alone

if TYPE_CHECKING:
    from cusp.web.background.status import Status

# A deletion that failed is tried again after so many seconds.
AGAIN_AFTER = 600.0
LONGEST_YEARS = 10
_not_before: dict[int, float] = {}


def check(retain_until: date, *, as_at: date, today: date, field: str) -> None:
    """Raise ``CannotChange`` if a return cannot be kept until this day."""
    if retain_until <= today:
        raise CannotChange("The date to keep it until must be in the future", field=field)
    if retain_until > add_months(max(as_at, today), 12 * LONGEST_YEARS):
        raise CannotChange(
            f"The date to keep it until must be within {LONGEST_YEARS} years", field=field
        )


@transaction.atomic
def change(
    snapshot: Snapshot,
    retain_until: date,
    *,
    why: str,
    seen_version: int,
    today: date,
    by: User,
) -> None:
    """Change the day on which a return is deleted. Raises ``CannotChange``."""
    row = Snapshot.objects.select_for_update().get(pk=snapshot.pk)
    _check_held(row)
    check(retain_until, as_at=row.as_at, today=today, field="retain_until")
    if row.retain_until == retain_until:
        return
    if row.row_version != seen_version:
        mine = Snapshot(retain_until=retain_until)
        raise ChangedMeanwhile(theirs=row, yours=mine, version=row.row_version)
    before, row.retain_until = row.retain_until, retain_until
    row.row_version += 1
    row.save(update_fields=["retain_until", "row_version"])
    audit.record_change(
        "changed how long a return is kept", by=by, about=str(row), why=why,
        before=before.isoformat(), now=retain_until.isoformat(),
    )  # fmt: skip


@transaction.atomic
def ask_to_delete(
    snapshot: Snapshot, *, why: str, at: datetime, by: User, wrong: bool = False
) -> None:
    """Have the worker delete a return now. Raises ``CannotChange``.

    If the return was ``wrong``, its counts go too, from trends, the plan and what boards see.
    """
    row = Snapshot.objects.select_for_update().get(pk=snapshot.pk)
    _check_held(row)
    row.deletion_asked_at, row.deletion_asked_by, row.deletion_why = at, by, why
    row.deletion_failed = ""
    row.save()
    _not_before.pop(row.pk, None)
    if wrong:
        Figure.objects.filter(snapshot=row).delete()
        ClockCount.objects.filter(snapshot=row).delete()
        sharing.withdraw(row.as_at, on=timezone.localdate(at), by=by)
    audit.record_change("asked to delete a return", by=by, about=str(row), why=why, wrong=wrong)


def _check_held(row: Snapshot) -> None:
    if row.deleted_at:
        raise CannotChange("This return has already been deleted.")
    if row.deletion_asked_at:
        raise CannotChange("This return is being deleted.")


def due(today: date) -> list[Snapshot]:
    """The returns to be deleted now."""
    asked = Q(retain_until__lt=today) | Q(deletion_asked_at__isnull=False)
    held = Snapshot.objects.filter(asked, deleted_at=None)
    return list(held.select_related("deletion_asked_by").order_by("as_at", "pk"))


def delete_next(status: Status) -> bool:
    """Delete the next return whose time is up; False if there is none."""
    for row in due(timezone.localdate()):
        if _not_before.get(row.pk, 0.0) > time.monotonic():
            continue
        status.doing("Deleting a return")
        try:
            with alone():
                _delete(row)
        except AlreadyRunning:
            return False
        return True
    return False


def _delete(row: Snapshot) -> None:
    asked = row.deletion_asked_at is not None
    why = row.deletion_why if asked else f"It was to be kept until {say_date(row.retain_until)}."
    by: User | str = (row.deletion_asked_by or audit.CUSP) if asked else audit.CUSP
    try:
        snapshots.delete(row, why=why, at=timezone.now(), by=by)
    except CannotChange as refused:
        Snapshot.objects.filter(pk=row.pk).update(deletion_failed=str(refused)[:500])
        _not_before[row.pk] = time.monotonic() + AGAIN_AFTER
    else:
        if row.deletion_failed:
            Snapshot.objects.filter(pk=row.pk).update(deletion_failed="")
