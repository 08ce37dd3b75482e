"""Wexcombe, January and February 2016: requires improvement, as does its safeguarding board."""

from __future__ import annotations

from datetime import date

from cusp.specimens.content import GOOD, RI, Item, Paragraph, Part, Specimen
from cusp.specimens.stories.common import (
    COUNCIL,
    GOVERNANCE,
    HELP,
    LOOKED_AFTER,
    paragraphs,
    points,
)

_SUMMARY = (
    "Children’s services in Wexcombe require improvement to be good. They have moved on from the "
    "failings of 2013. No child was found who was in danger and had nobody looking out for them.",
    "Work that is urgent is done at once, and work that is not is left. Families wait for "
    "assessments to end and for plans to begin, and some of them come back to the front door "
    "while they wait.",
    "Children who are looked after are well cared for by people who like them. For too many, the "
    "decision that they may stay for good comes late, and reviewing officers do not press for it.",
    "Adoption and services for care leavers are well run.",
    "Elected members and senior managers have brought calm and money. They know what is done and "
    "how fast. They know less about whether it helps.",
)
_ITEMS = (
    Item(
        "See every child whose plan says so, in the time that it says, and ask why when it did not "
        "happen.",
        refers_to=(14,),
    ),
    Item("Make decisions in strategy discussions plain, with names and days.", refers_to=(12, 13)),
    Item("Write child protection plans that a parent can read and a reviewer can measure."),
    Item("Let supervision show how managers thought about a case."),
    Item(
        "Raise what independent reviewing officers find until it is answered.", refers_to=(25, 26)
    ),
    Item("Send letters before proceedings when the decision to send them is made."),
    Item("Offer 16- and 17-year-olds who are homeless the choice to become looked after."),
    Item("Begin life-story work when a child comes into care, not when they leave it."),
    Item(
        "Bring to elected members:",
        ("how long children wait", "what audits found", "what changed as a result"),
    ),
)
_FACTS = (
    (
        "Previous Ofsted inspections",
        points(
            "The local authority runs four children’s homes. Three were good when they were last "
            "inspected and one was outstanding.",
            "The last inspection of services for children who need help was in December 2013. They "
            "were judged to be inadequate.",
        ),
    ),
    (
        "Local leadership",
        points(
            "The director of children’s services has been in post since June 2014.",
            "The chair of the LSCB has been in post since January 2015.",
        ),
    ),
    (
        "Children living in this area",
        (
            Item(
                "About 51,300 children and young people under the age of 18 live in Wexcombe, "
                "which is 22.4% of all who live there."
            ),
            Item(
                "The share of children who have free school meals:",
                ("in primary schools is 13.9% (15.6% in England)", "in secondary schools is 11.2%"),
            ),
        ),
    ),
    (
        "Child protection in this area",
        points(
            "On 31 December 2015, 1,406 children had been found by assessment to be in need of a "
            "service. A year before there were 1,377.",
            "On the same day 231 children had a child protection plan.",
        ),
    ),
    (
        "Children looked after in this area",
        (
            Item(
                "On 31 December 2015 the local authority looked after 318 children (62 in every "
                "10,000). Of this number:",
                (
                    "97 (or 30.5%) live outside the borough",
                    "21 live in children’s homes, of whom 12 are outside the borough",
                    "246 live with foster families",
                    "nine came to this country without a parent",
                ),
            ),
            Item("In the last 12 months:", ("26 were adopted", "19 got a special guardian")),
        ),
    ),
)
_FOR_CHILDREN = (
    "If you are in danger, people in Wexcombe act fast to make you safe.",
    "If you need help but are not in danger, it can take a long time before it comes.",
    "Social workers visit often. Some of them change too often for you to get to know them.",
    "If you cannot live at home, you will most likely live with people who look after you well. We "
    "have asked the council to tell you sooner whether you can stay there.",
    "Young people who leave care told us that their advisers are ‘sound’.",
)
_HELP_SUMMARY = (
    "Children in danger are found and made safe. Thresholds are known to those who need to know "
    "them, and referrals that are urgent are dealt with the same day.",
    "Plans are slow. They say what services will do and not what must be different, so that nobody "
    "can tell when enough has changed.",
    "Workers are supported by their managers and see too little of what their managers think.",
)
_HELP = paragraphs(
    "Early help has a good name in Wexcombe. Six family hubs were opened in 2015, and schools "
    "send families to them with confidence. It is too soon to know whether fewer children will "
    "need more.",
    "The front door was rebuilt after the last inspection. Referrals are read by a social worker "
    "and a manager within the day. Inspectors agreed with 38 of the 40 decisions that they saw.",
    "Strategy discussions are held in time. Health staff took part in fewer than half of those "
    "that were seen, and where they had not, what they knew came to light later. (Recommendation)",
    "The record of a strategy discussion often names no one and no day. In five cases two agencies "
    "each thought that the other would visit. (Recommendation)",
    "Children with a plan are to be seen every ten days. One in four was not, in the six months "
    "before the inspection, and managers had not asked why. (Recommendation)",
    "Assessments describe families well. Their last page, which should say what it all means, is "
    "the shortest. Fathers who live elsewhere are missing from a third of them.",
    "Child protection plans are long. One that was seen had 27 actions, of which 19 were for the "
    "mother and none had a date. (Recommendation)",
    "Conferences are well chaired, and children’s wishes are read out. Reports reach parents on "
    "the day, which is too late for them to think about what is said of them.",
    "Decisions to begin the Public Law Outline are right and late. Between the decision and the "
    "letter there were 47 days on average. (Recommendation)",
    "Homeless young people of 16 and 17 are found a bed. They are seldom told that they could come "
    "into care, and what that would give them. (Recommendation)",
    "Children at risk of exploitation are well known to a specialist worker. She is one person, "
    "and on the days when she is not there the work stops.",
    "Children missing from school are followed up with persistence by two officers, who knock on "
    "doors until a child has been seen.",
)
_CARE_SUMMARY = (
    "Children come into care when they should. They live in good homes, most of them close to "
    "where they grew up, and do better at school each year.",
    "Permanence is decided early for the youngest and late for the rest. Reviewing officers see "
    "this and do not press the point.",
)
_CARE = paragraphs(
    "The council looks for relatives before it looks for foster carers. Assessments of them are "
    "thorough, and 41 children grow up with a grandparent, an aunt or an older brother.",
    "Most children have had one home in the last year. Where there was a second, it was chosen and "
    "not only found.",
    "Reviews take place on time. Children are helped to run their own, and one in five does.",
    "Independent reviewing officers hold 84 children each, which is too many. They see that plans "
    "drift and write it down. (Recommendation)",
    "A formal alert was raised four times in the year. Two had no answer. (Recommendation)",
    "Children over five wait 16 months on average between the first review that names long-term "
    "fostering and the panel that agrees it.",
    "Life-story work is done for children who will be adopted, and done beautifully. For those who "
    "will not, it is a folder of forms. (Recommendation)",
    "Attendance and marks have risen for three years. The virtual headteacher knows each child, "
    "and rings schools before they ring her.",
    "Health checks are on time for nine children in ten. The wait for a first talk with a "
    "psychologist was 19 weeks in the autumn.",
    "Children’s views change what is done. The pledge was rewritten in their words, and the room "
    "for family time has been painted.",
)
_ADOPTION = paragraphs(
    "Adopters praise the care taken in matching and the honesty of those who prepare them.",
    "Children wait no longer than elsewhere, and brothers and sisters are seldom parted.",
    "Support after adoption is there for as long as it is wanted. It helped eleven families this "
    "year through the kind of crisis that ends adoptions in other places.",
)
_LEAVERS = paragraphs(
    "Personal advisers know where all but two of 141 care leavers are, and how they are.",
    "Pathway plans are kept up to date. They are better on housing than on friends.",
    "Accommodation is suitable for 96% of care leavers. Those who are not ready to live alone may "
    "stay with their carers, and 17 do.",
    "Just over half are in education, employment or training, which is better than elsewhere and "
    "not yet good enough for the council’s own members.",
)
_LEADERS_SUMMARY = (
    "Leaders have ended the failings of 2013. Services are stable, paid for and on the move.",
    "What leaders see is mostly how much and how fast. How good and to what end they see less, and "
    "the same holds for members.",
)
_LEADERS = (
    *paragraphs(
        "The director, in post since 2014, has built a senior team that stays. Social workers know "
        "their names and their faces.",
        "Members have put £4.1 million into the service over two years. They visit teams and homes "
        "and ask how things are. They are not given what would let them ask how well. "
        "(Recommendation)",
        "Performance reports are clear and weekly. They count visits, reviews and days.",
        "Audits take place each month. In twelve that were read again by inspectors, seven grades "
        "were too high, and in no case had anyone gone back to see whether the child was better "
        "off. (Recommendation)",
        "Supervision is regular. Notes list what is to be done. In 31 of 44 records the manager’s "
        "own thinking could not be found. (Recommendation)",
    ),
    Paragraph(
        "Caseloads are at 19, down from 27. A fifth of social workers are from agencies, and "
        "children tell of goodbyes.",
        note="Cases are children, not families. Figures are from the week of 11 January 2016.",
        note_after="agencies,",
    ),
    *paragraphs(
        "Commissioning is thoughtful. The homes that the council buys are visited without notice, "
        "and two contracts were ended.",
        "Complaints are few, answered late and learned from.",
    ),
)
_LSCB_SUMMARY = (
    "The board has regained its partners’ respect under a new chair. It meets, it reads and it "
    "asks.",
    "It does not yet know whether thresholds are applied as they are written, nor whether those "
    "whom it trains work differently afterwards.",
)
_LSCB_ITEMS = (
    Item("Ask partners for proof that thresholds are understood."),
    Item("Audit the front door together, once a year."),
    Item("Follow training into practice three months later."),
)
_LSCB = paragraphs(
    "The board meets often and is well attended. Schools, which had no seat in 2013, have three.",
    "The chair sees the chief executive each month and keeps a log of challenges. Two of them led "
    "to a change: health visitors read police notices, and a hospital changed its discharge form.",
    "The threshold document is clear. The board has not tested how it is used.",
    "Audits by several agencies together began in the autumn. The first, on neglect, was frank.",
    "It knows little about the effect of its training. Courses are full and liked.",
    "The annual report says plainly what is not good enough. It was read by the cabinet.",
)


