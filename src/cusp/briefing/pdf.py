"""A briefing as a tagged PDF that meets PDF/UA-1: one page, then the sources."""

from __future__ import annotations

from collections.abc import Set
from functools import partial
from pathlib import Path
from typing import Any

from cusp.briefing.sentences import Briefing
from cusp.briefing.sources import HOW, LICENCE, in_words
from cusp.briefing.text import subtitle
from cusp.typesetting import breakable, literal, named_by_code, typeset

_LAYOUT = Path(__file__).with_name("briefing.typ")
# The width of the text on A4 and of a column of sources, and their sizes, in points.
_WIDTH, _SIZE, _COLUMN, _SOURCE_SIZE = 493.0, 10.5, 215.0, 8.5


def pdf_bytes(briefing: Briefing) -> bytes:
    """The briefing as a tagged PDF; the same briefing always gives the same bytes.

    Raises :class:`cusp.tables.CannotWrite`.
    """
    return typeset(_LAYOUT, "briefing", partial(_data, briefing), as_at=briefing.as_at)


def _data(briefing: Briefing, missing: Set[str]) -> dict[str, Any]:
    named = named_by_code(missing)

    def shown(text: str, width: float = _WIDTH, size: float = _SIZE) -> str:
        return breakable(literal(text).translate(named), size, width * 0.9)

    return {
        "title": shown(briefing.title),
        "authority": literal(briefing.authority),
        "subtitle": subtitle(briefing),
        "sections": [
            {
                "heading": heading,
                "lines": [
                    {
                        "bullet": line[0].in_list,
                        "sentences": [{"number": s.number, "text": shown(s.text)} for s in line],
                    }
                    for line in lines
                ],
            }
            for heading, lines in briefing.sections()
        ],
        "sources": [
            {"number": each.number, "text": shown(in_words(each), _COLUMN, _SOURCE_SIZE)}
            for each in briefing.sentences
        ],
        "left_out": [shown(f"Left out: {each.what}. {each.why}") for each in briefing.left_out],
        "how": HOW,
        "licence": LICENCE,
    }
