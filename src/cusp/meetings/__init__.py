"""Boards and their meetings: the rules, without a database or pages.

Kinds of board with dated rules and their sources, quorum, notice, what is confidential or exempt,
copies for the public and for members, what a supplement changes, calendar feeds and JSON. Nothing
here reads the clock.
"""

from cusp.meetings.access import Access, Paragraph, Schedule, schedule_12a, strictest
from cusp.meetings.as_json import board_json, event_json_ld, meeting_json
from cusp.meetings.changes import changes
from cusp.meetings.copies import members_copy, public_copy
from cusp.meetings.ical import ends_at, feed, starts_at
from cusp.meetings.kinds import BoardRule, BoardRules, KindOfBoard, kinds_of_board, rules_on
from cusp.meetings.memberships import Seat, in_post, voting_members
from cusp.meetings.notice import (
    Missing,
    NoticeOfMeeting,
    OwnNotice,
    missing,
    notice_of_meeting,
    why_doubtful,
)
from cusp.meetings.quorum import Attended, Quorate, Quorum, quorate
from cusp.meetings.record import (
    AgendaItem,
    Board,
    Check,
    Decision,
    EarlierDate,
    Meeting,
    Paper,
    Undertaking,
    UndertakingDate,
)
from cusp.meetings.undertakings import matters_arising

__all__ = [
    "Access",
    "AgendaItem",
    "Attended",
    "Board",
    "BoardRule",
    "BoardRules",
    "Check",
    "Decision",
    "EarlierDate",
    "KindOfBoard",
    "Meeting",
    "Missing",
    "NoticeOfMeeting",
    "OwnNotice",
    "Paper",
    "Paragraph",
    "Quorate",
    "Quorum",
    "Schedule",
    "Seat",
    "Undertaking",
    "UndertakingDate",
    "board_json",
    "changes",
    "ends_at",
    "event_json_ld",
    "feed",
    "in_post",
    "kinds_of_board",
    "matters_arising",
    "meeting_json",
    "members_copy",
    "missing",
    "notice_of_meeting",
    "public_copy",
    "quorate",
    "rules_on",
    "schedule_12a",
    "starts_at",
    "strictest",
    "voting_members",
    "why_doubtful",
]
