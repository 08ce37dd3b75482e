"""The tile map: a place for every council, none shared, and a recognisable England."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import example, given

from cusp.history.tiles import Tile, size, tiles_on
from cusp.reports.authorities import known_authorities
from tests.history.rows import DAYS

TODAY = date(2026, 11, 1)


def named(day: date = TODAY) -> dict[str, Tile]:
    return {tile.name: tile for tile in tiles_on(day)}


@given(DAYS)
@example(date(2009, 3, 31))
@example(date(2019, 3, 31))
@example(date(2019, 4, 1))
@example(date(2021, 3, 31))
@example(date(2023, 3, 31))
def test_each_council_of_a_day_has_a_tile_of_its_own(day: date) -> None:
    tiles = tiles_on(day)
    there = {council.code for council in known_authorities() if council.existed(day)}
    assert {tile.code for tile in tiles} == there
    assert len(tiles) == len(there)
    assert len({(tile.column, tile.row) for tile in tiles}) == len(tiles)
    columns, rows = size()
    assert all(0 <= tile.column < columns and 0 <= tile.row < rows for tile in tiles)


def test_the_map_is_compact() -> None:
    columns, rows = size()
    assert columns <= 18
    assert rows <= 18
    assert len(tiles_on(TODAY)) == 153
    assert columns * rows <= 2 * 153


def test_each_region_hangs_together_by_the_sides_of_its_tiles() -> None:
    places: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for tile in tiles_on(TODAY):
        places[tile.region].add((tile.column, tile.row))
    for region, left in places.items():
        reached = [left.pop()]
        for column, row in reached:
            for beside in (
                (column + 1, row),
                (column - 1, row),
                (column, row + 1),
                (column, row - 1),
            ):
                if beside in left:
                    left.remove(beside)
                    reached.append(beside)
        assert not left, f"{region} falls apart"


@pytest.mark.parametrize(
    ("north", "south"),
    [
        ("Northumberland", "County Durham"),
        ("County Durham", "North Yorkshire"),
        ("Cumberland", "Lancashire"),
        ("Lancashire", "Cheshire East"),
        ("Leeds", "Sheffield"),
        ("Staffordshire", "Worcestershire"),
        ("Lincolnshire", "Cambridgeshire"),
        ("Norfolk", "Essex"),
        ("Barnet", "Croydon"),
        ("Oxfordshire", "Hampshire"),
        ("Gloucestershire", "Dorset"),
        ("Essex", "Kent"),
    ],
)
def test_north_is_up(north: str, south: str) -> None:
    tiles = named()
    assert tiles[north].row < tiles[south].row


@pytest.mark.parametrize(
    ("west", "east"),
    [
        ("Cornwall", "Devon"),
        ("Devon", "Hampshire"),
        ("Hampshire", "Kent"),
        ("Shropshire", "Leicestershire"),
        ("Liverpool", "Manchester"),
        ("Manchester", "Leeds"),
        ("Cumberland", "Sunderland"),
        ("Bristol", "Reading"),
        ("Hillingdon", "Havering"),
        ("Herefordshire", "Cambridgeshire"),
        ("Thurrock", "Southend-on-Sea"),
    ],
)
def test_west_is_left(west: str, east: str) -> None:
    tiles = named()
    assert tiles[west].column < tiles[east].column


def test_london_is_the_block_in_the_south_east() -> None:
    columns, rows = size()
    london = [tile for tile in tiles_on(TODAY) if tile.region == "London"]
    assert len(london) == 33
    assert all(tile.column >= columns / 2 and tile.row >= rows / 2 for tile in london)


def test_a_council_since_abolished_has_the_place_of_its_largest_successor() -> None:
    then, now = named(date(2018, 1, 1)), named()
    place = {name: (tile.column, tile.row) for name, tile in then.items()}
    today = {name: (tile.column, tile.row) for name, tile in now.items()}
    assert place["Cumbria"] == today["Cumberland"]
    assert place["Northamptonshire"] == today["West Northamptonshire"]
    assert place["Bournemouth"] == today["Bournemouth, Christchurch and Poole"]
    assert place["Poole"] not in set(today.values())
