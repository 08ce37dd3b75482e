"""Calendar feeds, JSON, and what a supplement changes."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from cusp.calendar.wording import time_of_day
from cusp.meetings import (
    EarlierDate,
    Meeting,
    board_json,
    changes,
    event_json_ld,
    feed,
    meeting_json,
    starts_at,
)
from cusp.meetings.record import Board
from cusp.meetings.wording import say_when
from tests.meetings.made_up import DAY, item, meeting, paper, seat


def events(*meetings: Meeting) -> list[Any]:
    made = feed("Education Board", meetings, address=lambda m: f"https://a.example/{m.address}/")
    return list(Calendar.from_ical(made).walk("VEVENT"))


def test_times_over_the_change_of_clocks(shared: Path) -> None:
    path = shared / "cases" / "plans-and-boards" / "03-daylight-saving.json"
    case = json.loads(path.read_text("utf-8"))
    first = datetime.fromisoformat(case["series"]["first"])
    wanted = dict(
        zip(
            [(first + timedelta(weeks=n)).isoformat() for n in range(3)],
            case["expect_utc"],
            strict=True,
        )
    ) | {f"{local}:00": utc for local, utc in case["also"].items()}
    for local, utc in wanted.items():
        at = datetime.fromisoformat(local)
        made = meeting(date=at.date(), start=at.time(), end=None)
        (event,) = events(made)
        expected = datetime.fromisoformat(utc)
        assert event["dtstart"].dt.astimezone(UTC) == expected
        assert time_of_day(made.start) == "8.15am"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2019, 10, 22), 7), (date(2019, 10, 29), 8), (date(2020, 3, 31), 7)]
)
def test_a_quarter_past_eight_in_utc(day: date, hour: int) -> None:
    (event,) = events(meeting(date=day))
    assert event["dtstart"].dt.astimezone(UTC).time() == time(hour, 15)
    assert event["dtstart"].params["TZID"] == "Europe/London"


def test_the_feed_holds_the_time_zone() -> None:
    made = feed("Education Board", [meeting()], address=lambda _: "https://a.example/")
    zones = Calendar.from_ical(made).walk("VTIMEZONE")
    assert [str(zone["tzid"]) for zone in zones] == ["Europe/London"]
    assert b"\r\n" in made


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=200)


@settings(max_examples=40, deadline=None)
@given(
    day=st.dates(date(2015, 1, 1), date(2030, 12, 31)),
    start=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    place=TEXT,
    name=TEXT,
    sequence=st.integers(0, 50),
)
def test_a_reader_finds_what_was_written(
    day: date, start: time | None, place: str, name: str, sequence: int
) -> None:
    made = meeting(date=day, start=start, end=None, place=place, board=name, sequence=sequence)
    (event,) = events(made)
    assert event["uid"] == made.uid
    assert event["sequence"] == sequence
    assert str(event["location"]) == place
    assert str(event["summary"]) == name
    found = event["dtstart"].dt
    if start is None:
        assert found == day
    else:
        # A time that the clocks skip is read as the hour after.
        assert found.astimezone(UTC) == starts_at(made).astimezone(UTC)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("status", "said"),
    [("planned", "TENTATIVE"), ("called", "CONFIRMED"), ("cancelled", "CANCELLED")],
)
def test_the_status_of_an_entry(status: str, said: str) -> None:
    assert str(events(meeting(status=status))[0]["status"]) == said


def test_json_of_a_meeting_has_addresses_and_no_empty_fields() -> None:
    made = meeting(item(papers=(paper(),)), item(2, access="exempt", paragraphs=(1,), withheld=1))
    found = meeting_json(
        made, address="https://a.example/m/", board="https://a.example/b/",
        file_address=lambda p: f"https://a.example/{p.id}",
    )  # fmt: skip
    assert found["start"] == "2019-10-22T08:15:00+01:00"
    assert [i["public"] for i in found["agendaItem"]] == [True, False]
    assert found["agendaItem"][0]["auxiliaryFile"][0]["accessUrl"] == "https://a.example/1"
    assert "null" not in json.dumps(found)


def test_json_of_a_board_lists_only_those_in_post() -> None:
    seats = (seat(1), seat(2, ends=date(2019, 9, 30)))
    board = Board(slug="a", name="Education Board", kind="schools-forum", seats=seats)
    found = board_json(board, address="https://a.example/b/", day=DAY)
    assert [m["cusp:name"] for m in found["membership"]] == ["Member 1"]


def test_the_event_of_a_moved_and_of_a_cancelled_meeting() -> None:
    moved = meeting(earlier=(EarlierDate(date=date(2019, 10, 15)),))
    found = event_json_ld(moved, address="https://a.example/")
    assert found["eventStatus"] == "https://schema.org/EventRescheduled"
    assert found["previousStartDate"] == ["2019-10-15"]
    gone = event_json_ld(replace(moved, status="cancelled"), address="https://a.example/")
    assert gone["eventStatus"] == "https://schema.org/EventCancelled"


def test_what_a_supplement_changes() -> None:
    before = meeting(item(1, papers=(paper(1),)), item(2), item(3))
    after = meeting(
        item(1, papers=(paper(1, sha256="f" * 64), paper(2))),
        item(2, number="3"),
        item(3, number="4", withdrawn=True, why="not ready"),
        item(4, number="5", late_reason="The letter came on Friday."),
        place="Civic Centre",
    )
    assert changes(before, after) == (
        "The meeting is now at Civic Centre, not Tickfield Centre.",
        "There is a new version of “Paper 1” (item 1).",
        "“Paper 2” is added to item 1.",
        "Item 2, “Item called 2”, is now item 3.",
        "Item 4, “Item called 3”, is withdrawn: not ready.",
        "Item 5 is new: “Item called 4”. Reason for lateness: The letter came on Friday.",
    )
    assert changes(after, after) == ()


@pytest.mark.parametrize(
    ("at", "said"),
    [(time(8, 15), "8.15am"), (time(12), "midday"), (time(14), "2pm"), (time(0, 5), "12.05am")],
)
def test_times_in_words(at: time, said: str) -> None:
    assert time_of_day(at) == said


def test_a_day_and_time_in_words() -> None:
    assert say_when(DAY, time(8, 15)) == "Tuesday 22 October 2019 at 8.15am"
    assert say_when(DAY, None) == "Tuesday 22 October 2019"
