"""The notice of a meeting for the council's offices."""

from __future__ import annotations

from datetime import date

import msgspec

from cusp import meetings as library
from cusp.meetings.wording import say_when
from cusp.packs.written import Block, Bullets, Heading, Text, WrittenPaper
from cusp.web.common.wording import say_date
from cusp.web.record.archive.home_council import home_council
from cusp.wording import listed


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What the notice says; ``moved`` says where the meeting was to be before."""

    council: str
    board: str
    when: str
    place: str
    cancelled: str = ""
    moved: str = ""
    items: tuple[str, ...] = ()
    says: str
    private: str = ""
    clerk: str = ""
    dated: date


def notice_of(meeting: library.Meeting, *, clerk: str, today: date) -> Notice:
    """The notice; ``meeting`` must be a public copy."""
    council = home_council()
    earlier = meeting.earlier[-1] if meeting.earlier else None
    closed = [one for one in meeting.items if one.access != "open" and not one.withdrawn]
    return Notice(
        council=council.name if council else "",
        board=meeting.board,
        when=say_when(meeting.date, meeting.start),
        place=meeting.place,
        cancelled=_cancelled(meeting),
        moved=f"It was due to be held on {say_when(earlier.date, earlier.start)}"
        + (f" at {earlier.place}." if earlier.place else ".")
        if earlier
        else "",
        items=tuple(f"{one.number}. {one.title}" for one in meeting.items if not one.withdrawn),
        says="The public may attend"
        + (f", except for items in private. {_READ}" if closed else f". {_READ}"),
        private=_private(closed),
        clerk=clerk,
        dated=today,
    )


def notice_paper(notice: Notice) -> WrittenPaper:
    """The notice as a paper."""
    blocks: list[Block] = [Text(said) for said in (notice.cancelled, notice.moved) if said]
    if not notice.cancelled:
        blocks.append(Text(notice.says))
        blocks.append(Heading("Agenda"))
        blocks.append(Bullets(notice.items) if notice.items else Text("To be published."))
    if notice.private and not notice.cancelled:
        blocks += [Heading("Items in private"), Text(notice.private)]
    if notice.clerk:
        blocks += [Heading("Contact"), Text(notice.clerk)]
    return WrittenPaper(
        title=f"Notice of meeting: {notice.board}",
        council=notice.council,
        under=(notice.council, notice.when, notice.place),
        footer=f"Notice dated {say_date(notice.dated)}",
        as_at=notice.dated,
        blocks=tuple(blocks),
    )


_READ = (
    "The agenda and the reports that are open to the public can be read at the council’s offices "
    "and on its website."
)


def _cancelled(meeting: library.Meeting) -> str:
    if meeting.status != "cancelled":
        return ""
    return f"This meeting is cancelled{f': {meeting.why}' if meeting.why else '.'}"


def _private(closed: list[library.AgendaItem]) -> str:
    if not closed:
        return ""
    said = []
    for item in closed:
        why: str = item.access
        if item.paragraphs:
            numbers = listed([str(number) for number in item.paragraphs])
            word = "paragraph" if len(item.paragraphs) == 1 else "paragraphs"
            why = f"{why}, {word} {numbers} of Schedule 12A to the Local Government Act 1972"
        said.append(f"item {item.number} ({why})")
    return f"The public may be excluded for {listed(said)}."
