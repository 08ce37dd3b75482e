"""Wexcombe, November and December 2013: inadequate, with two areas for immediate action."""

from __future__ import annotations

from datetime import date

from cusp.specimens.content import GOOD, INADEQUATE, RI, Item, Part, Specimen
from cusp.specimens.stories.common import (
    COUNCIL,
    GOVERNANCE,
    HELP,
    LOOKED_AFTER,
    paragraphs,
    points,
)

_SUMMARY = (
    "Managers did not know how many children were waiting to be seen. When inspectors asked, it "
    "took three days to count them, and there were 64.",
    "Referrals are handled by whoever is on duty, and what is decided depends on who that is.",
    "Child protection plans are in place for children who need them, but visits are missed and "
    "nobody asks why.",
    "Elected members are told that things are well. They have not been told of caseloads above 30.",
    "Children who are looked after are mostly in good homes, and wait too long to hear that they "
    "may stay.",
    "Adoption and care leavers’ services are well run by teams who have been together for years.",
)
_ITEMS = (
    Item(
        "See every child whose plan says so, in the time that it says, and ask why when it did not "
        "happen.",
        priority=True,
    ),
    Item(
        "Count the children who wait for an assessment, see each of them, and go on counting until "
        "nobody waits.",
        priority=True,
    ),
    Item("Put a social worker and a manager at the front door who do nothing else."),
    Item("Make decisions in strategy discussions plain, with names and days."),
    Item("Bring caseloads to a number at which children can be known."),
    Item("Let supervision show how managers thought about a case."),
    Item("Give independent reviewing officers the time and the right to challenge."),
    Item(
        "Bring to elected members:",
        ("how long children wait", "how many children each social worker has", "what audits found"),
    ),
)
_FACTS = (
    (
        "Children living in this area",
        (
            Item("About 50,100 children and young people under the age of 18 live in Wexcombe."),
            Item(
                "The share of children who have free school meals:",
                ("in primary schools is 17.0%", "in secondary schools is 13.5%"),
            ),
        ),
    ),
    (
        "Child protection in this area",
        points(
            "On 31 March 2013, 1,288 children had been found by assessment to be in need.",
            "On the same day 197 children had a child protection plan, 22 more than a year before.",
        ),
    ),
)
_HELP = paragraphs(
    "The first call about a child may be taken by any of 14 people. Of the 50 that inspectors "
    "looked at, 11 should have led to an assessment and did not. All were put right during the "
    "inspection.",
    "Sixty-four children had waited for more than a month to be seen after an assessment had been "
    "agreed. None was found to have been harmed in that time. This was luck.",
    "Strategy discussions are often a telephone call between two people. What they agreed is "
    "written down in one line.",
    "When harm is plain, social workers and police officers go out together, also at night, and "
    "children are made safe.",
    "Child protection plans exist, are reviewed and are not carried out. A quarter of visits were "
    "missed in the summer, most of them to the same children.",
    "Early help is offered by good people in children’s centres, who do not know one another.",
    "Children who are at risk of exploitation are talked about at a monthly meeting. There is no "
    "one whose work it is to be with them.",
)
_CARE = paragraphs(
    "Decisions that children should be looked after are made late, and then in a hurry. Six babies "
    "came into care from hospital on a Friday.",
    "Most children live with foster carers who know them and stay with them.",
    "Independent reviewing officers hold more than 100 children each. They run meetings and have "
    "no time for anything else.",
    "Plans for permanence are late for nearly all children over five.",
    "Children go to school and do better there than at home. Their education plans are written "
    "by schools alone.",
    "Health checks were on time for fewer than two in three children.",
)
_ADOPTION = paragraphs(
    "Adopters praise the care taken in matching.",
    "Children for whom adoption is the plan wait no longer than elsewhere.",
)
_LEAVERS = paragraphs(
    "Personal advisers know the young people and where they live.",
    "Accommodation is suitable and plans are up to date.",
    "Too few care leavers are in work or learning, as in most places.",
)
_LEADERS = paragraphs(
    "There have been three directors in four years. Each began a plan, and no plan was finished.",
    "Members do not see what they would need in order to ask. Reports to them count what was done "
    "and leave out what was not.",
    "Audits stopped in the spring, when the person who did them left.",
    "Supervision happens when there is time. Newly qualified social workers had been alone with "
    "cases that would test the experienced.",
    "The new director, three weeks in post, told inspectors on the first day what they would find. "
    "She was right.",
)
_LSCB = paragraphs(
    "The board has met four times this year and been quorate twice.",
    "It did not know of the children who waited, and had not asked.",
    "Serious case reviews are well written and read by few.",
    "Training is liked, full and not followed up.",
)


def specimen() -> Specimen:
    """The report."""
    return Specimen(
        "SIF 2013",
        COUNCIL,
        ((date(2013, 11, 19), date(2013, 12, 11)),),
        ("Edith Marlow",),
        {
            "help_and_protection": INADEQUATE,
            "in_care": RI,
            "adoption": GOOD,
            "care_leavers": GOOD,
            "leaders": INADEQUATE,
            "overall": INADEQUATE,
            "lscb": INADEQUATE,
        },
        _SUMMARY,
        _ITEMS,
        (
            Part("help_and_protection", HELP, _HELP),
            Part("in_care", LOOKED_AFTER, _CARE),
            Part("adoption", "", _ADOPTION),
            Part("care_leavers", "", _LEAVERS),
            Part("leaders", GOVERNANCE, _LEADERS),
        ),
        lscb_items=(
            Item("Ask each quarter how many children wait, and for how long.", priority=True),
            Item("Ask partners for proof that thresholds are understood."),
            Item("Audit the front door together, once a year."),
        ),
        lscb_paragraphs=_LSCB,
        facts=_FACTS,
        about=(
            "Inspectors read files, watched practice and spoke with children, parents and carers.",
        ),
    )
