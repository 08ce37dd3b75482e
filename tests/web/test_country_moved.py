"""Councils that moved down or up between two dates, and the table of councils."""

import re

import pytest
from django.test import Client

from tests.web.country_record import ON, SVG, pictures
from tests.web.markup import page, words


def test_who_fell_and_who_rose_and_where_they_are_listed(client: Client, four: None) -> None:
    shown = page(client, f"/country/?on={ON}&since=2018-06-01")
    # On 1 June 2018 Leeds was outstanding, Essex required improvement, Kent was not known.
    assert (
        "Between 1 June 2018 and 1 January 2024, 1 of 2 authorities moved down and 1 moved up"
        in (words(shown))
    )
    bands = pictures(shown)["flow"].findall(f"{SVG}a")
    assert {band.get("href"): band.findtext(f"{SVG}title") for band in bands} == {
        "#moved-outstanding-good": "1 from outstanding to good",
        "#moved-requires-improvement-outstanding": "1 from requires improvement to outstanding",
    }
    places = [shown.index(f'id="{(band.get("href") or "")[1:]}"') for band in bands]
    assert places == sorted(places)  # moves down come first
    assert shown.index("1 of 2 moved down") < places[0] < shown.index("1 of 2 moved up") < places[1]
    assert "/authorities/leeds/compare/2018-03-05/2022-03-07/" in shown


def test_who_stayed_comes_last_and_folded(client: Client, four: None) -> None:
    shown = page(client, f"/country/?on={ON}&since=2023-12-01")
    assert "0 of 3 authorities moved down and 0 moved up" in words(shown)
    assert "No authority moved down." in words(shown)
    assert "3 stayed the same, 0 of them inspected in between" in words(shown)
    folded = re.search(r"<details.*?</details>", shown[shown.index('id="rose"') :], re.DOTALL)
    assert folded
    assert 'id="moved-good-good"' in folded[0]
    assert words(folded[0]).count("Same inspection") == 3


def test_dates_are_typed_in_three_fields(client: Client, four: None) -> None:
    typed = "on_day=1&on_month=1&on_year=2024&since_day=1&since_month=jun&since_year=2018"
    by_fields = page(client, f"/country/?{typed}")
    assert "as at 1 January 2024" in words(by_fields)
    assert "Between 1 June 2018 and 1 January 2024" in words(by_fields)
    whole = page(client, f"/country/?on={ON}")
    for part, value in (("day", "1"), ("month", "1"), ("year", "2024")):
        assert re.search(rf'name="on_{part}"[^>]*value="{value}"', whole)
    # Without a choice, a year earlier.
    assert "Between 1 January 2023 and 1 January 2024" in words(whole)
    assert re.search(r'name="since_year"[^>]*value="2023"', whole)


def test_dates_in_the_wrong_order_are_refused(client: Client, four: None) -> None:
    shown = page(client, f"/country/?on={ON}&since=2024-02-01", status=400)
    assert "Compared with must be no later than 1 January 2024" in words(shown)


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("", "Barking and Dagenham"),
        ("grade", "Essex"),  # outstanding
        ("-grade", "Kent"),  # inadequate; unknown grades stay last
        ("-inspected", "Essex"),
        ("before", "Leeds"),  # outstanding before
    ],
)
def test_the_table_is_sorted_by_a_link_in_its_heading(
    client: Client, four: None, sort: str, first: str
) -> None:
    shown = page(client, f"/country/?on={ON}&sort={sort}")
    table = shown[shown.index('id="authorities"') : shown.index('id="moved"')]
    assert words(table[table.index("<tbody") : table.index("</th>", table.index("<tbody"))]) == (
        first
    )
    assert f'href="?on={ON}&amp;sort=' in table
    assert '#authorities"' in table
