"""A written report to members, with the usual headings, typed into a form."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from cusp.meetings.wording import say_when
from cusp.packs.written import Block, Bullets, Heading, Text, WrittenPaper
from cusp.web.boards.living.laying_out import NotMade
from cusp.web.boards.records import paper_access

if TYPE_CHECKING:
    from cusp.web.boards.models import AgendaPaper


class ReportFields(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What people write in a report. Lists have an entry on each line."""

    report_of: str = ""
    contact: str = ""
    purpose: str = ""
    recommendations: str = ""
    background: str = ""
    options: str = ""
    reasons: str = ""
    finance: str = ""
    legal: str = ""
    people: str = ""
    equality: str = ""
    risk: str = ""
    other: str = ""
    background_papers: str = ""
    appendices: str = ""


HEADS = {
    "purpose": "Purpose of the report",
    "recommendations": "Recommendations",
    "background": "Background",
    "options": "Options considered",
    "reasons": "Reasons for the recommendations",
}
IMPLICATIONS = {
    "finance": "Finance",
    "legal": "Legal",
    "people": "People and property",
    "equality": "Equality",
    "risk": "Risk",
    "other": "Other",
}
LISTS = {"background_papers": "Background papers", "appendices": "Appendices"}
# Without these, it is not a report.
NEEDED = ("purpose", "recommendations")


def fields_of(paper: AgendaPaper) -> ReportFields:
    """What was typed."""
    return msgspec.convert(paper.made_from, ReportFields)


def written_report(paper: AgendaPaper, *, today: date) -> WrittenPaper:
    """The report. Raises ``NotMade`` if it lacks its purpose or its recommendations."""
    typed, meeting = fields_of(paper), paper.item.meeting
    for name in NEEDED:
        if not getattr(typed, name):
            raise NotMade(f"“{paper.title}” has no text under “{HEADS[name]}”. Edit the report.")
    blocks: list[Block] = []
    for name, heading in HEADS.items():
        blocks += _part(heading, getattr(typed, name), numbered=name == "recommendations")
    said = [(heading, getattr(typed, name)) for name, heading in IMPLICATIONS.items()]
    if any(text for _, text in said):
        blocks.append(Heading("Implications"))
        for heading, text in said:
            if text:
                blocks += [Heading(heading, 2), *_paragraphs(text)]
    for name, heading in LISTS.items():
        lines = _lines(getattr(typed, name))
        blocks += [Heading(heading), Bullets(lines) if lines else Text("None listed.")]
    board = meeting.board.name
    when = say_when(meeting.date, meeting.start)
    under = (
        board,
        when,
        f"Item {paper.item.number}: {paper.item.title}",
        f"Report of: {typed.report_of}" if typed.report_of else "",
        f"Contact: {typed.contact}" if typed.contact else "",
        _access(paper),
    )
    return WrittenPaper(
        title=paper.title,
        under=under,
        footer=f"{board}, {when}",
        as_at=today,
        blocks=tuple(blocks),
    )


def _access(paper: AgendaPaper) -> str:
    access = paper_access(paper, paper.item)
    if access == "open":
        return ""
    numbers = paper.paragraphs if paper.own_access else paper.item.paragraphs
    said = ", ".join(map(str, numbers))
    if access == "exempt" and said:
        return f"Not for publication: exempt, Schedule 12A, paragraph {said}"
    return f"Not for publication: {access}"


def _part(heading: str, text: str, *, numbered: bool) -> list[Block]:
    if not text:
        return []
    lines = _lines(text)
    if numbered and len(lines) > 1:
        return [Heading(heading), Bullets(lines, numbered=True)]
    return [Heading(heading), *_paragraphs(text)]


def _paragraphs(text: str) -> list[Block]:
    parts = text.replace("\r\n", "\n").split("\n\n")
    return [Text(part.strip()) for part in parts if part.strip()]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
