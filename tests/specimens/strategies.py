"""Specimens with any content, laid out in any of the ways that real reports are."""

from __future__ import annotations

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
# One of them ends in a hyphen and goes on later.
_WORDS = [*_TEXT.split(), "16- and 17-year-olds"]
_ORDINARY = [w for w in _WORDS if w[0].isalpha() and not w[0].isupper()]
# A sentence must not begin with what could be a paragraph's number, a bullet or a heading.
_first = st.sampled_from(_ORDINARY).map(str.capitalize)
_last = st.sampled_from([w for w in _ORDINARY if w.isalpha()])


@st.composite
def sentences(draw: st.DrawFn, longest: int = 45) -> str:
    """One sentence of made-up words, hyphens, quotation marks and figures among them."""
    middle = draw(st.lists(st.sampled_from(_WORDS), min_size=3, max_size=longest))
    return " ".join([draw(_first), *middle, draw(_last)]) + "."


paragraphs = st.builds(
    lambda texts, note: Paragraph(" ".join(texts), note=note),
    st.lists(sentences(), min_size=1, max_size=4),
    st.one_of(st.none(), st.none(), st.just("A note in small print about this.")),
)
_nested = st.lists(sentences(8), max_size=3).map(tuple)


def _items(priorities: bool) -> st.SearchStrategy[tuple[Item, ...]]:
    one = st.builds(Item, sentences(), _nested, st.booleans() if priorities else st.just(False))
    # Priority ones are printed first.
    return st.lists(one, min_size=1, max_size=15).map(
        lambda items: tuple(sorted(items, key=lambda item: not item.priority))
    )


layouts = st.builds(
    Layout,
    glyph=st.sampled_from("\u25fc\uf06e\uf0b7\u2022"),
    nested_glyph=st.sampled_from("\u2013\u2022"),
    size=st.sampled_from([10.0, 11.0, 12.0]),
    bottom=st.floats(640, 775),
    footer=st.sampled_from(["number", "running"]),
    grades=st.sampled_from(["beside", "centred"]),
    pieces=st.booleans(),
    dates=st.sampled_from(["full", "short", "dash"]),
    question_mark=st.booleans(),
    heading_mark=st.booleans(),
    seed=st.integers(0, 10_000),
)


@st.composite
def _spells(draw: st.DrawFn, form: Form) -> tuple[tuple[date, date], ...]:
    earliest = date(2026, 4, 1) if form == "ILACS 2026" else date(2013, 1, 1)
    start = draw(st.dates(earliest, date(2030, 1, 1)))
    end = start + timedelta(days=draw(st.integers(1, 30)))
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
    """A specimen of one form with any content."""
    scale = [GOOD, OUTSTANDING, INADEQUATE, ADEQUATE if form == "looked after 2013" else RI]
    areas = [area for _, area in ROWS[form]]
    sif = form.startswith("SIF")
    grades = {area: draw(st.sampled_from(scale)) for area in areas}
    if sif:
        grades |= {"overall": draw(st.sampled_from(scale)), "lscb": draw(st.sampled_from(scale))}
    headings = _SIF_HEADINGS if sif else _HEADINGS
    body = st.lists(paragraphs, min_size=1, max_size=8).map(tuple)
    parts = [Part(a, headings[a], draw(body)) for a in headings if a in areas]
    return Specimen(
        form=form,
        council="Wexcombe",
        spells=draw(_spells(form)),
        leads=draw(st.sampled_from(_LEADS if form in ("ILACS 2023", "ILACS 2026") else _LEADS[:2])),
        grades=grades,
        summary=tuple(draw(st.lists(sentences(), min_size=1, max_size=4))),
        items=draw(_items(priorities=form == "SIF 2013")),
        parts=tuple(parts),
        published=date(2030, 5, 1) if form == "SIF 2015" else None,
        lscb_items=draw(_items(priorities=False)) if sif else (),
        lscb_paragraphs=draw(body) if sif else (),
        about=tuple(draw(st.lists(sentences(), max_size=2))),
    )
