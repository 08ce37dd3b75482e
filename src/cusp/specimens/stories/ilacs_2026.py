"""Wexcombe, May 2026: a short inspection, without an overall grade."""

from __future__ import annotations

from datetime import date

from cusp.specimens.content import GOOD, OUTSTANDING, Item, Part, Specimen
from cusp.specimens.stories.common import (
    ABOUT,
    CARE,
    COUNCIL,
    HELP,
    LEADERS,
    LEAVERS,
    paragraphs,
)

_SUMMARY = (
    "Wexcombe has kept what was good and put right what was slow. Children in care over ten now "
    "know where they will grow up, and reviewing officers are answered when they ask.",
    "Life-story work has reached most children, though not yet those who came into care in their "
    "teens.",
)
_ITEMS = (Item("Life-story work for children who came into care after the age of twelve."),)
_HELP = paragraphs(
    "Help for families is early, generous and well led. Neighbours, schools and faith groups run "
    "much of it, and social workers are at hand when they are needed.",
    "Multi-agency child protection teams have been in place for a year. Their members are under "
    "one roof and one manager, and parents say that they no longer repeat themselves.",
    "Plans are short and clear, and end when the child is safe. Conference chairs are trusted to "
    "say when they are not.",
    "Family group meetings are offered to all families before proceedings. Three in four accept, "
    "and most of their plans hold a year later.",
    "Work with young people at risk of exploitation remains of the first order.",
)
_CARE = paragraphs(
    "All but three of the children over ten who were waiting in 2024 have been matched for good "
    "with the carers they live with. Their social workers told them in person, and some had a "
    "party.",
    "Alerts of independent reviewing officers are answered within eight working days. Each answer "
    "says what will change, and the officer looks a month later whether it did.",
    "A team of six makes life-story books with children and the people who matter to them. Those "
    "who came into care before they were twelve have one or have begun it. Teenagers, who ask "
    "the hardest questions, are last in the queue.",
    "No child lives in a home that is not registered. Two small homes, opened by the council in "
    "2025, have made that possible.",
    "Children do well at school, sleep well and have friends. Their carers think the world of them "
    "and tell them so.",
)
_LEAVERS = paragraphs(
    "Support for care leavers is still outstanding. The offer is now the same for young people who "
    "live outside the borough.",
    "Eight in ten are in work or learning. Eleven are at university, and each has a home to come "
    "back to in the holidays.",
    "Young parents speak of advisers who stood up for them in meetings and stayed for the washing-"
    "up.",
    "The house in the town centre has a twin on the coast.",
)
_LEADERS = paragraphs(
    "Leaders did what they said they would. Each of the three areas of 2024 had an owner, a date "
    "and a measure, and two of them have been closed by looking at what children gained.",
    "The dashboard now holds measures of permanence, by age. Elected members ask about them.",
    "Caseloads are at fourteen. There are no agency social workers and eleven applicants for each "
    "post.",
    "Plans for the coming year are modest, costed and written with children.",
)


def specimen() -> Specimen:
    """The report."""
    return Specimen(
        "ILACS 2026",
        COUNCIL,
        ((date(2026, 5, 11), date(2026, 5, 15)),),
        ("Joseph Adeyemi", "Harriet Lomax"),
        {
            "leaders": GOOD,
            "help_and_protection": GOOD,
            "in_care": GOOD,
            "care_leavers": OUTSTANDING,
        },
        _SUMMARY,
        _ITEMS,
        (
            Part("help_and_protection", HELP, _HELP),
            Part("in_care", CARE, _CARE),
            Part("care_leavers", LEAVERS, _LEAVERS),
            Part("leaders", LEADERS, _LEADERS),
        ),
        about=ABOUT,
    )
