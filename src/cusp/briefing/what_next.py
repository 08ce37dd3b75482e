"""Sentences on what the council answers, what is due, and when a board deals with it."""

from __future__ import annotations

from collections.abc import Iterator

from cusp.briefing.facts import Facts, MeetingFact, NoStatement, Received, Source, Statement
from cusp.briefing.sentences import Draft
from cusp.briefing.wording import counted, day, quoted, with_weekday
from cusp.calendar import deadlines
from cusp.calendar.wording import time_of_day

RULES = Source("How Cusp works out deadlines, with the law", "docs/calendar.md")


def drafts(facts: Facts) -> Iterator[Draft]:
    """The sentences, in order."""
    if isinstance(facts.response, Statement):
        yield _statement(facts.response)
    elif isinstance(facts.response, NoStatement):
        text = "No statement of action by the council has been published on this site."
        yield Draft("no response", text, (facts.response.source,))
    if facts.received:
        yield from _due(facts.received)
    if facts.meeting:
        yield from _meeting(facts.meeting)


def _statement(statement: Statement) -> Draft:
    actions = counted(statement.actions, "action", "actions")
    areas = counted(statement.areas, "area", "areas")
    text = f"The council published its statement of action on {day(statement.published)}: "
    text += f"{actions} in {areas}, of which {statement.done or 'none'} "
    text += "is done." if statement.done == 1 else "are done."
    return Draft("response", text, (statement.source,))


def _due(received: Received) -> Iterator[Draft]:
    due = deadlines(received.day)
    if due.publish_report_by is None or due.publish_statement_by is None:
        return
    text = (
        f"The council received the report on {day(received.day)}, so by law it must publish the "
        f"report by {day(due.publish_report_by)} and its statement of action by "
        f"{day(due.publish_statement_by)}."
    )
    yield Draft("deadlines", text, (received.source, RULES))


def _meeting(meeting: MeetingFact) -> Iterator[Draft]:
    at = f" at {time_of_day(meeting.time)}" if meeting.time else ""
    where = f", {meeting.place}" if meeting.place else ""
    text = f"Meeting of the {meeting.board}: {with_weekday(meeting.day)}{at}{where}."
    yield Draft("meeting", text, (meeting.source,))
    if meeting.item:
        number = f", item {meeting.item_number}" if meeting.item_number else ""
        text = f"On the agenda{number}: {quoted(meeting.item)}"
        yield Draft("agenda", text, (meeting.source,))
