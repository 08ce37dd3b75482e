"""Write a paper as a tagged PDF that meets PDF/UA-1, with its own fonts."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cusp.plans.papers.model import (
    Cell,
    Heading,
    Paper,
    Paragraph,
    Table,
    colour_of,
    literal,
    words_of,
)
from cusp.tables import CannotWrite, atomic_file

if TYPE_CHECKING:
    import typst

_LAYOUT = Path(__file__).with_name("paper.typ")
_FONTS = "manimgx_fonts"
# The width of the text on a landscape A4 page, the padding of a cell and the sizes, in points.
_WIDTH, _PADDING, _SIZE_IN_TABLE = 757.0, 8.0, 8.5
_SIZES = {"title": 20.0, 1: 14.0, 2: 11.5, "text": 10.5, "footer": 8.5}
# A row with a longer cell may go on to the next page.
_LONGEST_KEPT = 500
# A zero-width space, after every few characters of a word that is too wide.
_BREAK, _PIECE = "\u200b", 3
_WORD = re.compile(r"\S+")
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_MOST_TRIES = 10
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
    import typst

    missing: set[str] = set()
    for _ in range(_MOST_TRIES):
        try:
            return _compiled(json.dumps(_data(paper, missing)), paper)
        except typst.TypstError as error:
            found = _undisplayable(f"{error.message}\n{error.diagnostic}")
            if not found - missing:
                raise CannotWrite(f"cannot lay out the PDF: {error.message}") from error
            missing |= found
    raise CannotWrite("cannot lay out the PDF: it has too many unknown characters")


def _compiled(data: str, paper: Paper) -> bytes:
    import typst

    made = typst.compile(
        _LAYOUT,
        root=_LAYOUT.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"paper": data},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(paper.as_at, datetime.min.time(), UTC),
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    """The fonts from their package, and those that typst brings. Never the machine's own."""
    import typst

    found = find_spec(_FONTS)
    if found is None or not found.submodule_search_locations:
        raise CannotWrite(f"cannot lay out the PDF: the package {_FONTS} is not installed")
    paths = list(found.submodule_search_locations)
    return typst.Fonts(include_system_fonts=False, font_paths=paths)


def _undisplayable(diagnostic: str) -> set[str]:
    """The characters that typst says no font has."""
    texts = (_ESCAPE.sub(_unescaped, text) for text in _MISSING.findall(diagnostic))
    return {character for text in texts for character in text if not character.isspace()}


def _unescaped(found: re.Match[str]) -> str:
    code, character = found.groups()
    return chr(int(code, 16)) if code else _ESCAPED.get(character, character)


# The data for the layout


def _data(paper: Paper, missing: set[str]) -> dict[str, Any]:
    named = str.maketrans({character: f"[U+{ord(character):04X}]" for character in missing})
    blocks = [
        {**_block(block, named), "sticky": sticky}
        for block, sticky in zip(paper.blocks, paper.kept_with_next(), strict=True)
    ]
    if missing:
        note = _breakable(MISSING_NOTE, _SIZES["text"], _WIDTH)
        blocks.append({"kind": "text", "text": note, "sticky": False})
    return {
        "title": literal(paper.title),
        "council": literal(paper.council),
        "subject": literal(paper.subtitle),
        "shown": {
            name: _breakable(literal(text).translate(named), size, _WIDTH * 0.8)
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
            text = _breakable(literal(block.text).translate(named), _SIZES[block.level], _WIDTH)
            return {"kind": "heading", "level": block.level, "text": text}
        case Paragraph():
            text = _breakable(literal(block.text).translate(named), _SIZES["text"], _WIDTH * 0.9)
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
            _breakable(column.heading, _SIZE_IN_TABLE, width)
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
    text = _breakable(words_of(cell).translate(named), _SIZE_IN_TABLE, width)
    colour = colour_of(cell)
    return text if colour == "none" else {"text": text, "colour": colour}


def _breakable(text: str, size: float, width: float) -> str:
    """The text, with places where words wider than ``width`` may be broken."""
    room = width / size

    def broken(found: re.Match[str]) -> str:
        word = found.group()
        if len(word) * 1.2 <= room or sum(map(_width, word)) <= room:
            return word
        return _BREAK.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))

    return _WORD.sub(broken, text)


def _width(character: str) -> float:
    """About how wide a character is in ems."""
    if character > "\u2e80":
        return 1.2
    if character in "MWmw@%—…":
        return 1.1
    return 0.8 if character.isupper() else 0.6
