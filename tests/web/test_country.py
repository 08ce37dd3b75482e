"""How the country is doing: the page agrees with inspections made up here."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO

import pyarrow.parquet
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from cusp.reports.authorities import known_authorities
from cusp.web.common import downloads
from cusp.web.common.wording import say_date
from cusp.web.record.archive import revision
from cusp.web.record.country import snapshot
from cusp.web.record.intake.seed import put_in_facts
from cusp.web.record.models import Inspection, Judgement
from tests.web.country_record import (
    ESSEX,
    KENT,
    LEEDS,
    OLD_DORSET,
    ON,
    SVG,
    Inspected,
    pictures,
    tidy,
)
from tests.web.markup import heading, page, words


def test_the_heading_counts_what_is_known(client: Client, four: None) -> None:
    shown = page(client, f"/country/?on={ON}")
    # Essex is outstanding, Leeds good by then, Kent inadequate; old Dorset is gone.
    assert heading(shown) == ("1 of 3 authorities with a known grade is outstanding, 1 inadequate")
    assert "as at 1 January 2024" in words(shown)
    assert "3 of 153 authorities have a grade in the record. 150 have no grade" in tidy(
        words(shown)
    )


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
        (
            "area=help_and_protection",
            "1 of 2 authorities with a known grade for help and protection is outstanding",
        ),
        ("region=East+of+England", "1 of 1 authority in the East of England"),
        ("region=London", "No grade is known in London on 1 January 2024"),
        ("framework=SIF", "None of 1 authority with a known grade is outstanding"),
    ],
)
def test_filters(client: Client, four: None, query: str, said: str) -> None:
    assert said in heading(page(client, f"/country/?on={ON}&{query}"))


@pytest.mark.parametrize(
    "query",
    [
        "on=31.02.2019",
        "on=yesterday",
        "on=1066-10-14",
        "area=weather",
        "region=Wales",
        "framework=PISA",
        "on=%00",
    ],
)
def test_what_cannot_be_shown_is_said_at_the_top_and_at_the_field(
    client: Client, four: None, query: str
) -> None:
    shown = page(client, f"/country/?{query}", status=400)
    assert "There is a problem" in shown
    assert shown.count("govuk-error-message") == 1
    assert page(client, f"/country.csv?{query}", status=400)


def test_the_future_is_shown_as_known_today(client: Client, four: None) -> None:
    shown = words(page(client, "/country/?on=2999-01-01"))
    assert "1 January 2999 is in the future. This page shows what is known today" in shown


def test_the_pictures_say_what_the_tables_say(client: Client, four: None) -> None:
    shown = page(client, f"/country/?on={ON}")
    drawn = pictures(shown)
    assert drawn["shares"].findtext(f"{SVG}desc") == "1 outstanding, 1 good, 1 inadequate"
    # From 2016, when the first grade was known, to the date requested.
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
    revision.bump()  # as every change to the record does
    after = heading(page(client, f"/country/?on={ON}"))
    assert (before[:8], after[:8]) == ("1 of 3 a", "2 of 4 a")
    Judgement.objects.filter(inspection__authority__code=KENT).update(grade="good")
    Inspection.objects.get(authority__code=KENT).save()
    revision.bump()
    assert heading(page(client, f"/country/?on={ON}")).endswith("none inadequate")


@pytest.fixture
def ungraded(four: None, inspected: Inspected) -> None:
    """The four councils; Kent has since been inspected with no overall grade given."""
    row = inspected(KENT, "2023-09-04", leaders="good")
    row.overall_given = False
    row.save()


def test_no_overall_grade_given_has_its_place_on_every_picture(
    client: Client, ungraded: None
) -> None:
    shown = page(client, f"/country/?on={ON}")
    assert heading(shown).startswith("1 of 2 authorities")
    text = words(shown)
    assert (
        "2 of 153 authorities have a grade in the record. 1 was given no overall grade at the "
        "latest inspection (percentages include it). 150 have no grade: "
        "150 no inspection in the record."
    ) in tidy(text)
    assert "No overall grade given 1 (33%)" in text
    drawn = pictures(shown)
    assert drawn["shares"].findtext(f"{SVG}desc") == (
        "1 outstanding, 1 good, 1 no overall grade given"
    )
    tiles = {one.get("href"): one for one in drawn["map"].findall(f"{SVG}a")}
    kent = tiles["/authorities/kent/"]
    assert kent.findtext(f"{SVG}title") == "Kent: no overall grade given, inspected in 2023"
    assert kent.findtext(f"{SVG}text") == "NG"
    assert tiles["/authorities/cornwall/"].findtext(f"{SVG}text") == "–"
    bands = {band.get("href") for band in drawn["flow"].findall(f"{SVG}a")}
    assert "#moved-inadequate-no-overall-grade-given" in bands
    assert 'id="moved-inadequate-no-overall-grade-given"' in shown
    assert "1 was given no overall grade, so cannot be compared" in text
    last = drawn["years"].findall(f"{SVG}g")[-1]
    assert last.findtext(f"{SVG}title") == "No overall grade given: 1 of 3"


def test_no_overall_grade_given_is_an_answer_in_the_data(client: Client, ungraded: None) -> None:
    kent = next(row for row in data(client, ON) if row["code"] == KENT)
    assert (kent["grade"], kent["why_none"], kent["grade_before"]) == (
        "",
        "no overall grade given",
        "inadequate",
    )
    told = json.loads(client.get(f"/country.json?on={ON}").content)
    assert told["counts"]["no overall grade given"] == told["authorities_not_given"] == 1
    assert (told["authorities_known"], told["authorities_not_known"]) == (2, 150)
    asked = json.loads(client.get(f"/api/v1/country?on={ON}").content)
    assert (asked["known"], asked["not_given"], asked["not_known"]) == (2, 1, 150)
    listed = page(client, "/authorities/")
    assert "No overall grade given" in words(listed)


END = "Newest report held: published 6 April 2023. Later ones are not counted."


def test_where_the_record_ends_stands_beside_every_national_number(
    client: Client, four: None
) -> None:
    for address in ("/", "/country/", "/authorities/", "/authorities/leeds/"):
        assert END in words(page(client, address)), address
    assert {row["record_ends"] for row in data(client, ON)} == {"2023-04-06"}
    for address in (
        "/country.json",
        "/authorities.json",
        "/authorities/leeds.json",
        "/api/v1/country",
        "/api/v1/authorities",
        "/api/v1/authorities/leeds",
        "/authorities/leeds/measures.json",
    ):
        told = json.loads(client.get(address).content)
        assert (told["record_ends"], told["record_ends_note"]) == ("2023-04-06", END), address
    text = client.get("/authorities.csv").content.decode("utf-8-sig")
    assert {row["record_ends"] for row in csv.DictReader(StringIO(text))} == {"2023-04-06"}


def test_a_report_added_later_moves_the_end(
    client: Client, four: None, inspected: Inspected
) -> None:
    assert END in words(page(client, "/"))
    inspected("E06000052", "2023-05-02", overall="good")
    revision.bump()
    assert "Newest report held: published 2 June 2023." in words(page(client, "/"))


def test_days_of_publication_that_are_not_known_are_counted(client: Client, four: None) -> None:
    said = "the publication date is not known, so the last day on site is used."
    assert said not in words(page(client, f"/country/?on={ON}"))
    Inspection.objects.filter(authority__code=KENT).update(published=None)
    kent = Inspection.objects.get(authority__code=KENT)
    kent.save()
    revision.bump()
    assert f"For 1 inspection, {said}" in words(page(client, f"/country/?on={ON}"))
    told = json.loads(client.get(f"/country.json?on={ON}").content)
    assert (told["inspections_undated"], told["inspections_undated_note"]) == (
        1,
        f"For 1 inspection, {said}",
    )
    row = next(row for row in data(client, ON) if row["code"] == KENT)
    assert (row["published"], row["counts_from"]) == ("", "2019-03-04")
    asked = json.loads(client.get(f"/api/v1/country?on={ON}").content)
    assert asked["inspections_undated"] == 1
    assert "The publication date is not known" in words(page(client, "/authorities/kent/"))


def test_a_day_of_publication_that_the_facts_know_is_put_in(db: None) -> None:
    known = Inspection.objects.get(authority__code="E06000033", start=date(2019, 7, 15))
    Inspection.objects.filter(pk=known.pk).update(published=None, published_from="")
    put_in_facts()
    known.refresh_from_db()
    assert (known.published, known.published_from) == (date(2019, 8, 27), "ofsted")
    # What a report printed stays the same.
    Inspection.objects.filter(pk=known.pk).update(published=date(2019, 9, 1))
    put_in_facts()
    known.refresh_from_db()
    assert known.published == date(2019, 9, 1)


def test_the_country_of_a_new_record_is_the_whole_country(client: Client, db: None) -> None:
    shown = page(client, "/country/?on=2026-08-22")
    assert heading(shown) == "46 of 153 authorities are outstanding, 11 inadequate"
    text = words(shown)
    assert (
        "142 of 153 authorities have a grade in the record. 11 were given no overall grade at the "
        "latest inspection (percentages include them). A grade counts from the date its "
        "report was published."
    ) in tidy(text)
    assert "published 20 August 2026. Later ones are not counted." in text


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
        "good",
        "outstanding",
        "down",
    )


def test_a_sheet_takes_no_text_for_a_formula() -> None:
    made = downloads.response([{"name": "=1+1"}], form="csv", name="x").content
    assert made == b"\xef\xbb\xbfname\r\n'=1+1\r\n"


def test_the_front_page_says_how_the_country_stands(client: Client, four: None) -> None:
    shown = page(client, "/")
    assert "1 of 3 authorities with a known grade is outstanding" in words(shown)
    text = words(shown)
    assert "Essex Outstanding Up from requires improvement 6 April 2023" in text
    assert "Leeds Good Down from outstanding 7 April 2022" in text
    assert text.index("Essex Outstanding") < text.index("Leeds Good")
    assert 'href="/country/"' in shown


@given(st.dates(min_value=date(2009, 1, 1), max_value=date(2100, 1, 1)))
def test_a_date_is_read_however_it_is_written(day: date) -> None:
    for text in (day.isoformat(), say_date(day), f"{day.day}/{day.month}/{day.year}"):
        assert snapshot.read_day(f" {text} ") == day
