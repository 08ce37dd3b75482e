"""A council's page: when the next inspection is due, its neighbours, older inspections."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from cusp.calendar.wording import period
from cusp.web.record.inspections import authority_page
from cusp.web.record.models import Authority, Inspection, Judgement, Neighbours
from tests.web.markup import page, words

pytestmark = pytest.mark.django_db
SOUTHEND = "/authorities/southend-on-sea/"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 11, 30))


def section(markup: str, heading: str) -> str:
    """The words on a page from a heading to the next heading of the same size."""
    found = re.search(rf"<h2[^>]*>\s*{heading}.*?(?=<h2|</main>)", markup, re.DOTALL)
    assert found, heading
    return words(found[0])


def test_the_next_inspection_is_said_to_be_usual_practice(client: Client) -> None:
    # Southend-on-Sea was last inspected from 14 October 2024.
    text = words(page(client, SOUTHEND))
    assert (
        "April 2027 to April 2028 usual time for the next inspection (usual practice, not a rule)"
    ) in text
    assert "This is usual practice, not a rule: Ofsted decides when to inspect" in text


def test_a_window_that_is_open_or_has_passed_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2027, 5, 1))
    assert "usual time for the next inspection, which is now (usual practice" in words(
        page(client, SOUTHEND)
    )
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2029, 1, 1))
    text = words(page(client, SOUTHEND))
    assert "usual time for the next inspection, now past (usual practice" in text
    assert "That time has passed with no later inspection in the record" in text


def test_a_council_judged_inadequate_has_no_window(client: Client) -> None:
    inadequate = Inspection.objects.get(authority__slug="southend-on-sea", start=date(2024, 10, 14))
    Judgement.objects.filter(inspection=inadequate, area="overall").update(grade="inadequate")
    text = words(page(client, SOUTHEND))
    assert "usual practice, not a rule" not in text
    assert "after an inadequate grade, monitoring visits usually come first" in text


@pytest.mark.parametrize("slug", ["northamptonshire", "cumbria"])
def test_a_council_that_ended_awaits_no_inspection(client: Client, slug: str) -> None:
    assert "next inspection" not in words(page(client, f"/authorities/{slug}/"))


def test_older_inspections_of_one_service_have_one_place(client: Client) -> None:
    # Kent: looked-after services in 2013, the single framework in 2017, ILACS in 2022 and 2025.
    markup = page(client, "/authorities/kent/")
    whole = section(markup, "Inspections of the whole service")
    part = section(markup, "Older inspections of part of the service")
    assert "2013" not in whole
    assert "6 to 30 March 2017 Good" in whole
    assert "earliest inspection" not in words(markup)
    assert "Services for looked-after children: adequate" in part
    assert "Inspection of services for looked-after children" in part
    assert "They do not count towards the grade above" in part


def test_without_older_forms_there_is_one_list_of_inspections(client: Client) -> None:
    markup = page(client, SOUTHEND)
    assert "Older inspections of part" not in markup
    assert "15 to 26 July 2019 Requires improvement, for the second time" in section(
        markup, "Inspections"
    )


def test_judgements_stand_in_the_same_order_at_every_inspection(client: Client) -> None:
    markup = page(client, "/authorities/kent/")
    for bands in re.findall(r'<ul class="cusp-bands.*?</ul>', markup, re.DOTALL):
        names = [words(name) for name in re.findall(r"<li>\s*<span>(.*?)</span>", bands)]
        order = [authority_page.AREA_NAMES.index(name) for name in names]
        assert order == sorted(order)


def test_what_changed_is_said_once_for_areas_that_moved_alike(client: Client) -> None:
    text = words(page(client, "/authorities/kent/"))
    assert (
        "Since 2022: overall effectiveness and leadership declined from outstanding to good; "
        "care leavers declined from outstanding to requires improvement. "
        "In 2022, children in care and care leavers were graded together."
    ) in text
    assert (
        "Since 2017: overall effectiveness, leadership and children in care and care leavers "
        "improved from good to outstanding; help and protection improved from requires "
        "improvement to good. "
        "In 2017, children in care and care leavers were graded separately."
    ) in text


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2019-07-15", "2019-07-26", "15 to 26 July 2019"),
        ("2016-04-25", "2016-05-19", "25 April to 19 May 2016"),
        ("2013-12-09", "2014-01-10", "9 December 2013 to 10 January 2014"),
        ("2019-07-15", "2019-07-15", "15 July 2019"),
    ],
)
def test_days_on_site_are_said_without_repeating_month_and_year(
    start: str, end: str, said: str
) -> None:
    assert period(date.fromisoformat(start), date.fromisoformat(end)) == said


def test_neighbours_grades_stand_beside_its_own(client: Client) -> None:
    codes = [Authority.objects.get(slug=slug).code for slug in ("kent", "medway", "leeds")]
    Neighbours.objects.create(code="E06000033", codes=codes)
    markup = page(client, SOUTHEND)
    text = section(markup, "Statistical neighbours")
    assert "As at 30 November 2026, of 3 neighbours" in text
    table = text[text.index("Inspected") :]
    places = [table.index(name) for name in ("Southend-on-Sea", "Kent", "Medway", "Leeds")]
    assert places == sorted(places)
    assert "Kent Good 3 November 2025" in table
    assert 'href="/authorities/kent/inspections/2025-11-03/"' in markup
    found = client.get(f"{SOUTHEND.rstrip('/')}.json").json()
    kent, *_ = found["neighbours"]
    assert (kent["name"], kent["grade"], kent["inspected"]) == ("Kent", "good", "2025-11-03")


def test_without_neighbours_the_page_says_what_to_do(client: Client) -> None:
    text = section(page(client, SOUTHEND), "Statistical neighbours")
    assert "No statistical neighbours are loaded" in text
    assert "Compare with the East of England" in text


def test_the_data_has_the_window(client: Client) -> None:
    found = client.get(f"{SOUTHEND.rstrip('/')}.json").json()
    assert found["next_inspection"] == {
        "usual_from": "2027-04-14",
        "usual_to": "2028-04-14",
        "why_none": None,
        "status": "usual practice",
    }
    assert client.get("/authorities/northamptonshire.json").json()["next_inspection"] is None
