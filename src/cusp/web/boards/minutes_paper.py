"""The minutes of a meeting as a paper: what the page shows to the same person, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cusp.meetings.wording import say_when
from cusp.packs.written import Block, Bullets, Heading, Text, WrittenPaper
from cusp.web.boards.minutes_shown import ShownItem, ShownMinutes
from cusp.web.boards.minutes_words import state_of
from cusp.web.boards.models import Undertaking
from cusp.web.common.wording import say_date
from cusp.web.record.archive.home_council import home_council

_WITHHELD = "The public was excluded from this item, so its minutes are not published."


def minutes_paper(shown: ShownMinutes, *, today: date) -> WrittenPaper:
    """The minutes, with who attended first."""
    meeting, council = shown.meeting, home_council()
    blocks: list[Block] = [Text(state_of(shown.minutes))]
    if shown.groups:
        blocks.append(Heading("Who attended"))
        blocks.append(Bullets(tuple(f"{name}: {', '.join(who)}" for name, who in shown.groups)))
    if shown.quorate:
        blocks.append(Text(shown.quorate.why))
    for item in shown.items:
        blocks.append(Heading(f"{item.number}. {item.title}"))
        blocks += [Text(said) for said in _said(item)]
    blocks += [Text(_undertaking(row)) for row in shown.other_undertakings]
    name = council.name if council else ""
    return WrittenPaper(
        title=f"Minutes of the {meeting.board.name}",
        council=name,
        under=tuple(filter(None, (name, say_when(meeting.date, meeting.start), meeting.place))),
        footer=f"{meeting.board.name}: minutes of {say_date(meeting.date)}",
        as_at=today,
        blocks=tuple(blocks),
    )


def _said(item: ShownItem) -> Iterator[str]:
    if item.withdrawn:
        yield "This item was withdrawn."
        return
    if item.withheld:
        yield _WITHHELD
        return
    if item.text:
        yield item.text
    if item.resolution:
        yield f"Resolved: {item.resolution}"
    if item.reasons:
        yield f"Reasons: {item.reasons}"
    if item.decision:
        for label, words in (
            ("Options rejected", item.decision.options_rejected),
            ("Interests and dispensations", item.decision.interests),
            ("Votes", item.decision.votes_in_words),
            *item.decision.named_votes,
        ):
            if words:
                yield f"{label}: {words}"
    yield from map(_undertaking, item.undertakings)
    if not (item.written or item.undertakings):
        yield "Nothing has been minuted about this item."


def _undertaking(row: Undertaking) -> str:
    due = getattr(row, "due", None)  # as minutes_shown adds it
    by = f", by {say_date(due)}" if due else ""
    return f"Undertaking {row.public_id}: {row.text} ({row.owner}{by})"
