"""Kinds of board, quorum, notice, and what is confidential or exempt."""

import json
from datetime import date, time
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cusp.calendar import KINDS
from cusp.meetings import (
    Attended,
    Check,
    OwnNotice,
    Quorum,
    Undertaking,
    UndertakingDate,
    kinds_of_board,
    matters_arising,
    members_copy,
    missing,
    notice_of_meeting,
    public_copy,
    quorate,
    rules_on,
    schedule_12a,
    strictest,
    why_doubtful,
)
from cusp.meetings.access import Access, unknown_paragraphs
from cusp.meetings.copies import closed_since
from cusp.meetings.undertakings import first_due, slip, standing, was_late_when_re_dated
from tests.meetings.made_up import DAY, item, meeting, paper, seat

FORUM = rules_on("schools-forum", DAY)
COMMITTEE = rules_on("committee", date(2024, 3, 4))
TWO_FIFTHS = Quorum.of_fraction("2/5")


def test_each_kind_has_rules_with_sources_and_known_notices() -> None:
    for kind in kinds_of_board():
        for day in (DAY, date(2020, 6, 1), date(2026, 11, 30)):
            rules = rules_on(kind.code, day)
            assert rules.notice in KINDS
            assert all(one in KINDS for one in rules.private_notices)
            assert all(rule.source and rule.what for rule in rules.basis)
            said = [rule.about for rule in rules.basis]
            assert len(said) == len(set(said)), (kind.code, day, said)


def test_what_the_kinds_say() -> None:
    assert (FORUM.public, FORUM.quorum, FORUM.meetings_a_year) == (True, TWO_FIFTHS, 4)
    assert rules_on("improvement-board", DAY).public is False
    assert rules_on("executive", DAY).private_notices == (
        "private-meeting", "private-meeting-again",
    )  # fmt: skip
    with pytest.raises(KeyError):
        rules_on("club", DAY)


@pytest.mark.parametrize(
    ("code", "day", "counts"),
    [
        ("committee", date(2020, 4, 3), False),
        ("committee", date(2020, 4, 4), True),
        ("committee", date(2021, 5, 6), True),
        ("committee", date(2021, 5, 7), False),
        ("schools-forum", date(2019, 10, 22), False),
        ("schools-forum", date(2024, 10, 22), True),
        ("improvement-board", date(2024, 10, 22), True),
        ("executive", date(2024, 10, 22), False),
    ],
)
def test_whether_remote_attendance_counts(code: str, day: date, counts: bool) -> None:
    assert rules_on(code, day).remote_counts is counts


@given(st.integers(0, 200), st.integers(1, 20), st.integers(1, 20))
def test_a_fraction_is_the_smallest_number_that_is_at_least_it(
    members: int, top: int, bottom: int
) -> None:
    top, bottom = sorted((top, bottom))
    needed = Quorum(top=top, bottom=bottom).needed(members)
    smallest = next(n for n in range(1, 202) if n * bottom >= members * top)
    assert needed == smallest


@pytest.mark.parametrize(
    "quorum",
    [Quorum(), Quorum(number=0), Quorum(top=2), Quorum(top=3, bottom=2), Quorum(top=1, bottom=0)],
)
def test_what_is_not_a_quorum(quorum: Quorum) -> None:
    assert quorum.why_not()


SEATS = [
    *(seat(n) for n in range(1, 11)),
    seat(11, role="adviser"),
    seat(12, role="co-opted", votes=False),
    seat(13, role="substitute", substitute_for="S5"),
    seat(14, role="substitute"),
    seat(15, ends=date(2019, 10, 21)),
]


def came(number: int, **more: object) -> Attended:
    return msgspec.convert({"name": str(number), "seat": f"S{number}", **more}, Attended)


@pytest.mark.parametrize(
    ("attended", "counted", "met"),
    [
        ([1, 2, 3, 4], 4, True),  # two fifths of 10
        ([1, 2, 3], 3, False),
        ([1, 2, 3, 11, 12, 15], 3, False),  # an adviser, no vote, a term that ended the day before
        ([1, 2, 3, 3], 3, False),
    ],
)
def test_who_counts_towards_the_quorum(attended: list[int], counted: int, met: bool) -> None:
    found = quorate(TWO_FIFTHS, SEATS, [came(n) for n in attended], day=DAY, remote_counts=False)
    assert (found.needed, found.members, found.counted, found.met) == (4, 10, counted, met)


