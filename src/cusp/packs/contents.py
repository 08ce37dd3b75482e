"""The contents of a pack: what each item's line says in a public copy and in one for members."""

from __future__ import annotations

from typing import NamedTuple

from cusp.packs.record import Entry, PackItem

_UNTAGGED = (
    "This paper is not tagged. A screen reader may read it in the wrong order, and without its "
    "headings and tables."
)
_LEFT_OUT = "This paper could not be included."


class Line(NamedTuple):
    """An item as the contents show it: its number of pages, and notes below its title."""

    title: str
    number: str = ""
    pages: int = 0
    notes: tuple[str, ...] = ()


def line_of(item: PackItem, entry: Entry, copy: str) -> Line:
    """The line of an item; what is withheld from this copy is nowhere in it."""
    if withheld(item, copy):
        why = f"Not in this copy: {why_withheld(item)}"
        return Line(entry.title, item.number, 0, (why,))
    note = item.note[:1].upper() + item.note[1:]
    notes: tuple[str, ...] = (note,) if note else ()
    if entry.left_out:
        notes += (_LEFT_OUT,)
    elif entry.pages and not entry.tagged:
        notes += (_UNTAGGED,)
    return Line(entry.title, item.number, entry.pages, notes)


def title_of(item: PackItem, copy: str) -> str:
    """The title that this copy shows."""
    if withheld(item, copy):
        return item.public_title or f"{item.access.capitalize()} item"
    return item.title


def withheld(item: PackItem, copy: str) -> bool:
    """Whether an item is kept out of this copy."""
    return copy != "members" and item.access != "open"


def why_withheld(item: PackItem) -> str:
    """The reason that the public may read."""
    what = "this item is confidential" if item.access == "confidential" else "this item is exempt"
    return f"{what}. {item.reason}".strip() if item.reason else f"{what}."
