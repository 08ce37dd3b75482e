"""The layout of a specimen, with the ways that real reports differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Dates = Literal["full", "short", "dash", "spaced dash", "both years"]
Footer = Literal["number", "alternate", "running", "none"]
HeadingGrade = Literal["lower", "printed", "short"]


@dataclass(frozen=True)
class Layout:
    """The layout of a specimen.

    Lengths are in points, and heights are from the top of the page. ``bottom`` is where the text on
    a page ends: a small value breaks pages in the middle of lists and paragraphs. ``drop`` is the
    space above the table in an ILACS report, to make it continue on the next page. ``column`` is
    where the column of grades begins. If it is far to the right, grades wrap.

    ``pieces`` draws a line in several pieces that split words, as word processors do. ``spaces``
    draws spaces as separate pieces, and some as non-breaking spaces. ``lowered`` draws bullets
    smaller and slightly off the line. ``scale`` stretches the page's own units.

    ``judgement_rows`` prints the sections of an early SIF report with their grades in a table.
    ``heading_grade`` is how the grade is printed in an ILACS heading: in lower case, as in the
    table, or without "to be good".
    """

    glyph: str = "\u25fc"
    nested_glyph: str = "\u2013"
    size: float = 11.0
    leading: float = 1.21
    gap: float = 12.0
    bottom: float = 770.0
    right: float = 523.0
    indent: float = 0.0
    hang: float = 28.0
    drop: float = 0.0
    column: float | None = None
    footer: Footer = "number"
    grades: Literal["beside", "centred"] = "centred"
    pieces: bool = True
    spaces: bool = False
    lowered: bool = False
    scale: float = 1.0
    dates: Dates = "full"
    question_mark: bool = True
    colon: bool = False
    heading_mark: bool = False
    judgement_rows: bool = False
    heading_grade: HeadingGrade = "lower"
    dots: bool = False
    rules: bool = True
    logo: bool = True
    small_print: bool = True
    seed: int = 0
