"""Specimen reports of a made-up council, in our own words, laid out like real ones.

Tests and the demo use these, so that no real documents are needed. ``content`` defines what a
specimen says, ``layout`` how it is laid out, ``paper`` draws it, and each form has a file for its
order. ``stories`` has the council's reports over the years, and ``bad`` files that must be refused.
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
