"""What passes between the processes that check papers and make a pack."""

from __future__ import annotations

import msgspec

from cusp.packs.contents import Line
from cusp.packs.record import Check, Cover


class Spot(msgspec.Struct, frozen=True, array_like=True):
    """Where the page number goes: 0 right, 1 middle, 2 left; its row from the bottom.

    ``backed`` says that it needs a white ground.
    """

    place: int = 0
    row: int = 0
    backed: bool = False


class ToCheck(msgspec.Struct, frozen=True):
    """A paper to check, and where to write a clean copy of it, if one is wanted."""

    path: str
    clean_to: str = ""


class Checked(msgspec.Struct, frozen=True):
    """What was found. ``marked_inside``: pictures or forms on its pages have tags of their own."""

    check: Check
    meets_pdf_ua: bool = False
    language: str = ""
    marked_inside: bool = False
    spots: tuple[Spot, ...] = ()


class CleanPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A clean copy of a paper, which of the pack's lines it belongs to, and what is known of it."""

    path: str
    line: int
    checked: Checked


class ToMerge(msgspec.Struct, frozen=True):
    """A pack to make of clean papers. ``lines`` are its contents."""

    cover: Cover
    lines: tuple[Line, ...]
    papers: tuple[CleanPaper, ...]
    out: str


class Merged(msgspec.Struct, frozen=True):
    """The pack's pages, or why there is none."""

    pages: int = 0
    front_pages: int = 0
    first_pages: tuple[int, ...] = ()
    meets_pdf_ua: bool = False
    why: str = ""
