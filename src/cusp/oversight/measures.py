"""The measures: how many of how many, how many could not be judged, and the share.

Each is written once, as an Ibis expression over the lists and their clocks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

import ibis
import ibis.expr.types as ir

from cusp.calendar.wording import in_words
from cusp.oversight import judged
from cusp.oversight.events import all_of
from cusp.oversight.lists import List, Lists
from cusp.returns.record import Kind

Better = Literal["up", "down", "context"]
# What measures can be grouped by, and the column of each list that holds it.
GROUPS = {
    "team": "team",
    "worker": "worker",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "disability": "disability",
    "category": "latest_category",
    "age": "age",
}
# The ages at which a group begins.
_AGES = (0, 1, 5, 10, 16, 18)


class Definition(NamedTuple):
    """A measure: which rows of which list it judges.

    ``needs`` are the columns without which nothing can be counted. ``better`` says which way is
    better; a measure for context has no better way. ``basis`` says what it is not comparable with.
    ``events`` is the table of events that it needs as well, which Annex A does not have.
    """

    code: str
    name: str
    list: int
    judge: Callable[[List, Lists], ir.Table]
    needs: tuple[str, ...]
    better: Better
    is_share: bool = True
    basis: str = ""
    events: str = ""

    @property
    def title(self) -> str:
        """The code and the name."""
        return f"{self.code} {self.name}"


_SIX_MONTHS = "Of the six months before."
_NOW = (
    "As it stands on the day. The published measure covers the whole year, so the two cannot be "
    "compared."
)
_YEAR = (
    "Every review of the year, as the published measure counts them. Children whose plan or care "
    "began less than three months or 20 working days ago may have had none."
)
_LOCAL = "By the local standard, so councils cannot be compared."
_FROM_START = "Counted from the start, as the published measure is."
_FROM_REFERRAL = "Counted from the referral, as the guidance asks. The published measure is not."

DEFINITIONS = (
    Definition("F2", "re-referrals within 12 months", 3, judged.re_referrals,
               ("referral_date", "referrals_12_months"), "down", basis=_SIX_MONTHS),
    Definition("F4", "referrals that ended without further action", 3, judged.no_further_action,
               ("no_further_action",), "context", basis=_SIX_MONTHS),
    Definition("A1", "assessments within 45 working days", 4, judged.assessed_within(45),
               ("assessment_start", "assessment_authorised"), "up", basis=_FROM_START),
    Definition("A1r", "assessments within 45 working days of the referral", 4,
               judged.assessed_from_referral, ("assessment_start", "assessment_authorised"), "up",
               basis=_FROM_REFERRAL),
    Definition("A2", "assessments over 60 working days", 4, judged.assessed_within(60, over=True),
               ("assessment_start", "assessment_authorised"), "down", basis=_FROM_START),
    Definition("A3", "assessments that found no need for support", 4, judged.not_in_need,
               ("assessment_authorised", "support_needed"), "context", basis=_SIX_MONTHS),
    Definition("P1", "section 47 enquiries that led to a conference", 5, judged.led_to_conference,
               ("conference_unnecessary", "conference_date"), "context", basis=_SIX_MONTHS),
    Definition("P2", "conferences within 15 working days", 5, judged.conferences_in_time,
               ("strategy_discussion", "conference_date"), "up", basis=_SIX_MONTHS),
    Definition("P3", "children on a plan", 7, judged.plans_open, ("plan_start",), "context", False),
    Definition("P3u", "unborn children with a plan", 7, judged.plans_open_unborn, ("age",),
               "context", False),
    Definition("P4", "second or subsequent plans", 7, judged.second_plans,
               ("plan_start", "previous_plans"), "down", basis=_SIX_MONTHS),
    Definition("P5", "plans that ended after two years or more", 7, judged.long_plans,
               ("plan_start", "plan_end"), "down", basis=_SIX_MONTHS),
    Definition("P6", "review conferences up to date", 7, judged.plan_reviews,
               ("plan_start", "latest_review"), "up", basis=_NOW),
    Definition("P6y", "children with every review conference of the year in time", 7,
               judged.every_plan_review, ("plan_start",), "up", basis=_YEAR,
               events="plan_reviews"),
    Definition("P7", "visits in time", 7, judged.plan_visits, ("plan_start", "last_visit"), "up",
               basis=_LOCAL),
    Definition("P7a", "children seen alone at the last visit", 7, judged.seen_alone,
               ("seen_alone",), "up"),
    Definition("N1", "children in need", 6, judged.in_need, ("case_status",), "context", False),
    Definition("W6", "children in need without a worker", 6, judged.unallocated,
               ("case_status", "worker"), "down"),
    Definition("C1", "children looked after", 8, judged.looked_after, ("care_start",), "context",
               False, "Children who only have short breaks are left out."),
    Definition("C1u", "unaccompanied asylum-seeking children looked after", 8,
               judged.unaccompanied, ("care_start", "uasc"), "context", False),
    Definition("C2", "children with three or more placements in 12 months", 8,
               judged.three_placements, ("placements_12_months",), "down"),
    Definition("C3", "children in a stable placement", 8, judged.stable_placements,
               ("birth_date", "care_start", "placement_start"), "up",
               basis="Under 16, in care for two and a half years, in one placement for two."),
    Definition("C5", "care reviews up to date", 8, judged.care_reviews,
               ("care_start", "latest_review"), "up", basis=_NOW),
    Definition("C5y", "children with every care review of the year in time", 8,
               judged.every_care_review, ("care_start",), "up", basis=_YEAR,
               events="care_reviews"),
    Definition("C6", "visits to children in care up to date", 8, judged.care_visits,
               ("placement_start", "placement_type", "last_visit"), "up", basis=_NOW),
    Definition("C7", "health assessments up to date", 8, judged.health_up_to_date,
               ("care_start", "last_health_assessment"), "up",
               basis="Children in care for a year or more."),
    Definition("C7d", "dental checks in the last 12 months", 8, judged.dental_check,
               ("care_start", "last_dental_check"), "up",
               basis="Children in care for a year or more."),
    Definition("C8", "initial health assessments within 20 working days", 8, judged.initial_health,
               ("care_start", "last_health_assessment"), "up", basis=_LOCAL),
    Definition("C11", "children in care who were missing", 8, judged.missing,
               ("missing_episodes",), "context"),
    Definition("C11i", "return interviews offered", 8, judged.interview_offered,
               ("missing_episodes", "interview_offered"), "up"),
    Definition("L1", "care leavers in touch, aged 17 to 21", 9, judged.in_touch,
               ("birth_date", "in_touch"), "up",
               basis="Those who died, refused, need no contact or returned home are left out."),
    Definition("L2", "care leavers in suitable accommodation, aged 19 to 21", 9,
               judged.suitable_home, ("birth_date", "accommodation_suitable"), "up"),
    Definition("L3", "care leavers in education, employment or training, aged 19 to 21", 9,
               judged.in_education_or_work, ("birth_date", "activity"), "up"),
    Definition("L5", "pathway plans reviewed in time", 9, judged.pathway_plans,
               ("eligibility", "pathway_plan_review"), "up", basis=_LOCAL),
)  # fmt: skip


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
    if measure.basis == _SIX_MONTHS:
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
            measure.judge(source, lists).select(
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
