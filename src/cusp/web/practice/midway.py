"""Midway reviews: what a chair or reviewing officer checks between two meetings."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.refusals import CannotChange
from cusp.web.practice.models import Child, MidwayReview


@transaction.atomic
def record(
    child: Child,
    *,
    on: date,
    name: str,
    contact_with_child: bool,
    note: str,
    today: date,
    by: User | None,
) -> MidwayReview:
    """Record a midway review. Raises ``CannotChange``."""
    name = name.strip()[:200]
    if not name:
        raise CannotChange("Enter who held it", field="name")
    if on > today:
        raise CannotChange("The date must be today or in the past", field="on")
    row, new = MidwayReview.objects.get_or_create(
        child=child, on=on, name=name,
        defaults={
            "contact_with_child": contact_with_child,
            "note": note.strip(),
            "recorded_by_then": audit.by_whom(by)["by_then"],
        },
    )  # fmt: skip
    if not new:
        raise CannotChange("This midway review has already been recorded", field="on")
    audit.record_change(
        "recorded a midway review", by=by, about=f"child {child.ref}", on=on.isoformat()
    )
    return row
