"""What an existing plan contains, made ready for this plan, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from cusp.plans.record import KeyEntry, Plan
from cusp.plans.workbook import Asked, Existing, FoundAction, Value
from cusp.plans.workbook.existing import CHOICES
from cusp.plans.workbook.table import bare
from cusp.plans.workbook.writing import rating_codes, rating_words
from cusp.web.response.actions import ActionFields
from cusp.web.response.workbook.review import areas_by_title

# What Cusp can take from an existing plan. Measures and evidence need more than a cell of text.
FIELDS = tuple(field for field in CHOICES if field.name not in ("measure", "evidence"))
NEW, NO = "new", "no"
_LEAD, _SUPPORT, _TITLE = 200, 300, 200


class Ready(msgspec.Struct, frozen=True):
    """An action as it would be added. ``priority`` is its title in the file."""

    row: int
    ref: str
    priority: str
    fields: ActionFields
    due: date | None
    done: date | None
    rating: str
    progress: str


class Prepared(msgspec.Struct, frozen=True):
    """Everything that would be imported. ``left_out`` says what would not be, and why."""

    actions: tuple[Ready, ...]
    priorities: tuple[str, ...]
    outcomes: Mapping[str, str]
    left_out: tuple[Asked, ...]
    read_as: tuple[Asked, ...]


def prepare(existing: Existing, plan: Plan, *, on: date) -> Prepared:
    """Check what was found in a file against the plan that it is to be added to."""
    left_out = list(existing.asked)
    ratings = rating_words((entry.code, entry.words) for entry in plan.delivery_key)
    codes = rating_codes(plan.delivery_key)
    entries = {entry.code: entry for entry in plan.delivery_key}
    ready = []
    for action in existing.actions:
        words = _text(action.values, "delivery")
        entry = entries.get(codes.get(ratings.get(words.casefold(), ""), ""))
        if "action" in action.values:
            ready.append(_ready(action, entry, on, left_out))
    return Prepared(
        tuple(ready),
        tuple(dict.fromkeys(one.priority for one in ready)),
        _outcomes(existing.actions),
        tuple(left_out),
        existing.read_as,
    )


def areas_to_choose(title: str, plan: Plan) -> list[tuple[str, str]]:
    """What can be done with a priority of the file. Without a title, it cannot be a new area."""
    areas = [(p.id, f"{p.id[1:]}. {p.title}") for p in plan.priorities]
    new = [(NEW, "Add it as a new area")] if 0 < len(title) <= _TITLE else []
    return [("", "Choose"), *new, (NO, "Do not import its actions"), *areas]


def same_area(title: str, plan: Plan) -> str:
    """The area with this title; empty if there is none."""
    return areas_by_title(plan).get(bare(title), "")


def _ready(action: FoundAction, entry: KeyEntry | None, on: date, left_out: list[Asked]) -> Ready:
    values = dict(action.values)

    def leave_out(field: str, why: str) -> None:
        values.pop(field)
        left_out.append(Asked(action.id, why, action.row, field=field))

    for field, most in (("lead", _LEAD), ("support", _SUPPORT)):
        if field in values and len(bare(values[field].text)) > most:
            leave_out(field, f"This is longer than {most} characters.")
    start, due, done = (values[f].day if f in values else None for f in ("start", "due", "done"))
    if start and due and due < start:
        leave_out("start", "The due date is before the start date, so the start is left out.")
    if done and done > on:
        leave_out("done", "The day on which it was done is in the future.")
    if "delivery" in values and entry is None:
        leave_out("delivery", f"“{_text(values, 'delivery')}” is not in the plan’s own key.")
    elif entry and entry.needs_evidence:
        leave_out("delivery", f"“{entry.code}” needs evidence. Add the evidence, then rate it.")
    day = {f: values[f].day if f in values else None for f in ("start", "due", "done")}
    text = {f: _text(values, f) for f in ("action", "lead", "support", "progress")}
    fields = ActionFields(text["action"], text["lead"], None, text["support"], day["start"])
    return Ready(
        action.row,
        action.id,
        bare(action.priority),
        fields,
        day["due"],
        day["done"],
        entry.code if entry and "delivery" in values else "",
        text["progress"],
    )


def _text(values: Mapping[str, Value], field: str) -> str:
    return bare(values[field].text) if field in values else ""


def _outcomes(actions: Iterable[FoundAction]) -> dict[str, str]:
    """The outcomes that the rows of each priority give, each once."""
    found: dict[str, dict[str, None]] = {}
    for action in actions:
        if text := _text(action.values, "outcome"):
            found.setdefault(bare(action.priority), {}).setdefault(text)
    return {title: "\n".join(texts) for title, texts in found.items()}
