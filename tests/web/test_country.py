"""How the country stands: what the page says agrees with inspections made up here."""

import csv
import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from xml.etree import ElementTree

import pyarrow.parquet
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from cusp.reports.authorities import known_authorities
from cusp.web.accounts import audit
from cusp.web.record import country, tables
from cusp.web.record.models import Authority, Inspection, Judgement
from cusp.web.say import say_date

LEEDS, ESSEX, KENT, OLD_DORSET = "E08000035", "E10000012", "E10000016", "E10000009"
SVG = "{http://www.w3.org/2000/svg}"
ON = "2024-01-01"
Inspected = Callable[..., Inspection]


@pytest.fixture
def inspected(db: None) -> Inspected:
    """Makes an inspection that was published a month after it began."""

    def make(code: str, start: str, framework: str = "ILACS", **grades: str) -> Inspection:
        day = date.fromisoformat(start)
        row = Inspection.objects.create(
            authority=Authority.objects.get(code=code), start=day, end=day,
            published=date(day.year, day.month + 1, day.day), framework=framework, kind="standard",
        )  # fmt: skip
        Judgement.objects.bulk_create(
            [Judgement(inspection=row, area=area, grade=grade) for area, grade in grades.items()]
        )
        return row

    return make


@pytest.fixture
def four(inspected: Inspected) -> None:
    """A country of four councils whose grade is known, one of them abolished in 2019."""
    Judgement.objects.all().delete()
    Inspection.objects.all().delete()
    inspected(LEEDS, "2018-03-05", overall="outstanding", help_and_protection="good")
    inspected(LEEDS, "2022-03-07", overall="good", help_and_protection="good")
    inspected(ESSEX, "2016-03-07", "SIF", overall="requires improvement")
    inspected(ESSEX, "2023-03-06", overall="outstanding", help_and_protection="outstanding")
    inspected(KENT, "2019-03-04", overall="inadequate")
    inspected(OLD_DORSET, "2016-03-07", "SIF", overall="good")


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return str(response.content.decode())


def words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def heading(markup: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", markup, re.DOTALL)
    assert found
    return words(found[1])


def pictures(markup: str) -> dict[str, ElementTree.Element]:
    """Every picture of a page by its id; fails where one is not well formed."""
    found = re.findall(r"<svg.*?</svg>", markup, re.DOTALL)
    return {tree.get("id") or "": tree for tree in map(ElementTree.fromstring, found)}


def test_the_heading_counts_what_is_known(client: Client, four: None) -> None:
    shown = page(client, f"/country/?on={ON}")
    # Essex is outstanding, Leeds good by then, Kent inadequate; old Dorset is gone.
    assert heading(shown) == (
        "1 of 3 authorities whose grade is in the record is outstanding, 1 inadequate"
    )
    assert "as at 1 January 2024" in words(shown)
    assert "3 of 153 authorities have a grade in the record; 150 have none" in words(shown)


def test_a_tile_for_each_council_leads_to_its_page(client: Client, four: None) -> None:
    tiles = pictures(page(client, f"/country/?on={ON}"))["map"].findall(f"{SVG}a")
    there = {one.slug for one in known_authorities() if one.existed(date.fromisoformat(ON))}
    assert sorted(tile.get("href") or "" for tile in tiles) == sorted(
        f"/authorities/{slug}/" for slug in there
    )
    titles = {tile.get("href"): tile.findtext(f"{SVG}title") for tile in tiles}
    assert titles["/authorities/kent/"] == "Kent: inadequate, inspected in 2019"
    assert titles["/authorities/cornwall/"] == "Cornwall: no inspection in the record"


def test_a_past_day_has_the_councils_of_then(client: Client, four: None) -> None:
    shown = page(client, "/country/?on=2017-01-01")
    assert heading(shown).startswith("None of 2 authorities")
    rows = {row["code"]: row for row in data(client, "2017-01-01")}
    assert rows[OLD_DORSET]["grade"] == "good"
    assert rows[ESSEX]["grade"] == "requires improvement"
    assert rows[LEEDS]["grade"] == ""
    new_dorset = next(one for one in known_authorities() if one.began == date(2019, 4, 1))
    assert new_dorset.code not in rows


def test_a_grade_counts_from_publication(client: Client, four: None) -> None:
    grades = {
        day: {row["code"]: row["grade"] for row in data(client, day)}[KENT]
        for day in ("2019-04-03", "2019-04-04")
    }
    assert grades == {"2019-04-03": "", "2019-04-04": "inadequate"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("area=help_and_protection",
         "1 of 2 authorities whose grade for help and protection is in the record is outstanding"),
        ("region=East+of+England", "1 of 1 authority in the East of England"),
        ("region=London", "No grade is known in London on 1 January 2024"),
        ("framework=SIF", "None of 1 authority whose grade is in the record is outstanding"),
    ],
)  # fmt: skip
def test_filters(client: Client, four: None, query: str, said: str) -> None:
    assert said in heading(page(client, f"/country/?on={ON}&{query}"))


