"""Notice of a meeting, by the rules of its board's kind and the council's own reading."""

from __future__ import annotations

from datetime import date
from typing import cast

from cusp.calendar import Counting
from cusp.meetings import BoardRules, NoticeOfMeeting, OwnNotice, notice_of_meeting, rules_on
from cusp.web.boards.models import Board, Meeting


def rules_of(board: Board, day: date) -> BoardRules:
    """The rules for a board on a day."""
    return rules_on(board.kind, day)


def notice_for(meeting: Meeting, *, today: date) -> NoticeOfMeeting:
    """The last day to publish."""
    board, day = meeting.board, meeting.date
    own = OwnNotice(
        clear_days=board.clear_days,
        counting=cast("Counting | None", board.counting or None),
        source=board.notice_source,
    )
    return notice_of_meeting(
        day, rules_of(board, day), today=today, own=own, private=meeting.private
    )
