"""Packs: all papers of the last publication as one PDF, for the public and for members.

The worker makes them from the copies that were published, so nothing else can be in them. Once a
paper is withdrawn or closed to the public, the pack that has it is no longer sent, and the worker
makes another one.
"""

from __future__ import annotations

import hashlib
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from django.utils import timezone

from cusp import meetings as library
from cusp.calendar.wording import time_of_day
from cusp.outside.process import Limits, once
from cusp.packs import CannotPack, Check, Entry, MadePack, Meeting, Pack, PackItem, make_pack
from cusp.web.boards import paper_files, records
from cusp.web.boards.choices import Copy
from cusp.web.boards.models import AgendaPaper, Publication
from cusp.web.boards.models import MadePack as PackRow
from cusp.web.common import stored_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FOLDER = "packs"
_WITHIN = 600.0
_IN_PRIVATE = "To be considered in private"
_FORMS = {"to follow": "To follow", "verbal": "Verbal report"}


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a pack should be made of: its cover, and its lines with the hashes of their papers."""

    title: str
    board: str
    day: str
    time: str
    place: str
    copy: str
    lines: tuple[WantedLine, ...]

    @property
    def digest(self) -> str:
        """A hash that differs if anything in it differs."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


class WantedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the contents, with the hash of its paper if it has one."""

    title: str
    number: str = ""
    note: str = ""
    sha256: str = ""


def wanted(
    publication: Publication, papers: Sequence[AgendaPaper] | None = None
) -> dict[str, Wanted]:
    """What the packs of a publication should have now, by copy; without a copy not published.

    ``papers`` are all papers of the meeting with their items, if they have been fetched.
    """
    if papers is None:
        rows = AgendaPaper.objects.filter(item__meeting=publication.meeting_id)
        papers = list(rows.select_related("item"))
    found = {copy: _wanted(publication, copy, papers) for copy in Copy.values}
    return {copy: asked for copy, asked in found.items() if asked}


def _wanted(publication: Publication, copy: str, papers: Sequence[AgendaPaper]) -> Wanted | None:
    content = publication.public if copy == Copy.PUBLIC else publication.members
    meeting = records.from_stored(content)
    if meeting is None:
        return None
    may = {str(row.pk): row for row in papers if _may_be_in(row, copy)}
    return Wanted(
        title=_title(publication),
        board=meeting.board,
        day=meeting.date.isoformat(),
        time=time_of_day(meeting.start) if meeting.start else "",
        place=meeting.place,
        copy=copy,
        lines=tuple(
            line for item in meeting.items if not item.withdrawn for line in _lines(item, may, copy)
        ),
    )


def current(
    publication: Publication, papers: Sequence[AgendaPaper] | None = None
) -> dict[str, PackRow | None]:
    """The packs of a publication, by copy: None if it has not been made of what may be in it now.

    A copy that was not published is not there at all.
    """
    asked = wanted(publication, papers)
    rows = {(row.copy, row.wanted): row for row in publication.packs.all()}
    return {copy: rows.get((copy, one.digest)) for copy, one in asked.items()}


def entries_of(row: PackRow) -> tuple[Entry, ...]:
    """The papers of a pack."""
    return msgspec.convert(row.entries, tuple[Entry, ...])


def place_of(row: PackRow) -> Path:
    """The path of a finished pack."""
    return stored_files.place_of(_FOLDER, row.sha256)


def make_for(publication: Publication) -> int:
    """Make the packs of a publication that are missing; how many were made."""
    missing = [copy for copy, row in current(publication).items() if row is None]
    asked = wanted(publication)
    for copy in missing:
        _make(publication, asked[copy])
    return len(missing)


def _make(publication: Publication, asked: Wanted) -> None:
    row = PackRow(
        publication=publication, copy=asked.copy, wanted=asked.digest, made_at=timezone.now()
    )
    with tempfile.TemporaryDirectory(prefix="cusp-pack-") as folder:
        out = Path(folder) / "pack.pdf"
        try:
            made = make_pack(_pack(asked), out, opened=_opened, jobs=1)
        except CannotPack as error:
            row.why = str(error)
            row.entries = _stored(error.entries)
        else:
            _keep(row, made, out)
    row.save()


def _keep(row: PackRow, made: MadePack, out: Path) -> None:
    stored = stored_files.keep_made(_FOLDER, out)
    row.sha256, row.size, row.pages = stored.sha256, stored.size, made.pages
    row.entries = _stored(made.entries)


def _pack(asked: Wanted) -> Pack:
    return Pack(
        title=asked.title,
        meeting=Meeting(
            board=asked.board,
            day=date.fromisoformat(asked.day),
            time=asked.time,
            place=asked.place,
        ),
        copy="public" if asked.copy == Copy.PUBLIC else "members",
        items=tuple(_item(line) for line in asked.lines),
    )


def _item(line: WantedLine) -> PackItem:
    # What is withheld is not among the lines, so every line may be shown. A paper is only published
    # once the clerk has answered its questions.
    place = paper_files.place_of(line.sha256) if line.sha256 else None
    return PackItem(title=line.title, number=line.number, note=line.note, file=place, answered=True)


def _title(publication: Publication) -> str:
    more = f", with {publication.name.lower()}" if publication.number > 1 else ""
    return f"Agenda and papers{more}"


def _lines(
    item: library.AgendaItem, may: dict[str, AgendaPaper], copy: str
) -> Iterator[WantedLine]:
    papers = [(paper, may[paper.id]) for paper in item.papers if paper.id in may]
    gone = len(item.papers) - len(papers)
    yield WantedLine(title=item.title, number=item.number, note=_note(item, gone, copy))
    for paper, row in papers:
        if row.file_name.lower().endswith(".pdf"):
            yield WantedLine(title=paper.title, sha256=row.sha256)
        else:
            yield WantedLine(title=paper.title, note="Published beside this pack")


def _note(item: library.AgendaItem, gone: int, copy: str) -> str:
    if item.access != "open" and copy == Copy.PUBLIC:
        return _IN_PRIVATE
    said = [item.access.capitalize()] if item.access != "open" else []
    if not item.papers:
        said.append(_FORMS.get(item.form, ""))
    if item.withheld:
        said.append(_papers(item.withheld, "not published"))
    if gone:
        said.append(_papers(gone, "withdrawn"))
    return ". ".join(filter(None, said))


def _papers(number: int, what: str) -> str:
    return f"1 paper is {what}" if number == 1 else f"{number} papers are {what}"


def _may_be_in(row: AgendaPaper, copy: str) -> bool:
    """Whether a published paper may still be in a pack: see ``readers.may_open``."""
    if not row.frozen or not row.sha256 or row.withdrawn or row.item.withdrawn:
        return False
    return copy == Copy.MEMBERS or records.paper_access(row, row.item) == "open"


def _stored(entries: Sequence[Entry]) -> Any:
    """Where each paper is in a pack, without what was found in it."""
    return msgspec.to_builtins([msgspec.structs.replace(one, check=Check()) for one in entries])


def _opened(task: str, request: bytes, limits: Limits) -> bytes:
    return once(task, request, limits, within=_WITHIN)