@pytest.mark.parametrize(
    "query",
    ["on=31.02.2019", "on=yesterday", "on=1066-10-14", "area=weather", "region=Wales",
     "framework=PISA", "on=%00"],
)  # fmt: skip
def test_what_cannot_be_shown_is_said_at_the_top_and_at_the_field(
    client: Client, four: None, query: str
) -> None:
    shown = page(client, f"/country/?{query}", status=400)
    assert "There is a problem" in shown
    assert shown.count("govuk-error-message") == 1
    assert page(client, f"/country.csv?{query}", status=400)


def test_the_future_is_shown_as_known_today(client: Client, four: None) -> None:
    shown = words(page(client, "/country/?on=2999-01-01"))
    assert "1 January 2999 is in the future. The page shows what is known today" in shown


def test_who_moved_and_where_they_are_listed(client: Client, four: None) -> None:
    shown = page(client, f"/country/?on={ON}")
    assert (
        "Of 2 authorities with two graded inspections or more, 1 went up at the latest, "
        "0 stayed and 1 went down"
    ) in words(shown)
    bands = pictures(shown)["flow"].findall(f"{SVG}a")
    assert {band.get("href"): band.findtext(f"{SVG}title") for band in bands} == {
        "#moved-outstanding-good": "1 from outstanding to good",
        "#moved-requires-improvement-outstanding": "1 from requires improvement to outstanding",
    }
    for band in bands:
        assert f'id="{(band.get("href") or "")[1:]}"' in shown
    assert "/authorities/leeds/compare/2018-03-05/2022-03-07/" in shown


def test_the_pictures_say_what_the_tables_say(client: Client, four: None) -> None:
    shown = page(client, f"/country/?on={ON}")
    drawn = pictures(shown)
    assert drawn["shares"].findtext(f"{SVG}desc") == "1 outstanding, 1 good, 1 inadequate"
    # From 2016, when the first grade was known, to the day asked for.
    assert [t.text for t in drawn["years"].findall(f"{SVG}text")] == [
        str(year) for year in range(2016, 2025)
    ]
    assert "style=" not in shown
    assert "<style" not in shown


def test_the_page_is_quick_and_asks_little(
    client: Client, four: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(5):
        page(client, f"/country/?on={ON}")
    with django_assert_max_num_queries(3):
        page(client, f"/country/?on={ON}&region=London")


def test_a_new_inspection_shows_at_once(client: Client, four: None, inspected: Inspected) -> None:
    before = heading(page(client, f"/country/?on={ON}"))
    inspected("E06000052", "2021-03-01", overall="outstanding")
    audit.changed("report added", by=None)  # as every change of the record does
    after = heading(page(client, f"/country/?on={ON}"))
    assert (before[:8], after[:8]) == ("1 of 3 a", "2 of 4 a")
    Judgement.objects.filter(inspection__authority__code=KENT).update(grade="good")
    Inspection.objects.get(authority__code=KENT).save()
    audit.changed("report read again", by=None)
    assert heading(page(client, f"/country/?on={ON}")).endswith("none inadequate")


def data(client: Client, day: str) -> list[dict[str, str]]:
    text = client.get(f"/country.csv?on={day}").content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_every_form_of_the_data_has_the_same_rows(client: Client, four: None) -> None:
    plain = data(client, ON)
    told = json.loads(client.get(f"/country.json?on={ON}").content)
    parquet = pyarrow.parquet.read_table(BytesIO(client.get(f"/country.parquet?on={ON}").content))
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"/country.xlsx?on={ON}").content))
    sheet = book.get_sheet_by_index(0).to_python()
    codes = [row["code"] for row in plain]
    assert len(codes) == 153
    assert [row["code"] for row in told["authorities"]] == codes
    assert parquet["code"].to_pylist() == codes
    assert [row[0] for row in sheet[1:]] == codes
    assert told["counts"]["outstanding"] == told["counts"]["inadequate"] == 1
    leeds = next(row for row in plain if row["code"] == LEEDS)
    assert (leeds["grade"], leeds["grade_before"], leeds["direction"]) == (
        "good", "outstanding", "down",
    )  # fmt: skip


def test_a_sheet_takes_no_text_for_a_formula() -> None:
    made = tables.response([{"name": "=1+1"}], form="csv", name="x").content
    assert made == b"\xef\xbb\xbfname\r\n'=1+1\r\n"


def test_the_front_page_says_how_the_country_stands(client: Client, four: None) -> None:
    shown = page(client, "/")
    assert "1 of 3 authorities whose grade is in the record is outstanding" in words(shown)
    up, down = (
        words(shown).find(said)
        for said in (
            "Essex : up from requires improvement to outstanding, 2023",
            "Leeds : down from outstanding to good, 2022",
        )
    )
    assert 0 < up < down
    assert 'href="/country/"' in shown


@given(st.dates(min_value=date(2009, 1, 1), max_value=date(2100, 1, 1)))
def test_a_date_is_read_however_it_is_written(day: date) -> None:
    for text in (day.isoformat(), say_date(day), f"{day.day}/{day.month}/{day.year}"):
        assert country.read_day(f" {text} ") == day
