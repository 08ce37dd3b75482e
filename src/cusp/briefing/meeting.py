"""Read the facts about a meeting from a JSON file, if its board is not in Cusp.

{"board": "Education Board", "day": "2019-10-22", "time": "08:15", "place": "…",
 "item": "…", "item_number": "5", "source": {"what": "…", "file": "https://…"}}
"""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import msgspec

from cusp.briefing.facts import MeetingFact, Source

_LARGEST = 100_000


class CannotUseMeeting(ValueError):
    """The file does not describe a meeting; the message says why and what to do."""


class _Named(msgspec.Struct, forbid_unknown_fields=True):
    what: str
    file: str


class _Meeting(msgspec.Struct, forbid_unknown_fields=True):
    board: str
    day: date
    source: _Named
    time: str = ""
    place: str = ""
    item: str = ""
    item_number: str = ""


def read_meeting(path: Path) -> MeetingFact:
    """The meeting in a file. Raises :class:`CannotUseMeeting`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CannotUseMeeting(f"{path.name} cannot be opened: {error.strerror}.") from None
    if len(content) > _LARGEST:
        raise CannotUseMeeting(f"{path.name} is too large to describe a meeting.")
    try:
        found = msgspec.json.decode(content, type=_Meeting)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise CannotUseMeeting(f"{path.name} does not describe a meeting: {error}.") from None
    if not found.board.strip() or not found.source.what.strip():
        raise CannotUseMeeting(f"{path.name}: enter the name of the board and of the source.")
    return MeetingFact(
        board=found.board.strip(),
        day=found.day,
        source=Source(found.source.what.strip(), found.source.file.strip()),
        time=_time(found.time.strip(), path.name),
        place=found.place.strip(),
        item=found.item.strip(),
        item_number=found.item_number.strip(),
    )


def _time(text: str, name: str) -> time | None:
    if not text:
        return None
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise CannotUseMeeting(f"{name}: “{text}” is not a time. Use 08:15 or 14:00.") from None
