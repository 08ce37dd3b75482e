"""Sentences about meetings and boards, and standing items as lines."""

from datetime import date, time

import pytest

from cusp.meetings import EarlierDate, Meeting, Quorum
from cusp.web.boards import meeting_words
from cusp.web.boards.board_edit.standing_lines import as_lines, from_lines
from cusp.web.boards.board_words import quorum_in_words
from cusp.web.boards.boards import StandingItem
from cusp.web.boards.refusals import CannotChange

DAY = date(2019, 10, 22)


def made(**more: object) -> Meeting:
    given = {"board": "Education Board", "address": "2019-10-22", "uid": "1@x", "date": DAY}
    return Meeting(**{**given, "start": time(8, 15), "place": "Tickfield Centre", **more})  # type: ignore[arg-type]


def test_the_heading_says_when_and_where() -> None:
    assert meeting_words.heading(made()) == "Tuesday 22 October 2019, 8.15am, Tickfield Centre"
    assert meeting_words.heading(made(start=None, place="")) == "Tuesday 22 October 2019"


def test_every_move_is_told_with_its_reason() -> None:
    first = EarlierDate(date=date(2019, 10, 8), start=time(8, 15), place="Civic Centre")
    second = EarlierDate(
        date=date(2019, 10, 15), start=time(8, 15), place="Civic Centre", reason="No quorum."
    )
    third = EarlierDate(date=DAY, start=time(8, 15), place="Civic Centre", reason="Repairs")
    assert meeting_words.standing(made(status="called", earlier=(first, second, third))) == (
        "Moved from Civic Centre. Reason: Repairs.",
        "Moved from Tuesday 15 October 2019 at 8.15am. Reason: No quorum.",
        "Moved from Tuesday 8 October 2019 at 8.15am.",
    )
    assert meeting_words.standing(made(status="cancelled", why="No business")) == (
        "This meeting is cancelled: No business.",
    )


def test_a_time_that_was_added_is_not_a_move() -> None:
    before = EarlierDate(date=DAY)
    assert meeting_words.standing(made(status="called", earlier=(before,))) == ()


def test_a_quorum_in_words() -> None:
    assert quorum_in_words(Quorum(1), 4) == "1 voting member"
    assert quorum_in_words(Quorum(None, 2, 5), 12) == "2/5 of the voting members: 5 of 12"


def test_standing_items_as_lines_and_back() -> None:
    items = (
        StandingItem(title="Apologies"),
        StandingItem(title="Minutes", lead="Chair", minutes_allowed=5, purpose="decide"),
        StandingItem(title="Any other business", purpose="note"),
    )
    lines = as_lines(items)
    assert lines == (
        "Apologies",
        "Minutes | Chair | 5 | to decide",
        "Any other business |  |  | to note",
    )
    assert from_lines("\n\n".join(lines)) == items


@pytest.mark.parametrize(
    "line", ["| Chair", "Minutes | Chair | five", "Minutes | | | to sleep", "a | b | 1 | note | e"]
)
def test_a_line_that_is_not_an_item(line: str) -> None:
    with pytest.raises(CannotChange, match="Line 1"):
        from_lines(line)
