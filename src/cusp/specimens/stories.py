"""Wexcombe, a council that is nowhere: its inspections from 2013 to 2026, in our own words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cusp.specimens.content import (
    ADEQUATE,
    GOOD,
    INADEQUATE,
    OUTSTANDING,
    RI,
    Item,
    Paragraph,
    Part,
    Specimen,
)
from cusp.specimens.forms import write_specimen
from cusp.specimens.paper import Layout

COUNCIL = "Wexcombe"
_HELP = "The experiences and progress of children who need help and protection"
_CARE = "The experiences and progress of children in care"
_LEAVERS = "The experiences and progress of care leavers"
_LEADERS = "The impact of leaders on social work practice with children and families"
_ABOUT = (
    "This specimen was written to show how a report is read. Wexcombe is not a real place and "
    "nothing in it was said of any council.",
)


def _paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text) for text in texts)


_HELP_TEXT = _paragraphs(
    "Families in Wexcombe can ask for early help in any of the six family hubs, and most of those "
    "who do are seen within a week. Hub workers agree a short plan with them and come back to it.",
    "Contacts are sorted on the day that they arrive. Where police officers tell the front door of "
    "a child at risk, a social worker and a health visitor read the history together before they "
    "decide, so that fewer families are sent from one service to another.",
    "Strategy discussions are held quickly but the record of what was agreed is thin. In several "
    "case files it was not possible to tell who would see the child, by when, or what would follow "
    "if the door stayed shut.",
    "Child protection plans list services rather than changes. A plan of fourteen actions may say "
    "nothing about what must be different for the child by the next conference, and long-standing "
    "neglect is measured by attendance at appointments.",
    "Letters before proceedings are sent late. Managers now keep a tracker of every family in "
    "pre-proceedings, yet in a third of them nobody had asked why the review was overdue.",
    "Children who are educated at home are known by name, and visits are offered twice a year. "
    "Officers follow up every child who stops attending school until they have been seen.",
)
_CARE_TEXT = _paragraphs(
    "Most children in care live with families in or near the county and stay with them. Brothers "
    "and sisters are placed together where that is right, and the reasons are written to the child "
    "where it is not.",
    "Independent reviewing officers know their children well. They seldom use the formal way to "
    "challenge delay, and when they do, the reply comes late or not at all.",
    "Plans for permanence are clear for babies and slow for older children, some of whom had "
    "waited two years for a long-term match to be confirmed.",
    "Life-story work is begun when an adoption is near, but not for the eight children in ten who "
    "will grow up in foster care.",
    "The virtual school has raised attendance in each of three years. Personal education plans are "
    "written with the child and say what the pupil premium was spent on.",
)
_LEAVERS_TEXT = _paragraphs(
    "Personal advisers keep in touch with nearly all young people up to 25, also those in prison "
    "and those who live far away.",
    "Four in ten care leavers are not in work or learning. The council’s own apprenticeships are "
    "advertised to everyone and kept for nobody.",
    "Every care leaver has the summary of their health history by the time they are 18.",
)
_LEADERS_TEXT = _paragraphs(
    "The chief executive, the lead member and the director meet each month with the same short set "
    "of figures, and ask what it was like for the child.",
    "Audits are regular and mostly honest. What they find is gathered in a list, and the list is "
    "longer each quarter, because few actions are closed by looking at practice again.",
    "Supervision takes place on time. Its records seldom show that a manager questioned a decision "
    "or what changed when one did.",
    "Caseloads have come down to sixteen. Social workers say that they are proud to work here.",
)
_AREAS_2019 = (
    Item("Managers’ grip on cases, so that supervision shows what was decided, why, and by when it "
         "will be done."),
    Item("Child protection plans that say what must change for the child, rather than which "
         "services will call."),
    Item("The challenge of independent reviewing officers and conference chairs when plans drift, "
         "and the answers that they get."),
    Item("The time that families spend in pre-proceedings:",
         ("letters sent when the decision is made", "a review by week eight")),
)  # fmt: skip


def _ilacs_2019() -> Specimen:
    grades = {
        "leaders": RI, "help_and_protection": RI, "care_and_care_leavers": GOOD, "overall": RI,
    }  # fmt: skip
    both = Part(
        "care_and_care_leavers",
        "The experiences and progress of children in care and care leavers",
        _CARE_TEXT + _LEAVERS_TEXT,
    )
    return Specimen(
        "ILACS 2018", COUNCIL, ((date(2019, 6, 10), date(2019, 6, 21)),), ("Harriet Lomax",),
        grades,
        (
            "Children in Wexcombe are kept safe when harm is plain to see. Where it builds up "
            "slowly, help comes too late to change their lives.",
            "Leaders know most of this. They have begun to put it right in the front door and in "
            "work with adolescents, and have further to go where plans are long.",
        ),
        _AREAS_2019,
        (Part("help_and_protection", _HELP, _HELP_TEXT), both,
         Part("leaders", _LEADERS, _LEADERS_TEXT)),
        about=_ABOUT,
    )  # fmt: skip


def _ilacs_2024() -> Specimen:
    grades = {
        "leaders": GOOD, "help_and_protection": GOOD, "in_care": RI, "care_leavers": OUTSTANDING,
        "overall": GOOD,
    }  # fmt: skip
    return Specimen(
        "ILACS 2023", COUNCIL, ((date(2024, 1, 29), date(2024, 2, 9)),),
        ("Joseph Adeyemi",), grades,
        (
            "Since 2019 Wexcombe has turned help for families around. Managers can show what they "
            "decided and what came of it.",
            "Children in care do not yet gain from this as others do.",
        ),
        (
            Item("Permanence for children over ten who live in foster care."),
            Item("Life-story work for all children in care."),
            Item("The time it takes to answer independent reviewing officers’ challenges."),
        ),
        (
            Part("help_and_protection", _HELP, _HELP_TEXT[:3]),
            Part("in_care", _CARE, _CARE_TEXT),
            Part("care_leavers", _LEAVERS, _LEAVERS_TEXT),
            Part("leaders", _LEADERS, _LEADERS_TEXT),
        ),
        about=_ABOUT,
    )  # fmt: skip


def _ilacs_2026() -> Specimen:
    earlier = _ilacs_2024()
    grades = {a: g for a, g in earlier.grades.items() if a != "overall"} | {"in_care": GOOD}
    return Specimen(
        "ILACS 2026", COUNCIL, ((date(2026, 5, 11), date(2026, 5, 15)),),
        ("Joseph Adeyemi", "Harriet Lomax"), grades,
        ("Wexcombe has kept what was good and put right what was slow.",),
        (Item("Life-story work for children who came into care after the age of twelve."),),
        earlier.parts, about=_ABOUT,
    )  # fmt: skip


def _sif(form_2015: bool) -> Specimen:
    published = date(2016, 3, 4) if form_2015 else None
    spell = (date(2016, 1, 11), date(2016, 2, 4)) if form_2015 else (
        (date(2013, 11, 19), date(2013, 12, 11))
    )  # fmt: skip
    grades = {
        "help_and_protection": RI, "in_care": RI, "adoption": GOOD, "care_leavers": GOOD,
        "leaders": RI if form_2015 else INADEQUATE, "overall": RI if form_2015 else INADEQUATE,
        "lscb": RI,
    }  # fmt: skip
    items = (
        Item("See every child whose plan says so, in the time that it says, and ask why when it "
             "did not happen.", priority=not form_2015),
        Item("Make decisions in strategy discussions plain, with names and days.",
             priority=not form_2015),
        Item("Write child protection plans that a parent can read and a reviewer can measure."),
        Item("Let supervision show how managers thought about a case."),
        Item("Raise what independent reviewing officers find until it is answered."),
        Item("Bring to elected members:",
             ("how long children wait", "what audits found", "what changed")),
    )  # fmt: skip
    return Specimen(
        "SIF 2015" if form_2015 else "SIF 2013", COUNCIL, (spell,), ("Edith Marlow",), grades,
        (
            "Wexcombe does not yet give all children good help. Work that is urgent is done at "
            "once, and work that is not is left.",
            "Adoption and care leavers’ services are well run.",
        ),
        items,
        (
            Part("help_and_protection", _HELP, _HELP_TEXT),
            Part("in_care", "The experiences and progress of children looked after and achieving "
                 "permanence", _CARE_TEXT),
            Part("adoption", "", _paragraphs("Adopters praise the care taken in matching.",
                 "Children wait no longer than elsewhere.")),
            Part("care_leavers", "", _LEAVERS_TEXT),
            Part("leaders", "Leadership, management and governance", _LEADERS_TEXT),
        ),
        published,
        lscb_items=(Item("Ask partners for proof that thresholds are understood."),
                    Item("Audit the front door together, once a year.")),
        lscb_paragraphs=_paragraphs("The board meets often and is well attended.",
                                    "It knows little about the effect of its training."),
        about=("Inspectors read files, watched practice and spoke with children and carers.",),
    )  # fmt: skip


def _looked_after() -> Specimen:
    grades = {
        "overall": ADEQUATE, "capacity_to_improve": GOOD, "outcomes": ADEQUATE,
        "quality_of_provision": ADEQUATE, "leaders": INADEQUATE,
    }  # fmt: skip
    return Specimen(
        "looked after 2013", COUNCIL, ((date(2013, 5, 13), date(2013, 5, 17)),), ("Percy Oakes",),
        grades, (),
        (Item("see that each child has a plan that says how their needs will be met"),
         Item("tell members twice a year how children in care are doing")),
        (
            Part("overall", "Overall effectiveness of services for looked after children and young "
                 "people", _CARE_TEXT[:3]),
            Part("leaders", "Leadership and management", _LEADERS_TEXT),
        ),
        date(2013, 7, 1),
    )  # fmt: skip


STORIES: dict[str, tuple[Specimen, Layout]] = {
    "wexcombe-2013-looked-after": (_looked_after(), Layout(glyph="\uf0a7", dates="dash")),
    "wexcombe-2013": (_sif(form_2015=False), Layout(glyph="\uf06e", dates="dash")),
    "wexcombe-2016": (_sif(form_2015=True), Layout(glyph="\uf06e")),
    "wexcombe-2019": (_ilacs_2019(), Layout(question_mark=False)),
    "wexcombe-2024": (_ilacs_2024(), Layout(dates="short", footer="running")),
    "wexcombe-2026": (_ilacs_2026(), Layout(dates="short", footer="running", heading_mark=True)),
}


def write_all(folder: Path) -> list[Path]:
    """Writes every specimen into ``folder`` and gives their paths, oldest first."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        write_specimen(specimen, folder / f"{name}.pdf", layout)
        for name, (specimen, layout) in STORIES.items()
    ]
