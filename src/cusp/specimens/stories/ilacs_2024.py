"""Wexcombe, January and February 2024: good, except for children in care."""

from __future__ import annotations

from datetime import date

from cusp.specimens.content import GOOD, OUTSTANDING, RI, Item, Paragraph, Part, Specimen
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
    "Since the inspection of 2019 Wexcombe has turned help for families around. Managers can show "
    "what they decided and what came of it. Plans say what has to change, and most often it does.",
    "Young people who leave care are supported as well as any in the country. Children who are "
    "still in care do not yet gain from this as others do: those over ten wait too long to know "
    "where they will grow up, and many do not know why they came into care.",
    "Leaders have been open about this and began to act in the autumn. It is too early to see what "
    "difference that makes.",
)
_ITEMS = (
    Item("Permanence for children over ten who live in foster care."),
    Item("Life-story work for all children in care, so that they can make sense of their past."),
    Item("The time it takes to answer the challenges of independent reviewing officers."),
)
_HELP = paragraphs(
    "Early help is easy to find and hard to fall out of. Eight family hubs, two of them inside "
    "schools, share one record with social care, so that families tell their story once.",
    "When people ring the front door they speak to a social worker. Thresholds are understood "
    "and consent is asked for and recorded. Decisions on new contacts are made within a "
    "working day, in almost every case, and explained to the person who rang.",
    "Police, health and education sit in the same room and think together. Strategy meetings "
    "are quorate and their minutes are clear about who does what by when, which was a weakness "
    "in 2019.",
    "Assessments are rich in children’s own words. Workers use drawings, walks and games to "
    "learn what daily life is like, including for babies and for children who do not speak.",
    "Child protection plans now begin with what must be different for the child. Each action "
    "has a date, and core groups ask whether the change has lasted before they cross it off.",
    "Conference chairs look at each plan half-way between conferences and leave a note on the "
    "file. Where a plan drifts they say so, and managers reply within days. Fewer children "
    "stay on plans for more than 15 months, and fewer come back to one.",
    "The Public Law Outline is used well. Letters are sent within a week of the decision and "
    "are written so that parents can follow them. A panel reviews each family at week six and "
    "week twelve, and two in three no longer need to go to court.",
    "16- and 17-year-olds who are homeless are seen the same day by a housing officer and a "
    "social worker. They are told in plain words what it means to come into care, and those "
    "who choose to are given a home rather than a room.",
    "The exploitation team, already strong in 2019, has grown with demand. It now works with "
    "young people up to 25, and with the parents of those under 16.",
    "Services for disabled children have caught up. Planning for adult life begins at 14, and "
    "parents have a named person in the adults’ team two years before the change.",
    "Children who are missing education, and those taught at home, are tracked with rigour. "
    "Where home education is not suitable, officers act and do not let matters drift.",
)
_CARE = paragraphs(
    "Decisions that children should come into care are sound, and are made by senior people who "
    "know the family’s history. More children than in 2019 live with relatives, whose assessments "
    "are fair and quick.",
    "Care plans for younger children are strong. A second plan is kept in step with the first, and "
    "babies move once, to people who will keep them.",
    "Older children wait. Of 61 children over ten in foster care, 24 have lived with their carers "
    "for more than two years without a match having been agreed. Some of them believe that they "
    "could be moved at any review.",
    "Life-story work is good for children who are adopted and rare for others. Workers have had "
    "training and say that they lack the time. A new team of three, in post since November, has "
    "begun with twelve children.",
    "Independent reviewing officers raise concerns more often than they did. Seven in ten alerts "
    "are answered within the 20 working days that are allowed; the others take two months on "
    "average, and in that time plans stand still.",
    "Children’s health, teeth and feelings are looked after. There is no wait for the council’s "
    "own psychologists, who see carers as well as children.",
    "The virtual school is ambitious and is listened to. Attendance is above that of other "
    "children in the borough, and no child in care has been permanently excluded since 2017.",
    "Six children live in homes that are not registered. Leaders know each of them, visit weekly "
    "and report to the regulator. For two of them the search for a registered home has gone on "
    "for nine months.",
    "Children know how to complain and how to get an advocate. What the children in care council "
    "asked for last year has been done, and the answers were given in person.",
)
_LEAVERS = paragraphs(
    "Personal advisers are remembered on birthdays and rung at night. Young people told us that "
    "theirs had never given up on them, also when they had given up on themselves.",
    "Pathway plans are lively and are changed when life changes. Health histories, passports and "
    "bank accounts are in young people’s hands before they are 18.",
    "Seven in ten care leavers are in work or learning, which is high. Thirty apprenticeships are "
    "kept for them in the council, the hospital and three large firms.",
    "Housing is safe and there is enough of it. Nobody has been made homeless in two years, and "
    "council tax is waived up to 25 wherever a young person lives.",
    "Parents who have themselves been in care get a mentor, a cot and no suspicion. Few of their "
    "children have needed social care.",
    "Care leavers in custody are visited every month and met at the gate.",
    "A house in the town centre is run by young people for young people. It has a kitchen, a "
    "laundry, a lawyer on Thursdays and someone to talk to on Christmas Day.",
)
_LEADERS = (
    *paragraphs(
        "The director and the lead member have been in post since 2018 and have used the time. The "
        "plan that followed the last inspection was followed to its end, and each area was closed "
        "only when practice had been seen to change.",
        "Managers’ oversight, which inspectors criticised twice, is now a strength. Supervision is "
        "regular and searching. Records show the decision, the reason for it and the date by which "
        "someone will look again.",
        "Audits are carried out with the worker and with the family. Their findings match what "
        "inspectors saw, and what is learned in one team is tried in the next.",
        "Figures are used with sense. A dashboard of 25 measures, each with its aim, is read by "
        "team managers on Mondays and by elected members each quarter. It does not yet hold any "
        "measure of permanence for older children.",
    ),
    Paragraph(
        "Staff stay. The share of agency workers fell from 22% to 6%, and newly qualified social "
        "workers hold half a caseload in their first year.",
        note="Figures are the council’s own and were not checked.",
    ),
    *paragraphs(
        "Leaders know what is not good enough. Their own account of services for children in care "
        "named the same three weaknesses as this report does.",
    ),
)


def specimen() -> Specimen:
    """The report."""
    return Specimen(
        "ILACS 2023",
        COUNCIL,
        ((date(2024, 1, 29), date(2024, 2, 9)),),
        ("Joseph Adeyemi",),
        {
            "leaders": GOOD,
            "help_and_protection": GOOD,
            "in_care": RI,
            "care_leavers": OUTSTANDING,
            "overall": GOOD,
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
