"""A child's page: one timeline, and what is recorded beside it; not found beyond reach."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.common.refusals import CannotChange
from cusp.web.practice import midway, reasons
from cusp.web.practice.child_page.timeline import LANES, Entry, by_year, kind_of, picture
from cusp.web.practice.doing import challenge_line
from cusp.web.practice.models import (
    Chairing,
    Challenge,
    ChallengeStep,
    Happening,
    LateReason,
    MidwayReview,
    Reach,
    Supervision,
)
from tests.web.clients import signed_in
from tests.web.markup import words
from tests.web.practice.rows import NORTH, SOUTH, chaired, due, on_plan, snapshot_row, today

ON = date(2026, 3, 31)
NAME = "Carla Dunn"


def entry(day: date, what: str = "Care review held", kind: str = LANES[1]) -> Entry:
    return Entry(day, what, "Annex A, list 8", kind)


# Without a database


def test_the_timeline_is_grouped_by_year_in_either_order() -> None:
    found = [entry(date(2024, 5, 1)), entry(date(2025, 1, 2)), entry(date(2025, 9, 8))]
    oldest = by_year(found, newest_first=False)
    assert [(one.year, len(one.entries)) for one in oldest] == [(2024, 1), (2025, 2)]
    newest = by_year(found, newest_first=True)
    assert [one.day for year in newest for one in year.entries] == [
        date(2025, 9, 8), date(2025, 1, 2), date(2024, 5, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "lane"),
    [
        ("Visited by the social worker", "Visits and contact"),
        ("Reviewing officer visited or was in contact", "Visits and contact"),
        ("Seen", "Visits and contact"),
        ("Contact received", "Other events"),
        ("Review conference held", "Conferences and reviews"),
        ("Care review held", "Conferences and reviews"),
        ("Placement started", "Other events"),
    ],
)
def test_each_event_of_a_return_has_a_lane(what: str, lane: str) -> None:
    assert kind_of(what) == lane


def test_the_chart_has_a_lane_for_each_kind_with_its_number() -> None:
    found = [
        entry(date(2024, 5, 1)),
        entry(date(2025, 1, 2)),
        entry(date(2025, 2, 2), kind=LANES[0]),
    ]
    chart = picture(found, until=ON)
    assert chart is not None
    assert "Conferences and reviews (2)" in chart
    assert "Visits and contact (1)" in chart
    assert chart.count("<circle") == 3
    assert picture(found[:1], until=ON) is None


# The page


@pytest.fixture
def manager(person: Callable[..., User]) -> User:
    user = person(Role.PRACTICE)
    Reach.objects.create(user=user, teams=[NORTH])
    return user


@pytest.mark.django_db
def test_a_child_is_one_timeline_from_every_source(manager: User) -> None:
    snapshot_row()
    case = on_plan("9912345", category="neglect")
    child = case.child
    due(case, -23)
    chaired(case, NAME)
    for day, what in ((date(2025, 9, 8), "Review conference held"), (date(2026, 1, 5), "Seen")):
        Happening.objects.create(child=child, day=day, what=what, list=7)
    midway.record(
        child, on=date(2025, 11, 3), name=NAME, contact_with_child=True, note="School is worried.",
        today=ON, by=manager,
    )  # fmt: skip
    Supervision.objects.create(on=ON, worker="Asha Bell", team=NORTH, child=child)
    challenge = Challenge.objects.create(
        number=1, child=child, theme="drift", concern="No progress.", stage="informal",
        manager="Sam Poole", raised_on=ON, raised_by_then=NAME,
    )  # fmt: skip
    ChallengeStep.objects.create(challenge=challenge, kind="raised", text="No progress.", on=ON)
    answer = signed_in(manager).get(child.get_absolute_url() + "?order=oldest")
    text = words(answer.content.decode())
    said = [
        "Review conference held", "Midway review by Carla Dunn, with contact with the child",
        "School is worried.", "Seen", "Challenge 1: raised, drift or delay",
    ]  # fmt: skip
    start = text.index("Oldest first")  # below the chart, whose marks have words too
    places = [text.index(one, start) for one in said]
    assert places == sorted(places)
    assert "Supervision of Asha Bell" in text
    assert "Conference chair Carla Dunn" in text
    assert "23 days overdue" in text
    head = answer.content.decode().partition("</title>")[0]
    assert "9912345" not in head
    assert answer["Cache-Control"] == "no-store, private"
    assert Event.objects.get(action="viewed a child").about == f"child {child.ref}"
    assert not Event.objects.filter(about__contains="9912345").exists()


@pytest.mark.django_db
def test_another_teams_child_and_no_child_are_not_found_in_the_same_words(manager: User) -> None:
    snapshot_row()
    other = on_plan("1003", team=SOUTH).child
    client = signed_in(manager)
    answers = [
        client.get(f"/practice/children/{ref}/{form}")
        for form in ("", "midway/", "chair/", "late/T07/2026-01-01/")
        for ref in (other.ref, "AAAAAAAAAAAA")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert not Event.objects.filter(action="viewed a child").exists()
    for theirs, none in zip(answers[::2], answers[1::2], strict=True):
        assert words(theirs.content.decode()) == words(none.content.decode())


# What can be recorded


@pytest.mark.django_db
def test_a_reason_stays_with_its_event_and_the_latest_counts(manager: User) -> None:
    snapshot_row()
    case = on_plan("1001")
    late = due(case, -23)
    client = signed_in(manager)
    address = f"/practice/children/{case.child.ref}/late/T07/{late.start}/"
    assert "Enter who agreed to it" in client.post(address, {"reason": "Ill"}).content.decode()
    new = today() + timedelta(7)
    client.post(address, {"reason": "Ill", "agreed_by": "Dana Price", "new_date": str(new)})
    client.post(address, {"reason": "The parents were ill", "agreed_by": "Dana Price"})
    assert LateReason.objects.count() == 2
    late.delete()
    again = due(case, -30, start=late.start)
    found = reasons.latest([case.child_id])[reasons.event_of(again)]
    assert (found.reason, found.agreed_by, found.new_date) == (
        "The parents were ill", "Dana Price", None,
    )  # fmt: skip
    logged = Event.objects.filter(action="recorded why something was late").first()
    assert logged
    assert "ill" not in str(logged.detail)


@pytest.mark.django_db
def test_there_is_no_reason_for_what_is_not_late(manager: User) -> None:
    snapshot_row()
    case = on_plan("1001")
    with pytest.raises(CannotChange, match="not late"):
        reasons.give(due(case, 3), "Ill", agreed_by="Dana", new_date=None, on=today(), by=None)
    late = due(case, -3)
    with pytest.raises(CannotChange, match="next 12 months"):
        reasons.give(late, "Ill", agreed_by="Dana", new_date=date(2020, 1, 1), on=today(), by=None)


@pytest.mark.django_db
def test_a_midway_review_is_recorded_once(manager: User) -> None:
    snapshot_row()
    case = on_plan("1001")
    client, address = signed_in(manager), f"/practice/children/{case.child.ref}/midway/"
    typed = {"on": str(today()), "name": NAME, "contact_with_child": "on"}
    assert client.post(address, typed).status_code == 302
    assert "already been recorded" in client.post(address, typed).content.decode()
    later = {**typed, "on": str(today() + timedelta(1))}
    assert "must be today or in the past" in client.post(address, later).content.decode()
    row = MidwayReview.objects.get()
    assert (row.name, row.contact_with_child, row.recorded_by_then) == (NAME, True, str(manager))


@pytest.mark.django_db
def test_a_new_chair_takes_over_from_a_day(manager: User) -> None:
    snapshot_row()
    child = on_plan("1001").child
    before = chaired(child.case, NAME)
    client = signed_in(manager)
    address = f"/practice/children/{child.ref}/chair/?role=chair"
    assert f"Conference chair now: {NAME}." in words(client.get(address).content.decode())
    typed = {"name": "Bola Adeyemi", "since": str(today()), "seen_version": str(before.pk)}
    assert client.post(address, typed).status_code == 302
    rows = child.chairings.order_by("pk").values_list("name", "until")
    assert list(rows) == [(NAME, today() - timedelta(1)), ("Bola Adeyemi", None)]
    late = client.post(address, {**typed, "name": "Ed Shaw"})
    assert "It is now Bola Adeyemi." in words(late.content.decode())
    assert client.get(address.replace("role=chair", "role=other")).status_code == 404


@pytest.mark.django_db
def test_a_chair_alone_may_not_pass_a_child_on(person: Callable[..., User]) -> None:
    snapshot_row()
    case = on_plan("1001")
    chaired(case, NAME)
    user = person(Role.PRACTICE)
    Reach.objects.create(user=user, names=[NAME])
    answer = signed_in(user).get(f"/practice/children/{case.child.ref}/chair/")
    assert answer.status_code == 403
    assert Chairing.objects.count() == 1


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        (None, "formal, day 20 of 20, due by 9 November 2026, no answer yet"),
        # An answer stops the time, whenever the page is opened.
        (date(2026, 10, 19), "formal, day 5 of 20, due by 9 November 2026, answered on 19 October"),
    ],
)
def test_an_open_challenge_shows_its_working_day(answered: date | None, said: str) -> None:
    row = Challenge(
        number=1, theme="drift", stage="formal", manager="Sam Poole", raised_on=date(2026, 10, 5),
        formal_from=date(2026, 10, 12), due=date(2026, 11, 9), answered_on=answered,
    )  # fmt: skip
    assert said in challenge_line(row, date(2026, 11, 9))["said"]
