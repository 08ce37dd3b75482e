"""Each child of a return: where their case stands, what drifts, and what happened when.

These are rows about children for the people who work with them. Counts are in ``measures``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, TypeGuard

import msgspec

from cusp.calendar import Calendar, OutsideCalendar, add_months, england_and_wales
from cusp.returns.record import Return, Table

# The lists that say who works with a child now, the most reliable first.
_BY_WEIGHT = (8, 7, 9, 6, 10, 5, 4, 3)
# From when a plan counts as drifting, in months, and how many placements are many: our choice.
_LONG_PLAN, _MANY_PLACEMENTS = 15, 3
LONG_PLAN = "plan of 15 months or more"
NO_PERMANENCE = "no permanence plan by the second review"
MANY_PLACEMENTS = "three or more placements in a year"
DRIFT = (LONG_PLAN, NO_PERMANENCE, MANY_PLACEMENTS)


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A child on a return, as it stood on its day.

    ``on_plan``, ``in_care`` and so on are true if that is open. ``age`` is in whole years, -1 if
    not born yet. ``placements`` are those of the last 12 months, ``last_seen`` the latest visit on
    any list. ``drift`` are those of ``DRIFT`` that are certain.
    """

    child_id: str
    team: str = ""
    worker: str = ""
    age: int | None = None
    sex: str = ""
    ethnicity: str = ""
    disability: str = ""
    in_need: bool = False
    on_plan: bool = False
    in_care: bool = False
    care_leaver: bool = False
    category: str = ""
    plan_start: date | None = None
    care_start: date | None = None
    legal_status: str = ""
    placement_type: str = ""
    placement_start: date | None = None
    permanence_plan: str = ""
    placements: int | None = None
    last_seen: date | None = None
    drift: tuple[str, ...] = ()


class Happening(msgspec.Struct, frozen=True, order=True):
    """Something that happened for a child on a day: ``what`` in words, from a list and column."""

    child_id: str
    day: date
    what: str
    list: int


def cases(loaded: Return, calendar: Calendar | None = None) -> list[Case]:
    """Every child of an Annex A return, in the order of their ids."""
    calendar = calendar or england_and_wales()
    of_child: dict[str, dict[int, list[dict[str, Any]]]] = {}
    for number, table in loaded.lists.items():
        if "child_id" not in table.rows.column_names:
            continue
        for row in table.rows.to_pylist():
            if row["child_id"]:
                of_child.setdefault(row["child_id"], {}).setdefault(number, []).append(row)
    return [_case(one, rows, loaded, calendar) for one, rows in sorted(of_child.items())]


def _case(
    child_id: str, lists: Mapping[int, list[dict[str, Any]]], loaded: Return, calendar: Calendar
) -> Case:
    as_at = loaded.as_at
    need, plan, care = (_open_row(lists.get(n, ()), end, as_at) for n, end in _ENDS.items())
    rows = [row for number in _BY_WEIGHT for row in _latest_first(lists.get(number, ()))]
    rows += [row for number in (1, 2) for row in lists.get(number, ())]
    plan, care = plan or {}, care or {}
    born_unborn = _first(rows, "unborn") is True
    age = -1 if born_unborn else _first(rows, "age")
    return Case(
        child_id=child_id,
        team=_first(rows, "team") or "",
        worker=_first(rows, "worker") or "",
        age=None if age is None else int(age),
        sex=_first(rows, "sex") or "",
        ethnicity=_first(rows, "ethnicity") or "",
        disability=_first(rows, "disability") or "",
        in_need=bool(need) and (need or {}).get("case_status") != "closed",
        on_plan=bool(plan),
        in_care=bool(care),
        care_leaver=bool(lists.get(9)),
        category=plan.get("latest_category") or "",
        plan_start=plan.get("plan_start"),
        care_start=care.get("care_start"),
        legal_status=care.get("legal_status") or "",
        placement_type=care.get("placement_type") or "",
        placement_start=care.get("placement_start"),
        permanence_plan=care.get("permanence_plan") or "",
        placements=care.get("placements_12_months"),
        last_seen=_last_seen(lists, as_at),
        drift=tuple(_drift(plan, care, loaded, calendar)),
    )


_ENDS = {6: "need_end", 7: "plan_end", 8: "care_end"}
# Where the lists say that somebody has seen the child.
_SEEN = {6: "last_seen", 7: "last_visit", 8: "last_visit"}


def _open_row(rows: Any, end: str, as_at: date) -> dict[str, Any] | None:
    for row in rows:
        ended = row.get(end)
        if end not in (row.get("unread") or ()) and (ended is None or ended > as_at):
            return dict(row)
    return None


