"""Choose the file that lays out each form of report."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

from cusp.specimens import ilacs, looked_after, lscb_review, sif
from cusp.specimens.content import Specimen
from cusp.specimens.layout import Layout
from cusp.specimens.paper import Entry, Paper
from cusp.specimens.wording import spells


def write_specimen(specimen: Specimen, path: Path, layout: Layout | None = None) -> Path:
    """Lay out ``specimen`` as a PDF at ``path`` and return the path."""
    layout = layout or Layout()
    entries: tuple[Entry, ...] = ()
    if not specimen.form.startswith("ILACS"):
        # The first time is to find the page of each heading for the contents.
        entries = _laid_out(specimen, io.BytesIO(), layout, ())
    with path.open("wb") as file:
        _laid_out(specimen, file, layout, entries)
    return path


def _laid_out(
    specimen: Specimen, file: BinaryIO, layout: Layout, entries: tuple[Entry, ...]
) -> tuple[Entry, ...]:
    """Write the report to a file and return the headings for its contents."""
    footer = (ilacs.title_of(specimen), spells(specimen, layout.dates))
    if specimen.form == "looked after 2013":
        paper = Paper(file, layout, footer, looked_after.head_of(specimen))
        looked_after.lay_out(specimen, paper, entries)
    else:
        paper = Paper(file, layout, footer)
        if specimen.form == "LSCB review":
            lscb_review.lay_out(specimen, paper, entries)
        elif specimen.form in ("SIF 2013", "SIF 2015"):
            sif.lay_out(specimen, paper, entries)
        else:
            ilacs.lay_out(specimen, paper)
    paper.save()
    return tuple(paper.entries)
