"""Filters for the list of children. They are in its address, so none is about one child."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from cusp.oversight.children import DRIFT
from cusp.oversight.clock_names import CLOCKS, name_of
from cusp.web.common.filter_fields import choice_field
from cusp.web.practice import teams
from cusp.web.practice.choices import Standing
from cusp.web.practice.items import has_status
from cusp.web.practice.models import Case, Chairing, Clock
from cusp.web.practice.reach import IS_OPEN, Reached, cases_for, chaired_by

DRIFT_CODES = ("plan", "permanence", "placements")
# Children on a plan or looked after are in need too; "in need" means those who are neither.
KINDS = {
    "need": (Q(in_need=True, on_plan=False, in_care=False), "Child in need"),
    "plan": (Q(on_plan=True), "On a child protection plan"),
    "care": (Q(in_care=True), "Looked after"),
    "leaver": (Q(care_leaver=True), "Care leaver"),
}
# In addresses, for all children that the return names: also those only referred, or who have left.
EVERY = "all"
# In addresses, for children without a team or worker.
NOBODY = "none"
_DRIFT = dict(zip(DRIFT_CODES, DRIFT, strict=True))
_STATUSES = [(one.value, one.label) for one in Standing]


class ChildrenFilters(forms.Form):
    """Which children to list; every filter may be left empty."""

    # Filters need no "(optional)".
    is_filter = True

    status = choice_field("Status", _STATUSES)
    clock = choice_field("What is due", [(code, name_of(code)) for code in CLOCKS])
    kind = choice_field(
        "Kind of case",
        [*((code, label) for code, (_, label) in KINDS.items()), (EVERY, "Open or closed")],
        none="Any open case",
    )
    drift = choice_field("Drift", [(code, kind.capitalize()) for code, kind in _DRIFT.items()])

    def __init__(self, query: Mapping[str, str], reached: Reached, *, on: date) -> None:
        super().__init__(query, auto_id="%s")
        cases = cases_for(reached, on=on).order_by()
        pairs = list(cases.values_list("team", "worker").distinct())
        for name, label, values in (
            ("team", "Team", {team for team, _ in pairs}),
            ("worker", "Worker", {worker for _, worker in pairs}),
            ("chair", "Chair or reviewing officer", _chairs(cases, reached)),
        ):
            chosen = sorted(values - {""})
            choices = [(one, one) for one in chosen]
            if "" in values:
                choices.append((NOBODY, teams.NO_TEAM if name == "team" else "None recorded"))
            self.fields[name] = choice_field(label, choices)
        self.order_fields(["status", "clock", "team", "worker", "chair", "kind", "drift"])

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, for addresses and for the log."""
        found: dict[str, Any] = getattr(self, "cleaned_data", {})
        return {name: value for name, value in found.items() if value}

    def apply(self, cases: QuerySet[Case], *, on: date) -> QuerySet[Case]:
        """The cases that match; none if a filter cannot be used."""
        if not self.is_valid():
            return cases.none()
        chosen = self.chosen
        for name in ("team", "worker"):
            if name in chosen:
                value = "" if chosen[name] == NOBODY else chosen[name]
                cases = cases.filter(_with_worker(value) if name == "worker" else Q(team=value))
        kind = chosen.get("kind")
        if kind != EVERY:
            cases = cases.filter(KINDS[kind][0] if kind else IS_OPEN)
        if "drift" in chosen:
            # As text, because SQLite cannot search in JSON.
            text = cases.filter(drifts=True).annotate(drift_text=Cast("drift", TextField()))
            cases = text.filter(drift_text__contains=_DRIFT[chosen["drift"]])
        if "chair" in chosen:
            cases = cases.filter(child__in=chaired_by((chosen["chair"],), on=on).values("child"))
        if any_overdue(chosen):
            return cases.filter(urgency__gt=0)
        if "clock" in chosen or "status" in chosen:
            cases = cases.filter(child__in=matching_clocks(chosen).values("child"))
        return cases


def any_overdue(chosen: Mapping[str, str]) -> bool:
    """Whether the filters ask for anything overdue, which each case itself holds."""
    return chosen.get("status") == Standing.OVERDUE and "clock" not in chosen


def matching_clocks(chosen: Mapping[str, str]) -> QuerySet[Clock]:
    """The clocks that match the filters, of all children."""
    clocks = Clock.objects.order_by()
    if "clock" in chosen:
        clocks = clocks.filter(clock=chosen["clock"])
    return clocks.filter(has_status(chosen["status"])) if "status" in chosen else clocks


def _with_worker(name: str) -> Q:
    """Children of a worker: theirs, or with something due that is theirs."""
    if not name:
        return Q(worker="")
    return Q(worker=name) | Q(child__in=Clock.objects.filter(worker=name).values("child"))


def _chairs(cases: QuerySet[Case], reached: Reached) -> set[str]:
    rows = Chairing.objects.order_by()
    if not reached.whole_service:
        rows = rows.filter(child__in=cases.values("child"))
    return set(rows.values_list("name", flat=True).distinct())
