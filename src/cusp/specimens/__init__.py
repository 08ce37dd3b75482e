"""Specimen reports of a made-up council, in our own words, laid out as the real ones are.

Tests and the demo read these, so that nobody's documents are needed. ``content`` says what a
specimen holds, ``layout`` how it may be laid out, ``paper`` draws it and a file for each form puts
it in order; ``stories`` tells the council's years, ``bad`` makes what a reader must refuse.
"""

from cusp.specimens.bad import write_bad
from cusp.specimens.content import Item, Paragraph, Part, Specimen
from cusp.specimens.forms import write_specimen
from cusp.specimens.layout import Layout
from cusp.specimens.stories import STORIES, write_all

__all__ = [
    "STORIES",
    "Item",
    "Layout",
    "Paragraph",
    "Part",
    "Specimen",
    "write_all",
    "write_bad",
    "write_specimen",
]
