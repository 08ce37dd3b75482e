"""Inspections of Wexcombe, a made-up council, from 2013 to 2026 in our own words.

It was inadequate in 2013, required improvement twice and has been good since 2024. Some areas for
improvement are carried over from one report to the next in different words: supervision that shows
what managers thought, plans that say what must change, challenge by reviewing officers, and
life-story work.
"""

from __future__ import annotations

from pathlib import Path

from cusp.specimens.content import Specimen
from cusp.specimens.forms import write_specimen
from cusp.specimens.layout import Layout
from cusp.specimens.stories import (
    ilacs_2019,
    ilacs_2024,
    ilacs_2026,
    looked_after_2013,
    sif_2013,
    sif_2016,
)

STORIES: dict[str, tuple[Specimen, Layout]] = {
    "wexcombe-2013-looked-after": (
        looked_after_2013.specimen(),
        Layout(size=12, glyph="\uf0a7", dates="spaced dash", hang=31),
    ),
    "wexcombe-2013": (
        sif_2013.specimen(),
        Layout(size=12, glyph="\uf06e", dates="both years", heading_mark=True, dots=True),
    ),
    "wexcombe-2016": (
        sif_2016.specimen(),
        Layout(
            size=12,
            glyph="\uf06e",
            dates="short",
            footer="alternate",
            heading_mark=True,
            spaces=True,
            small_print=True,
        ),
    ),
    "wexcombe-2019": (
        ilacs_2019.specimen(),
        Layout(size=12, question_mark=False, spaces=True, small_print=True),
    ),
    "wexcombe-2024": (
        ilacs_2024.specimen(),
        Layout(size=12, dates="short", footer="running", spaces=True, small_print=True),
    ),
    "wexcombe-2026": (
        ilacs_2026.specimen(),
        Layout(size=12, dates="short", footer="running", heading_mark=True, small_print=True),
    ),
}


def write_all(folder: Path) -> list[Path]:
    """Write every specimen to ``folder`` and return their paths, oldest first."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        write_specimen(specimen, folder / f"{name}.pdf", layout)
        for name, (specimen, layout) in STORIES.items()
    ]
