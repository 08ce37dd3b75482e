"""What each measure is: its name, its list, which way is better, what it compares with."""

from __future__ import annotations

from typing import Literal, NamedTuple

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


class Definition(NamedTuple):
    """A measure: what it counts in which list. How rows are judged is in ``measures``.

    ``needs`` are the columns without which nothing can be counted. ``better`` says which way is
    better; a measure for context has no better way. ``basis`` says what it is not comparable with.
    ``events`` is the table of events that it needs as well, which Annex A does not have.
    """

    code: str
    name: str
    list: int
    needs: tuple[str, ...]
    better: Better
    is_share: bool = True
    basis: str = ""
    events: str = ""

    @property
    def title(self) -> str:
        """The code and the name."""
        return f"{self.code} {self.name}"


SIX_MONTHS = "Of the six months before."
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
    Definition(
        "F2",
        "re-referrals within 12 months",
        3,
        ("referral_date", "referrals_12_months"),
        "down",
        basis=SIX_MONTHS,
    ),
    Definition(
        "F4",
        "referrals that ended without further action",
        3,
        ("no_further_action",),
        "context",
        basis=SIX_MONTHS,
    ),
    Definition(
        "A1",
        "assessments within 45 working days",
        4,
        ("assessment_start", "assessment_authorised"),
        "up",
        basis=_FROM_START,
    ),
    Definition(
        "A1r",
        "assessments within 45 working days of the referral",
        4,
        ("assessment_start", "assessment_authorised"),
        "up",
        basis=_FROM_REFERRAL,
    ),
    Definition(
        "A2",
        "assessments over 60 working days",
        4,
        ("assessment_start", "assessment_authorised"),
        "down",
        basis=_FROM_START,
    ),
    Definition(
        "A3",
        "assessments that found no need for support",
        4,
        ("assessment_authorised", "support_needed"),
        "context",
        basis=SIX_MONTHS,
    ),
    Definition(
        "P1",
        "section 47 enquiries that led to a conference",
        5,
        ("conference_unnecessary", "conference_date"),
        "context",
        basis=SIX_MONTHS,
    ),
    Definition(
        "P2",
        "conferences within 15 working days",
        5,
        ("strategy_discussion", "conference_date"),
        "up",
        basis=SIX_MONTHS,
    ),
    Definition("P3", "children on a plan", 7, ("plan_start",), "context", False),
    Definition("P3u", "unborn children with a plan", 7, ("age",), "context", False),
    Definition(
        "P4",
        "second or subsequent plans",
        7,
        ("plan_start", "previous_plans"),
        "down",
        basis=SIX_MONTHS,
    ),
    Definition(
        "P5",
        "plans that ended after two years or more",
        7,
        ("plan_start", "plan_end"),
        "down",
        basis=SIX_MONTHS,
    ),
    Definition(
        "P6", "review conferences up to date", 7, ("plan_start", "latest_review"), "up", basis=_NOW
    ),
    Definition(
        "P6y",
        "children with every review conference of the year in time",
        7,
        ("plan_start",),
        "up",
        basis=_YEAR,
        events="plan_reviews",
    ),
    Definition("P7", "visits in time", 7, ("plan_start", "last_visit"), "up", basis=_LOCAL),
    Definition("P7a", "children seen alone at the last visit", 7, ("seen_alone",), "up"),
    Definition("N1", "children in need", 6, ("case_status",), "context", False),
    Definition("W6", "children in need without a worker", 6, ("case_status", "worker"), "down"),
    Definition(
        "C1",
        "children looked after",
        8,
        ("care_start",),
        "context",
        False,
        "Children who only have short breaks are left out.",
    ),
    Definition(
        "C1u",
        "unaccompanied asylum-seeking children looked after",
        8,
        ("care_start", "uasc"),
        "context",
        False,
    ),
    Definition(
        "C2",
        "children with three or more placements in 12 months",
        8,
        ("placements_12_months",),
        "down",
    ),
    Definition(
        "C3",
        "children in a stable placement",
        8,
        ("birth_date", "care_start", "placement_start"),
        "up",
        basis="Under 16, in care for two and a half years, in one placement for two.",
    ),
    Definition(
        "C5", "care reviews up to date", 8, ("care_start", "latest_review"), "up", basis=_NOW
    ),
    Definition(
        "C5y",
        "children with every care review of the year in time",
        8,
        ("care_start",),
        "up",
        basis=_YEAR,
        events="care_reviews",
    ),
    Definition(
        "C6",
        "visits to children in care up to date",
        8,
        ("placement_start", "placement_type", "last_visit"),
        "up",
        basis=_NOW,
    ),
    Definition(
        "C7",
        "health assessments up to date",
        8,
        ("care_start", "last_health_assessment"),
        "up",
        basis="Children in care for a year or more.",
    ),
    Definition(
        "C7d",
        "dental checks in the last 12 months",
        8,
        ("care_start", "last_dental_check"),
        "up",
        basis="Children in care for a year or more.",
    ),
    Definition(
        "C8",
        "initial health assessments within 20 working days",
        8,
        ("care_start", "last_health_assessment"),
        "up",
        basis=_LOCAL,
    ),
    Definition("C11", "children in care who were missing", 8, ("missing_episodes",), "context"),
    Definition(
        "C11i", "return interviews offered", 8, ("missing_episodes", "interview_offered"), "up"
    ),
    Definition(
        "L1",
        "care leavers in touch, aged 17 to 21",
        9,
        ("birth_date", "in_touch"),
        "up",
        basis="Those who died, refused, need no contact or returned home are left out.",
    ),
    Definition(
        "L2",
        "care leavers in suitable accommodation, aged 19 to 21",
        9,
        ("birth_date", "accommodation_suitable"),
        "up",
    ),
    Definition(
        "L3",
        "care leavers in education, employment or training, aged 19 to 21",
        9,
        ("birth_date", "activity"),
        "up",
    ),
    Definition(
        "L5",
        "pathway plans reviewed in time",
        9,
        ("eligibility", "pathway_plan_review"),
        "up",
        basis=_LOCAL,
    ),
)
