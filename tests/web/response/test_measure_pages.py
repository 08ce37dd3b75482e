"""Pages of a measure: adding and changing it, its readings, and drawing them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.response import measures
from cusp.web.response.choices import Better, Unit
from cusp.web.response.measures import MeasureFields
from cusp.web.response.models import Measure, PlanChange, Priority
from tests.web.response.conftest import STARTED
from tests.web.response.published import load_figures
from tests.web.response.test_pages import browser, typed_date

pytestmark = pytest.mark.django_db

NEW, M1 = "/plan/areas/1/measures/new/", "/plan/measures/M1/"
VISITS = MeasureFields("Visits in time", "", Unit.PERCENT, Better.HIGHER, target=90.0)


@pytest.fixture
def page(officer: User) -> Client:
    return browser(officer)


@pytest.fixture
def visits(priority: Priority, officer: User) -> Measure:
    return measures.add_measure(priority, VISITS, on=STARTED, by=officer)


def reading(on: date, **typed: str) -> dict[str, str]:
    return {**typed_date("as_at", on), "source": "Monthly report", **typed}


def test_an_officer_adds_a_measure_and_sees_its_page(page: Client, priority: Priority) -> None:
    assert NEW in page.get("/plan/areas/1/").content.decode()
    typed = {
        "name": "Visits in time", "definition": "Visits within 10 working days", "unit": "%",
        "better": "higher", **typed_date("baseline_on", date(2024, 1, 31)),
        "baseline_numerator": "1,440", "baseline_denominator": "2,000", "target": "90",
        **typed_date("target_by", date(2030, 12, 31)),
    }  # fmt: skip
    answer = page.post(NEW, typed, follow=True)
    assert answer.redirect_chain == [(M1, 302)]
    said = answer.content.decode()
    assert "The measure has been added." in said
    assert "No reading yet. The target is 90% by 31 December 2030" in said
    assert "72% (1,440 of 2,000), 31 January 2024" in said
    assert f'href="{M1}"' in page.get("/plan/areas/1/").content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({"name": ""}, "name", "Enter the name of the measure"),
        ({"unit": ""}, "unit", "Select the unit"),
        ({"target": "90"}, "better", "Select whether higher or lower is better"),
        ({"target": "ninety"}, "target", "Enter a number, like 78.5"),
        ({"target": "120", "better": "higher"}, "target", "The target must be between 0 and 100"),
        (typed_date("target_by", date(2030, 1, 1)), "target", "Enter the target"),
        ({"baseline_value": "70"}, "baseline_on_day", "Enter the date of the baseline"),
        (typed_date("baseline_on", date(2024, 1, 1)), "baseline_value", "Enter the value, or the"),
        (
            typed_date("baseline_on", date(2024, 1, 1)) | {"baseline_numerator": "7"},
            "baseline_denominator",
            "Enter both the numerator and the denominator",
        ),
        (
            typed_date("baseline_on", timezone.localdate() + timedelta(9))
            | {"baseline_value": "7"},
            "baseline_on_day",
            "The date must be today or in the past",
        ),
    ],
)
def test_what_is_wrong_with_a_measure_is_said_at_its_field(
    page: Client, priority: Priority, typed: dict[str, str], field: str, why: str
) -> None:
    answer = page.post(NEW, {"name": "Visits", "unit": "%"} | typed)
    said = answer.content.decode()
    assert answer.status_code == 400
    assert f'href="#id_{field}"' in said
    assert why in said
    assert not Measure.objects.exists()


def test_a_reading_is_worked_out_and_moves_the_heading(page: Client, visits: Measure) -> None:
    typed = reading(date(2024, 6, 30), numerator="39", denominator="50")
    answer = page.post(f"{M1}readings/new/", typed, follow=True)
    assert answer.redirect_chain == [(M1, 302)]
    said = answer.content.decode()
    assert "78% on 30 June 2024: 12 percentage points below the target of 90%" in said
    assert "Monthly report" in said
    assert "Officer" in said


def test_a_correction_says_so_and_the_first_reading_stays(page: Client, visits: Measure) -> None:
    for value in ("78", "79"):
        answer = page.post(
            f"{M1}readings/new/", reading(date(2024, 6, 30), value=value), follow=True
        )
    said = answer.content.decode()
    assert "It corrects the reading of 78% for 30 June 2024, which stays in the history." in said
    assert "Corrected. Previously: 78%" in said
    assert [row.value for row in visits.readings.all()] == [78.0, 79.0]
    assert PlanChange.objects.filter(what="reading corrected").count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({}, "value", "Enter the value, or the numerator and the denominator"),
        ({"numerator": "3"}, "denominator", "Enter both"),
        ({"numerator": "3", "denominator": "0"}, "denominator", "must be greater than 0"),
        ({"numerator": "5", "denominator": "3"}, "numerator", "must not be greater"),
        ({"value": "70", "numerator": "8", "denominator": "10"}, "value", "8 of 10 is 80%"),
        ({"value": "1e400"}, "value", "Enter a number"),
        ({"value": "7,5"}, "value", "Enter a number, like 78.5"),
        ({"numerator": "1,2", "denominator": "30"}, "numerator", "Enter a whole number"),
        ({"value": "7", "source": ""}, "source", "Enter the source"),
    ],
)
def test_what_is_wrong_with_a_reading_is_said_at_its_field(
    page: Client, visits: Measure, typed: dict[str, str], field: str, why: str
) -> None:
    answer = page.post(f"{M1}readings/new/", reading(date(2024, 6, 30), **typed))
    said = answer.content.decode()
    assert answer.status_code == 400
    assert f'href="#id_{field}"' in said
    assert why in said
    assert not visits.readings.exists()


def test_two_officers_who_edit_a_measure_see_both_versions(page: Client, visits: Measure) -> None:
    assert 'value="90"' in page.get(f"{M1}edit/").content.decode()
    typed = {"name": "Visits in time", "unit": "%", "better": "higher", "target": "90"}
    theirs = typed | {"target": "95", "seen_version": "1"}
    assert page.post(f"{M1}edit/", theirs).status_code == 302
    baseline = typed_date("baseline_on", date(2024, 1, 31)) | {"baseline_value": "70"}
    yours = typed | baseline | {"target": "85", "seen_version": "1"}
    answer = page.post(f"{M1}edit/", yours)
    said = answer.content.decode()
    assert answer.status_code == 400
    assert "Someone else has saved changes" in said
    for cell in ("95.0", "85.0", "70.0", "31 January 2024"):
        assert f"<td>{cell}</td>" in said
    assert page.post(f"{M1}edit/", yours | {"seen_version": "2"}).status_code == 302
    visits.refresh_from_db()
    assert (visits.target, visits.row_version) == (85.0, 3)


def test_others_read_a_measure_and_only_officers_change_it(
    visits: Measure, person: Callable[..., User]
) -> None:
    for role in (Role.MEMBER, Role.ACTION_OWNER):
        client = browser(person(role))
        said = client.get(M1).content.decode()
        assert "Visits in time" in said
        assert "Add a reading" not in said
        for part in ("edit/", "readings/new/", "readings/draw/"):
            assert client.post(f"{M1}{part}").status_code == 403
        assert client.get(NEW).status_code == 403
    assert client.get("/plan/measures/M9/").status_code == 404
    assert client.get("/plan/measures/A1/").status_code == 404


def test_an_area_without_a_measure_offers_one(page: Client, priority: Priority) -> None:
    assert f'href="{NEW}"' in page.get("/plan/").content.decode()
    assert f'href="{NEW}"' in page.get("/plan/decisions/").content.decode()
    assert "Add at least one, so that people can see" in page.get("/plan/areas/1/").content.decode()


# Published figures


def test_without_published_figures_the_page_says_how_to_load_them(
    page: Client, priority: Priority
) -> None:
    said = page.get(NEW).content.decode()
    assert "cusp add-measures" in said
    assert 'href="/measures/add/"' in said
    assert "Draw readings from" not in said


def test_a_measure_is_drawn_from_a_published_one(page: Client, priority: Priority) -> None:
    load_figures(priority.plan)
    assert '<optgroup label="Child Protection">' in page.get(NEW).content.decode()
    typed = {"name": "Visits in time", "unit": "", "published_code": "InTime", "target": "90"}
    said = page.post(NEW, typed, follow=True).content.decode()
    assert "80% on 31 March 2024" in said
    assert "Drawn from In time in full, DfE, figures.parquet, loaded on" in said
    assert "2 readings." in said
    assert "year ending 31 March 2022: not published (“c”)" in said
    row = Measure.objects.get()
    assert (row.unit, row.better) == (Unit.PERCENT, Better.HIGHER)
    load_figures(priority.plan, latest=81.0)
    said = page.post(f"{M1}readings/draw/", follow=True).content.decode()
    assert "1 reading corrected." in said
    said = page.post(f"{M1}readings/draw/", follow=True).content.decode()
    assert "The readings already match the figures." in said
    assert "Draw readings from" not in page.get(f"{M1}edit/").content.decode()
    said = page.post(NEW, typed | {"better": "lower"}).content.decode()
    assert "For these figures, higher is better" in said
