"""The front pages of a pack: its title, its meeting, and its contents with page numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence, Set
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from cusp.packs.contents import Line
from cusp.packs.record import Cover
from cusp.typesetting import breakable, literal, named_by_code, typeset

_LAYOUT = Path(__file__).with_name("front.typ")
_WIDTH, _SIZES = 470.0, {"title": 24.0, "text": 11.0, "note": 9.5}
_LINK = "pack:"
_MOST_TRIES = 6
_MISSING = "Codes such as [U+4E2D] stand for characters that this page has no typeface for."


class Front(NamedTuple):
    """The front pages, and on which page of the pack each item begins (0 if it has no pages)."""

    pdf: bytes
    pages: int
    first_pages: tuple[int, ...]


def front_pages(cover: Cover, lines: Sequence[Line]) -> Front:
    """Lay out the front pages. Page numbers depend on how many there are, so it may take twice."""
    count = 1
    for _ in range(_MOST_TRIES):
        first_pages = _first_pages(lines, count)
        made = typeset(_LAYOUT, "pack", partial(_data, cover, lines, first_pages), as_at=None)
        with pikepdf.open(io.BytesIO(made)) as pdf:
            pages = len(pdf.pages)
        if pages == count:
            break
        count = pages
    return Front(made, pages, first_pages)


def _first_pages(lines: Sequence[Line], front: int) -> tuple[int, ...]:
    found, page = [], front + 1
    for line in lines:
        found.append(page if line.pages else 0)
        page += line.pages
    return tuple(found)


def _data(
    cover: Cover, lines: Sequence[Line], first_pages: Sequence[int], missing: Set[str]
) -> dict[str, Any]:
    named = named_by_code(missing)

    def shown(text: str, size: str = "text") -> str:
        return breakable(literal(text).translate(named), _SIZES[size], _WIDTH * 0.85)

    language, _, region = cover.language.partition("-")
    return {
        "title": literal(cover.title) or "Papers",
        "lang": language or "en",
        "region": region or None,
        "contents": "Contents",
        "shown": {
            "title": shown(cover.title, "title"),
            "meeting": [shown(text) for text in _meeting(cover) if text],
        },
        "items": [
            {
                "number": shown(line.number), "title": shown(line.title) or "Paper",
                "page": first, "place": place,
                "notes": [shown(note, "note") for note in line.notes],
            }
            for place, (line, first) in enumerate(zip(lines, first_pages, strict=True))
        ],
        "notes": [_MISSING] if missing else [],
    }  # fmt: skip


def _meeting(cover: Cover) -> list[str]:
    meeting = cover.meeting
    if meeting is None:
        return ["" if cover.copy == "public" else "Copy for members"]
    day = f"{meeting.day:%A} {meeting.day.day} {meeting.day:%B %Y}"
    when = ", ".join(part for part in (day, meeting.time) if part)
    copy = "Copy for members: not for publication" if cover.copy == "members" else ""
    return [meeting.board, when, meeting.place, copy]


def link_contents(
    front: pikepdf.Pdf, targets: Sequence[tuple[str, int]]
) -> list[tuple[int, int, int]]:
    """Name each link of the contents by its target, and take off its made-up address.

    ``targets`` are the title and first page of each item. Returns page, place and item of each
    link, so that it can be pointed at the item's page later.
    """
    found = []
    for page_number, page in enumerate(front.pages):
        for at, link in enumerate(page.obj.get("/Annots", ())):
            address = str(link.A.URI) if "/A" in link and "/URI" in link.A else ""
            if address.startswith(_LINK):
                item = int(address.removeprefix(_LINK))
                title, first = targets[item]
                link.Contents = String(f"{title}, page {first}")
                del link["/A"]
                found.append((page_number, at, item))
    return found


def mark_as_contents(tree: Any) -> None:
    """Turn the list of the front page into a table of contents for screen readers."""
    from cusp.packs.tags import elements

    # Types that need no role, so that the papers keep the names of theirs.
    names = {key: Name(str(role)) for key, role in tree.get("/RoleMap", {}).items()}
    names |= {"/L": Name.TOC, "/LI": Name.TOCI, "/LBody": Name.Reference}
    tree.RoleMap = Dictionary()
    for element in list(elements(tree)):
        kids = element.get("/K")
        if str(element.S) == "/LI" and isinstance(kids, Array):
            element.K = Array([kid for kid in kids if _says_something(kid)])
        element.S = names.get(str(element.S), element.S)
        if element.S == Name.TOC and "/A" in element:
            del element["/A"]


def _says_something(kid: Any) -> bool:
    if not isinstance(kid, Dictionary) or kid.get("/S") != Name.Lbl:
        return True
    inside = kid.get("/K")
    return inside is not None and not (isinstance(inside, Array) and not len(inside))
