"""The contents page: headings and their page numbers."""

from __future__ import annotations

from collections.abc import Sequence

from cusp.specimens.paper import LEFT, Entry, Paper
from cusp.specimens.typefaces import NAMES, Face, broken, width_of


def contents(
    entries: Sequence[Entry], paper: Paper, *, size: float, face: Face = "regular"
) -> None:
    """A contents page, with its heading in ``size`` points."""
    paper.turn()
    paper.heading("Contents", size=size, face=face, space=0)
    for entry in entries:
        _row(entry, paper)
    paper.turn()


def _row(entry: Entry, paper: Paper, size: float = 12.5) -> None:
    face: Face = "bold" if entry.level == 1 else "regular"
    x = LEFT if entry.level == 1 else LEFT + 14
    end = x
    paper.y += 9
    for line in broken(entry.text, size, paper.right - 40 - x, face):
        paper.y += size * 1.2
        end = paper.draw(line, x, paper.y, size=size, face=face)
    at = paper.right - width_of(str(entry.page), size, face)
    if paper.layout.dots:
        dots = int((at - end - 8) / width_of(".", size, face))
        paper.put("." * dots, end + 4, paper.y, size, NAMES[face])
    paper.put(str(entry.page), at, paper.y, size, NAMES[face])
