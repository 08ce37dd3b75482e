"""The published response to the inspection as a paper: exactly what is public already.

Its readings are those that disclosure control let into the published version, and no others.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from cusp.packs.written import Block, Heading, Table, Text, WrittenPaper
from cusp.web.boards.living.council import council
from cusp.web.boards.living.laying_out import NotMade
from cusp.web.common.wording import say_date, with_page
from cusp.web.response import public_words, statements
from cusp.web.response.statement_content import Action, sentence

_WITHHELD = (
    "Readings are withheld if the numbers behind them are small, or if they could give away a "
    "small number that is already withheld."
)


def statement_paper(*, today: date) -> WrittenPaper:
    """The latest published version. Raises ``NotMade`` if there is none."""
    authority = council()
    found = statements.published_response(authority)
    seen = statements.version_of(authority, found.version) if found else None
    if seen is None:
        raise NotMade(
            "The response to the inspection has not been published yet. Publish it on the plan’s "
            "“Public statement” page, or remove this paper."
        )
    statement = seen.statement
    blocks: list[Block] = [Text(f"{sentence(statement)}.")]
    if statement.introduction:
        blocks.append(Text(statement.introduction))
    for one in public_words.context_of(statement, authority)["priorities"]:
        blocks += _priority(one, statement.inspected[0])
    if statement.withheld:
        blocks.append(Text(_WITHHELD, "note"))
    if statement.contact:
        blocks += [Heading("Contact"), Text(statement.contact)]
    version = f"Version {seen.version}, published on {say_date(seen.on)}"
    return WrittenPaper(
        title=statement.title or "Response to the inspection",
        council=statement.council,
        under=(statement.council, version),
        footer=f"{statement.council}: response to the inspection, version {seen.version}",
        as_at=today,
        blocks=tuple(blocks),
    )


def _priority(one: dict[str, Any], inspected: date) -> list[Block]:
    priority = one["priority"]
    blocks: list[Block] = [Heading(f"{priority.number}. {priority.title}")]
    if priority.words:
        said_in = with_page(f"{inspected.year} report, {one['said_in']}", priority.words.page)
        blocks += [
            Text(priority.words.text, "quote"),
            Text(f"What inspectors said: {said_in}", "note"),
        ]
    if priority.outcome:
        blocks.append(Text(f"Outcome for children: {priority.outcome}"))
    if priority.impact:
        said = f"{priority.impact.code}, {priority.impact.words}, {say_date(priority.impact.on)}"
        blocks.append(Text(f"Impact so far: {said}"))
    if priority.actions:
        columns = (("What the council will do", 5), ("Lead", 2), ("When", 2), ("Delivery", 2))
        rows = tuple(_action(action) for action in priority.actions)
        blocks.append(Table(columns, rows))
    for shown in one["measures"]:
        blocks += _measure(shown)
    return blocks


def _action(action: Action) -> tuple[str, ...]:
    text = f"{action.id}. {action.text}"
    if action.update:
        text += f"\n{say_date(action.update.on)}: {action.update.text}"
    rated = action.delivery
    delivery = f"{rated.code}, {rated.words}, {say_date(rated.on)}" if rated else "Not given"
    return (text, action.lead or "Not given", _when(action), delivery)


def _when(action: Action) -> str:
    if action.done:
        said = f"Done on {say_date(action.done)}"
    elif action.due:
        said = f"By {say_date(action.due)}"
    else:
        said = "No date"
    return f"{said}\nFirst due {say_date(action.first_due)}" if action.first_due else said


def _measure(shown: dict[str, Any]) -> list[Block]:
    measure = shown["measure"]
    blocks: list[Block] = [Heading(measure.name, 2)]
    if measure.definition:
        blocks.append(Text(measure.definition))
    if shown["target"]:
        blocks.append(Text(f"Target: {shown['target']}."))
    if shown["readings"]:
        rows = tuple(_reading(one) for one in shown["readings"])
        blocks.append(Table((("Date", 4), ("Value", 2), ("Of how many", 3)), rows))
    return blocks


def _reading(one: dict[str, Any]) -> tuple[str, ...]:
    day = say_date(one["on"])
    if one["since"]:
        day = f"{say_date(one['since'])} to {day}"
    if one["baseline"]:
        day = f"{day}\nBaseline"
    if one["withheld"]:
        return (day, "Withheld", "Withheld")
    return (day, one["value"], one["of"] or "Not applicable")