@pytest.mark.parametrize(
    ("more", "counted"),
    [
        ([came(13, presence="substitute", stands_in_for="S5")], 4),
        ([came(13, presence="substitute", stands_in_for="S6")], 3),  # only for S5
        ([came(14, presence="substitute", stands_in_for="S6")], 4),
        ([came(14, presence="substitute", stands_in_for="S1")], 3),  # S1 is there too
        ([came(14, presence="substitute")], 3),
        ([came(4, presence="apologies")], 3),
        ([came(4, remote=True)], 3),
        ([came(4, came=time(9))], 3),
        ([came(4, left=time(9))], 3),
        ([came(4, left=time(9)), came(5, came=time(9))], 4),
    ],
)
def test_substitutes_remote_members_and_parts_of_a_meeting(
    more: list[Attended], counted: int
) -> None:
    there = [came(1), came(2), came(3), *more]
    found = quorate(TWO_FIFTHS, SEATS, there, day=DAY, remote_counts=False)
    assert found.counted == counted


def test_quorum_in_words() -> None:
    there = [came(1), came(2), came(3), came(4, remote=True)]
    off = quorate(TWO_FIFTHS, SEATS, there, day=DAY, remote_counts=False)
    assert off.why == (
        "The quorum is 4 of 10 voting members, but only 3 were present. "
        "1 person attended remotely and did not count."
    )
    assert quorate(TWO_FIFTHS, SEATS, there, day=DAY, remote_counts=True).met
    left = [*there[:3], came(4, left=time(9, 10))]
    assert (
        "only 3 were present from 9.10am"
        in quorate(TWO_FIFTHS, SEATS, left, day=DAY, remote_counts=False).why
    )
    unknown = quorate(None, SEATS, there, day=DAY, remote_counts=True)
    assert (unknown.met, unknown.needed) == (None, None)


@given(st.sets(st.integers(1, 14)), st.integers(1, 14))
def test_one_more_present_never_makes_a_meeting_less_quorate(there: set[int], one: int) -> None:
    def counted(numbers: set[int]) -> int:
        rows = [came(n) for n in numbers]
        return quorate(TWO_FIFTHS, SEATS, rows, day=DAY, remote_counts=True).counted

    assert counted(there) <= counted(there | {one}) <= counted(there) + 1


# Notice


def test_notice_of_the_worked_examples(shared: Path) -> None:
    path = shared / "cases" / "plans-and-boards" / "01-clear-days.json"
    for case in json.loads(path.read_text("utf-8"))["meetings"]:
        day = date.fromisoformat(case["meeting"])
        found = notice_of_meeting(day, rules_on("committee", day), today=day)
        assert found.publish_by == date.fromisoformat(case["publish_by"])


@pytest.mark.parametrize(
    ("today", "left", "working", "late"),
    [
        (date(2019, 10, 10), 4, 2, False),
        (date(2019, 10, 14), 0, 0, False),
        (date(2019, 10, 15), -1, -1, True),
    ],
)
def test_days_left_to_publish(today: date, left: int, working: int, late: bool) -> None:
    found = notice_of_meeting(DAY, FORUM, today=today)
    assert found.publish_by == date(2019, 10, 14)
    assert (found.days_left, found.working_days_left, found.late) == (left, working, late)


def test_the_councils_own_reading_names_its_source() -> None:
    own = OwnNotice(counting="with-saturdays", source="Constitution, rule 4")
    found = notice_of_meeting(DAY, FORUM, today=DAY, own=own)
    assert (found.publish_by, found.own_source) == (date(2019, 10, 15), "Constitution, rule 4")
    assert notice_of_meeting(DAY, FORUM, today=DAY).own_source == ""


