"""The clock of assessments (T02), from list 4 and the referrals of list 3."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from cusp.oversight.events import events
from cusp.oversight.lists import List, Lists

_NO_REFERRAL = (
    "The clock runs from the referral, and no referral that led to this assessment is in the file."
)
_EARLIER_ASSESSMENT = (
    "The latest referral may belong to an earlier assessment, so this may run from either the "
    "referral or its own start."
)


def assessment_events(lists: Lists) -> list[ir.Table]:
    """Assessments: from the referral, to the day they were authorised.

    The referral is the child's latest on or before the start of the assessment, unless it ended
    without further action. If another assessment started in between, it may be that one's. Without
    a referral only lateness is certain, as the referral came no later than the assessment.
    """
    source = lists.get(4)
    if source is None:
        return []
    rows = _with_referral(source, lists.get(3))
    unclear = rows.referral.notnull() & (rows.previous >= rows.referral).fill_null(False)
    return [
        events(
            source,
            rows,
            "T02",
            rule="T02",
            start=ibis.coalesce(rows.referral, rows.assessment_start),
            done=rows.assessment_authorised,
            other_start=ibis.ifelse(unclear, rows.assessment_start, ibis.null("date")),
            doubt=ibis.ifelse(rows.referral.isnull(), _NO_REFERRAL, _EARLIER_ASSESSMENT),
            why=rows.lost,
            late_at_least=rows.referral.isnull(),
        )
    ]


def _with_referral(source: List, referrals: List | None) -> ir.Table:
    """Assessments with ``referral`` and ``previous``, the start of the child's one before."""
    rows = source.rows.mutate(
        lost=source.lost("child_id", "assessment_start", "assessment_authorised")
    )
    starts = source.rows.select(other_child="child_id", other_start="assessment_start")
    earlier = [rows.child_id == starts.other_child, starts.other_start < rows.assessment_start]
    previous = (
        rows.join(starts, earlier).group_by("row").agg(previous=lambda t: t.other_start.max())
    )
    rows = rows.left_join(previous, "row").drop("row_right")
    if source.has("own_referral"):  # the return says to which referral it belongs
        return rows.mutate(referral=rows.own_referral)
    if referrals is None:
        return rows.mutate(referral=ibis.null("date"))
    known = referrals.rows.filter(
        (referrals.rows.no_further_action != "yes").fill_null(True)
    ).select(referred_child="child_id", referral_date="referral_date")
    before = [rows.child_id == known.referred_child, known.referral_date <= rows.assessment_start]
    latest = rows.join(known, before).group_by("row").agg(referral=lambda t: t.referral_date.max())
    return rows.left_join(latest, "row").drop("row_right")
