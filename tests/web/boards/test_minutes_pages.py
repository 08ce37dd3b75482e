"""The pages for what comes after a meeting: attendance, minutes, decisions, undertakings."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.boards import (
    decisions,
    item_minutes,
    items,
    meetings,
    memberships,
    minutes,
    publishing,
    undertakings,
)
from cusp.web.boards.decisions import DecisionFields, Named
from cusp.web.boards.item_minutes import ItemMinutes
from cusp.web.boards.items import ItemFields
from cusp.web.boards.meetings import When
from cusp.web.boards.memberships import MembershipFields
from cusp.web.boards.minutes_paper import minutes_paper
from cusp.web.boards.minutes_shown import ShownMinutes, minutes_shown
from cusp.web.boards.models import AgendaItem, Board, Decision, Meeting, Membership, Undertaking
from cusp.web.boards.refusals import CannotChange, ChangedMeanwhile
from cusp.web.boards.undertakings import UndertakingFields
from cusp.web.response.models import Action, Plan
from tests.web.boards.conftest import ADDED, MEETS, PLANNED

pytestmark = pytest.mark.django_db

AT = datetime(2019, 9, 9, 12, tzinfo=UTC)
AFTER = date(2019, 10, 23)
NEXT = date(2019, 12, 3)
HERE = "/boards/education-board/2019-10-22/"
SAID = ItemMinutes(text="The director spoke.", resolution="To note it.", reasons="It is honest.")
SECRET = "Child H is in Borsetshire"
Get = Callable[[Client, str], str]


@pytest.fixture
def get() -> Get:
    def getting(client: Client, address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return str(answer.content.decode())

    return getting


@pytest.fixture
def officers(officer: User) -> Client:
    return browser_of(officer)


@pytest.fixture
def exempt(meeting: Meeting) -> AgendaItem:
    fields = ItemFields(
        title="The case of Child H", public_title="A child", access="exempt", paragraphs=(1, 2)
    )
    made = items.add_item(meeting, fields, on=PLANNED, by=None)
    item_minutes.record_item(
        made, ItemMinutes(text=SECRET, resolution=f"{SECRET}: agreed"), seen_version=0,
        on=AFTER, by=None,
    )  # fmt: skip
    given = UndertakingFields(text=f"{SECRET}: visit", owner="Director")
    undertakings.add_undertaking(meeting, given, item=made, on=AFTER, by=None)
    return made


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def shown_to(user: User | None, meeting: Meeting) -> ShownMinutes:
    found = minutes_shown(meeting, user or AnonymousUser(), today=NEXT)
    assert found
    return found


def write(item: AgendaItem, fields: ItemMinutes = SAID, version: int = 0, on: date = AFTER) -> None:
    item_minutes.record_item(item, fields, seen_version=version, on=on, by=None)


# One form for the minute of an item and its decision


def test_a_resolution_is_a_decision(item: AgendaItem) -> None:
    write(item)
    assert item_minutes.minuted(item) == (SAID, 1)
    (made,) = item.decisions.all()
    assert (made.text, made.reasons) == ("To note it.", "It is honest.")
    voted = ItemMinutes(text="a", resolution="b", votes_for=5, votes_against=2)
    write(item, voted, 1)
    made.refresh_from_db()
    assert (made.text, made.votes_in_words) == ("b", "5 for, 2 against, 0 abstained")
    with pytest.raises(ChangedMeanwhile) as refused:
        write(item, SAID, 1)
    assert refused.value.theirs.votes_for == 5
    write(item, ItemMinutes(text="a"), 2)
    assert not item.decisions.exists()


def test_changing_only_the_votes_is_seen_by_the_next_editor(item: AgendaItem) -> None:
    write(item)
    write(item, ItemMinutes(text=SAID.text, resolution="To note it.", reasons=SAID.reasons,
                            votes_for=3, votes_against=0), 1)  # fmt: skip
    assert item_minutes.minuted(item)[1] == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (ItemMinutes(text="a", votes_for=3), "resolution"),
        (ItemMinutes(resolution="a", votes_for=3), "votes_for"),
        (ItemMinutes(resolution="a", votes_for=2, votes_against=3), "votes_for"),
        (ItemMinutes(resolution="a", names_for=("Asha", "Asha")), "names_for"),
        (ItemMinutes(resolution="a", names_for=("Asha",), votes_for=4), "votes_for"),
    ],
)
def test_what_the_minutes_of_an_item_cannot_be(
    item: AgendaItem, fields: ItemMinutes, field: str
) -> None:
    with pytest.raises(CannotChange) as refused:
        write(item, fields)
    assert refused.value.field == field
    assert not Decision.objects.exists()


def test_a_recorded_vote_gives_its_own_numbers(item: AgendaItem) -> None:
    named = Named(votes_for=("Asha Okafor", "Member 2"), votes_against=("Member 3",))
    row = decisions.record_decision(item, DecisionFields(text="a", named=named), on=AFTER, by=None)
    assert row.votes_in_words == "2 for, 1 against, 0 abstained"
    assert row.named_votes == (("For", "Asha Okafor, Member 2"), ("Against", "Member 3"))


# Who sees them


def test_a_draft_is_the_officers_until_it_is_published(
    meeting: Meeting, item: AgendaItem, client: Client, officers: Client, get: Get
) -> None:
    with pytest.raises(CannotChange, match="no minutes"):
        minutes.publish_draft(meeting, on=AFTER, by=None)
    write(item)
    public = get(client, f"{HERE}minutes/")
    assert "have not been published yet" in public
    assert "The director spoke" not in public
    assert "The director spoke" in get(officers, f"{HERE}minutes/")
    assert "No decisions yet" in get(client, "/boards/education-board/decisions/")
    minutes.publish_draft(meeting, on=AFTER, by=None)
    public = get(client, f"{HERE}minutes/")
    assert "The director spoke" in public
    assert "Published as a draft on 23 October 2019" in public
    assert "To note it." in get(client, "/boards/education-board/decisions/")
    write(item, ItemMinutes(text="The director spoke and left."), 1)
    assert "Corrected since the draft was published" in get(client, f"{HERE}minutes/")
    assert "Earlier versions" not in get(client, f"{HERE}minutes/")
    assert "To note it." in get(officers, f"{HERE}minutes/")


def test_the_minutes_of_an_exempt_item_never_reach_the_public(
    meeting: Meeting,
    item: AgendaItem,
    exempt: AgendaItem,
    board: Board,
    client: Client,
    person: Callable[..., User],
    get: Get,
) -> None:
    write(item)
    minutes.publish_draft(meeting, on=AFTER, by=None)
    other, member = person(Role.MEMBER), person(Role.MEMBER, email="on@wexcombe.example")
    fields = MembershipFields(person=member, starts=ADDED)
    memberships.add_membership(board, fields, on=AFTER, by=None)
    addresses = [f"{HERE}minutes/"] + [
        f"/boards/education-board/{part}"
        for part in ("decisions/", "decisions.json", "decisions.csv", "undertakings/")
    ]
    for address in addresses:
        for browser in (client, browser_of(other)):
            page = get(browser, address)
            assert "Borsetshire" not in page, address
            assert "Child H" not in page, address
        assert "Borsetshire" in get(browser_of(member), address), address
    paper = minutes_paper(shown_to(None, meeting), today=AFTER)
    assert "Borsetshire" not in str(paper)
    assert "A child" in str(paper)
    assert "Borsetshire" in str(minutes_paper(shown_to(member, meeting), today=AFTER))
    page = get(client, addresses[0])
    assert "A child" in page
    assert "The public was excluded from this item" in page


def test_a_private_board_has_no_minutes_for_others(
    private_board: Board, client: Client, person: Callable[..., User]
) -> None:
    made = meetings.plan_meeting(
        private_board, When(date=MEETS, place="Civic Centre"), on=PLANNED, by=None
    )
    there = f"/boards/{private_board.slug}/"
    other = browser_of(person(Role.MEMBER))
    for address in (f"{made.address}/minutes/", "decisions/", "decisions.json", "undertakings/"):
        for browser in (client, other):
            assert browser.get(there + address).status_code == 404


def test_agreed_minutes_are_published(meeting: Meeting, item: AgendaItem, board: Board) -> None:
    write(item)
    later = meetings.plan_meeting(board, When(date=NEXT), on=AFTER, by=None)
    meetings.call_meeting(later, on=AFTER, by=None)
    meetings.hold_meeting(meeting, on=AFTER, by=None)
    minutes.agree_minutes(meeting, at=later, on=NEXT, by=None)
    meeting.minutes.refresh_from_db()
    assert meeting.minutes.published_on == NEXT


# The forms


def test_an_officer_records_attendance(
    meeting: Meeting, members: list[Membership], officers: Client, get: Get
) -> None:
    page = get(officers, f"{HERE}attendance/")
    assert "Who attended the meeting?" in page
    first, *rest = (member.public_id for member in members)
    typed = {"seen_version": 0, "others": "Director\nClerk"}
    typed |= {f"{one}_presence": "apologies" for one in rest}
    wrong = officers.post(f"{HERE}attendance/", typed)
    assert "Choose whether Asha Okafor was present" in wrong.content.decode()
    typed |= {f"{first}_presence": "present", f"{first}_came": "8.30am"}
    typed |= {f"{rest[0]}_substitute": "Cas", f"{rest[0]}_remote": "on"}
    assert officers.post(f"{HERE}attendance/", typed).status_code == 302
    page = get(officers, f"{HERE}minutes/")
    assert "Asha Okafor (from 8.30am)" in page
    assert "Cas (for Member 2, remotely)" in page
    assert "Director, Clerk" in " ".join(page.split())
    again = get(officers, f"{HERE}attendance/")
    assert "The quorum is 2 of 5 voting members" in again
    assert 'value="08:30"' in again
    stale = officers.post(f"{HERE}attendance/", typed | {f"{first}_presence": "absent"})
    page = stale.content.decode()
    assert stale.status_code == 400
    assert "Saved by someone else" in page
    assert page.count('<th scope="row">') == 1  # only the member who differs


def test_an_officer_writes_the_minutes_of_an_item(
    meeting: Meeting, item: AgendaItem, officers: Client, get: Get
) -> None:
    there = f"{HERE}minutes/items/{item.pk}/"
    assert "Options" not in get(officers, there)  # only an executive records them
    typed = {"seen_version": 0, "text": "Said", "resolution": "To act"}
    assert officers.post(there, typed).status_code == 302
    assert "1 decision" in get(officers, f"{HERE}minutes/")
    stale = officers.post(there, {**typed, "text": "Other"})
    assert stale.status_code == 400
    assert "Saved by someone else" in stale.content.decode()
    assert officers.get(f"{HERE}minutes/items/999999/").status_code == 404


def test_an_undertaking_becomes_an_action_of_the_plan(
    plan: Plan, meeting: Meeting, item: AgendaItem, officers: Client, get: Get
) -> None:
    typed = {"text": "Bring the audit", "owner": "Director", "item": item.pk,
             "due_day": "30", "due_month": "11", "due_year": "2019"}  # fmt: skip
    new = f"{HERE}undertakings/new/?item={item.pk}"
    assert f'value="{item.pk}" selected' in get(officers, new)
    assert officers.post(new, typed).status_code == 302
    row = Undertaking.objects.get()
    there = "/boards/education-board/undertakings/"
    page = get(officers, there)
    assert "1 of 1 undertaking open, 1 overdue" in page
    area = plan.priorities.first()
    assert area is not None
    both = officers.post(f"{there}{row.number}/action/", {"seen_version": 1})
    assert "Choose either an area or an action" in both.content.decode()
    made = officers.post(
        f"{there}{row.number}/action/", {"seen_version": row.row_version, "area": area.pk}
    )
    assert made.status_code == 302, made.content.decode()
    action = Action.objects.get()
    assert (action.text, action.lead) == ("Bring the audit", "Director")
    page = get(officers, f"/plan/actions/{action.public_id}/")
    assert f"From the Education Board of 22 October 2019, item {item.number}." in page
    assert f"Action {action.public_id} of the plan" in get(officers, there)
    redated = {"due_day": "1", "due_month": "3", "due_year": "2099", "reason": "Auditor ill"}
    assert officers.post(f"{there}{row.number}/date/", redated).status_code == 302
    page = get(officers, there)
    assert "First due on 30 November 2019" in page
    assert "Auditor ill" in page
    closed = {"how": "Done", "closed_day": "1", "closed_month": "12", "closed_year": "2019"}
    assert officers.post(f"{there}{row.number}/close/", closed).status_code == 302
    assert "1 undertaking, closed" in get(officers, there)


def test_decisions_as_data(meeting: Meeting, item: AgendaItem, client: Client, get: Get) -> None:
    write(item)
    minutes.publish_draft(meeting, on=AFTER, by=None)
    data = json.loads(get(client, "/boards/education-board/decisions.json"))
    (row,) = data["decisions"]
    assert (row["date"], row["decision"], row["minutes"]) == ("2019-10-22", "To note it.", "draft")
    assert row["source"].endswith(f"{HERE}minutes/#item-{item.number}")
    assert "To note it." in get(client, "/boards/education-board/decisions.csv")


def test_notes_are_for_the_person_who_wrote_them(
    meeting: Meeting, item: AgendaItem, board: Board, officers: Client, client: Client,
    person: Callable[..., User], get: Get,
) -> None:  # fmt: skip
    publishing.publish(meeting, at=AT, on=PLANNED, by=None)
    member, other = person(Role.MEMBER), person(Role.MEMBER, email="other@wexcombe.example")
    memberships.add_membership(
        board, MembershipFields(person=member, starts=ADDED), on=AFTER, by=None
    )
    own, there = browser_of(member), f"{HERE}notes/"
    assert own.post(there, {f"note_{item.pk}": "Ask who decided"}).status_code == 302
    assert "Ask who decided" in get(own, there)
    assert "Ask who decided" not in get(officers, there)
    assert browser_of(other).get(there).status_code == 404
    assert own.post(there, {f"note_{item.pk}": ""}).status_code == 302
    assert "Ask who decided" not in get(own, there)


def test_these_pages_take_few_queries(
    meeting: Meeting,
    item: AgendaItem,
    exempt: AgendaItem,
    board: Board,
    officers: Client,
    person: Callable[..., User],
) -> None:
    member = person(Role.MEMBER)
    memberships.add_membership(
        board, MembershipFields(person=member, starts=ADDED), on=AFTER, by=None
    )
    members = browser_of(member)
    write(item)
    minutes.publish_draft(meeting, on=AFTER, by=None)
    for part in ("2019-10-22/minutes/", "2019-10-22/attendance/", "decisions/", "undertakings/",
                 f"2019-10-22/minutes/items/{item.pk}/"):  # fmt: skip
        address = f"/boards/education-board/{part}"
        for browser in (officers, members):
            with CaptureQueriesContext(connection) as made:
                browser.get(address)
            said = [query["sql"][:90] for query in made]
            assert len(said) <= 12, (address, len(said), said)
