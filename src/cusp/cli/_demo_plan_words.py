"""What the demo's plan says: areas, actions, measures, and what happened to them when.

Days are counted back from today: 40 is 40 days ago, -30 is in 30 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cusp.plans.record import KeyEntry, Reading
from cusp.web.response.choices import Better, Unit
from cusp.web.response.measures import MeasureFields

# The council's own keys, in its own words.
DELIVERY = (
    KeyEntry("Not begun", "nobody has started on this", "not started", "none"),
    KeyEntry("On course", "we expect to finish by the date", "on track", "green"),
    KeyEntry("Slipping", "the date is at risk, and we know what to do", "at risk", "amber"),
    KeyEntry("Late", "the date has passed, or will be missed", "late", "red"),
    KeyEntry("Delivered", "done, but nobody has tested it yet", "delivered", "yellow"),
    KeyEntry("Embedded", "done, tested and normal practice", "complete", "blue", True),
)
IMPACT = (
    KeyEntry("Too early", "too early to see a change for children", "not started", "none"),
    KeyEntry("No change", "nothing has changed for children yet", "at risk", "red"),
    KeyEntry("First signs", "some children tell us of a change", "on track", "amber"),
    KeyEntry("Clear change", "most children gain from this", "delivered", "green"),
    KeyEntry("Lasting change", "the change has lasted a year", "complete", "blue", True),
)

# The day on which each duty at the start was done, in order; None for those still open.
DUTIES_DONE = (
    date(2024, 3, 18), date(2024, 3, 22), date(2024, 3, 22), date(2024, 3, 18),
    date(2024, 6, 7), date(2024, 6, 10), None,
)  # fmt: skip

INTRODUCTION = "This says what we will do about each area for improvement, and by when."
CONTACT = "Improvement team, Town Hall, Wexcombe"
FINDING = "Six children live in homes that are not registered."
AREAS = (
    (
        "Permanence for children over ten",
        "Children over ten know where they will grow up, and have a say in it.",
    ),
    ("Life-story work for every child in care", "Children can tell the story of their own life."),
    (
        "Answering the challenges of reviewing officers",
        "When somebody speaks up for a child, something changes for that child within a month.",
    ),
    ("Homes that are not registered", ""),
)


@dataclass(frozen=True)
class ActionWords:
    """An action at the start; ``area`` counts from 0, ``owned`` if the demo's owner leads it."""

    name: str
    area: int
    text: str
    lead: str = ""
    due: int | None = None
    start: int | None = 360
    owned: bool = False
    support: str = ""


ACTIONS = (
    ActionWords(
        "matches", 0, "Review the match of every child over ten who lives in foster care",
        "Orla Owner", 200, owned=True, support="Fostering panel",
    ),
    ActionWords(
        "carers", 0, "Recruit 12 foster carers for children over ten", "Fostering manager", 180
    ),
    ActionWords(
        "wishes", 0, "Ask each child over ten where they want to live, and record the answer",
        "Orla Owner", 40, owned=True,
    ),
    ActionWords("authority", 0, "Agree with each carer which decisions they may make", "", -60),
    ActionWords(
        "training", 1, "Train 40 social workers in life-story work", "Principal social worker", 210
    ),
    ActionWords(
        "books", 1, "Begin a life-story book with every child in care", "Orla Owner", -90,
        owned=True, support="Children in care council",
    ),
    ActionWords("software", 1, "Buy software for life-story books", "Head of care", 150),
    ActionWords("team", 1, "Make the life-story team of three permanent", "Life-story team", -45),
    ActionWords(
        "clock", 2, "Put a 20-day clock on every challenge", "Head of reviewing service", 250
    ),
    ActionWords(
        "managers", 2, "Answer every challenge within 20 working days", "Orla Owner", 100,
        owned=True,
    ),
    ActionWords(
        "director", 2, "Report late answers to the director every month",
        "Head of reviewing service", 20,
    ),
    ActionWords(
        "homes", 3, "Find a registered home for each of the six children", "Placements manager", 75
    ),
    ActionWords(
        "market", 3, "Agree with two neighbouring councils to buy homes together",
        "Head of commissioning",
    ),
)  # fmt: skip