def _last_seen(lists: Mapping[int, list[dict[str, Any]]], as_at: date) -> date | None:
    days = (row.get(name) for n, name in _SEEN.items() for row in lists.get(n, ()))
    return max((day for day in days if _possible(day, as_at)), default=None)


def _latest_first(rows: Any) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row.get("row") or 0, reverse=True)


def _first(rows: list[dict[str, Any]], column: str) -> Any:
    return next((row[column] for row in rows if row.get(column) not in (None, "")), None)


def _drift(
    plan: Mapping[str, Any], care: Mapping[str, Any], loaded: Return, calendar: Calendar
) -> Iterator[str]:
    as_at = loaded.as_at
    start = plan.get("plan_start")
    if start and add_months(start, _LONG_PLAN) <= as_at:
        yield LONG_PLAN
    since = care.get("care_start")
    blank = since and _blank(care, "permanence_plan", loaded.lists[8])
    if since and blank and _second_review_passed(since, as_at, calendar):
        yield NO_PERMANENCE
    if (care.get("placements_12_months") or 0) >= _MANY_PLACEMENTS:
        yield MANY_PLACEMENTS


def _blank(row: Mapping[str, Any], column: str, table: Table) -> bool:
    """Whether a cell is blank: not missing from the file, and not a value that cannot be read."""
    return table.has(column) and not row[column] and column not in (row.get("unread") or ())


def second_review_due(care_start: date, calendar: Calendar | None = None) -> date:
    """The day by which the second review is due: 20 working days and three months (reg 33).

    Raises ``OutsideCalendar`` for years without a complete list of bank holidays.
    """
    return add_months((calendar or england_and_wales()).add_working_days(care_start, 20), 3)


def _second_review_passed(care_start: date, as_at: date, calendar: Calendar) -> bool:
    try:
        return second_review_due(care_start, calendar) < as_at
    except OutsideCalendar:
        return False


# In the words of a timeline: the child was seen, and the reviewing officer was in touch.
SEEN = "Seen"
OFFICER_CONTACT = "Reviewing officer visited or was in contact"
# What a date in a column says, in the words of a timeline.
_WORDS: dict[int, dict[str, str]] = {
    1: {"contact_date": "Contact received"},
    2: {"assessment_start": "Early help assessment started",
        "assessment_end": "Early help assessment completed"},
    3: {"referral_date": "Referral received"},
    4: {"assessment_start": "Assessment started",
        "assessment_authorised": "Assessment authorised"},
    5: {"strategy_discussion": "Strategy discussion held",
        "conference_date": "Initial child protection conference held"},
    6: {"need_start": "Became a child in need", "last_seen": SEEN, "need_end": "Case closed"},
    7: {"plan_start": "Child protection plan started",
        "last_visit": "Visited under the child protection plan",
        "latest_review": "Review conference held", "plan_end": "Child protection plan ended"},
    8: {"care_start": "Became looked after", "legal_status_start": "Legal status changed",
        "latest_review": "Care review held", "last_visit": "Visited by the social worker",
        "last_iro_contact": OFFICER_CONTACT,
        "last_health_assessment": "Health assessment",
        "last_dental_check": "Dental check", "placement_start": "Placement started",
        "care_end": "Ceased to be looked after"},
    9: {"pathway_plan_review": "Pathway plan reviewed",
        "latest_contact": "Contact with the care leaver"},
    10: {"adoption_decision": "Decision that the child should be placed for adoption",
         "placement_order": "Placement order made", "matched": "Matched with adopters",
         "placed": "Placed for adoption", "adoption_order": "Adoption order made",
         "decision_reversed": "Decision on adoption reversed"},
}  # fmt: skip


def happenings(loaded: Return) -> Iterator[Happening]:
    """What the lists say happened by the day of the return, each once."""
    seen: set[Happening] = set()
    for number, words in _WORDS.items():
        table = loaded.lists.get(number)
        if table is None:
            continue
        names = [name for name in words if name in table.rows.column_names]
        columns = [table.rows[name].to_pylist() for name in names]
        for child_id, *days in zip(table.rows["child_id"].to_pylist(), *columns, strict=True):
            for name, day in zip(names, days, strict=True):
                if child_id and _possible(day, loaded.as_at):
                    one = Happening(child_id, day, words[name], number)
                    if one not in seen:
                        seen.add(one)
                        yield one


def _possible(day: date | None, as_at: date) -> TypeGuard[date]:
    """Whether something on this day has happened, and is not older than anyone in a return."""
    return day is not None and as_at - timedelta(days=36_525) < day <= as_at
