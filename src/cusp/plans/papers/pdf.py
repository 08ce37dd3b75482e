"""Write a paper as a tagged PDF that meets PDF/UA-1, with its own fonts."""

from __future__ import annotations

from collections.abc import Set
from functools import partial
from pathlib import Path
from typing import Any

from cusp.plans.papers.model import (
    Cell,
    Heading,
    Paper,
    Paragraph,
    Table,
    colour_of,
    words_of,
)
from cusp.tables import atomic_file
from cusp.typesetting import breakable, literal, named_by_code, typeset

_LAYOUT = Path(__file__).with_name("paper.typ")
# The width of the text on a landscape A4 page, the padding of a cell and the sizes, in points.
_WIDTH, _PADDING, _SIZE_IN_TABLE = 757.0, 8.0, 8.5
_SIZES = {"title": 20.0, 1: 14.0, 2: 11.5, "text": 10.5, "footer": 8.5}
# A row with a longer cell may go on to the next page.
_LONGEST_KEPT = 500
MISSING_NOTE = (
    "Codes such as [U+4E2D] stand for characters that this PDF has no typeface for. The Word "
    "document has the characters themselves."
)


def write_pdf(paper: Paper, path: Path) -> None:
    """Write a tagged PDF. Raises CannotWrite if it cannot be written."""
    content = pdf_bytes(paper)
    with atomic_file(path) as part:
        part.write_bytes(content)


def pdf_bytes(paper: Paper) -> bytes:
    """The paper as a tagged PDF; the same paper always gives the same bytes."""
    return typeset(_LAYOUT, "paper", partial(_data, paper), as_at=paper.as_at)


# The data for the layout


def _data(paper: Paper, missing: Set[str]) -> dict[str, Any]:
    named = named_by_code(missing)
    blocks = [
        {**_block(block, named), "sticky": sticky}
        for block, sticky in zip(paper.blocks, paper.kept_with_next(), strict=True)
    ]
    if missing:
        note = breakable(MISSING_NOTE, _SIZES["text"], _WIDTH)
        blocks.append({"kind": "text", "text": note, "sticky": False})
    return {
        "title": literal(paper.title),
        "council": literal(paper.council),
        "subject": literal(paper.subtitle),
        "shown": {
            name: breakable(literal(text).translate(named), size, _WIDTH * 0.8)
            for name, text, size in (
                ("title", paper.title, _SIZES["title"]),
                ("subtitle", paper.subtitle, _SIZES["text"]),
                ("plan", paper.plan, _SIZES["footer"]),
                ("edition", paper.edition, _SIZES["footer"]),
            )
        },
        "blocks": blocks,
    }


def _block(block: Heading | Paragraph | Table, named: dict[int, str]) -> dict[str, Any]:
    match block:
        case Heading():
            text = breakable(literal(block.text).translate(named), _SIZES[block.level], _WIDTH)
            return {"kind": "heading", "level": block.level, "text": text}
        case Paragraph():
            text = breakable(literal(block.text).translate(named), _SIZES["text"], _WIDTH * 0.9)
            return {"kind": block.kind, "text": text}
        case Table():
            return _table(block, named)


def _table(table: Table, named: dict[int, str]) -> dict[str, Any]:
    shares = [column.share for column in table.columns]
    widths = [_WIDTH * share / sum(shares) - _PADDING for share in shares]
    return {
        "kind": "table",
        "shares": shares,
        "headings": [
            breakable(column.heading, _SIZE_IN_TABLE, width)
            for column, width in zip(table.columns, widths, strict=True)
        ],
        "rows": [
            {
                "keep": all(len(words_of(cell)) <= _LONGEST_KEPT for cell in row),
                "cells": [_cell(cell, named, w) for cell, w in zip(row, widths, strict=True)],
            }
            for row in table.rows
        ],
    }


def _cell(cell: Cell, named: dict[int, str], width: float) -> Any:
    text = breakable(words_of(cell).translate(named), _SIZE_IN_TABLE, width)
    colour = colour_of(cell)
    return text if colour == "none" else {"text": text, "colour": colour}
