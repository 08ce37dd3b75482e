"""The rows of the list of children, and of the file made from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from cusp.web.common.sorting import Sorting
from cusp.web.practice import teams
from cusp.web.practice.choices import Standing
from cusp.web.practice.filters import KINDS, any_overdue, matching_clocks
from cusp.web.practice.items import Item, items_of, urgency_in_sql
from cusp.web.practice.models import Case
from cusp.web.practice.reach import Reached

_AT_ONCE = 2_000
# What the list can be sorted by; the most urgent child comes first.
SORTS = ("urgency", "child", "team", "worker")
COLUMNS = (
    *("child", "team", "worker", "case", "drift", "what", "from", "due", "status", "days", "why"),
    *("reason", "agreed by", "new date"),
)


def in_order(cases: QuerySet[Case], sorting: Sorting, chosen: Mapping[str, str]) -> QuerySet[Case]:
    """The cases as sorted. With a clock or status chosen, urgency is that of what matches it."""
    cases = cases.annotate(urgent=_urgency(chosen))
    column = {"urgency": "urgent", "child": "child__child_id"}.get(sorting.by, sorting.by)
    # "Urgency" the usual way round has the highest number first.
    descends = sorting.descending != (sorting.by == "urgency")
    field = F(column)
    by = field.desc(nulls_last=True) if descends else field.asc(nulls_last=True)
    return cases.order_by(by, "pk")


def _urgency(chosen: Mapping[str, str]) -> Any:
    # Nearly every child has something in time, so these are sorted like the whole list.
    broad = "clock" not in chosen and chosen.get("status") in (None, Standing.IN_TIME)
    if broad or any_overdue(chosen):
        return F("urgency")
    how = F("days") if chosen.get("status") == Standing.DONE_LATE else urgency_in_sql()
    rows = (
        matching_clocks(chosen)
        .filter(child=OuterRef("child"))
        .annotate(how=how)
        .order_by(F("how").desc(nulls_last=True))
    )
    return Subquery(rows.values("how")[:1])


def rows_of(
    cases: Iterable[Case], reached: Reached, chosen: Mapping[str, str], *, on: date
) -> list[dict[str, Any]]:
    """A row for each child, with its most urgent item and how many more there are."""
    listed = list(cases)
    items = _items(listed, chosen, on=on, reasons=False)
    return [
        {
            "number": case.child.child_id,
            "address": case.child.get_absolute_url(),
            "item": items[case.child_id][0] if items[case.child_id] else None,
            "more": max(len(items[case.child_id]) - 1, 0),
            "team": teams.said(case.team),
            "team_address": teams.link_to(case.team, reached),
            "worker": case.worker,
            "kinds": kinds_of(case),
            "drift": case.drift,
        }
        for case in listed
    ]


def kinds_of(case: Case) -> list[str]:
    """What kinds of case a child has, such as "looked after"."""
    has = {
        "need": case.in_need and not (case.on_plan or case.in_care),
        "plan": case.on_plan,
        "care": case.in_care,
        "leaver": case.care_leaver,
    }
    return [label for kind, (_, label) in KINDS.items() if has[kind]]


def export_rows(
    cases: Iterable[Case], chosen: Mapping[str, str], *, on: date
) -> Iterator[dict[str, Any]]:
    """A row for each item that is still to do, and one for each child without any."""
    every = list(cases)
    items: dict[int, list[Item]] = {}
    for first in range(0, len(every), _AT_ONCE):
        items |= _items(every[first : first + _AT_ONCE], chosen, on=on, reasons=True)
    for case in every:
        about = {
            "child": case.child.child_id,
            "team": case.team,
            "worker": case.worker,
            "case": "; ".join(kinds_of(case)),
            "drift": "; ".join(case.drift),
        }
        for item in items[case.child_id] or (None,):
            yield dict.fromkeys(COLUMNS) | about | (_exported(item) if item else {})


def _items(
    cases: list[Case], chosen: Mapping[str, str], *, on: date, reasons: bool
) -> dict[int, list[Item]]:
    return items_of(
        [case.child_id for case in cases],
        on=on,
        clock=chosen.get("clock", ""),
        status=chosen.get("status", ""),
        reasons=reasons,
    )


def _exported(item: Item) -> dict[str, Any]:
    reason = item.reason
    return {
        "what": item.name,
        "from": item.start,
        "due": item.due,
        "status": item.status,
        "days": item.days,
        "why": item.why,
        "reason": reason.reason if reason else None,
        "agreed by": reason.agreed_by if reason else None,
        "new date": reason.new_date if reason else None,
    }
