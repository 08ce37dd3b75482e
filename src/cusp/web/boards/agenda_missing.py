"""Where to supply what is missing before an agenda can be published."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from cusp.meetings import Missing
from cusp.web.boards.meeting_frame import address_of
from cusp.web.boards.models import Meeting

_ON_THE_ITEM = {"no-late-reason", "no-paragraph", "no-public-interest"}
_ON_THE_MEETING = {"no-time", "no-place", "no-private-reason"}


class ToMend(msgspec.Struct, frozen=True):
    """Something missing, in a sentence, and the page where it can be put right."""

    what: str
    address: str


def to_mend(meeting: Meeting, found: Iterable[Missing]) -> list[ToMend]:
    """What is missing, in the order of the agenda, each once."""
    return list(dict.fromkeys(ToMend(one.what, _address(meeting, one)) for one in found))


def _address(meeting: Meeting, one: Missing) -> str:
    if one.code in _ON_THE_MEETING:
        return meeting.get_absolute_url()
    if not one.item:
        return address_of("board-item-add", meeting)
    name = "board-item-edit" if one.code in _ON_THE_ITEM else "board-item-papers"
    return address_of(name, meeting, item=int(one.item))
