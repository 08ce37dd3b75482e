"""A map of England with one tile of equal size for each council.

Our own arrangement: north is up, west is left, each region hangs together by the sides of its
tiles, London is the block in the south-east, water is left open where it parts places that readers
know (the Humber, the Wash, the Solent). Small councils and large ones get the same tile on purpose:
the map counts councils, not land.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from cusp.reports.authorities import KnownAuthority, Region, known_authorities


class Tile(msgspec.Struct, frozen=True):
    """A council's place: ``column`` from 0 in the west, ``row`` from 0 in the north."""

    code: str
    name: str
    slug: str
    region: Region
    column: int
    row: int


def tiles_on(day: date) -> tuple[Tile, ...]:
    """The tiles of the councils there are on a day, by row and column; no two on one place.

    A council since abolished has the place of its largest successor by population, Poole the free
    one beside it.
    """
    there = (_tile(one, _places()) for one in known_authorities() if one.existed(day))
    return tuple(sorted(there, key=lambda tile: (tile.row, tile.column)))


def size() -> tuple[int, int]:
    """How many columns and rows the map has, on whatever day: a fixed frame for pictures."""
    places = _places().values()
    return 1 + max(column for column, _ in places), 1 + max(row for _, row in places)


def _tile(one: KnownAuthority, places: Mapping[str, tuple[int, int]]) -> Tile:
    column, row = places[one.code]
    return Tile(one.code, one.name, one.slug, one.region, column, row)


@cache
def _places() -> Mapping[str, tuple[int, int]]:
    text = (files("cusp.history") / "tiles.csv").read_text("utf-8")
    return {
        row["code"]: (int(row["column"]), int(row["row"]))
        for row in csv.DictReader(text.splitlines())
    }
