"""Standing items as text: one on each line, its parts separated by vertical bars."""

from __future__ import annotations

from collections.abc import Iterable

from cusp.web.boards.boards import StandingItem
from cusp.web.boards.choices import Purpose
from cusp.web.boards.refusals import CannotChange

_PURPOSES = {choice.label.lower(): choice.value for choice in Purpose}
_MOST = 50


def as_lines(items: Iterable[StandingItem]) -> tuple[str, ...]:
    """Each item as a line."""
    return tuple(map(_line, items))


def from_lines(text: str) -> tuple[StandingItem, ...]:
    """The items that were typed. Raises ``CannotChange``."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > _MOST:
        raise CannotChange(f"Enter {_MOST} items or fewer", field="lines")
    return tuple(_item(number, line) for number, line in enumerate(lines, start=1))


def _line(item: StandingItem) -> str:
    label = Purpose(item.purpose).label.lower() if item.purpose else ""
    minutes = str(item.minutes_allowed) if item.minutes_allowed else ""
    parts = [item.title, item.lead, minutes, label]
    while not parts[-1]:
        parts.pop()
    return " | ".join(parts)


def _item(number: int, line: str) -> StandingItem:
    title, lead, minutes, purpose, *more = (p.strip() for p in f"{line}|||".split("|"))
    if any(more):
        raise CannotChange(f"Line {number} has more than four parts", field="lines")
    if not title or len(title) > 300 or len(lead) > 200:
        raise CannotChange(
            f"Line {number}: enter a title of 300 characters or fewer", field="lines"
        )
    if minutes and not (minutes.isascii() and minutes.isdigit() and 0 < int(minutes) < 1_000):
        raise CannotChange(f"Line {number}: enter the minutes as a number", field="lines")
    known = {**_PURPOSES, **{value: value for value in Purpose.values}, "": ""}
    if purpose.lower() not in known:
        one_of = ", ".join(_PURPOSES)
        raise CannotChange(f"Line {number}: the purpose is one of: {one_of}", field="lines")
    return StandingItem(
        title=title,
        lead=lead,
        minutes_allowed=int(minutes) if minutes else None,
        purpose=known[purpose.lower()],
    )
