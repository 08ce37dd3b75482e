"""Wexcombe, June 2019: requires improvement for the second time, but care services are good."""

from __future__ import annotations

from datetime import date

from cusp.specimens.content import GOOD, RI, Item, Paragraph, Part, Specimen
from cusp.specimens.stories.common import (
    ABOUT,
    CARE_AND_LEAVERS,
    COUNCIL,
    HELP,
    LEADERS,
    paragraphs,
)

_SUMMARY = (
    "Wexcombe’s services still require improvement, as they did in 2016. Children are kept safe "
    "when harm is plain to see. Where it builds up slowly, help comes too late to change much.",
    "Leaders know most of this. They have put the front door right, and work with adolescents, and "
    "have further to go where plans are long and families are in and out of help.",
)
_ITEMS = (
    Item(
        "Managers’ grip on cases, so that supervision shows what was decided, why, and by when it "
        "will be done."
    ),
    Item(
        "Child protection plans that say what must change for the child, rather than which "
        "services will call."
    ),
    Item(
        "The challenge of independent reviewing officers and conference chairs when plans drift, "
        "and the answers that they get."
    ),
    Item(
        "The time that families spend in pre-proceedings:",
        ("letters sent when the decision is made", "a review by week eight"),
    ),
)
_HELP = paragraphs(
    "Families in Wexcombe can ask for early help in any of the six family hubs, and most of "
    "those who do are seen within a week. Hub workers agree a short plan with them and come "
    "back to it. Parents say that they were asked what would make a difference, and that the "
    "answer was written down in their own words.",
    "The step from early help to social care, and back again, is less sure. A third of the "
    "families who were stepped down in the spring had no meeting at which one worker handed "
    "over to the next. Some of them were referred again before the summer.",
    "Contacts are sorted on the day that they arrive. Where police officers tell the front "
    "door of a child at risk, a social worker and a health visitor read the history together "
    "before they decide, so that fewer families are sent from one service to another. This is "
    "a clear change since 2016.",
    "Out-of-hours workers are experienced and know the area well. Their notes are on the "
    "child’s file by eight in the morning, and day-time teams act on them.",
    "Strategy discussions are held quickly but the record of what was agreed is thin. In "
    "several case files it was not possible to tell who would see the child, by when, or what "
    "would follow if the door stayed shut.",
    "Assessments of new families are timely and mostly thorough. They set out what worries "
    "people and what is going well. Those of families who have been known for years are "
    "weaker: 17 of the 40 that were looked at repeated an older one, and the children in them "
    "had not been asked again how they felt.",
    "Child protection plans list services rather than changes. A plan of fourteen actions may "
    "say nothing about what must be different for the child by the next conference, and "
    "long-standing neglect is measured by attendance at appointments.",
    "Conference chairs prepare well, see parents beforehand and make room for children’s views "
    "at the meeting. Between conferences they have little hold on the plan. Where core groups "
    "did not meet for two months, the chair had noticed in only three of eleven cases.",
    "Social workers visit children on a plan at least every ten working days, and see them "
    "alone. What they learn on the visit is written up in full; what it means for the plan "
    "seldom is.",
    "Letters before proceedings are sent late. Managers now keep a tracker of every family in "
    "pre-proceedings, yet in a third of them nobody had asked why the review was overdue. Two "
    "babies were born while their parents were still waiting for a first meeting.",
    "Young people who are at risk of exploitation get help from a small team which stays with "
    "them for as long as it takes. Workers turn up when they say they will, use what young "
    "people tell them to disrupt those who harm them, and share it with the police the same "
    "day. This work is a strength.",
    "Return interviews are offered to all children who have been missing, and two in three say "
    "yes. Patterns are looked for across interviews each week, so that places as well as "
    "people are made safer.",
    "Children who are educated at home are known by name, and visits are offered twice a year. "
    "Officers follow up every child who stops attending school until they have been seen.",
    "Disabled children have social workers who know how they communicate. Plans for short "
    "breaks are generous and reviewed on time. The move to adult services is begun too late, "
    "at 17 rather than 14, and parents hear about it from one another.",
    "Few children in private fostering arrangements are known to the council. Those who are "
    "have been visited as the law asks. Leaflets in surgeries and schools, renewed this year, "
    "have not yet brought any new ones to light.",
    "The designated officer’s work on allegations against adults who work with children is "
    "careful, quick and well recorded.",
)
_CARE = (
    *paragraphs(
        "Children come into care when they need to, and for almost all of them there was no better "
        "way. Relatives are looked for early, and family group meetings are held before court "
        "proceedings rather than during them.",
        "Most children in care live with families in or near the borough and stay with them. "
        "Brothers and sisters are placed together where that is right, and the reasons are "
        "written to the child where it is not.",
        "Independent reviewing officers know their children well and visit them before reviews. "
        "They seldom use the formal way to challenge delay, and when they do, the reply comes late "
        "or not at all: of 22 alerts in a year, nine were closed with no answer on the file.",
        "Plans for permanence are clear for babies and slow for older children, some of whom had "
        "waited two years for a long-term match to be confirmed.",
        "Adopters are recruited with care, and children do not wait for them. There have been no "
        "breakdowns of adoptions in four years. Support afterwards is prompt, skilled and open to "
        "anyone who asks.",
        "Life-story work is begun when an adoption is near, but not for the eight children in ten "
        "who will grow up in foster care.",
        "Foster carers feel that they are part of the team. Their supervising social workers are "
        "easy to reach, also at weekends, and training is planned around school hours.",
        "The virtual school has raised attendance in each of three years. Personal education plans "
        "are written with the child and say what the pupil premium was spent on. Children who "
        "change school are back in a classroom within eight school days on average.",
        "Children’s health is checked on time. Waits for therapy are short for those who live in "
        "the borough, and up to seven months for the quarter who do not.",
        "The children in care council has changed how reviews are run, and what contact is called. "
        "Its members interview for senior posts. Children who live further away are hardly heard.",
        "Unaccompanied young people are met by workers who understand where they come from. "
        "Interpreters are booked for the same day, and college places found within two weeks.",
    ),
    Paragraph(
        "Personal advisers keep in touch with nearly all young people up to 25, also those in "
        "prison and those who live far away. They help with debts, driving lessons, first flats "
        "and second chances.",
        heading="Care leavers",
    ),
    *paragraphs(
        "Pathway plans are written with young people and sound like them. They are clear about "
        "housing and money. They say less about what to do when things go wrong.",
        "Four in ten care leavers are not in work or learning. The council’s own apprenticeships "
        "are advertised to everyone and kept for nobody.",
        "Every care leaver has the summary of their health history by the time they are 18. No one "
        "lives in bed-and-breakfast accommodation, and staying put with foster carers is usual.",
    ),
)
_LEADERS = paragraphs(
    "The chief executive, the lead member and the director meet each month with the same short set "
    "of figures, and ask what it was like for the child. Politicians of all parties have "
    "protected the budget for three years.",
    "Leaders’ view of their own services is honest in most respects. It is too kind about "
    "long-term work with families, where performance figures are green and children’s lives have "
    "not changed.",
    "Audits are regular and mostly sound. What they find is gathered in a list, and the list is "
    "longer each quarter, because few actions are closed by looking at practice again.",
    "Supervision takes place on time. Its records seldom show that a manager questioned a decision "
    "or what changed when one did. In the two teams that use group supervision, it is better.",
    "The improvement board that was set up after the last inspection did good work on the front "
    "door and was closed in 2018. Actions on planning and on challenge, which had not been "
    "finished, were moved to team plans and lost from sight.",
    "Partnerships are strong. The family judge praises the quality of statements, and schools, the "
    "police and health services agree on what the threshold document means.",
    "Corporate parenting has grown in ambition. Members visit, ask and follow up, though they get "
    "no figures about how long children wait for permanence.",
    "Caseloads have come down to sixteen. Social workers say that they are proud to work here, and "
    "four in five of those who were here in 2016 still are.",
)


def specimen() -> Specimen:
    """The report."""
    return Specimen(
        "ILACS 2018",
        COUNCIL,
        ((date(2019, 6, 10), date(2019, 6, 21)),),
        ("Harriet Lomax",),
        {"leaders": RI, "help_and_protection": RI, "care_and_care_leavers": GOOD, "overall": RI},
        _SUMMARY,
        _ITEMS,
        (
            Part("help_and_protection", HELP, _HELP),
            Part("care_and_care_leavers", CARE_AND_LEAVERS, _CARE),
            Part("leaders", LEADERS, _LEADERS),
        ),
        about=ABOUT,
    )
