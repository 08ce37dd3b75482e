"""What earlier runs of ``cusp sync`` reported about each file, so that news is reported once."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from cusp.reports.json_lines import JsonLines
from cusp.web.record.intake.add_report import READER

FILE = "sync.jsonl"
# After this long, a file that this version of Cusp could not read is tried again.
PATIENCE = timedelta(days=30)


class Note(msgspec.Struct, frozen=True):
    """What was last reported about a file, identified by its digest or its path in the folder.

    ``held`` is the digest of the document that the record has instead.
    """

    about: str
    state: str
    message: str
    at: datetime
    held: str = ""
    reader: str = READER


class Memory:
    """The notes of a folder; the latest one about a file counts."""

    def __init__(self, into: Path) -> None:
        self._lines = JsonLines(into / FILE, Note)
        self._last = {note.about: note for note in self._lines.read()}

    def state(self, about: str) -> str:
        """The last reported state; empty if there is none."""
        note = self._last.get(about)
        return note.state if note else ""

    def current(self, about: str, *, at: datetime) -> Note | None:
        """The last note, if this version of Cusp wrote it and it is recent enough."""
        note = self._last.get(about)
        if note is None or note.reader != READER or note.at < at - PATIENCE:
            return None
        return note

    def is_news(self, note: Note) -> bool:
        """Save a note; True if it differs from the last one or is the first."""
        before = self._last.get(note.about)
        news = before is None or (before.state, before.message) != (note.state, note.message)
        if news or self.current(note.about, at=note.at) is None:
            self._lines.add(note)
            self._last[note.about] = note
        return news
