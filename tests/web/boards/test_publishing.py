"""Agendas, papers, and what is published: nothing changes afterwards, nothing secret gets out."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import msgspec
import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from cusp.meetings import Check
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.boards import (
    items,
    meetings,
    memberships,
    paper_files,
    papers,
    publishing,
    readers,
)
from cusp.web.boards.items import ItemFields
from cusp.web.boards.lookup import next_meetings
from cusp.web.boards.meetings import MeetingFields, When
from cusp.web.boards.memberships import MembershipFields
from cusp.web.boards.models import (
    AgendaItem,
    AgendaPaper,
    Board,
    Meeting,
    NeverChanged,
    Publication,
)
from cusp.web.boards.paper_files import PaperFile
from cusp.web.boards.papers import PaperFields
from cusp.web.boards.refusals import CannotChange, ChangedMeanwhile, NotReady
from cusp.web.common.saving import fields_now
from tests.web.boards.conftest import ADDED, LAST_DAY, MEETS, PDF, PLANNED

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
SECRET = "Xanthippe"
Attach = Callable[..., AgendaPaper]


def publish(meeting: Meeting, on: date = LAST_DAY, **more: object) -> Publication:
    at = datetime.combine(on, datetime.min.time(), tzinfo=UTC)
    return publishing.publish(meeting, at=at, on=on, by=None, **more)  # type: ignore[arg-type]


# Items


def numbers(meeting: Meeting) -> list[tuple[str, str]]:
    return list(meeting.agenda_items.values_list("number", "title"))


def test_items_are_put_in_order_by_typing_numbers(meeting: Meeting, item: AgendaItem) -> None:
    first, second, third = meeting.agenda_items.all()
    typed = {first.pk: 10, second.pk: 20, third.pk: 15}
    meeting.refresh_from_db()
    items.reorder(meeting, typed, seen_version=meeting.row_version, on=PLANNED, by=None)
    assert numbers(meeting) == [
        ("1", "Apologies"), ("2", "Response to the inspection"), ("3", "Minutes"),
    ]  # fmt: skip
    with pytest.raises(ChangedMeanwhile):
        items.reorder(
            meeting, {first.pk: 9}, seen_version=meeting.row_version - 1, on=PLANNED, by=None
        )


@given(
    st.lists(st.integers(1, 99), max_size=12, unique=True),
    st.dictionaries(st.integers(0, 14), st.integers(-5, 50)),
)
def test_the_order_after_any_typed_numbers_is_a_permutation(
    before: list[int], typed: dict[int, int]
) -> None:
    now = dict(enumerate(before))
    assert sorted(items.in_typed_order(now, typed)) == sorted(now)


def test_typing_the_number_of_another_item_takes_its_place() -> None:
    now = {1: 1, 2: 2, 3: 3, 4: 4}
    assert items.in_typed_order(now, now | {4: 2}) == [1, 4, 2, 3]
    assert items.in_typed_order(now, now | {1: 3}) == [2, 3, 1, 4]
    assert items.in_typed_order(now, {}) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"purpose": "sleep"}, "purpose"),
        ({"form": "sung"}, "form"),
        ({"access": "secret"}, "access"),
        ({"access": "exempt", "paragraphs": (8,)}, "paragraphs"),
        ({"access": "confidential", "paragraphs": (1,)}, "paragraphs"),
        ({"review": MEETS}, "paragraphs"),
    ],
)
def test_what_an_item_cannot_be(item: AgendaItem, change: dict[str, object], field: str) -> None:
    fields = msgspec.structs.replace(fields_now(item, ItemFields), **change)
    with pytest.raises(CannotChange) as refused:
        items.change_item(item, fields, seen_version=1, on=PLANNED, by=None)
    assert refused.value.field == field


def test_a_clerk_and_an_officer_editing_at_once_are_told_apart(item: AgendaItem) -> None:
    fields = fields_now(item, ItemFields)
    mine = msgspec.structs.replace(fields, lead="Chair")
    items.change_item(item, mine, seen_version=1, on=PLANNED, by=None)
    with pytest.raises(ChangedMeanwhile) as refused:
        items.change_item(item, fields, seen_version=1, on=PLANNED, by=None)
    assert refused.value.theirs.lead == "Chair"


# Publishing


@pytest.mark.database
def test_an_agenda_is_published_in_time(meeting: Meeting, item: AgendaItem, attach: Attach) -> None:
    paper = attach(item, "Response")
    row = publish(meeting)
    paper.refresh_from_db()
    assert (row.number, row.name, row.late, row.publish_by) == (1, "Agenda", False, LAST_DAY)
    assert paper.frozen
    assert row.public
    assert row.public["items"][2]["papers"][0]["sha256"] == paper.sha256
    assert paper_files.place_of(paper.sha256).read_bytes() == PDF + b"Response"
    with pytest.raises(NeverChanged):
        row.save()
    with pytest.raises(NeverChanged):
        row.delete()
    with pytest.raises(CannotChange, match="Nothing has changed since the agenda"):
        publish(meeting)
    file = PaperFile(file=paper_files.keep_made("b.pdf", PDF + b"b"))
    with pytest.raises(CannotChange, match="This paper has been published"):
        papers.replace_file(paper, file, seen_version=2, on=LAST_DAY, by=None)


def test_a_late_agenda_needs_its_reason_and_is_recorded_as_late(
    meeting: Meeting, item: AgendaItem
) -> None:
    day = date(2019, 10, 15)
    with pytest.raises(CannotChange, match="The last day to publish was 14 October 2019") as no:
        publish(meeting, day)
    assert no.value.field == "late_reason"
    row = publish(meeting, day, late_reason="The clerk was ill")
    assert (row.late, row.late_reason, row.publish_by) == (True, "The clerk was ill", LAST_DAY)


def test_what_is_missing_is_listed(meeting: Meeting, item: AgendaItem, attach: Attach) -> None:
    follow = msgspec.structs.replace(fields_now(item, ItemFields), form="to follow")
    items.change_item(item, follow, seen_version=1, on=PLANNED, by=None)
    exempt = ItemFields(title="A case", access="exempt")
    items.add_item(meeting, exempt, on=PLANNED, by=None)
    with pytest.raises(NotReady) as refused:
        publish(meeting)
    codes = [one.code for one in refused.value.missing]
    assert codes == ["to-follow", "no-paragraph", "no-public-interest"]
    assert not Publication.objects.exists()


def test_a_check_is_answered_before_publication(
    meeting: Meeting, item: AgendaItem, officer: User
) -> None:
    check = Check(code="words-under-box", what="words under a filled box", page=2)
    file = PaperFile(file=paper_files.keep_made("a.pdf", PDF), checks=(check,))
    paper = papers.attach_paper(item, PaperFields(title="Audit"), file=file, on=PLANNED, by=officer)
    with pytest.raises(NotReady, match="“Audit” on page 2: words under a filled box"):
        publish(meeting)
    papers.answer_check(paper, 0, "It is a heading", on=PLANNED, by=officer)
    row = publish(meeting)
    assert "heading" not in json.dumps([row.public, row.members])
    assert papers.checks_of(paper)[0].by == "Officer"


def test_papers_that_cusp_makes_are_frozen_when_published(
    meeting: Meeting, item: AgendaItem
) -> None:
    paper = papers.attach_paper(
        item, PaperFields(title="The plan"), kind="comparison", on=PLANNED, by=None
    )
    assert publishing.to_be_made(meeting) == [paper]
    with pytest.raises(NotReady, match="“The plan” has no file"):
        publish(meeting)
    file = PaperFile(file=paper_files.keep_made("plan.pdf", PDF + b"plan"), pages=3)
    row = publish(meeting, made={paper.pk: file})
    paper.refresh_from_db()
    assert (paper.frozen, paper.pages, paper.sha256) == (True, 3, file.file.sha256)
    assert row.public
    assert row.public["items"][2]["papers"][0]["pages"] == 3


def test_a_supplement_is_numbered_and_says_what_it_changes(
    meeting: Meeting, item: AgendaItem, attach: Attach
) -> None:
    publish(meeting)
    attach(item, "Response", on=LAST_DAY)
    late = ItemFields(title="Letter from Ofsted")
    items.add_item(meeting, late, on=LAST_DAY, by=None)
    day = date(2019, 10, 18)
    with pytest.raises(NotReady, match="it is late, but no reason is given"):
        publish(meeting, day, late_reason="New papers")
    added = meeting.agenda_items.get(title="Letter from Ofsted")
    told = msgspec.structs.replace(late, late_reason="It came today.")
    items.change_item(added, told, seen_version=1, on=day, by=None)
    row = publish(meeting, day, late_reason="New papers")
    assert (row.number, row.name) == (2, "Supplement 1")
    assert row.public_changes == [
        "Item 3 has a new form of report.",
        "“Response” is added to item 3.",
        "Item 4 is new: “Letter from Ofsted”. Reason for lateness: It came today.",
    ]
    first, seen = publishing.seen_on(meeting, date(2019, 10, 17)) or (None, None)
    assert first
    assert first.number == 1
    assert seen
    assert len(seen.items) == 3
    assert publishing.seen_on(meeting, date(2019, 10, 13)) is None
    later = publishing.seen_on(meeting, day)
    assert later
    assert later[1]
    assert len(later[1].items) == 4


def test_moving_after_publication_is_part_of_the_next_supplement(
    meeting: Meeting, item: AgendaItem
) -> None:
    publish(meeting)
    to = msgspec.structs.replace(fields_now(meeting, When), date=date(2019, 11, 5))
    meeting.refresh_from_db()
    version = meeting.row_version
    meetings.move_meeting(meeting, to, reason="Fire", seen_version=version, on=LAST_DAY, by=None)
    row = publish(meeting)
    assert row.publish_by == date(2019, 10, 28)
    assert row.public_changes == [
        "The meeting is now on Tuesday 5 November 2019 at 8.15am, "
        "not Tuesday 22 October 2019 at 8.15am."
    ]


def test_an_item_withdrawn_before_publication_was_never_there(
    meeting: Meeting, item: AgendaItem
) -> None:
    first = meeting.agenda_items.first()
    assert first
    items.withdraw_item(item, why="Not ready", seen_version=1, on=PLANNED, by=None)
    row = publish(meeting)
    assert [one["title"] for one in row.members["items"]] == ["Apologies", "Minutes"]
    items.withdraw_item(first, why="Not needed", seen_version=1, on=LAST_DAY, by=None)
    assert publish(meeting).public_changes == ["Item 1, “Apologies”, is withdrawn: Not needed."]


def test_a_planned_meeting_has_nothing_to_publish(board: Board) -> None:
    made = meetings.plan_meeting(board, When(date=MEETS), on=PLANNED, by=None)
    with pytest.raises(CannotChange, match="Call the meeting"):
        publish(made)


# Who sees what


@pytest.fixture
def exempt(meeting: Meeting, item: AgendaItem, attach: Attach) -> AgendaPaper:
    """A published agenda with an open paper, an exempt paper, an exempt and a confidential item."""
    attach(item, "Response")
    reason = {"paragraphs": (1,), "public_interest": f"{SECRET} could be known"}
    paper = attach(item, f"{SECRET} annex", own_access=True, access="exempt", **reason)
    for access, more in (("exempt", reason), ("confidential", {})):
        fields = ItemFields(
            title=f"{SECRET} case", lead=SECRET, access=access, resolution="That the public leave",
            late_reason=SECRET, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        added = items.add_item(meeting, fields, on=PLANNED, by=None)
        attach(added, f"{SECRET} report {access}")
    publish(meeting)
    paper.refresh_from_db()
    return paper


def member_of(board: Board, person: Callable[..., User], **more: object) -> User:
    user = person(Role.MEMBER)
    fields = MembershipFields(person=user, starts=ADDED, **more)  # type: ignore[arg-type]
    row = memberships.add_membership(board, fields, on=LAST_DAY, by=None)
    assert row.name == str(user)
    return user


def test_no_secret_reaches_the_public_or_the_log(exempt: AgendaPaper, meeting: Meeting) -> None:
    row = meeting.publications.get()
    assert row.public
    assert SECRET not in json.dumps([row.public, row.public_changes])
    assert SECRET in json.dumps(row.members)
    assert [one.get("withheld", 0) for one in row.public["items"]] == [0, 0, 1, 1, 1]
    logged = Event.objects.values_list("action", "about", "detail")
    assert SECRET not in repr(list(logged))


def test_who_may_open_which_paper(
    exempt: AgendaPaper,
    board: Board,
    private_board: Board,
    officer: User,
    person: Callable[..., User],
) -> None:
    member = member_of(board, person)
    other = person(Role.MEMBER, email="other@wexcombe.example")
    fields = MembershipFields(person=other, starts=ADDED)
    memberships.add_membership(private_board, fields, on=LAST_DAY, by=None)
    open_paper = AgendaPaper.objects.get(title="Response")
    secret = list(AgendaPaper.objects.filter(title__contains=SECRET))
    assert len(secret) == 3

    def opens(reader: User | AnonymousUser, paper: AgendaPaper, day: date = LAST_DAY) -> bool:
        return readers.may_open(reader, paper, today=day)

    for reader in (NOBODY, other, person(), person(Role.ACTION_OWNER), person(Role.ADMINISTRATOR)):
        assert opens(reader, open_paper)
        assert not any(opens(reader, paper) for paper in secret)
    for insider in (member, officer):
        assert all(opens(insider, paper) for paper in (open_paper, *secret))
    row = board.memberships.get(person=member)
    memberships.end_membership(row, ends=date(2019, 10, 31), on=LAST_DAY, by=None)
    assert opens(member, secret[0], date(2019, 10, 31))
    assert not opens(member, secret[0], date(2019, 11, 1))
    assert not opens(member, secret[0], date(2019, 9, 1))  # before the term


def test_a_paper_that_is_withdrawn_or_becomes_exempt_can_no_longer_be_opened(
    exempt: AgendaPaper, officer: User
) -> None:
    paper = AgendaPaper.objects.get(title="Response")
    fields = PaperFields(title="Response", own_access=True, access="exempt")
    papers.change_paper(paper, fields, seen_version=2, on=LAST_DAY, by=None)
    assert not readers.may_open(NOBODY, paper, today=LAST_DAY)
    papers.change_paper(paper, PaperFields(title="Response"), seen_version=3, on=LAST_DAY, by=None)
    assert readers.may_open(NOBODY, paper, today=LAST_DAY)
    papers.withdraw_paper(paper, why="A name", seen_version=4, on=LAST_DAY, by=None)
    assert not readers.may_open(NOBODY, paper, today=LAST_DAY)
    assert readers.may_open(officer, paper, today=LAST_DAY)


def test_an_unpublished_paper_is_for_officers_only(
    item: AgendaItem, attach: Attach, board: Board, officer: User, person: Callable[..., User]
) -> None:
    paper = attach(item, "Draft")
    member = member_of(board, person)
    assert [readers.may_open(r, paper, today=LAST_DAY) for r in (NOBODY, member, officer)] == [
        False, False, True,
    ]  # fmt: skip


def test_a_private_board_exists_only_for_its_members_and_officers(
    private_board: Board, board: Board, officer: User, person: Callable[..., User]
) -> None:
    when = When(date=MEETS, start=datetime(2019, 1, 1, 9).time(), place="Room 1")  # noqa: DTZ001
    made = meetings.plan_meeting(private_board, when, on=PLANNED, by=officer)
    meetings.call_meeting(made, on=PLANNED, by=officer)
    items.add_item(made, ItemFields(title=SECRET), on=PLANNED, by=officer)
    row = publish(made)
    assert row.public is None
    assert row.public_changes == []
    member = member_of(private_board, person)
    for reader, sees in ((NOBODY, False), (person(), False), (member, True), (officer, True)):
        known = readers.boards_for(reader, today=LAST_DAY)
        assert (private_board in known) is sees
        assert board in known
        found = readers.meetings_for(reader, today=LAST_DAY)
        assert (made in found) is sees
        assert (private_board.pk in next_meetings(reader, today=LAST_DAY)) is sees


def test_a_private_meeting_of_a_public_board_is_not_shown_to_the_public(
    meeting: Meeting, item: AgendaItem, board: Board, officer: User
) -> None:
    fields = MeetingFields(private=True, private_reason=f"{SECRET} is discussed")
    meeting.refresh_from_db()
    version = meeting.row_version
    meetings.change_meeting(meeting, fields, seen_version=version, on=PLANNED, by=officer)
    row = publish(meeting)
    assert row.public is None
    assert not readers.meetings_for(NOBODY, today=LAST_DAY).exists()
    assert readers.meetings_for(officer, today=LAST_DAY).exists()
