"""Lay out a written paper with typst as a tagged PDF that meets PDF/UA-1."""

from __future__ import annotations

from collections.abc import Set
from functools import partial
from pathlib import Path
from typing import Any

from cusp.packs.written.record import Block, Bullets, Chart, Heading, Table, Text, WrittenPaper
from cusp.typesetting import breakable, literal, named_by_code, typeset

_LAYOUT = Path(__file__).with_name("written.typ")
# The width of the text on a portrait A4 page, the padding of a cell and the sizes, in points.
_WIDTH, _PADDING = 482.0, 10.0
_SIZES: dict[str | int, float] = {
    "title": 22.0, 1: 15.0, 2: 12.0, "text": 11.0, "quote": 11.0, "note": 9.5, "cell": 9.5,
}  # fmt: skip
_MISSING = "Codes such as [U+4E2D] stand for characters that this paper has no typeface for."
# Charts are coloured by classes of the style sheet of the pages.
_STYLE = """<style>
text{font-family:"Noto Sans"} .cusp-ink{fill:#0b0c0c} .cusp-dot{fill:#1d4f76}
.cusp-line--own{stroke:#1d4f76;stroke-width:3;fill:none}
.cusp-line--england{stroke:#505a5f;stroke-width:2;fill:none}
</style>"""


def pdf_bytes(paper: WrittenPaper) -> bytes:
    """The paper as a tagged PDF; the same paper always gives the same bytes."""
    return typeset(_LAYOUT, "paper", partial(_data, paper), as_at=paper.as_at)


def _data(paper: WrittenPaper, missing: Set[str]) -> dict[str, Any]:
    named = named_by_code(missing)

    def shown(text: str, size: str | int = "text", width: float = _WIDTH * 0.85) -> str:
        return breakable(literal(text).translate(named), _SIZES[size], width)

    blocks = [_block(block, shown) for block in paper.blocks]
    if missing:
        blocks.append({"kind": "note", "text": _MISSING})
    return {
        "title": literal(paper.title) or "Paper",
        "council": literal(paper.council),
        "shown": {
            "title": shown(paper.title, "title"),
            "under": [shown(line) for line in paper.under if line],
            "footer": shown(paper.footer, "note"),
        },
        "blocks": blocks,
    }


def _block(block: Block, shown: Any) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": shown(block.text, block.level)}
        case Text():
            return {"kind": block.kind, "text": shown(block.text, block.kind)}
        case Bullets():
            kind = "numbers" if block.numbered else "bullets"
            return {"kind": kind, "items": [shown(item) for item in block.items]}
        case Chart():
            return {"kind": "chart", "svg": _styled(block.svg), "alt": literal(block.alt)}
        case Table():
            return _table(block, shown)


def _styled(svg: str) -> str:
    start = svg.index(">", svg.index("<svg")) + 1
    return f"{svg[:start]}{_STYLE}{svg[start:]}"


def _table(table: Table, shown: Any) -> dict[str, Any]:
    shares = [share for _, share in table.columns]
    widths = [_WIDTH * share / sum(shares) - _PADDING for share in shares]
    rows = [
        [shown(cell, "cell", width) for cell, width in zip(row, widths, strict=True)]
        for row in table.rows
    ]
    headings = [
        shown(heading, "cell", width)
        for (heading, _), width in zip(table.columns, widths, strict=True)
    ]
    return {"kind": "table", "shares": shares, "headings": headings, "rows": rows}
