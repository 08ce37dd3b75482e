"""What a life holds. Every day is known from the start; a list shows those that have come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

Dated = tuple[date, str]


@dataclass(slots=True)
class Referral:
    """A referral. ``earlier`` is how many the child had in the 12 months before."""

    day: date
    source: str
    closed: bool
    earlier: int


@dataclass(slots=True)
class Assessment:
    """An assessment. One that is never authorised leaves the lists when the case closes."""

    referral: date
    start: date
    done: date | None
    seen: str
    support: str
    closed: date


@dataclass(slots=True)
class Enquiry:
    """A section 47 enquiry. It is decided on a day whether a conference is needed.

    ``first`` is the strategy discussion that the clock runs from once the conference was held.
    ``on_plan`` says that the child already had a plan.
    """

    strategy: date
    decided: date
    needed: bool
    conference: date | None
    led_to_plan: bool
    first: date
    on_plan: bool
    closed: date
    earlier: int = 0
    earlier_conferences: int = 0


@dataclass(slots=True)
class Plan:
    """A child protection plan."""

    start: date
    end: date
    categories: list[Dated]
    previous: int
    visits: list[Dated] = field(default_factory=list)
    reviews: list[date] = field(default_factory=list)
    midway: list[date] = field(default_factory=list)
    chairs: list[tuple[date, int]] = field(default_factory=list)
    emergency: str = "no"


@dataclass(slots=True)
class Placement:
    """A placement."""

    start: date
    kind: str
    provider: str
    out_of_area: bool


@dataclass(slots=True)
class Care:
    """A period of being looked after."""

    start: date
    end: date
    reason: str
    need: str
    second: bool
    short_breaks: bool
    statuses: list[Dated] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    visits: list[date] = field(default_factory=list)
    reviews: list[date] = field(default_factory=list)
    contacts: list[date] = field(default_factory=list)
    health: list[date] = field(default_factory=list)
    dental: list[date] = field(default_factory=list)
    permanence: list[Dated] = field(default_factory=list)
    missing: list[tuple[date, str, str]] = field(default_factory=list)
    absent: list[date] = field(default_factory=list)
    officers: list[tuple[date, int]] = field(default_factory=list)
    adoption: Adoption | None = None


@dataclass(slots=True)
class Adoption:
    """The days of list 10."""

    decision: date
    placement_order: date | None = None
    matched: date | None = None
    placed: date | None = None
    order: date | None = None
    reversed: date | None = None


@dataclass(slots=True)
class Case:
    """A time of being in need, from the referral until it is closed."""

    start: date
    end: date
    reason: str
    need: str
    statuses: list[Dated] = field(default_factory=list)
    seen: list[date] = field(default_factory=list)


@dataclass(slots=True)
class Leaver:
    """A care leaver, until support ends."""

    start: date
    end: date
    eligibility: list[Dated]
    reviews: list[date] = field(default_factory=list)
    contacts: list[date] = field(default_factory=list)
    in_touch: list[Dated] = field(default_factory=list)
    accommodation: list[Dated] = field(default_factory=list)
    suitable: list[Dated] = field(default_factory=list)
    activity: list[Dated] = field(default_factory=list)


@dataclass(slots=True)
class Child:
    """A child and all that happens. ``with_worker`` are days, teams and workers (-1: none)."""

    id: str
    sex: str
    ethnicity: str
    born: date
    disability: str
    uasc: bool
    referrals: list[Referral] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    enquiries: list[Enquiry] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    cares: list[Care] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    leaver: Leaver | None = None
    with_worker: list[tuple[date, int, int]] = field(default_factory=list)
    previous_plans: int = 0
    # Nothing new is begun for a child whose conference is never held.
    stuck: bool = False
