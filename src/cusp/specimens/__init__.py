"""Specimen reports on a made-up council, in our own words, laid out like real ones.

Tests and the demo use these, so no real documents are needed.

- ``content``: what a specimen says.
- ``layout``: how it is laid out.
- ``paper``: draws it.
- ``typefaces``: typefaces, and where lines break.
- ``forms``: chooses the file that lays out a form.
- ``looked_after``, ``sif``, ``lscb_review``, ``ilacs``: lay out each form.
- ``parts``: parts that all forms share.
- ``contents``: the contents page.
- ``wording``: the wording of dates and grades.
- ``stories/``: the council's reports over the years.
- ``variants``: reports that differ in one way each.
- ``bad``: files that must be refused.
- ``hostile``: files that use up memory or time.
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
