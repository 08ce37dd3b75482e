"""The council whose inspections and response its boards' papers are about."""

from __future__ import annotations

from cusp.web.boards.living.laying_out import NotMade
from cusp.web.record.archive.home_council import home_council
from cusp.web.record.models import Authority, Inspection
from cusp.web.response.plans import current_plan


def council() -> Authority:
    """The council of this installation or, if it is not set, of the plan. Raises ``NotMade``."""
    home = home_council()
    if home:
        return Authority.objects.get(slug=home.slug)
    plan = current_plan()
    if plan:
        return plan.inspection.authority
    raise NotMade(
        "Cusp does not know which council it belongs to. Ask an administrator to set the council."
    )


def read_inspections() -> list[Inspection]:
    """The council's inspections whose reports are in the record, oldest first."""
    rows = Inspection.objects.filter(authority=council(), document__isnull=False)
    rows = rows.select_related("authority", "document").prefetch_related("judgements")
    return list(rows.order_by("start"))