MEASURES = (
    (
        "matched", 0,
        MeasureFields(
            "Children over ten in foster care whose match has been agreed",
            "Of all children aged 10 to 17 in foster care on the last day of the month",
            Unit.PERCENT, Better.HIGHER, Reading(date(2024, 1, 31), 60.7, 37, 61), 90.0,
            date(2026, 12, 31),
        ),
    ),
    (
        "waiting", 0,
        MeasureFields(
            "Children over ten who have waited more than two years for a match", "",
            Unit.NUMBER, Better.LOWER, Reading(date(2024, 1, 31), 24), 5.0, date(2026, 12, 31),
        ),
    ),
    (
        "begun", 1,
        MeasureFields(
            "Children in care whose life-story work has begun",
            "Of all children who have been in care for six months", Unit.PERCENT, Better.HIGHER,
            Reading(date(2024, 3, 31), 31.0, 62, 200), 80.0, date(2026, 12, 31),
        ),
    ),
    (
        "answered", 2,
        MeasureFields(
            "Challenges answered within 20 working days", "Of all challenges raised in the quarter",
            Unit.PERCENT, Better.HIGHER, Reading(date(2024, 1, 31), 70.0, 28, 40), 95.0,
            date(2026, 3, 31),
        ),
    ),
    (
        "days", 2,
        MeasureFields("Days until a late challenge is answered", "Median", Unit.DAYS),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """What happened so many days ago: to an action, a measure, an area (from 0) or a question."""

    ago: int
    what: str
    name: str
    text: str = ""
    code: str = ""
    due: int = 0
    value: tuple[float, int | None, int | None] = (0.0, None, None)


_RETURN = "Monthly return of the reviewing service"
STEPS = (
    # Children over ten
    Step(350, "rated", "matches", "Half of the files are read.", "On course"),
    Step(320, "update", "matches", "Read 31 of 61 files. Nine matches can be agreed at once."),
    Step(206, "update", "matches", "All 61 files are read. Panel has agreed 20 matches."),
    Step(205, "evidence", "matches", "Review of 61 matches: 20 were agreed, 12 need work, 29 stand",
         "review-of-matches.csv"),
    Step(204, "done", "matches"),
    Step(203, "rated", "matches", "", "Delivered"),
    Step(60, "evidence", "matches", "Sample of ten files: all ten children know where they stay",
         "https://www.wexcombe.example/dip-sample"),
    Step(59, "rated", "matches", "Sampled by the independent chair.", "Embedded"),
    Step(345, "rated", "carers", "", "On course"),
    Step(250, "update", "carers", "Three households approved. Two more are being assessed."),
    Step(170, "re-dated", "carers", "Two assessments stopped when the assessor left", due=60),
    Step(169, "rated", "carers", "", "Slipping"),
    Step(55, "re-dated", "carers", "The spring campaign brought fewer enquiries", due=-30),
    Step(54, "update", "carers", "Seven households approved out of 12."),
    Step(54, "rated", "carers", "", "Slipping"),
    Step(180, "update", "wishes", "Asked 22 children. Most want to stay where they are."),
    Step(35, "rated", "wishes", "We are nearly there.", "On course"),
    Step(35, "update", "wishes", "Asked 48 of 61 children."),
    Step(300, "rated", "authority", "", "Not begun"),
    Step(330, "impact", "0", "", "Too early"),
    Step(30, "impact", "0", "Twelve more children have an agreed match, and say they feel safe.",
         "Clear change"),
    # Life-story work
    Step(290, "rated", "training", "", "On course"),
    Step(190, "update", "training", "The last of 40 social workers was trained today."),
    Step(190, "done", "training"),
    Step(189, "evidence", "training", "Register: 40 social workers took both days",
         "https://www.wexcombe.example/training-register"),
    Step(188, "rated", "training", "", "Delivered"),
    Step(330, "update", "books", "Twelve books begun."),
    Step(140, "update", "books", "70 books begun. The team had two vacancies in the summer."),
    Step(140, "rated", "books", "", "On course"),
    Step(200, "closed", "software", "Children asked for books of paper instead"),
    Step(120, "rated", "team", "", "On course"),
    Step(110, "update", "team", "The budget for next year has a line for the team."),
    Step(240, "impact", "1", "", "First signs"),
    # Challenges of reviewing officers
    Step(260, "update", "clock", "Every challenge has a date by which it must be answered."),
    Step(255, "evidence", "clock", "Screen of the system: the clock runs on all open challenges",
         "https://www.wexcombe.example/clock"),
    Step(255, "done", "clock"),
    Step(100, "rated", "clock", "Tested in two audits.", "Embedded"),
    Step(280, "rated", "managers", "", "Slipping"),
    Step(120, "re-dated", "managers", "Two service managers start in the autumn", due=-10),
    Step(80, "update", "managers", "Nine in ten are answered in time."),
    Step(25, "update", "managers", "All challenges of last month were answered in time."),
    Step(25, "rated", "managers", "", "On course"),
    Step(15, "update", "director", "The first two reports went to the director."),
    Step(15, "rated", "director", "Reports are monthly now.", "Late"),
    Step(40, "impact", "2", "Plans changed after 31 of 36 challenges.", "Clear change"),
    # Homes that are not registered
    Step(340, "update", "homes", "Two children have moved to registered homes."),
    Step(150, "update", "homes", "One more child has moved. Three are left."),
    Step(150, "rated", "homes", "", "Slipping"),
    Step(200, "impact", "3", "Three children live in registered homes now.", "Clear change"),
    # Measures
    *(
        Step(ago, "reading", name, _RETURN, value=value)
        for name, values in {
            "matched": ((330, (63.9, 39, 61)), (240, (71.7, 43, 60)), (150, (78.3, 47, 60)),
                        (60, (82.3, 51, 62))),
            "waiting": ((330, (22, None, None)), (240, (17, None, None)), (150, (13, None, None)),
                        (60, (11, None, None))),
            "begun": ((300, (38.0, 76, 200)), (200, (46.0, 92, 200)), (110, (52.0, 104, 200)),
                      (20, (49.0, 98, 200))),
            "answered": ((320, (75.0, 30, 40)), (230, (82.5, 33, 40)), (140, (87.5, 35, 40)),
                         (50, (91.7, 33, 36))),
            "days": ((230, (44, None, None)), (50, (31, None, None))),
        }.items()
        for ago, value in values
    ),
    # Made public, in time for the board
    Step(58, "published", ""),
    # Questions
    Step(310, "asked", "0", "How many children over ten have been told that they can stay?"),
    Step(295, "answered", "1", "Nobody had counted. Since this month every child gets a letter.",
         "The review of matches now ends with a letter to the child."),
    Step(220, "asked", "2", "Which teams answer late, and why is it always the same ones?",
         "Independent chair"),
    Step(205, "answered", "2", "Two teams had no permanent manager. Both have one from the autumn.",
         "The due date of the action was moved, with this reason."),
    Step(45, "asked", "1", "Why has the share of children with life-story work stopped rising?"),
    Step(18, "asked", "", "When will the plan have measures that children chose?"),
)  # fmt: skip

FILE = """\
group,children
matches agreed,20
matches that need work,12
matches that stand,29
all,61
"""