def test_a_private_meeting_of_the_executive_needs_two_more_notices() -> None:
    rules = rules_on("executive", DAY)
    found = notice_of_meeting(DAY, rules, today=DAY, private=True)
    assert [one.clear_days for one in found.private] == [28, 5]
    assert found.private[0].publish_by == date(2019, 9, 11)
    assert notice_of_meeting(DAY, rules, today=DAY).private == ()


def test_no_notice_can_be_worked_out_for_a_year_without_bank_holidays() -> None:
    day = date(2090, 1, 5)
    found = notice_of_meeting(day, rules_on("committee", day), today=DAY)
    assert found.publish_by is None
    assert found.why
    assert found.late is False


@pytest.mark.parametrize(
    ("day", "today", "said"),
    [
        (date(2019, 10, 22), date(2019, 10, 1), []),
        (date(2019, 10, 22), date(2019, 10, 23), ["Tuesday 22 October 2019 is in the past."]),
        (date(2019, 10, 26), DAY, ["Saturday 26 October 2019 is at a weekend."]),
        (
            date(2019, 12, 25),
            DAY,
            ["Wednesday 25 December 2019 is a bank holiday (Christmas Day)."],
        ),
    ],
)
def test_days_that_may_be_a_mistake(day: date, today: date, said: list[str]) -> None:
    assert list(why_doubtful(day, today=today)) == said


@pytest.mark.parametrize(
    ("about", "items", "codes"),
    [
        ({}, [item(form="attached", papers=(paper(),))], []),
        ({"start": None}, [item()], ["no-time"]),
        ({"place": ""}, [item()], ["no-place"]),
        ({}, [item(withdrawn=True)], ["no-items"]),
        ({"private": True}, [item()], ["no-private-reason"]),
        ({}, [item(form="attached")], ["no-paper"]),
        ({}, [item(form="to follow")], ["to-follow"]),
        ({}, [item(form="to follow", papers=(paper(withdrawn=True),))], ["to-follow"]),
        ({}, [item(papers=(paper(sha256=""),))], ["no-file"]),
        ({}, [item(access="exempt")], ["no-paragraph", "no-public-interest"]),
        ({}, [item(access="exempt", paragraphs=(1,), public_interest="A child")], []),
        ({}, [item(access="confidential")], []),
        ({}, [item(papers=(paper(access="exempt", paragraphs=(2,)),))], ["no-public-interest"]),
        ({}, [item(papers=(paper(checks=(Check(code="a", what="words"),)),))],
         ["unanswered-check"]),
        ({}, [item(papers=(paper(checks=(Check(code="a", what="b", answer="No"),)),))], []),
        ({}, [item(form="attached", withdrawn=True), item(2)], []),
    ],
)  # fmt: skip
def test_what_is_missing_before_publication(
    about: dict[str, object], items: list[object], codes: list[str]
) -> None:
    found = missing(meeting(*items, **about), COMMITTEE)  # type: ignore[arg-type]
    assert [one.code for one in found] == codes


def test_an_item_that_was_not_on_the_published_agenda_needs_a_reason() -> None:
    before = meeting(item(1))
    late = meeting(item(1), item(2))
    assert [m.code for m in missing(late, COMMITTEE, published=before)] == ["no-late-reason"]
    told = meeting(item(1), item(2, late_reason="Ofsted’s letter came on Friday"))
    assert missing(told, COMMITTEE, published=before) == ()


def test_boards_outside_the_schedule_need_no_paragraph() -> None:
    private = rules_on("improvement-board", DAY)
    assert missing(meeting(item(access="exempt")), private) == ()


# Access


def test_the_schedule_has_seven_paragraphs() -> None:
    assert [p.number for p in schedule_12a().paragraphs] == [1, 2, 3, 4, 5, 6, 7]
    assert unknown_paragraphs([1, 8, 0]) == (8, 0)
    assert strictest("open", "exempt") == "exempt"
    assert strictest("confidential", "exempt") == "confidential"


SECRET = "Name of a child"


