"""What the public and members see of a meeting.

A public copy is built from what may be in it, field by field: what nobody thought of stays out.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from cusp.meetings.record import AgendaItem, Meeting, Paper

IN_PRIVATE = "Item to be considered in private"


def public_copy(meeting: Meeting, *, public: bool) -> Meeting | None:
    """What everyone may see; None if the board or the meeting is not ``public``."""
    if not public or meeting.private:
        return None
    return replace(meeting, private_reason="", items=tuple(_public(i) for i in meeting.items))


def closed_since(copy: Meeting, now: Iterable[AgendaItem]) -> Meeting:
    """A public copy without what has stopped being open since; ``now`` are the items as they are.

    What an item that is no longer open said then is left out, as if it had not been published.
    """
    by_id = {item.id: item for item in now}
    items = (_closed(item, by_id.get(item.id)) for item in copy.items)
    return replace(copy, items=tuple(items))


def members_copy(meeting: Meeting) -> Meeting:
    """What members of the board see: everything but the clerk's checks and withdrawn papers."""
    items = (replace(i, papers=tuple(map(_plain, _shown(i)))) for i in meeting.items)
    return replace(meeting, items=tuple(items))


def _public(item: AgendaItem) -> AgendaItem:
    papers = _shown(item)
    if item.access == "open":
        open_papers = tuple(_plain(paper) for paper in papers if paper.access == "open")
        return AgendaItem(
            id=item.id,
            number=item.number,
            title=item.title,
            lead=item.lead,
            start=item.start,
            minutes_allowed=item.minutes_allowed,
            purpose=item.purpose,
            form=item.form,
            late_reason=item.late_reason,
            standing=item.standing,
            withdrawn=item.withdrawn,
            why=item.why,
            papers=open_papers,
            withheld=len(papers) - len(open_papers),
        )
    return AgendaItem(
        id=item.id,
        number=item.number,
        title=item.public_title or IN_PRIVATE,
        start=item.start,
        minutes_allowed=item.minutes_allowed,
        access=item.access,
        paragraphs=item.paragraphs,
        withdrawn=item.withdrawn,
        withheld=len(papers),
    )


def _closed(item: AgendaItem, now: AgendaItem | None) -> AgendaItem:
    if now is None or item.access != "open":
        return item
    if now.access == "open":
        closed = {paper.id for paper in now.papers if paper.access != "open"}
        papers = tuple(paper for paper in item.papers if paper.id not in closed)
        return replace(item, papers=papers, withheld=item.withheld + len(item.papers) - len(papers))
    return AgendaItem(
        id=item.id,
        number=item.number,
        title=now.public_title or IN_PRIVATE,
        start=item.start,
        minutes_allowed=item.minutes_allowed,
        access=now.access,
        paragraphs=now.paragraphs,
        withdrawn=item.withdrawn,
        withheld=item.withheld + len(item.papers),
    )


def _shown(item: AgendaItem) -> tuple[Paper, ...]:
    return tuple(paper for paper in item.papers if not paper.withdrawn and not item.withdrawn)


def _plain(paper: Paper) -> Paper:
    return replace(paper, checks=())
