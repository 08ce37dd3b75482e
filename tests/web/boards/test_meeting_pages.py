"""The page of a meeting, its data and feeds: what each person sees, and when."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.boards import facts, items, meetings, memberships, publishing, readers
from cusp.web.boards.boards import BoardFields, add_board
from cusp.web.boards.items import ItemFields
from cusp.web.boards.meetings import MeetingFields, When
from cusp.web.boards.memberships import MembershipFields
from cusp.web.boards.models import AgendaItem, AgendaPaper, Board, Meeting
from tests.web.boards.conftest import ADDED, LAST_DAY, MEETS, PLANNED
from tests.web.response.large_plan import signed_in

pytestmark = pytest.mark.django_db
HERE = "/boards/education-board/2019-10-22/"
SECRET = "Xanthippe"
Attach = Callable[..., AgendaPaper]


def publish(meeting: Meeting, on: date = LAST_DAY, **more: object) -> None:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    publishing.publish(meeting, at=at, on=on, by=None, **more)  # type: ignore[arg-type]


def page(address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def on_board(board: Board, person: Callable[..., User]) -> Client:
    user = person(Role.MEMBER)
    memberships.add_membership(
        board, MembershipFields(person=user, starts=ADDED), on=PLANNED, by=None
    )
    return signed_in(user)


@pytest.fixture
def exempt(meeting: Meeting, item: AgendaItem, attach: Attach) -> AgendaItem:
    """The meeting has an open item with a paper, and an exempt one."""
    attach(item, "The improvement plan")
    fields = ItemFields(
        title=f"Contract with {SECRET}", public_title="A contract", access="exempt",
        paragraphs=(3,), public_interest=f"{SECRET} would gain", lead=SECRET,
    )  # fmt: skip
    made = items.add_item(meeting, fields, on=PLANNED, by=None)
    attach(made, f"Offer of {SECRET}")
    return made


def test_before_publication_the_page_says_by_when(meeting: Meeting, item: AgendaItem) -> None:
    shown = page(HERE)
    assert "Tuesday 22 October 2019, 8.15am, Tickfield Centre" in shown
    # Long past, so it is late by now.
    assert "The agenda has not been published. It was due by Monday 14 October 2019." in shown
    assert item.title not in shown


def test_the_public_and_members_see_their_own_copy(
    meeting: Meeting, exempt: AgendaItem, on_board: Client
) -> None:
    publish(meeting)
    shown = page(HERE)
    assert "The improvement plan" in shown
    assert "A contract" in shown
    assert "1 paper is not open to the public" in shown
    assert "paragraph 3" in shown
    for address in (HERE, f"{HERE}as-published/1/", HERE.rstrip("/") + ".json"):
        assert SECRET not in page(address), address
        assert f"Contract with {SECRET}" in page(address, on_board), address
    for address in ("/boards/education-board/feed/", "/boards/education-board.ics"):
        assert SECRET not in page(address), address


def test_a_supplement_says_what_it_changes_and_the_first_version_stays(
    meeting: Meeting, exempt: AgendaItem
) -> None:
    publish(meeting)
    late = ItemFields(title="Letter from the regulator", late_reason="It came on Friday")
    items.add_item(meeting, late, on=date(2019, 10, 16), by=None)
    publish(meeting, date(2019, 10, 16), late_reason="The letter is urgent")
    shown = page(HERE)
    assert "Item 5 is new: “Letter from the regulator”" in shown
    assert "after the last day (14 October 2019). Reason: The letter is urgent." in shown
    assert "Letter from the regulator" not in page(f"{HERE}as-published/1/")
    assert Client().get(f"{HERE}as-published/3/").status_code == 404


def test_what_is_made_exempt_later_disappears_from_earlier_publications(
    meeting: Meeting, item: AgendaItem, attach: Attach
) -> None:
    attach(item, f"Report on {SECRET}")
    publish(meeting)
    assert SECRET in page(HERE)
    closed = ItemFields(
        title=f"About {SECRET}", access="exempt", paragraphs=(1,), public_interest="A name"
    )  # fmt: skip
    item.refresh_from_db()
    version = item.row_version
    items.change_item(item, closed, seen_version=version, on=date(2019, 10, 15), by=None)
    publish(meeting, date(2019, 10, 15), late_reason="A name had to be removed")
    for address in (HERE, f"{HERE}as-published/1/", f"{HERE}as-published/2/"):
        assert SECRET not in page(address), address
        assert "Response to the inspection" not in page(address), address
    assert "no longer open to the public" in page(f"{HERE}as-published/1/")


def test_a_moved_meeting_keeps_its_address_and_calendar_entry(
    meeting: Meeting, item: AgendaItem, officer: User
) -> None:
    publish(meeting)
    uid = re.search(r"UID:(\S+)", page("/boards/education-board.ics"))
    when = When(date=date(2019, 11, 5), start=meeting.start, place="Civic Centre")
    meetings.move_meeting(
        meeting, when, reason="Half term", on=date(2019, 10, 15), by=officer,
        seen_version=meeting.row_version,
    )  # fmt: skip
    shown = page(HERE)
    assert "Tuesday 5 November 2019, 8.15am, Civic Centre" in shown
    assert "Moved from Tuesday 22 October 2019 at 8.15am, Tickfield Centre" in shown
    assert Client().get("/boards/education-board/2019-11-05/")["Location"] == HERE
    calendar = page("/boards/education-board.ics")
    assert uid
    assert uid[0] in calendar
    assert "SEQUENCE:2" in calendar  # called, then moved
    # After the clocks have gone back it is still 8.15 in London.
    assert "DTSTART;TZID=Europe/London:20191105T081500" in calendar


def test_the_page_has_an_event_for_search_engines(board: Board) -> None:
    place = "</script><script>alert(1)"
    meetings.plan_meeting(
        board, When(date=MEETS, place=place), MeetingFields(), on=PLANNED, by=None
    )
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(HERE), re.S)
    assert block
    event = json.loads(block[1])
    assert event["@type"] == "Event"
    assert event["startDate"] == "2019-10-22T08:15:00+01:00"
    assert event["location"]["name"] == place


def test_a_private_meeting_of_an_executive_is_announced_and_no_more(
    officer: User, person: Callable[..., User]
) -> None:
    cabinet = add_board(BoardFields(name="Cabinet", kind="executive"), on=ADDED, by=officer)
    day = date(2031, 3, 4)
    secret = meetings.plan_meeting(
        cabinet, When(date=day, place=SECRET),
        MeetingFields(private=True, private_reason="Terms of a contract (paragraph 3)"),
        on=ADDED, by=officer, confirmed=True,
    )  # fmt: skip
    shown = page("/boards/cabinet/")
    assert "No public meeting is planned" in shown
    assert "planned for Tuesday 4 March 2031. Reason: Terms of a contract (paragraph 3)." in shown
    assert SECRET not in shown
    assert Client().get(secret.get_absolute_url()).status_code == 404
    assert "2031" not in page("/boards/cabinet.ics") + page("/boards/cabinet.json")
    (found,) = readers.private_notices(cabinet, AnonymousUser(), today=PLANNED)
    assert [notice.clear_days for notice in found[1]] == [28, 5]


def test_a_committee_announces_no_private_meeting(board: Board) -> None:
    private = MeetingFields(private=True, private_reason="Staff")
    meetings.plan_meeting(board, When(date=MEETS), private, on=PLANNED, by=None)
    assert readers.private_notices(board, AnonymousUser(), today=PLANNED) == ()


def test_the_fact_for_the_briefing_comes_from_what_was_published(
    meeting: Meeting, exempt: AgendaItem
) -> None:
    assert facts.next_meeting_fact(today=PLANNED) is None
    publish(meeting)
    found = facts.next_meeting_fact(today=LAST_DAY)
    assert found
    assert (found.board, found.day, found.item) == (
        "Education Board",
        MEETS,
        "Response to the inspection",
    )
    assert found.source
    assert (found.source.what, found.source.file) == ("Agenda of the Education Board: item 3", HERE)
    assert facts.next_meeting_fact(today=date(2019, 10, 23)) is None
    cancelled = Meeting.objects.get()
    meetings.cancel_meeting(cancelled, reason="Snow", on=LAST_DAY, by=None)
    assert facts.next_meeting_fact(today=LAST_DAY) is None


def test_pages_take_few_queries(
    meeting: Meeting,
    exempt: AgendaItem,
    on_board: Client,
    officer: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    publish(meeting)
    for client in (Client(), on_board, signed_in(officer)):
        for address in ("/boards/", "/boards/education-board/", HERE, f"{HERE}as-published/1/"):
            with django_assert_max_num_queries(12):
                page(address, client)
