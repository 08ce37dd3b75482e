"""A meeting and its agenda as one person sees them."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec
from django.http import Http404
from django.template.defaultfilters import filesizeformat

from cusp import meetings as library
from cusp.calendar.wording import time_of_day
from cusp.meetings import changes, schedule_12a
from cusp.web.boards import readers, records
from cusp.web.boards.choices import Purpose
from cusp.web.boards.models import AgendaItem, Meeting, Publication
from cusp.wording import counted

if TYPE_CHECKING:
    from cusp.web.boards.readers import Reader

_KINDS = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel"}


class ShownPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper; without an ``address`` it can no longer be opened."""

    record: library.Paper
    about: str  # such as "PDF, 2.3 MB, 14 pages"
    address: str = ""


class ShownItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item of an agenda as it was published."""

    record: library.AgendaItem
    about: str  # such as "8.20am, 10 minutes, to decide"
    paragraphs: tuple[str, ...] = ()
    papers: tuple[ShownPaper, ...] = ()


class ShownPublication(msgspec.Struct, frozen=True, kw_only=True):
    """A publication, and what it changed for this person. ``less``: some of it is closed now."""

    row: Publication
    copy: library.Meeting
    changes: tuple[str, ...] = ()
    less: bool = False


class ShownMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting as it is now, with the agenda of the last publication that the person sees."""

    row: Meeting
    rows: tuple[AgendaItem, ...]  # as they are now
    record: library.Meeting  # with the items that are shown
    whole: bool  # with members' papers
    publications: tuple[ShownPublication, ...] = ()
    items: tuple[ShownItem, ...] = ()

    def with_files_only(self) -> library.Meeting:
        """The record without papers that can no longer be opened."""
        there = {p.record.id for item in self.items for p in item.papers if p.address}
        replace = msgspec.structs.replace
        items = (
            replace(item, papers=tuple(p for p in item.papers if p.id in there))
            for item in self.record.items
        )
        return replace(self.record, items=tuple(items))


def shown(
    meeting: Meeting, reader: Reader, *, today: date, number: int | None = None
) -> ShownMeeting:
    """What a person who may know of a meeting sees of it.

    ``number`` is an earlier publication to show; raises ``Http404`` if they never saw it.
    """
    whole = readers.sees_members_papers(reader, meeting.board, today=today)
    rows = tuple(meeting.agenda_items.prefetch_related("papers"))
    now = records.meeting_record(meeting, rows=rows)
    publications = _publications(meeting, now, whole=whole)
    if number is not None:
        publications = tuple(one for one in publications if one.row.number <= number)
        if not publications or publications[-1].row.number != number:
            raise Http404("There is no such publication of this agenda.")
    copy = publications[-1].copy if publications else None
    files = readers.openable(reader, meeting, today=today, rows=rows, whole=whole)
    items = copy.items if copy else ()
    reason = now.private_reason if whole else ""
    return ShownMeeting(
        row=meeting,
        rows=rows,
        record=msgspec.structs.replace(now, items=items, private_reason=reason),
        whole=whole,
        publications=publications,
        items=tuple(_item(item, meeting, files) for item in items),
    )


def public_facts(meeting: Meeting) -> library.Meeting:
    """When and where a meeting is, for calendars."""
    found = records.meeting_record(meeting, with_items=False)
    return msgspec.structs.replace(found, private_reason="")


def file_address(meeting: Meeting, paper: library.Paper) -> str:
    """The address of the file of a paper."""
    return f"{meeting.get_absolute_url()}papers/{paper.id}/"


def _publications(
    meeting: Meeting, now: library.Meeting, *, whole: bool
) -> tuple[ShownPublication, ...]:
    found: list[ShownPublication] = []
    for row in meeting.publications.order_by("number"):
        copy = readers.copy_for(row, now.items, whole=whole)
        if copy is None:
            continue
        said = tuple(row.members_changes if whole else row.public_changes)
        less = not whole and copy != records.from_stored(row.public)
        if not whole and found and (less or found[-1].less):
            # What was said then may name what is closed now.
            said = changes(found[-1].copy, copy)
        found.append(ShownPublication(row=row, copy=copy, changes=said, less=less))
    return tuple(found)


def _item(item: library.AgendaItem, meeting: Meeting, files: frozenset[int]) -> ShownItem:
    about = [time_of_day(item.start)] if item.start else []
    about += [counted(item.minutes_allowed, "minute")] if item.minutes_allowed else []
    about += [Purpose(item.purpose).label.lower()] if item.purpose else []
    told = item.form == "verbal" and item.access == "open" and not item.standing
    about += ["verbal report"] if told and not (item.papers or item.withheld) else []
    words = {p.number: f"{p.what[:1].lower()}{p.what[1:]}" for p in schedule_12a().paragraphs}
    said = ", ".join(about)
    return ShownItem(
        record=item,
        about=f"{said[:1].upper()}{said[1:]}",
        paragraphs=tuple(
            f"{n} ({words[n][:1].lower()}{words[n][1:]})" for n in item.paragraphs if n in words
        ),
        papers=tuple(_paper(paper, meeting, files) for paper in item.papers),
    )


def _paper(paper: library.Paper, meeting: Meeting, files: frozenset[int]) -> ShownPaper:
    ending = PurePosixPath(paper.file_name).suffix.lower()
    about = [_KINDS.get(ending, ending.lstrip(".").upper() or "File"), filesizeformat(paper.size)]
    about += [counted(paper.pages, "page")] if paper.pages else []
    there = int(paper.id) in files
    address = file_address(meeting, paper) if there else ""
    return ShownPaper(record=paper, about=", ".join(about), address=address)
