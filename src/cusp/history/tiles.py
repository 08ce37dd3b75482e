"""A map of England with an equal-sized tile for each council.

We made the layout. North is up and west is left, tiles in the same region touch, and London is the
block in the south-east. There are gaps for water that readers will recognise (the Humber, the Wash,
the Solent). Small and large councils have the same tile on purpose: the map counts councils, not
land.
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
    """The tiles for the councils that exist on a given day, by row and column; no two overlap.

    An abolished council has the place of its successor with the largest population; Poole has the
    free place next to it.
    """
    existing = (council for council in known_authorities() if council.existed(day))
    tiles = (_tile(council, _places()) for council in existing)
    return tuple(sorted(tiles, key=lambda tile: (tile.row, tile.column)))


def size() -> tuple[int, int]:
    """How many columns and rows the map has, whatever the day."""
    places = _places().values()
    return 1 + max(column for column, _ in places), 1 + max(row for _, row in places)


def _tile(council: KnownAuthority, places: Mapping[str, tuple[int, int]]) -> Tile:
    column, row = places[council.code]
    return Tile(council.code, council.name, council.slug, council.region, column, row)


@cache
def _places() -> Mapping[str, tuple[int, int]]:
    text = (files("cusp.history") / "tiles.csv").read_text("utf-8")
    return {
        row["code"]: (int(row["column"]), int(row["row"]))
        for row in csv.DictReader(text.splitlines())
    }
