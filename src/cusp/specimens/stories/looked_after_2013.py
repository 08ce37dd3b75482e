"""Wexcombe, May 2013: services for looked-after children, adequate."""

from __future__ import annotations

from datetime import date

from cusp.specimens.content import ADEQUATE, GOOD, INADEQUATE, Item, Part, Specimen
from cusp.specimens.stories.common import COUNCIL, paragraphs

_NOW, _SOON = "Immediately:", "Within three months:"
_ITEMS = (
    Item("see that each child has a plan that says how their needs will be met", heading=_NOW),
    Item("tell each child in writing who their reviewing officer is", heading=_NOW),
    Item("give independent reviewing officers the time to see children", heading=_SOON),
    Item("tell members twice a year how children in care are doing", heading=_SOON),
)
_OVERALL = paragraphs(
    "Services for looked-after children in Wexcombe are adequate. Children are safe where they "
    "live, and most of them like it there.",
    "Plans are the weak point. One child in six had none that was up to date, and some had one "
    "that was written for another child.",
    "Brothers and sisters are placed together where that is right. Contact with parents is well "
    "thought out.",
    "Delay in coming to a lasting home is common for children over five.",
)
_CAPACITY = paragraphs(
    "The team managers who were appointed last year know what to do and have begun to do it.",
    "Money has been found for eight more posts, and five of them are filled.",
    "Foster carers have been asked what would help, and most of what they said has been done.",
)
_OUTCOMES = paragraphs(
    "Children’s health is checked, though not always in time.",
    "Attendance at school is fair. Results at 16 are below those elsewhere and are getting better.",
    "Few looked-after children are in trouble with the police.",
)
_QUALITY = paragraphs(
    "Foster care is good, and there is enough of it for children under ten.",
    "Assessments are prompt. Care plans that follow from them are of uneven quality.",
    "Reviews are held on time, and their minutes come three months later.",
)
_LEADERS = paragraphs(
    "Members are proud of children in care and do not know how they are doing.",
    "Managers do not use what is known about delay to end it.",
    "Audits are few and kind.",
)


def specimen() -> Specimen:
    """The report."""
    return Specimen(
        "looked after 2013",
        COUNCIL,
        ((date(2013, 5, 13), date(2013, 5, 17)),),
        ("Percy Oakes",),
        {
            "overall": ADEQUATE,
            "capacity_to_improve": GOOD,
            "outcomes": ADEQUATE,
            "quality_of_provision": ADEQUATE,
            "leaders": INADEQUATE,
        },
        (),
        _ITEMS,
        (
            Part(
                "overall",
                "Overall effectiveness of services for looked after children and young people",
                _OVERALL,
            ),
            Part("capacity_to_improve", "Capacity to improve", _CAPACITY),
            Part("outcomes", "Outcomes for looked after children and young people", _OUTCOMES),
            Part("quality_of_provision", "Quality of provision", _QUALITY),
            Part("leaders", "Leadership and management", _LEADERS),
        ),
        date(2013, 7, 1),
        about=(
            "Four inspectors spent five days in Wexcombe and read the files of 46 children.",
            "They met children, carers, teachers, nurses, managers and members.",
        ),
    )