@given(
    st.sampled_from(get_args(Access)),
    st.sampled_from(get_args(Access)),
    st.booleans(),
    st.booleans(),
)
def test_nothing_secret_is_in_a_public_copy(
    of_item: Access, of_paper: Access, withdrawn: bool, private: bool
) -> None:
    access = strictest(of_item, of_paper)
    secret = SECRET if access != "open" else "open words"
    in_item = SECRET if of_item != "open" else "open words"
    one = paper(
        title=secret, file_name=f"{secret}.pdf", public_interest=secret, access=access,
        checks=(Check(code="a", what=SECRET, answer=SECRET),),
    )  # fmt: skip
    made = item(
        title=in_item, lead=in_item, public_interest=in_item, why=in_item, late_reason=in_item,
        resolution=in_item, access=of_item, withdrawn=withdrawn, papers=(one,),
    )  # fmt: skip
    copy = public_copy(meeting(made, private=private), public=True)
    assert (copy is None) is private
    assert SECRET not in msgspec.json.encode(copy).decode()
    assert SECRET not in repr(copy)
    assert public_copy(meeting(made), public=False) is None


def test_a_public_copy_counts_what_it_leaves_out() -> None:
    made = item(papers=(paper(1), paper(2, access="exempt")))
    closed = item(2, access="exempt", paragraphs=(1,), papers=(paper(3, access="exempt"),))
    copy = public_copy(meeting(made, closed), public=True)
    assert copy
    assert [(len(i.papers), i.withheld) for i in copy.items] == [(1, 1), (0, 1)]
    assert copy.items[1].title == "Item to be considered in private"
    assert copy.items[1].paragraphs == (1,)


def test_members_see_everything_but_checks_and_withdrawn_papers() -> None:
    check = Check(code="a", what="words under a box", answer="No")
    made = item(access="exempt", papers=(paper(1, checks=(check,)), paper(2, withdrawn=True)))
    copy = members_copy(meeting(made))
    assert [p.title for p in copy.items[0].papers] == ["Paper 1"]
    assert copy.items[0].papers[0].checks == ()


def test_what_is_closed_later_is_left_out_of_an_earlier_public_copy() -> None:
    made = item(1, papers=(paper(1), paper(2))), item(2, lead="Head", papers=(paper(3),)), item(3)
    copy = public_copy(meeting(*made), public=True)
    assert copy
    own = replace(made[0], papers=(paper(1), paper(2, access="exempt")))
    exempt = replace(made[1], title="New", access="exempt", paragraphs=(1,))
    now = closed_since(copy, (own, exempt, made[2]))
    assert [[p.title for p in i.papers] for i in now.items] == [["Paper 1"], [], []]
    assert [i.withheld for i in now.items] == [1, 1, 0]
    assert (now.items[1].title, now.items[1].lead) == ("Item to be considered in private", "")
    assert now.items[2] == copy.items[2]


# Undertakings

GIVEN = date(2019, 10, 22)


def undertaking(*due: tuple[date, date], **more: object) -> Undertaking:
    dates = tuple(UndertakingDate(due=by, set_on=on) for by, on in due)
    said = {"id": "U1", "text": "Bring the audit", "owner": "Director", "given_on": GIVEN}
    return Undertaking(**(said | {"due": dates} | more))  # type: ignore[arg-type]


def test_an_undertaking_comes_back_until_it_is_closed() -> None:
    one = undertaking((date(2019, 11, 30), GIVEN), closed_on=date(2020, 1, 14))
    assert matters_arising([one], GIVEN) == ()
    assert matters_arising([one], date(2019, 11, 26)) == (one,)
    assert standing(one, date(2019, 11, 30)) == "open"
    assert standing(one, date(2019, 12, 1)) == "overdue"
    assert standing(one, date(2020, 1, 14)) == "closed"
    assert matters_arising([one], date(2020, 1, 21)) == ()


def test_the_first_date_is_never_lost() -> None:
    one = undertaking((date(2019, 11, 30), GIVEN), (date(2020, 2, 29), date(2019, 12, 9)))
    assert (first_due(one), slip(one)) == (date(2019, 11, 30), 91)
    assert was_late_when_re_dated(one)
    assert standing(one, date(2019, 12, 8)) == "overdue"  # as people knew it then
    assert standing(one, date(2019, 12, 9)) == "open"
