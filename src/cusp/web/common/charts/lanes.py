"""What happened when: a line for each kind of event, with a mark on each day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.safestring import SafeString

from cusp.web.common.charts.svg import Node, add, html, picture

# Narrow enough for a phone, where its words must still be read.
_WIDE, _LANE, _TEXT = 480, 46, 15
_LEFT, _RIGHT, _BOTTOM = 12, 12, 30
_MOST_TICKS, _MARGIN = 5, 30
# With more months than this, the years are enough.
_YEARS_FROM = 30

# A kind of event, and the day of each with what happened.
Lane = tuple[str, Sequence[tuple[date, str]]]


def lanes(
    rows: Sequence[Lane], *, first: date, last: date, title: str, name: str = "lanes"
) -> SafeString:
    """Kinds of events below each other, from the first day to the last."""
    high = len(rows) * _LANE + _BOTTOM
    root = picture(
        name, title=title, about="The tables below have every event.",
        viewBox=f"0 0 {_WIDE} {high}", width=_WIDE, height=high,
    )  # fmt: skip
    frame = _Frame(first, last)
    for tick, words in frame.ticks():
        at = frame.place(tick)
        line = {"class_": "cusp-line--england", "stroke_dasharray": "2 4"}
        add(root, "line", x1=at, x2=at, y1=4, y2=high - _BOTTOM, **line)
        _text(root, words, at, high - 8, anchor="middle")
    for number, (kind, events) in enumerate(rows):
        _draw(root, frame, kind, events, number * _LANE)
    return html(root)


class _Frame:
    """Where a day is in the picture."""

    def __init__(self, first: date, last: date) -> None:
        self._first, self._last = first, last
        self._days = max((last - first).days, 1)

    def place(self, on: date) -> float:
        along = min(max((on - self._first).days / self._days, 0), 1)
        return _LEFT + along * (_WIDE - _LEFT - _RIGHT)

    def ticks(self) -> Iterator[tuple[date, str]]:
        """The first days of years or, if there are few, of months."""
        first, last = self._first, self._last
        months = [
            date(year, month, 1)
            for year in range(first.year, last.year + 1)
            for month in range(1, 13)
            if first < date(year, month, 1) <= last
        ]
        years = [day for day in months if day.month == 1]
        of_years = len(months) > _YEARS_FROM
        days = years if of_years else months
        for day in days[:: -(-len(days) // _MOST_TICKS) or 1]:
            if _MARGIN < self.place(day) < _WIDE - _MARGIN:
                yield day, str(day.year) if of_years else f"{day:%b %Y}"


def _draw(
    root: Node, frame: _Frame, kind: str, events: Sequence[tuple[date, str]], top: float
) -> None:
    _text(root, f"{kind} ({len(events)})", _LEFT, top + _TEXT + 2, weight=700)
    y = top + _TEXT + 16
    add(root, "line", x1=_LEFT, x2=_WIDE - _RIGHT, y1=y, y2=y, class_="cusp-line--england")
    for on, what in events:
        dot = add(root, "circle", cx=frame.place(on), cy=y, r=5, class_="cusp-dot")
        add(dot, "title", f"{on.day} {on:%b %Y}: {what}")


def _text(
    root: Node, words: str, x: float, y: float, *, anchor: str = "start", weight: int = 400
) -> None:
    font = {"font_size": _TEXT, "font_weight": weight, "class_": "cusp-ink"}
    add(root, "text", words, x=x, y=y, text_anchor=anchor, **font)
