"""Parts that all forms of report share: lists, numbered paragraphs and small print at the end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from cusp.specimens.content import Item, Paragraph
from cusp.specimens.paper import LEFT, Paper
from cusp.specimens.typefaces import Face

BULLET_HANG = 17.0
_SMALL_PRINT = (
    "This is a specimen. Ofsted regulates and inspects real councils; no inspector wrote this, the "
    "council in it is made up, and so is everyone who is named.",
    "If you need it in larger print or read out loud, ask the people who made it: telephone "
    "01632 960 123, or write to specimens@example.org.",
    "You may copy it, change it and pass it on without asking, in any form and for any purpose, "
    "as the licence of the project that it belongs to allows. See "
    "www.example.org/specimens/licence.",
    "Specimen House",
    "1 Nowhere Street",
    "Wexcombe",
    "WX1 1XW",
    "© The makers of this specimen",
)
_ADDRESS_FROM = 3


def bullets(
    items: Sequence[Item], paper: Paper, *, x: float = LEFT, heads: Face = "italic"
) -> None:
    """A bulleted list, with items grouped under small headings if they have them."""
    for heading, group in groupby(items, key=lambda item: item.heading):
        _small_heading(heading, paper, x, heads)
        for item in group:
            paper.paragraph(item.printed, marker=paper.layout.glyph, x=x, hang=BULLET_HANG)
            nested(item.nested, paper, x=x + 36)


def numbers(items: Sequence[Item], number: int, paper: Paper) -> int:
    """A list whose numbers follow on from ``number``. Returns the last number."""
    x, hang = LEFT + paper.layout.indent, paper.layout.hang
    for heading, group in groupby(items, key=lambda item: item.heading):
        _small_heading(heading, paper, LEFT, "italic")
        for item in group:
            number += 1
            paper.paragraph(item.printed, marker=f"{number}.", x=x, hang=hang)
            for text in item.nested:
                glyph = paper.layout.glyph
                paper.paragraph(text, marker=glyph, x=x + hang + 16, hang=BULLET_HANG, gap=4)
    return number


def nested(texts: Sequence[str], paper: Paper, *, x: float) -> None:
    """Bullets that belong to the item or paragraph above."""
    for text in texts:
        paper.paragraph(text, marker=paper.layout.nested_glyph, x=x, hang=BULLET_HANG, gap=4)


def _small_heading(text: str | None, paper: Paper, x: float, face: Face) -> None:
    if text:
        paper.room(12 + 4 * paper.pitch)
        paper.paragraph(text, x=x, face=face)


def numbered(paragraphs: Sequence[Paragraph], number: int, paper: Paper) -> int:
    """Paragraphs in the body, whose numbers follow on from ``number``. Returns the last number."""
    x, hang = LEFT + paper.layout.indent, paper.layout.hang
    for paragraph in paragraphs:
        if paragraph.heading:
            paper.heading(paragraph.heading, size=paper.layout.size, space=10)
        number += 1
        paper.paragraph(
            paragraph.text,
            marker=f"{number}.",
            x=x,
            hang=hang,
            note=paragraph.note,
            note_after=paragraph.note_after,
        )
        nested(paragraph.bullets, paper, x=x + hang + 8)
    return number


def bulleted(paragraphs: Sequence[Paragraph], paper: Paper) -> None:
    """Paragraphs in the body with bullets instead of numbers."""
    for paragraph in paragraphs:
        if paragraph.heading:
            paper.heading(paragraph.heading, size=paper.layout.size, space=10)
        paper.paragraph(
            paragraph.text,
            marker=paper.layout.glyph,
            hang=BULLET_HANG,
            note=paragraph.note,
            note_after=paragraph.note_after,
        )
        nested(paragraph.bullets, paper, x=LEFT + 36)


def plain(texts: Sequence[str]) -> tuple[Paragraph, ...]:
    """Texts as paragraphs."""
    return tuple(Paragraph(text) for text in texts)


def small_print(paper: Paper, about: Sequence[str] = ()) -> None:
    """The last page: who made the report and who may copy it, in small print."""
    if paper.layout.small_print or about:
        paper.turn()
    for text in about:
        paper.paragraph(text, gap=20)
    if not paper.layout.small_print:
        return
    paper.y += 40
    for i, text in enumerate(_SMALL_PRINT):
        paper.paragraph(text, size=8.5, gap=11 if i <= _ADDRESS_FROM else 1)
