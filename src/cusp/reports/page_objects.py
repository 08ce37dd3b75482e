"""Find which pages a PDF's objects belong to, from its page tree.

PDFium does not give object numbers. They are read from the file itself with a few patterns, only
once damage has been found and only to list the pages affected.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

_MOST = 2**24
_TREE, _PAGE = re.compile(rb"/Type\s*/Pages\b"), re.compile(rb"/Type\s*/Page\b")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_CONTENTS = re.compile(rb"/Contents\s*(\[[^\]]*\]|\d+\s+\d+\s+R)")
_REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R\b")
_PACKED, _FIRST = re.compile(rb"/Type\s*/ObjStm\b"), re.compile(rb"/First\s+(\d+)")


class Stored(Protocol):
    """An object as stored in the file."""

    @property
    def number(self) -> int:
        """Its number."""

    @property
    def head(self) -> bytes:
        """Its dictionary."""

    @property
    def stream(self) -> memoryview | None:
        """Its stream, if any."""


def pages_with(parts: Sequence[Stored], wanted: Collection[int], count: int) -> list[int]:
    """The pages, from 1, drawn by the objects ``wanted``; none if any of them is not on a page.

    A font or a compressed group of objects does not belong to a single page. Then all we can say is
    that the file is damaged.
    """
    known = {part.number: part.head for part in parts}
    for part in parts:
        if part.number not in wanted and _PACKED.search(part.head):
            known.update(_within(part))
    trees = {number: head for number, head in known.items() if _TREE.search(head)}
    roots = [number for number, head in trees.items() if b"/Parent" not in head]
    pages = list(_leaves(known, roots[0], set())) if len(roots) == 1 else []
    if len(pages) != count:
        return []
    drawn = {
        number: place
        for place, page in enumerate(pages, 1)
        for found in _CONTENTS.findall(known[page])
        for number in _references(found)
    }
    return sorted({drawn[n] for n in wanted}) if all(n in drawn for n in wanted) else []


def _within(part: Stored) -> Iterator[tuple[int, bytes]]:
    """The objects in a compressed group."""
    first = _FIRST.search(part.head)
    try:
        unpacked = zlib.decompressobj().decompress(part.stream or b"", _MOST)
    except zlib.error:
        return
    if first is None:
        return
    begin = int(first[1])
    pairs = [int(n) for n in unpacked[:begin].split() if n.isdigit()]
    numbers, places = pairs[::2], [begin + place for place in pairs[1::2]]
    for number, start, end in zip(numbers, places, [*places[1:], len(unpacked)], strict=False):
        yield number, unpacked[start:end]


def _leaves(known: dict[int, bytes], number: int, seen: set[int]) -> Iterator[int]:
    """The numbers of the pages below a node of the page tree, in order."""
    head = known.get(number)
    if head is None or number in seen:
        return
    seen.add(number)
    kids = _KIDS.search(head)
    if kids and _TREE.search(head):
        for kid in _references(kids[1]):
            yield from _leaves(known, kid, seen)
    elif _PAGE.search(head):
        yield number


def _references(text: bytes) -> list[int]:
    return [int(number) for number in _REFERENCE.findall(text)]
