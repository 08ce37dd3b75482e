"""The tile map: one tile for each council, in the colour of its grade, linked to its page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from django.utils.safestring import SafeString

from cusp.history.country import Council
from cusp.history.tiles import Tile
from cusp.web.common.charts.svg import Node, add, colour, html, letter, link, picture

_WIDE, _HIGH, _GAP = 68, 46, 3
_LONGEST = 9
_JOINED = re.compile(r" and | with | upon |-on-|-upon-|, ")
_COMPASS = {"North": "N", "South": "S", "East": "E", "West": "W", "Central": "C"}
# Names with a usual short form, and names that the rule would confuse.
_OWN_WAY = {
    "Bath and North East Somerset": "B&NES",
    "Bournemouth, Christchurch and Poole": "BCP",
    "Bracknell Forest": "Bracknell",
    "Buckinghamshire": "Bucks",
    "Cambridgeshire": "Cambs",
    "Central Bedfordshire": "C Beds",
    "Cheshire East": "Ches E",
    "Cheshire West and Chester": "Ches W",
    "City of London": "City",
    "County Durham": "Durham",
    "East Riding of Yorkshire": "E Riding",
    "Gloucestershire": "Glos",
    "Hammersmith and Fulham": "H & F",
    "Hertfordshire": "Herts",
    "Isle of Wight": "Wight",
    "Isles of Scilly": "Scilly",
    "Kensington and Chelsea": "K & C",
    "Kingston upon Hull": "Hull",
    "Leicestershire": "Leics",
    "Lincolnshire": "Lincs",
    "North East Lincolnshire": "NE Lincs",
    "North Lincolnshire": "N Lincs",
    "North Northamptonshire": "N Nhants",
    "Northamptonshire": "Northants",
    "Nottinghamshire": "Notts",
    "Oxfordshire": "Oxon",
    "South Gloucestershire": "S Glos",
    "Staffordshire": "Staffs",
    "Warwickshire": "Warks",
    "West Northamptonshire": "W Nhants",
    "Westmorland and Furness": "Westmorl.",
    "Worcestershire": "Worcs",
}


def tile_map(
    tiles: Sequence[Tile],
    councils: Mapping[str, Council],
    *,
    title: str,
    address: Callable[[str], str],
    say: Callable[[Council], str],
) -> SafeString:
    """A map of the ``tiles`` for ``councils``, cropped to fit.

    ``address`` gives the page for a slug, and ``say`` describes a council.
    """
    shown = [tile for tile in tiles if tile.code in councils]
    left = min((tile.column for tile in shown), default=0)
    top = min((tile.row for tile in shown), default=0)
    wide = (max((tile.column for tile in shown), default=0) - left + 1) * _WIDE
    high = (max((tile.row for tile in shown), default=0) - top + 1) * _HIGH
    root = picture(
        "map",
        title=title,
        about="North is at the top. Each tile links to the council’s page.",
        links=True,
        viewBox=f"0 0 {wide} {high}",
        width=wide,
        height=high,
        class_="cusp-own-size",
    )
    for tile in shown:
        council = councils[tile.code]
        seen = f"{letter(council.outcome)} {short_name(council.name)}"
        at = link(root, address(tile.slug), say(council), class_="cusp-tile", shown=seen)
        _tile(at, council, (tile.column - left) * _WIDE, (tile.row - top) * _HIGH)
    return html(root)


def short_name(name: str) -> str:
    """A council's name on a tile, in at most nine letters."""
    if name in _OWN_WAY:
        return _OWN_WAY[name]
    first = _JOINED.split(name)[0]
    if len(first) <= _LONGEST:
        return first
    words = first.split()
    if len(words) > 1:
        start = _COMPASS.get(words[0], words[0][0])
        first = f"{start} {' '.join(words[1:])}"
    return first if len(first) <= _LONGEST else first[: _LONGEST - 1] + "."


def _tile(at: Node, council: Council, x: int, y: int) -> None:
    middle, on = x + (_WIDE - _GAP) / 2, f"cusp-on--{colour(council.outcome)}"
    add(
        at,
        "rect",
        x=x,
        y=y,
        width=_WIDE - _GAP,
        height=_HIGH - _GAP,
        rx=3,
        class_=f"cusp-fill--{colour(council.outcome)}",
    )
    above = add(
        at,
        "text",
        letter(council.outcome),
        x=middle,
        y=y + 19,
        text_anchor="middle",
        font_size=15,
        font_weight=700,
        class_=on,
    )
    above.tail = " "  # keeps the words apart for screen readers
    add(
        at,
        "text",
        short_name(council.name),
        x=middle,
        y=y + 35,
        text_anchor="middle",
        font_size=11,
        font_weight=400,
        class_=on,
    )
