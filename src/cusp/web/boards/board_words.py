"""What a board is, in words: its quorum, its notice and whether remote attendance counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from cusp.calendar import rule_book
from cusp.meetings import Quorum, Seat, voting_members
from cusp.meetings.kinds import About, BoardRules
from cusp.web.boards.attendance import quorum_of
from cusp.web.boards.choices import Counting
from cusp.web.boards.models import Board
from cusp.web.boards.notices import rules_of
from cusp.wording import counted

OWN = "The board’s own setting"
_COUNTED = {
    Counting.WORKING_DAYS: "working days only",
    Counting.WITH_SATURDAYS: "working days and Saturdays",
    Counting.EVERY_DAY: "every day",
}


class Said(msgspec.Struct, frozen=True):
    """A fact about a board and where it comes from."""

    name: str
    words: str
    source: str = ""


def facts(board: Board, seats: Iterable[Seat], day: date) -> tuple[Said, ...]:
    """How a board works, on a day."""
    rules = rules_of(board, day)
    found = [
        Said("Kind", rules.kind.name),
        Said("Meetings", *_said(rules, "public")),
        _quorum(board, rules, tuple(seats), day),
        _notice(board, rules, day),
        _remote(board, rules),
    ]
    if rules.meetings_a_year:
        found.append(Said("How often", *_said(rules, "meetings-a-year")))
    return tuple(one for one in found if one.words)


def _said(rules: BoardRules, about: About) -> tuple[str, str]:
    rule = rules.basis_of(about)
    return (rule.what, rule.source) if rule else ("", "")


def _quorum(board: Board, rules: BoardRules, seats: tuple[Seat, ...], day: date) -> Said:
    quorum = quorum_of(board, day)
    if quorum is None:
        return Said("Quorum", "Not set. No decision can be checked against it")
    own = quorum != rules.quorum
    source = OWN if own else _said(rules, "quorum")[1]
    return Said("Quorum", quorum_in_words(quorum, len(voting_members(seats, day))), source)


def quorum_in_words(quorum: Quorum, members: int) -> str:
    """A quorum: "5 voting members", or "2/5 of 12 voting members, which is 5"."""
    if quorum.number is not None:
        return counted(quorum.number, "voting member")
    share = f"{quorum.top}/{quorum.bottom} of the voting members"
    return f"{share}: {quorum.needed(members)} of {members}" if members else share


def _notice(board: Board, rules: BoardRules, day: date) -> Said:
    if rules.notice is None:
        return Said("Notice", "")
    own = board.clear_days or board.counting
    source = board.notice_source if own else _said(rules, "notice")[1]
    days = counted(board.clear_days or rule_book().rule(rules.notice, day).count, "clear day")
    counting = _COUNTED[Counting(board.counting or Counting.WORKING_DAYS)]
    return Said("Notice of meetings", f"{days}, counting {counting}", source)


def _remote(board: Board, rules: BoardRules) -> Said:
    if board.remote_counts is None:
        return Said("Remote attendance", *_said(rules, "remote"))
    counts = "count" if board.remote_counts else "do not count"
    words = f"Members who attend remotely {counts} as present"
    return Said("Remote attendance", words, board.remote_source)
