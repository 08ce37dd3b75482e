"""Specimens for other differences between real reports with the same form.

They use the words in Wexcombe's reports. Each has a feature of print that is not in the stories.
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
    """Early 2014: no paragraphs or pages are numbered."""
    return replace(sif_2013.specimen(), numbering="none", styled="London Borough of Wexcombe")


def _numbers_throughout() -> Specimen:
    """Early 2014: key findings and areas for improvement are numbered like the findings."""
    return replace(sif_2013.specimen(), numbering="all", styled="Wexcombe County Council")


def _small_headings() -> Specimen:
    """2014 and 2015: small headings in the lists, followed by strengths and progress."""
    base = sif_2013.specimen()
    headings = ("The front door", "The front door", "Leadership, management and governance")
    items = tuple(replace(item, heading=headings[i // 3]) for i, item in enumerate(base.items))
    parts = tuple(replace(part, summary=_SUMMARY if part.heading else ()) for part in base.parts)
    return replace(
        base,
        numbering="lists",
        items=items,
        parts=parts,
        strengths=_STRENGTHS,
        progress=_PROGRESS,
        for_children=("We have asked the council to visit you more often.",),
        published=date(2014, 2, 12),
        styled="Wexcombe",
    )


def _without_priorities() -> Specimen:
    """An empty first tier, which is not printed."""
    base = sif_2013.specimen()
    items = tuple(replace(item, priority=False) for item in base.items)
    return replace(base, items=items, grades={**base.grades, "overall": GOOD})


def _reinspection() -> Specimen:
    """A re-inspection without a review of the safeguarding board."""
    base = sif_2016.specimen()
    grades = {area: grade for area, grade in base.grades.items() if area != "lscb"}
    council_only = replace(base, lscb_items=(), lscb_paragraphs=(), lscb_summary=(), facts=())
    return replace(council_only, reinspection=True, grades=grades)


def _board_alone() -> Specimen:
    """A review of the safeguarding board without an inspection of the council."""
    base = sif_2016.specimen()
    items = (
        Item("Ask partners for proof that thresholds are understood.", refers_to=(3,)),
        Item("Follow training into practice three months later.", refers_to=(4, 5)),
    )
    return Specimen(
        form="LSCB review",
        council=base.council,
        spells=((date(2015, 6, 15), date(2015, 6, 17)),),
        leads=("Percy Oakes",),
        grades={"lscb": RI},
        summary=(),
        items=(),
        parts=(),
        published=date(2015, 8, 3),
        lscb_items=items,
        lscb_paragraphs=base.lscb_paragraphs,
        lscb_summary=base.lscb_summary,
        facts=base.facts[2:],
        about=base.about,
    )


def _two_spells() -> Specimen:
    """Two periods on site, weeks apart."""
    spells = ((date(2019, 7, 8), date(2019, 7, 12)), (date(2019, 8, 7), date(2019, 8, 8)))
    return replace(ilacs_2019.specimen(), spells=spells, styled="Wexcombe County Council")


def _two_leads() -> Specimen:
    """2022: two lead inspectors, and the new title with the old judgements."""
    leads = ("Harriet Lomax", "Joseph Adeyemi")
    return replace(ilacs_2019.specimen(), leads=leads, new_title=True)


def _bullets_within() -> Specimen:
    """Paragraphs with bullets, and a footnote mark in the middle of a sentence."""
    base = ilacs_2024.specimen()
    first, *others = base.parts
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
    return replace(base, parts=(part, *others), styled="Wexcombe City Council")


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
}
