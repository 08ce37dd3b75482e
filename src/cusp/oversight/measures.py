"""The measures: how many of how many, how many could not be judged, and the share.

Each is written once, as an Ibis expression over the lists and their clocks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import ibis
import ibis.expr.types as ir

from cusp.calendar.wording import in_words
from cusp.oversight import judged
from cusp.oversight.definitions import (
    DEFINITIONS,
    GROUPS,
    SIX_MONTHS,
    Definition,
)
from cusp.oversight.events import all_of
from cusp.oversight.lists import List, Lists
from cusp.returns.record import Kind

# The ages at which a group begins.
_AGES = (0, 1, 5, 10, 16, 18)
# How the rows of each measure are judged, by its code.
_JUDGES: Mapping[str, Callable[[List, Lists], ir.Table]] = {
    "F2": judged.re_referrals,
    "F4": judged.no_further_action,
    "A1": judged.assessed_within(45),
    "A1r": judged.assessed_from_referral,
    "A2": judged.assessed_within(60, over=True),
    "A3": judged.not_in_need,
    "P1": judged.led_to_conference,
    "P2": judged.conferences_in_time,
    "P3": judged.plans_open,
    "P3u": judged.plans_open_unborn,
    "P4": judged.second_plans,
    "P5": judged.long_plans,
    "P6": judged.plan_reviews,
    "P6y": judged.every_plan_review,
    "P7": judged.plan_visits,
    "P7a": judged.seen_alone,
    "N1": judged.in_need,
    "W6": judged.unallocated,
    "C1": judged.looked_after,
    "C1u": judged.unaccompanied,
    "C2": judged.three_placements,
    "C3": judged.stable_placements,
    "C5": judged.care_reviews,
    "C5y": judged.every_care_review,
    "C6": judged.care_visits,
    "C7": judged.health_up_to_date,
    "C7d": judged.dental_check,
    "C8": judged.initial_health,
    "C11": judged.missing,
    "C11i": judged.interview_offered,
    "L1": judged.in_touch,
    "L2": judged.suitable_home,
    "L3": judged.in_education_or_work,
    "L5": judged.pathway_plans,
}


class NotAGroup(ValueError):
    """Measures cannot be grouped by this; the message says what they can be grouped by."""


def check_group(by: str | None) -> None:
    """Raise :class:`NotAGroup` if measures cannot be grouped by this."""
    if by is not None and by not in GROUPS:
        raise NotAGroup(f"Measures are not grouped by “{by}”. Use one of {', '.join(GROUPS)}.")


# Returns other than Annex A, as reasons name them.
_NAMES: Mapping[Kind, str] = {
    "ssda903": "the SSDA903", "cin": "the census", "ssd": "the dataset"
}  # fmt: skip


def why_not(measure: Definition, lists: Lists, by: str | None) -> str | None:
    """Why a measure cannot be counted in these lists, or None if it can."""
    source, other = lists.get(measure.list), _NAMES.get(lists.kind)
    if source is None:
        return f"{other} does not hold this" if other else f"list {measure.list} is missing"
    name = other or f"list {measure.list}"
    holds = "does not hold" if other else "has no column for"
    if by and not source.has(GROUPS[by]):
        return f"{name} {holds} {'the ' if other else ''}{by}"
    missing = [column for column in measure.needs if not source.has(column)]
    lacking = [_said(column) if other else column.replace("_", " ") for column in missing]
    if lacking:
        return f"{name} {holds} {'the ' if other else ''}{' or '.join(lacking)}"
    if measure.events and measure.events not in lists.histories:
        return f"{name} does not hold every review" if other else "Annex A holds only the latest"
    return None


def _said(column: str) -> str:
    """A column, as a reason names it."""
    words = column.replace("_", " ").replace("uasc", "status of unaccompanied children")
    return words if not words.endswith(" 12 months") else f"number of {words[:-10]} in 12 months"


def why_empty(measure: Definition, lists: Lists) -> str:
    """Why a measure of a list without rows has no value."""
    other = _NAMES.get(lists.kind)
    return f"{other} has no rows for this" if other else f"list {measure.list} has no rows"


def basis_of(measure: Definition, lists: Lists) -> str:
    """What a measure is not comparable with, in a return."""
    if lists.until is None:
        return measure.basis
    if lists.kind == "ssd" and measure.code == "P4":
        return "Of the last 12 months. Earlier plans are those of the last six years."
    if measure.code == "C2":
        return (
            "A child who came back from a temporary move to the same kind of placement, with the "
            "same provider, did not change placement."
        )
    if measure.basis == SIX_MONTHS:
        return f"Of the year to {in_words(lists.until)}."
    return measure.basis


@lru_cache(maxsize=16)
def measure_table(lists: Lists, by: str | None = None) -> ir.Table | None:
    """The counts of every measure that can be counted, by group; None if none can.

    It needs the tables of the lists, ``clocks`` and ``working_days``.
    """
    rows = judged_rows(lists)
    return None if rows is None else counts_of(rows, lists, by)


@lru_cache(maxsize=16)
def judged_rows(lists: Lists) -> ir.Table | None:
    """Every row that belongs to a measure, judged; None if no measure can be counted."""
    return all_of(
        [
            _JUDGES[measure.code](source, lists).select(
                "row",
                "child_id",
                "yes",
                list=ibis.literal(source.number, "int8"),
                code=ibis.literal(measure.code),
                is_share=ibis.literal(measure.is_share),
            )
            for measure in DEFINITIONS
            if why_not(measure, lists, None) is None and (source := lists.get(measure.list))
        ]
    )


def counts_of(rows: ir.Table, lists: Lists, by: str | None) -> ir.Table | None:
    """The counts of judged rows by group, also by ``authority`` if the lists are of many."""
    of_many = any("authority" in source.schema for source in lists.found)
    if by or of_many:
        groups = all_of([_groups(s, by) for s in lists.found if not by or s.has(GROUPS[by])])
        if groups is None:
            return None
        rows = rows.join(groups, ["list", "row"])
    else:
        rows = rows.mutate(group=ibis.null("string"))
    return rows.group_by([*(["authority"] if of_many else []), "code", "group"]).agg(
        numerator=rows.yes.sum().fill_null(0),
        denominator=rows.yes.count(),
        undetermined=rows.yes.isnull().sum(),
        children=ibis.ifelse(
            rows.yes & ~rows.is_share, rows.child_id, ibis.null("string")
        ).nunique(),
    )


def _groups(source: List, by: str | None) -> ir.Table:
    """The group of each row of a list."""
    return source.rows.select(
        *(["authority"] if "authority" in source.schema else []),
        list=ibis.literal(source.number, "int8"),
        row=source.rows.row.cast("int64"),
        group=_group(source, by) if by else ibis.null("string"),
    )


def _group(source: List, by: str) -> ir.StringValue:
    value = source.rows[GROUPS[by]]
    if by != "age":
        return value.cast("string")
    ends = (*_AGES[1:], None)
    bands = [
        (value >= first, f"{first} and over" if end is None else _band(first, end - 1))
        for first, end in zip(_AGES, ends, strict=True)
    ]
    return ibis.cases(*reversed(bands), (value < 0, "unborn"), else_=ibis.null("string"))


def _band(first: int, last: int) -> str:
    return f"under {last + 1}" if first == 0 else f"{first} to {last}"
