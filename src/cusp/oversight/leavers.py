"""The clock of pathway plan reviews (T35), from list 9."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from cusp.oversight.events import because, events
from cusp.oversight.lists import Lists

_NO_REVIEW = (
    "No review of the pathway plan is recorded, and the list does not say when it was made."
)
_ELIGIBILITY = "The eligibility of the care leaver is not recorded."


def leaver_events(lists: Lists) -> list[ir.Table]:
    """Pathway plans of relevant and former relevant children: reviewed in time or not."""
    source = lists.get(9)
    if source is None:
        return []
    rows = source.rows.mutate(lost=source.lost("eligibility", "pathway_plan_review"))
    rows = rows.filter((rows.eligibility != "qualifying").fill_null(True))
    return [
        events(
            source,
            rows,
            "T35",
            rule="T35",
            start=rows.pathway_plan_review,
            why=ibis.coalesce(
                rows.lost,
                because(rows.eligibility.isnull(), _ELIGIBILITY),
                because(rows.pathway_plan_review.isnull(), _NO_REVIEW),
            ),
        )
    ]
