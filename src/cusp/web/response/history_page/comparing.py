"""The plan on two dates: what changed from one to the other, in rows for pages and downloads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
from django.utils import timezone

from cusp.plans import Change, Plan, changes_between
from cusp.web.common.wording import say_date
from cusp.web.response.addresses import action_address, area_address, measure_address
from cusp.web.response.history_page.words import KINDS, NAMES, in_words
from cusp.web.response.models import Plan as PlanRow
from cusp.web.response.models import PlanChange
from cusp.web.response.plan_record import plan_record

COLUMNS = ("of", "id", "title", "area", "kind", "field", "before", "after", "reason", "sentence")


class Between(msgspec.Struct, frozen=True):
    """The plan on two dates, and every change from the first to the second."""

    before: Plan
    after: Plan
    changes: tuple[Change, ...]

    @property
    def answer(self) -> str:
        """How much changed: "12 changes from 1 June 2024 to 3 July 2024"."""
        many = len(self.changes)
        dates = f"from {say_date(self.before.as_at)} to {say_date(self.after.as_at)}"
        if not many:
            return f"Nothing changed {dates}"
        return f"{many:,} change{'' if many == 1 else 's'} {dates}"


def started_on(plan: PlanRow) -> date:
    """The first day on which there was a plan."""
    first = PlanChange.objects.filter(plan=plan).order_by("id").values_list("on", flat=True)[:1]
    return next(iter(first), plan.changed_on)


def why_not_day(plan: PlanRow, day: date) -> str:
    """Why the plan cannot be shown on a day; empty if it can."""
    if day > timezone.localdate():
        return "The date must be today or in the past"
    first = started_on(plan)
    if day < first:
        return f"The plan was started on {say_date(first)}. Enter that date or a later one"
    return ""


def between(plan: PlanRow, first: date, last: date) -> Between:
    """What changed between two days on which the plan can be shown."""
    before, after = plan_record(plan, first), plan_record(plan, last)
    return Between(before, after, changes_between(before, after))


def counts(found: Between) -> list[dict[str, Any]]:
    """How many changes there are of each kind, most frequent first."""
    by_kind = Counter(change.kind for change in found.changes)
    return [{"kind": KINDS[kind], "number": number} for kind, number in by_kind.most_common()]


def lines(found: Between) -> list[dict[str, Any]]:
    """Each changed item with its changes in sentences, for the page."""
    about: dict[tuple[str, str], dict[str, Any]] = {}
    names = _names(found)
    for change in found.changes:
        title, area = names.get((change.of, change.id), ("", ""))
        line = {
            "of": NAMES[change.of],
            "id": change.id,
            "title": title,
            "address": _address(change, area, gone=change.kind == "missing"),
            "sentences": [],
        }
        about.setdefault((change.of, change.id), line)["sentences"].append(in_words(change))
    return list(about.values())


def rows(found: Between) -> list[dict[str, Any]]:
    """Each change as a plain row, for downloads."""
    names = _names(found)
    made = []
    for change in found.changes:
        title, area = names.get((change.of, change.id), ("", ""))
        given = (change.of, change.id, title, area, change.kind, change.field)
        said = (change.before, change.after, change.why, in_words(change))
        made.append(dict(zip(COLUMNS, (*given, *said), strict=True)))
    return made


def _names(found: Between) -> dict[tuple[str, str], tuple[str, str]]:
    """The title and the area of everything in either plan; as it is later where both have it."""
    names: dict[tuple[str, str], tuple[str, str]] = {}
    for plan in (found.before, found.after):
        names |= dict(_named(plan))
    return names


def _named(plan: Plan) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    yield ("plan", ""), (plan.header.title, "")
    for one in plan.priorities:
        yield ("priority", one.id), (one.title, one.id)
        for action in one.actions:
            yield ("action", action.id), (action.text, one.id)
        for measure in one.measures:
            yield ("measure", measure.id), (measure.name, one.id)
    for challenge in plan.challenges:
        yield ("challenge", challenge.id), (challenge.text, challenge.about)


def _address(change: Change, area: str, *, gone: bool) -> str:
    if gone:
        return ""
    if change.of == "action":
        return action_address(change.id)
    if change.of == "measure":
        return measure_address(change.id)
    return area_address(area)
