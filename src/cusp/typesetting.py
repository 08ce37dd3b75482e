"""Lay out a tagged PDF that meets PDF/UA-1 with typst, in our own fonts, from any text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Set
from datetime import UTC, date, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cusp.tables import CannotWrite

if TYPE_CHECKING:
    import typst

_FONTS = "manimgx_fonts"
# A zero-width space, after every few characters of a word that is too wide.
_BREAK, _PIECE = "\u200b", 3
_WORD = re.compile(r"\S+")
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_MOST_TRIES = 10
# Characters that neither Word nor a workbook can hold, and line breaks of every kind.
_REPLACEMENT = "\ufffd"
_ILLEGAL = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], _REPLACEMENT),
    **dict.fromkeys([*range(0xD800, 0xE000), 0xFFFE, 0xFFFF], _REPLACEMENT),
    **dict.fromkeys(map(ord, "\n\v\f\x85\u2028\u2029"), "\n"),
    ord("\t"): " ",
}


def literal(text: str) -> str:
    """The text as it is, except that characters no file can hold become U+FFFD."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_ILLEGAL)


def typeset(
    layout: Path, name: str, data: Callable[[Set[str]], Any], *, as_at: date | None
) -> bytes:
    """The PDF; the same data always gives the same bytes.

    The layout reads the data from ``sys.inputs`` by this name. ``data`` is called with the
    characters that no font has, so that it can replace them. Raises :class:`CannotWrite`.
    """
    import typst

    missing: set[str] = set()
    for _ in range(_MOST_TRIES):
        try:
            return _compiled(layout, {name: json.dumps(data(missing))}, as_at)
        except typst.TypstError as error:
            found = _undisplayable(f"{error.message}\n{error.diagnostic}")
            if not found - missing:
                raise CannotWrite(f"cannot lay out the PDF: {error.message}") from error
            missing |= found
    raise CannotWrite("cannot lay out the PDF: it has too many unknown characters")


def named_by_code(missing: Set[str]) -> dict[int, str]:
    """For ``str.translate``: the code of each character instead of the character."""
    return str.maketrans({character: f"[U+{ord(character):04X}]" for character in missing})


def _compiled(layout: Path, inputs: dict[str, str], as_at: date | None) -> bytes:
    import typst

    made = typst.compile(
        layout,
        root=layout.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(as_at, datetime.min.time(), UTC) if as_at else None,
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


def breakable(text: str, size: float, width: float) -> str:
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
