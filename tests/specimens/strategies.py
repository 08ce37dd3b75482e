"""Random specimens, laid out in all the ways that real reports are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from cusp.specimens import Item, Layout, Paragraph, Part, Specimen
from cusp.specimens.content import ADEQUATE, GOOD, INADEQUATE, OUTSTANDING, RI, ROWS, Form

_TEXT = (
    "children families plans workers managers harbour visits decision-making well-being long-term "
    "17-year-olds London’s ‘front door’ reviews (PLO) 45% 2019 £3 MASH+ timely slow "
    "oversight of the in to and with most some few because however step-down quality help carers’ "
    "e.g. 12 St. Anne’s on-site read-only co-ordinated – audit"
)
# One of them ends in a hyphen and continues later.
_WORDS = [*_TEXT.split(), "16- and 17-year-olds"]
_ORDINARY = [w for w in _WORDS if w[0].isalpha() and not w[0].isupper()]
# A sentence must not begin with anything that could be a paragraph number, a bullet or a heading.
_first = st.sampled_from(_ORDINARY).map(str.capitalize)
_last = st.sampled_from([w for w in _ORDINARY if w.isalpha()])


@st.composite
def sentences(draw: st.DrawFn, longest: int = 45) -> str:
    """One sentence of made-up words, which may include hyphens, quotation marks and figures."""
    middle = draw(st.lists(st.sampled_from(_WORDS), min_size=3, max_size=longest))
    return " ".join([draw(_first), *middle, draw(_last)]) + "."


paragraphs = st.builds(
    lambda texts, note: Paragraph(" ".join(texts), note=note),
    st.lists(sentences(), min_size=1, max_size=4),
    st.one_of(st.none(), st.none(), st.just("A note in small print about this.")),
)
_nested = st.lists(sentences(8), max_size=3).map(tuple)


_references = st.one_of(
    st.just(()), st.sets(st.integers(1, 99), max_size=3).map(lambda numbers: tuple(sorted(numbers)))
)
# Small headings in a list, each above a few items.
_SMALL_HEADINGS = ("Help and protection", "Care leavers", "Leadership, management and governance")


@st.composite
def _items(draw: st.DrawFn, *, priorities: bool, headed: bool = False) -> tuple[Item, ...]:
    priority = st.booleans() if priorities else st.just(False)
    item = st.builds(Item, sentences(), _nested, priority, refers_to=_references)
    # Priority ones are printed first.
    items = sorted(
        draw(st.lists(item, min_size=1, max_size=15)), key=lambda item: not item.priority
    )
    if headed and draw(st.booleans()):
        items = [replace(item, heading=_SMALL_HEADINGS[i // 6]) for i, item in enumerate(items)]
    return tuple(items)


layouts = st.builds(
    Layout,
    glyph=st.sampled_from("\u25fc\uf06e\uf0b7\u2022"),
    nested_glyph=st.sampled_from("\u2013\u2022"),
    size=st.sampled_from([10.0, 11.0, 12.0]),
    leading=st.sampled_from([1.15, 1.21, 1.3]),
    gap=st.sampled_from([8.0, 12.0, 16.0]),
    bottom=st.floats(640, 775),
    right=st.sampled_from([480.0, 523.0, 540.0]),
    indent=st.sampled_from([0.0, 0.0, 14.0]),
    hang=st.sampled_from([24.0, 28.0, 35.0]),
    drop=st.sampled_from([0.0, 0.0, 90.0, 230.0]),
    footer=st.sampled_from(["number", "running", "alternate", "none"]),
    grades=st.sampled_from(["beside", "centred"]),
    pieces=st.booleans(),
    spaces=st.booleans(),
    lowered=st.booleans(),
    scale=st.sampled_from([1.0, 1.0, 0.75]),
    dates=st.sampled_from(["full", "short", "dash", "spaced dash", "both years"]),
    question_mark=st.booleans(),
    colon=st.booleans(),
    heading_mark=st.booleans(),
    heading_grade=st.sampled_from(["lower", "lower", "printed", "short"]),
    judgement_rows=st.booleans(),
    dots=st.booleans(),
    small_print=st.just(True),  # without its last page a report is incomplete
    seed=st.integers(0, 10_000),
)


# Inspections reported in each form began between these dates.
_USED: dict[Form, tuple[date, date]] = {
    "looked after 2013": (date(2012, 9, 1), date(2013, 8, 31)),
    "SIF 2013": (date(2013, 11, 19), date(2015, 7, 31)),
    "SIF 2015": (date(2015, 8, 1), date(2017, 12, 31)),
    "LSCB review": (date(2013, 11, 19), date(2017, 12, 31)),
    "ILACS 2018": (date(2018, 1, 1), date(2022, 12, 31)),
    "ILACS 2023": (date(2023, 1, 1), date(2026, 3, 31)),
    "ILACS 2026": (date(2026, 4, 1), date(2030, 1, 1)),
}


@st.composite
def _spells(draw: st.DrawFn, form: Form) -> tuple[tuple[date, date], ...]:
    start = draw(st.dates(*_USED[form]))
    end = start + timedelta(days=draw(st.integers(0, 30)))
    if draw(st.booleans()):
        return ((start, end),)
    again = end + timedelta(days=draw(st.integers(5, 60)))
    return ((start, end), (again, again + timedelta(days=3)))


_LEADS = (("Harriet Lomax",), ("Máire O’Dea-Marsh",), ("Jo-Ann O’Dea", "Máire Lomax"))
_HEADINGS = {
    "help_and_protection": "The experiences and progress of children who need help and protection",
    "care_and_care_leavers": "The experiences and progress of children in care and care leavers",
    "in_care": "The experiences and progress of children in care",
    "care_leavers": "The experiences and progress of care leavers",
    "leaders": "The impact of leaders on social work practice with children and families",
}
_SIF_HEADINGS = {
    "help_and_protection": _HEADINGS["help_and_protection"],
    "in_care": "The experiences and progress of children looked after and achieving permanence",
    "adoption": "",
    "care_leavers": "",
    "leaders": "Leadership, management and governance",
}


@st.composite
def specimens(draw: st.DrawFn, form: Form) -> Specimen:
    """A specimen in a given form, with any content."""
    scale = [GOOD, OUTSTANDING, INADEQUATE, ADEQUATE if form == "looked after 2013" else RI]
    areas = [area for _, area in ROWS[form]]
    sif = form.startswith("SIF")
    grades = {area: draw(st.sampled_from(scale)) for area in areas}
    if sif:
        grades |= {"overall": draw(st.sampled_from(scale)), "lscb": draw(st.sampled_from(scale))}
    headings = _SIF_HEADINGS if sif else _HEADINGS
    body = st.lists(paragraphs, min_size=1, max_size=8).map(tuple)
    parts = [Part(a, headings[a], draw(body)) for a in headings if a in areas]
    spells = draw(_spells(form))
    return Specimen(
        form=form,
        council="Wexcombe",
        spells=spells,
        leads=draw(st.sampled_from(_LEADS if form in ("ILACS 2023", "ILACS 2026") else _LEADS[:2])),
        grades=grades,
        summary=tuple(draw(st.lists(sentences(), min_size=1, max_size=4))),
        items=draw(_items(priorities=form == "SIF 2013", headed=sif)),
        parts=tuple(parts),
        published=spells[-1][1] + timedelta(days=50) if form == "SIF 2015" else None,
        lscb_items=draw(_items(priorities=False)) if sif else (),
        lscb_paragraphs=draw(body) if sif else (),
        about=tuple(draw(st.lists(sentences(), max_size=2))),
    )


# Other features of real reports. ``Specimen.numbered`` says what must be read.

_STYLES = (None, None, "London Borough of Wexcombe", "Wexcombe County Council")


@st.composite
def _paragraphs_with_all(draw: st.DrawFn) -> Paragraph:
    """A paragraph that may have bullets, and a footnote mark after any word."""
    text = " ".join(draw(st.lists(sentences(), min_size=1, max_size=3)))
    bullets = tuple(draw(st.lists(sentences(8), max_size=3)))
    if bullets:
        return Paragraph(text[:-1] + ":", bullets=bullets)
    note = draw(st.sampled_from([None, "A note in small print about this.", "See there. " * 30]))
    words = text.split(" ")
    behind = draw(st.integers(1, len(words)))
    after = " ".join(words[:behind]) if note and behind < len(words) else None
    return Paragraph(text, None, note, after)


@st.composite
def varied(draw: st.DrawFn, form: Form) -> Specimen:
    """A specimen in a given form, with any feature of real reports."""
    body = st.lists(_paragraphs_with_all(), min_size=1, max_size=6).map(tuple)
    texts = st.lists(sentences(), max_size=3).map(tuple)
    plain = draw(specimens(form))
    parts = tuple(replace(part, paragraphs=draw(body)) for part in plain.parts)
    whole = replace(plain, parts=parts, styled=draw(st.sampled_from(_STYLES)))
    if not form.startswith("SIF"):
        return replace(whole, new_title=draw(st.booleans()))
    parts = tuple(replace(part, summary=draw(texts) if part.heading else ()) for part in parts)
    return replace(
        whole,
        parts=parts,
        styled=whole.styled if form == "SIF 2013" else None,
        numbering=draw(st.sampled_from(["findings", "lists", "all", "none"])),
        strengths=draw(texts) if form == "SIF 2013" else (),
        progress=draw(texts) if form == "SIF 2013" else (),
        for_children=draw(texts),
        lscb_summary=draw(texts),
        facts=draw(st.sampled_from([(), (("Children living in this area", whole.items),)])),
        reinspection=draw(st.booleans()),
    )
