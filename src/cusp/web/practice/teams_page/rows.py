"""What the page of a team shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.http import urlencode

from cusp.oversight.children import DRIFT
from cusp.oversight.statuses import LATEST_ONLY
from cusp.web.practice import measure_words
from cusp.web.practice.choices import Standing
from cusp.web.practice.filters import NOBODY
from cusp.web.practice.items import urgency_in_sql, with_reasons
from cusp.web.practice.models import Clock, Figure, Snapshot
from cusp.web.practice.reach import Reached, clocks_for, open_cases_for
from cusp.wording import counted

# Longer lists are on the page of children, in pages.
MOST = 50


class Found(msgspec.Struct, frozen=True):
    """A team's children, and the items that are overdue or due soon, up to ``MOST`` of each."""

    children: int
    late: int
    drift: tuple[tuple[str, int], ...]
    workers: list[dict[str, Any]]
    numbers: Mapping[str, int]
    overdue: list[dict[str, Any]]
    due_soon: list[dict[str, Any]]

    @property
    def undetermined(self) -> int:
        """How many items cannot be determined."""
        return self.numbers.get(Standing.UNDETERMINED, 0)


def of_team(team: str, reached: Reached, *, on: date) -> Found:
    """What is overdue and due soon for a team's children."""
    cases = list(
        open_cases_for(reached, on=on)
        .filter(team=team)
        .order_by()
        .values_list("worker", "urgency", "drift")
    )
    kinds = Counter(kind for _, _, drift in cases for kind in drift)
    clocks = clocks_for(reached, on=on).filter(team=team).order_by()
    over = Count("pk", filter=Q(status=Standing.UNDETERMINED, why=LATEST_ONLY))
    counts = clocks.values_list("status").annotate(number=Count("pk"), over=over)
    listed = _listed(clocks, on=on)
    return Found(
        children=len(cases),
        late=sum(_is_late(urgency) for _, urgency, _ in cases),
        drift=tuple((kind, kinds[kind]) for kind in DRIFT),
        workers=_workers(team, cases),
        numbers={status: number - over for status, number, over in counts},
        overdue=[row for row in listed if row["item"].status == Standing.OVERDUE],
        due_soon=[row for row in listed if row["item"].status == Standing.DUE_SOON],
    )


def answer(found: Found) -> str:
    """The heading: how many of the team's children have something overdue."""
    if not found.children:
        return "This team has no open cases in the return"
    every = counted(found.children, "child", "children")
    if not found.late:
        return f"Nothing is known to be overdue for {every}"
    return f"{found.late:,} of {every} {'has' if found.late == 1 else 'have'} something overdue"


def lists(team: str, found: Found) -> list[dict[str, Any]]:
    """The two lists of items: how many there are, those that are shown, and where the rest is."""
    late, soon = Standing.OVERDUE, Standing.DUE_SOON
    return [
        {
            "id": "overdue", "title": "Overdue", "order": "longest first", "rows": found.overdue,
            "every": found.numbers.get(late, 0), "address": children_address(team, status=late),
            "reasons": True, "none": "Nothing is known to be overdue.",
        },
        {
            "id": "due-soon", "title": "Due within 14 days of the return",
            "order": "earliest first", "rows": found.due_soon, "every": found.numbers.get(soon, 0),
            "address": children_address(team, status=soon), "reasons": False,
            "none": "Nothing is due within 14 days of the return.",
        },
    ]  # fmt: skip


def children_address(team: str, **filters: str) -> str:
    """The list of the team's children with these filters."""
    chosen = {"team": team or NOBODY} | {name: str(value) for name, value in filters.items()}
    return f"{reverse('practice-children')}?{urlencode(chosen)}"


def measures(team: str, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Measures of the team that have a value, beside those of the service."""
    codes = measure_words.DEFINED
    rows = Figure.objects.filter(snapshot=snapshot, code__in=codes, by__in=("", "team"))
    found = {
        (row.by, row.code): row
        for row in rows.filter(group__in=("", team[:200]))
        if row.group == (team[:200] if row.by else "")
    }
    return [
        {
            "title": measure_words.title(code),
            "address": reverse("practice-measure", args=[code]),
            "better": measure_words.better(code),
            "team": measure_words.shown(found["team", code]),
            "service": measure_words.shown(found.get(("", code))),
        }
        for code in codes
        if ("team", code) in found and found["team", code].value is not None
    ]


def _is_late(urgency: int | None) -> bool:
    return urgency is not None and urgency > 0


def _workers(team: str, cases: Iterable[tuple[str, int | None, list[str]]]) -> list[dict[str, Any]]:
    """The team's workers, by name, with their children and what is overdue. No order of merit."""
    rows: dict[str, dict[str, Any]] = {}
    for name, urgency, drift in cases:
        address = children_address(team, worker=name or NOBODY)
        new = {"name": name, "address": address, "children": 0, "late": 0, "drifting": 0}
        row = rows.setdefault(name, new)
        row["children"] += 1
        row["late"] += _is_late(urgency)
        row["drifting"] += bool(drift)
    return sorted(rows.values(), key=lambda row: (not row["name"], row["name"]))


def _listed(clocks: QuerySet[Clock], *, on: date) -> list[dict[str, Any]]:
    """The most urgent items of each kind, in one query."""
    order = (urgency_in_sql().desc(), F("pk").asc())
    place = Window(RowNumber(), partition_by="status", order_by=order)
    shown = clocks.filter(status__in=(Standing.OVERDUE, Standing.DUE_SOON))
    shown = shown.annotate(place=place).filter(place__lte=MOST).order_by("place")
    rows = list(shown.select_related("child"))
    return [
        {
            "number": row.child.child_id,
            "address": row.child.get_absolute_url(),
            "item": item,
        }
        for row, item in zip(rows, with_reasons(rows, on=on), strict=True)
    ]