def specimen() -> Specimen:
    """The report."""
    return Specimen(
        "SIF 2015",
        COUNCIL,
        ((date(2016, 1, 11), date(2016, 2, 4)),),
        ("Edith Marlow",),
        {
            "help_and_protection": RI,
            "in_care": RI,
            "adoption": GOOD,
            "care_leavers": GOOD,
            "leaders": RI,
            "overall": RI,
            "lscb": RI,
        },
        _SUMMARY,
        _ITEMS,
        (
            Part("help_and_protection", HELP, _HELP, _HELP_SUMMARY),
            Part("in_care", LOOKED_AFTER, _CARE, _CARE_SUMMARY),
            Part("adoption", "", _ADOPTION),
            Part("care_leavers", "", _LEAVERS),
            Part("leaders", GOVERNANCE, _LEADERS, _LEADERS_SUMMARY),
        ),
        date(2016, 3, 4),
        lscb_items=_LSCB_ITEMS,
        lscb_paragraphs=_LSCB,
        lscb_summary=_LSCB_SUMMARY,
        facts=_FACTS,
        for_children=_FOR_CHILDREN,
        about=(
            "Inspectors read the files of 96 children, watched practice and spoke with children, "
            "parents, carers and those who work with them.",
            "They asked what leaders know about their own services, how they know it and what they "
            "do about it.",
        ),
    )
