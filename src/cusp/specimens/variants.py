"""Other ways in which real reports of a form differ, each shown by one specimen.

They tell no story: their words are those of Wexcombe's reports. Each holds one habit of print that
the stories do not have.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cusp.specimens.content import GOOD, RI, Item, Paragraph, Part, Specimen
from cusp.specimens.layout import Layout
from cusp.specimens.stories import ilacs_2019, ilacs_2024, sif_2013, sif_2016

_STRENGTHS = (
    "The director knows what is wrong and says so.",
    "Foster carers stay, and children stay with them.",
)
_PROGRESS = (
    "In 2009 inspectors found that visits were missed, and so did those of 2013.",
    "The homes that the council runs have been put right since.",
)
_SUMMARY = ("What is urgent is done and what is not is left.", "Plans are not carried out.")


def _bullets_throughout() -> Specimen:
    """Early 2014: no paragraph is numbered, and no page either."""
    return replace(sif_2013.specimen(), numbering="none", styled="London Borough of Wexcombe")


def _numbers_throughout() -> Specimen:
    """Early 2014: key findings and areas for improvement have numbers as the findings do."""
    return replace(sif_2013.specimen(), numbering="all", styled="Wexcombe County Council")


def _small_headings() -> Specimen:
    """2014 and 2015: small headings within the lists, strengths and progress behind them."""
    whole = sif_2013.specimen()
    headings = ("The front door", "The front door", "Leadership, management and governance")
    items = tuple(replace(item, heading=headings[i // 3]) for i, item in enumerate(whole.items))
    parts = tuple(replace(part, summary=_SUMMARY if part.heading else ()) for part in whole.parts)
    return replace(
        whole, numbering="lists", items=items, parts=parts, strengths=_STRENGTHS,
        progress=_PROGRESS, for_children=("We have asked the council to visit you more often.",),
        published=date(2014, 2, 12), styled="Wexcombe",
    )  # fmt: skip


def _without_priorities() -> Specimen:
    """A first tier that is empty and not printed."""
    whole = sif_2013.specimen()
    items = tuple(replace(item, priority=False) for item in whole.items)
    return replace(whole, items=items, grades={**whole.grades, "overall": GOOD})


def _reinspection() -> Specimen:
    """A re-inspection without a review of the safeguarding board."""
    whole = sif_2016.specimen()
    grades = {area: grade for area, grade in whole.grades.items() if area != "lscb"}
    return replace(
        whole, reinspection=True, grades=grades, lscb_items=(), lscb_paragraphs=(),
        lscb_summary=(), facts=(),
    )  # fmt: skip


def _board_alone() -> Specimen:
    """A review of the safeguarding board without an inspection of the council."""
    whole = sif_2016.specimen()
    items = (
        Item("Ask partners for proof that thresholds are understood.", refers_to=(3,)),
        Item("Follow training into practice three months later.", refers_to=(4, 5)),
    )
    return Specimen(
        "LSCB review", whole.council, ((date(2015, 6, 15), date(2015, 6, 17)),), ("Percy Oakes",),
        {"lscb": RI}, (), (), (), date(2015, 8, 3), lscb_items=items,
        lscb_paragraphs=whole.lscb_paragraphs, lscb_summary=whole.lscb_summary,
        facts=whole.facts[2:], about=whole.about,
    )  # fmt: skip


def _two_spells() -> Specimen:
    """Two spells on site, weeks apart."""
    spells = ((date(2019, 7, 8), date(2019, 7, 12)), (date(2019, 8, 7), date(2019, 8, 8)))
    return replace(ilacs_2019.specimen(), spells=spells, styled="Wexcombe County Council")


def _two_leads() -> Specimen:
    """2022: two lead inspectors, and the new title over the old judgements."""
    leads = ("Harriet Lomax", "Joseph Adeyemi")
    return replace(ilacs_2019.specimen(), leads=leads, new_title=True)


def _bullets_within() -> Specimen:
    """Paragraphs that hold bullets, and a mark within a sentence."""
    whole = ilacs_2024.specimen()
    first, *others = whole.parts
    within = (
        Paragraph(
            "Inspectors looked at three kinds of plan:",
            bullets=("plans for children in need", "child protection plans", "care plans"),
        ),
        Paragraph(
            "Most of them, all but nine, had been reviewed in time.",
            note="They were chosen by lot.",
            note_after="nine,",
        ),
    )
    part = Part(first.area, first.heading, (*first.paragraphs[:4], *within, *first.paragraphs[4:]))
    return replace(whole, parts=(part, *others), styled="Wexcombe City Council")


VARIANTS: dict[str, tuple[Specimen, Layout]] = {
    "bullets-throughout": (
        _bullets_throughout(),
        Layout(glyph="\uf06e", dates="spaced dash", footer="none", size=12),
    ),
    "numbers-throughout": (_numbers_throughout(), Layout(glyph="\uf06e", dates="both years")),
    "small-headings": (
        _small_headings(),
        Layout(
            glyph="\uf06e", dates="both years", footer="alternate", judgement_rows=True, spaces=True
        ),
    ),
    "without-priorities": (_without_priorities(), Layout(glyph="\uf0b7", dots=True)),
    "reinspection": (_reinspection(), Layout(glyph="\uf06e", footer="alternate")),
    "board-alone": (_board_alone(), Layout(glyph="\uf06e", dates="both years", footer="alternate")),
    "two-spells": (_two_spells(), Layout(question_mark=False, indent=14)),
    "two-leads": (_two_leads(), Layout(dates="short", footer="running")),
    "bullets-within": (_bullets_within(), Layout(dates="short", footer="running", colon=True)),
    "table-over-pages": (ilacs_2024.specimen(), Layout(dates="short", drop=500.0)),
    "odd-bullets": (
        ilacs_2019.specimen(),
        Layout(glyph="\uf0b7", lowered=True, spaces=True, scale=0.75, heading_grade="printed"),
    ),
    "narrow": (ilacs_2019.specimen(), Layout(right=440.0, column=350.0, leading=1.35, gap=20.0)),
}  # fmt: skip
