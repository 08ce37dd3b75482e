"""Measures over time, by groups within reach, beside published figures that count the same."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings

from cusp.web.accounts.models import User
from cusp.web.practice.models import Figure, Snapshot
from cusp.web.record.archive.revision import forget_kept
from cusp.web.record.models import Authority, Measure, MeasureSeries, MeasuresFile
from tests.web.clients import signed_in
from tests.web.markup import heading, page, words
from tests.web.practice import rows
from tests.web.practice.rows import BEFORE, NORTH, SOUTH

pytestmark = pytest.mark.django_db
ALL = "/practice/measures/"


@pytest.fixture
def filled(db: None) -> Snapshot:
    now = rows.small_service()
    before = Snapshot.objects.get(as_at=BEFORE)
    rows.figure(before, "A1", (80, 100))
    rows.figure(now, "A1", (90, 100))
    rows.figure(before, "A2", (4, 100))
    rows.figure(now, "A2", (5, 100))
    rows.figure(now, "A1", (8, 10), "team", NORTH)
    rows.figure(now, "A1", (82, 90), "team", SOUTH)
    rows.figure(now, "A1", (7, 9), "worker", "Asha Bell")
    rows.figure(now, "A1", (75, 81), "worker", "Ben Okafor")
    rows.figure(now, "A1", (40, 50), "ethnicity", "BCRB")
    Figure.objects.create(snapshot=now, code="P3", why="list 7 is missing")
    return now


def test_every_measure_has_its_latest_figure_and_its_change(filled: Snapshot, head: User) -> None:
    markup = page(signed_in(head), ALL)
    assert heading(markup) == "1 measure better and 1 worse than on 30 September 2026"
    said = words(markup)
    assert "Higher is better 90.0% 90 of 100 3 Up 10.0 points" in said
    assert "Lower is better 5.0% 5 of 100 3 Up 1.0 points" in said
    assert "Children on a plan Neither direction is better List 7 is missing" in said
    assert "From 80.0% on 30 September 2026 to 90.0% on 31 October 2026" in said


def test_a_measure_is_shown_for_every_return_and_by_group(filled: Snapshot, head: User) -> None:
    client = signed_in(head)
    markup = page(client, f"{ALL}A1/")
    assert heading(markup) == "Assessments within 45 working days: 90.0%"
    said = words(markup)
    assert "31 October 2026 90.0% 90 of 100 3 Up 10.0 points" in said
    assert "North team 80.0% 8 of 10" in said
    assert "Black Caribbean 80.0%" in words(page(client, f"{ALL}A1/?by=ethnicity"))
    assert heading(page(client, f"{ALL}P3/")) == "Children on a plan: no figure"
    assert client.get(f"{ALL}Z9/").status_code == 404


def test_a_manager_sees_the_service_and_their_own_teams(filled: Snapshot, manager: User) -> None:
    client = signed_in(manager)
    said = words(page(client, f"{ALL}A1/?by=ethnicity"))  # not theirs: their teams instead
    assert "90 of 100" in said
    assert "8 of 10" in said
    assert "82 of 90" not in said
    assert "Black Caribbean" not in said
    workers = words(page(client, f"{ALL}A1/?by=worker"))
    assert "Asha Bell" in workers
    assert "Ben Okafor" not in workers
    rows = client.get(f"{ALL}A1.json").json()
    assert {row["group"] for row in rows} == {None, NORTH, "Asha Bell"}
    assert len(rows) == 4


def test_the_data_is_for_people_with_reach(
    filled: Snapshot, head: User, person: Callable[..., User]
) -> None:
    made = signed_in(head).get("/practice/measures.csv")
    assert "no-store" in made["Cache-Control"]
    assert "A1,Assessments within 45 working days,2026-10-31,,,90,100,3,0.9" in (
        made.content.decode("utf-8-sig")
    )
    Figure.objects.filter(by="").delete()
    head.reach.delete()
    assert signed_in(head).get("/practice/measures.csv").status_code == 404


def test_published_figures_are_shown_where_they_count_the_same(
    filled: Snapshot, head: User, settings: LazySettings
) -> None:
    settings.HOME_AUTHORITY = "southend-on-sea"
    code = str(Authority.objects.get(slug="southend-on-sea").code)
    measure = Measure.objects.create(
        code="Continue_Assess_Comp", title="Assessments in time", topic="Child Protection",
        better="high", unit="%", year_type="Financial Year", source="DfE",
    )  # fmt: skip
    for place, value in ((code or "", 81.0), ("England", 85.7)):
        MeasureSeries.objects.create(
            measure=measure, place=place, values=[["2025", value, None, 3, 150, 1]]
        )
    MeasuresFile.objects.create(name="figures.parquet", sha256="x", measures=1, values=2)
    forget_kept()
    client = signed_in(head)
    said = words(page(client, f"{ALL}A1/"))
    assert "England 85.7%" in said
    assert "This return, 31 October 2026 90.0% This council, as published 81.0%" in said
    assert "The published figures are for the year ending 31 March 2025" in said
    assert "Both count from the start of the assessment." in said
    other = words(page(client, f"{ALL}A1r/"))
    assert "the two cannot be compared" in other
    assert "85.7%" not in other
    assert "No published figure measures the same thing" in words(page(client, f"{ALL}P7/"))
