"""What needs a decision, in groups, with what matters most to children first.

``cusp.plans.needs_decision`` finds the exceptions. Only areas for improvement that are not in the
plan are found here, because the record of a plan cannot show them.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from django.urls import reverse

from cusp.plans import days_late, needs_decision, record
from cusp.plans.exceptions import Kind, NeedsDecision
from cusp.web.record.choices import PassageKind
from cusp.web.record.models import Passage
from cusp.web.response.addresses import (
    action_address,
    area_address,
    measure_address,
    new_measure_address,
)
from cusp.web.response.choices import WordsKind
from cusp.web.response.models import Plan

NOT_IN_PLAN = "not-in-plan"
RE_DATED_LATE = "late-when-re-dated"
# The code of each group, its heading, and the exceptions in it.
GROUPS: tuple[tuple[str, str, tuple[Kind, ...]], ...] = (
    ("late", "Late", ("late",)),
    (RE_DATED_LATE, "Already late when the date was changed", ()),
    ("re-dated", "Date changed more than once", ("re-dated more than once",)),
    (NOT_IN_PLAN, "Areas for improvement that are not in the plan", ()),
    ("no-actions", "Areas without actions", ("no actions",)),
    ("raised-before", "Raised at an earlier inspection", ("raised before",)),
    ("no-lead", "No lead", ("no lead",)),
    ("lead-not-a-person", "Lead may not be one person", ("lead is not a person",)),
    ("no-date", "No due date", ("no date",)),
    ("no-update", "No recent update", ("no update",)),
    ("questions", "Questions without an answer", ("question open",)),
    ("no-outcome", "Areas without an outcome for children", ("no outcome",)),
    ("no-measure", "Areas without a measure", ("no measure",)),
    (
        "measures",
        "Measures that are getting worse or missed their target",
        ("moving the wrong way", "target missed"),
    ),
    ("not-measured", "Impact that has not been measured", ("only asserted",)),
    ("contradicted", "Ratings that do not match the dates or evidence", ("rating contradicted",)),
    ("old-ratings", "Ratings that are out of date", ("rating stale",)),
    ("late-by-first-date", "Late by the first date only", ("late by first date",)),
    (
        "doubts",
        "Entries to check",
        ("doubtful date", "measure in doubt", "key in doubt", "id in doubt"),
    ),
)


class Item(msgspec.Struct, frozen=True):
    """One thing that needs a decision: what it is, where it is, and why."""

    id: str
    name: str
    address: str
    sentences: tuple[str, ...]
    lead: str = ""
    priority: str = ""
    # Where an area that has no measure gets one.
    add_measure: str = ""


class Group(msgspec.Struct, frozen=True):
    """Things that need the same kind of decision."""

    code: str
    title: str
    items: tuple[Item, ...]


def groups(plan: record.Plan, missing: Iterable[Item] = ()) -> list[Group]:
    """The groups that have something in them, in order; ``missing`` are areas not in the plan."""
    named = _Names(plan)
    late = {a.id: days_late(a, plan.as_at) for p in plan.priorities for a in p.actions}
    found: dict[str, dict[str, list[NeedsDecision]]] = {code: {} for code, _, _ in GROUPS}
    for one in needs_decision(plan):
        code = _GROUP_OF[one.kind]
        if code == "late" and not late[one.id]:
            code = RE_DATED_LATE
        found[code].setdefault(one.id, []).append(one)
    found["late"] = dict(sorted(found["late"].items(), key=lambda pair: -late[pair[0]]))
    made = {code: tuple(map(named.item, things.values())) for code, things in found.items()}
    made[NOT_IN_PLAN] = tuple(missing)
    return [Group(code, title, made[code]) for code, title, _ in GROUPS if made[code]]


def not_in_plan(plan: Plan) -> list[Item]:
    """Areas for improvement in the report that no priority of the plan answers."""
    answered = plan.priorities.filter(words_kind=WordsKind.AREA).values("address")
    passages = Passage.objects.filter(inspection=plan.inspection_id, kind=PassageKind.ITEM)
    rows = passages.exclude(address__in=answered).select_related("inspection__authority")
    return [
        Item(
            id=row.address,
            name=f"Area for improvement {row.number}",
            address=_passage_address(row),
            sentences=(" ".join(row.text.split()),),
        )
        for row in rows.order_by("id")
    ]


def _passage_address(row: Passage) -> str:
    place = row.inspection
    return reverse("passage", args=[place.authority.slug, place.start.isoformat(), row.address])


_GROUP_OF = {kind: code for code, _, kinds in GROUPS for kind in kinds}


class _Names:
    """What each thing of a plan is called, who leads it, and where its page is."""

    def __init__(self, plan: record.Plan) -> None:
        self._names: dict[str, tuple[str, str]] = {}
        self._about = {challenge.id: challenge.about for challenge in plan.challenges}
        for priority in plan.priorities:
            self._names[priority.id] = (f"{priority.id[1:]}. {priority.title}", "")
            for action in priority.actions:
                self._names[action.id] = (f"{action.id}. {action.text}", action.lead)
            for measure in priority.measures:
                self._names[measure.id] = (f"{measure.id}. {measure.name}", "")
        for challenge in plan.challenges:
            self._names[challenge.id] = (f"{challenge.id}. {challenge.text}", "")

    def item(self, found: list[NeedsDecision]) -> Item:
        """One thing with everything of one kind that is wrong with it."""
        one = found[0]
        name, lead = self._names.get(one.id, ("The plan", ""))
        priority = self._about.get(one.id, "") if one.of == "challenge" else one.priority
        return Item(
            id=one.id,
            name=name,
            address=self._address(one, priority),
            sentences=tuple(each.sentence for each in found),
            lead=lead,
            priority=priority,
            add_measure=new_measure_address(one.id) if one.kind == "no measure" else "",
        )

    def _address(self, one: NeedsDecision, priority: str) -> str:
        own = {"action": action_address, "measure": measure_address}.get(one.of)
        if own:
            return own(one.id)
        place = "#questions" if one.of == "challenge" else ""
        return area_address(priority) + (place if priority else "")
