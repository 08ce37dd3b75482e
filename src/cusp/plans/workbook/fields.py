"""The columns of a plan's workbook, and the headings under which other workbooks have them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

_NOT_WORDS = re.compile(r"[^\w%/&()-]+")


@dataclass(frozen=True)
class Field:
    """A column: its name in code, its heading, and other headings for the same, likeliest first.

    Cusp fills in a column that is "to read" and ignores nothing that is written there: a change
    becomes a question. "to fill" columns are exported empty.
    """

    name: str
    heading: str
    kind: Literal["id", "text", "date", "rating", "to read", "to fill"]
    others: tuple[str, ...] = ()
    width: int = 16


FIELDS = (
    Field("id", "Id", "id", (
        "action id", "ref", "reference", "action ref", "action reference", "ref no", "action no",
        "action number", "number", "no",
    ), 10),
    Field("priority", "Priority", "text", (
        "priority area", "improvement priority", "area for improvement", "recommendation", "theme",
        "objective",
    ), 28),
    Field("action", "Action", "text", (
        "actions", "action required", "improvement action", "what we will do", "what", "task",
    ), 48),
    Field("lead", "Lead", "text", (
        "lead officer", "action lead", "accountable lead", "lead (accountable)", "accountable",
        "owner", "action owner", "responsible officer", "responsible", "who",
    ), 22),
    Field("support", "Support", "text", (
        "supported by", "supporting", "supporting officer", "support lead",
    ), 22),
    Field("start", "Start", "date", ("start date", "starts", "start by", "from"), 18),
    Field("due", "Due", "date", (
        "due date", "date due", "revised due date", "revised due", "deadline", "target date",
        "end date", "completion date", "by when", "timescale", "when", "end",
    ), 18),
    Field("done", "Done", "date", (
        "done on", "date done", "date completed", "completed on", "completed",
        "actual completion date",
    ), 18),
    Field("delivery", "Delivery rating", "rating", (
        "delivery", "rag rating", "brag rating", "rag", "brag", "rating", "progress rating",
        "current status", "status",
    ), 28),
    Field("last_update", "Last update", "to read", ("latest update",), 48),
    Field("new_update", "New update", "to fill", (), 48),
    Field("due_reason", "Reason for new due date", "to fill", ("reason for change of date",), 28),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}
# What an existing plan may have besides. None of it comes back from Cusp's own workbook.
OF_OTHER_PLANS = (
    Field("outcome", "Outcome", "text", (
        "intended outcome", "desired outcome", "outcome for children", "impact",
        "what good looks like", "success criteria",
    )),
    Field("measure", "Measure", "text", (
        "measures", "success measure", "success measures", "performance indicator", "kpi",
    )),
    Field("progress", "Progress", "text", (
        "progress update", "progress note", "progress notes", "update", "updates", "comments",
        "commentary", "last update",
    )),
    Field("evidence", "Evidence", "text", ("evidence of impact", "evidence of progress")),
)  # fmt: skip


def normal(heading: str) -> str:
    """A heading without capitals, line breaks and punctuation."""
    return _NOT_WORDS.sub(" ", heading).strip().casefold()


@dataclass(frozen=True)
class Columns:
    """Which column holds which field. ``rest`` are the headings of the other columns.

    ``doubled`` has two columns for one field that are equally likely to be meant.
    """

    of: Mapping[str, int]
    rest: Mapping[int, str]
    doubled: tuple[tuple[Field, int, int], ...] = ()


def columns_of(headings: Mapping[int, str], fields: Iterable[Field] = FIELDS) -> Columns:
    """Match headings with fields. The likelier heading of two is taken."""
    found: dict[str, int] = {}
    doubled = []
    normals = {column: normal(heading) for column, heading in headings.items()}
    for field in fields:
        names = (normal(field.heading), field.name, *field.others)
        ranked = sorted(
            (names.index(heading), column)
            for column, heading in normals.items()
            if heading in names and column not in found.values()
        )
        if ranked:
            found[field.name] = ranked[0][1]
        if len(ranked) > 1 and normals[ranked[0][1]] == normals[ranked[1][1]]:
            doubled.append((field, ranked[0][1], ranked[1][1]))
    rest = {c: h for c, h in headings.items() if c not in found.values() and normal(h)}
    return Columns(found, rest, tuple(doubled))
