"""A line of readings by date, with the target as a dashed line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.safestring import SafeString

from cusp.web.common.charts.svg import Node, add, html, picture

# Narrow enough for a phone, where its words must still be read.
_WIDE, _HIGH = 480, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 20, 20, 30, 40
_TEXT = 16
_APART = 20

Reading = tuple[date, float]


def readings_line(
    readings: Sequence[Reading],
    *,
    target: float | None,
    in_words: Callable[[float], str],
    title: str,
    name: str = "readings",
) -> SafeString:
    """Readings in the order of their dates, with the first and last in figures.

    ``in_words`` writes a value with its unit. There must be at least one reading.
    """
    frame = _Frame(readings, target)
    root = picture(
        name,
        title=title,
        about="The table below has the figures.",
        viewBox=f"0 0 {_WIDE} {_HIGH}",
        width=_WIDE,
        height=_HIGH,
    )
    places = [frame.place(on, value) for on, value in readings]
    if target is not None:
        _draw_target(root, frame, target, f"Target {in_words(target)}", places)
    if len(places) > 1:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        add(root, "polyline", points=points, fill="none", class_="cusp-line--own")
    for (x, y), (on, value) in zip(places, readings, strict=True):
        dot = add(root, "circle", cx=x, cy=y, r=4, class_="cusp-dot")
        add(dot, "title", f"{_day(on)}: {in_words(value)}")
    _label_ends(root, readings, places, in_words)
    return html(root)


class _Frame:
    """Where a day and a value are in the picture."""

    def __init__(self, readings: Sequence[Reading], target: float | None) -> None:
        days = [on.toordinal() for on, _ in readings]
        values = [value for _, value in readings] + ([] if target is None else [target])
        self._first, self._days = min(days), max(days) - min(days)
        self._low, self._span = min(values), max(values) - min(values)

    def place(self, on: date, value: float) -> tuple[float, float]:
        along = (on.toordinal() - self._first) / self._days if self._days else 0.5
        return _LEFT + along * (_WIDE - _LEFT - _RIGHT), self.height(value)

    def height(self, value: float) -> float:
        up = (value - self._low) / self._span if self._span else 0.5
        return _HIGH - _BOTTOM - _APART - up * (_HIGH - _TOP - _BOTTOM - 2 * _APART)


def _draw_target(
    root: Node, frame: _Frame, target: float, words: str, places: Sequence[tuple[float, float]]
) -> None:
    y = frame.height(target)
    across = {"class_": "cusp-line--england", "stroke_dasharray": "6 4"}
    add(root, "line", None, x1=_LEFT, x2=_WIDE - _RIGHT, y1=y, y2=y, **across)
    # In the middle, on the side of the line where the readings are not.
    middle = sum(place[1] for place in places) / len(places)
    below = y + _TEXT + 2
    _text(root, words, _WIDE / 2, y - 7 if middle >= y else below, anchor="middle")


def _label_ends(
    root: Node,
    readings: Sequence[Reading],
    places: Sequence[tuple[float, float]],
    in_words: Callable[[float], str],
) -> None:
    ends = [("start", 0, 1), ("end", -1, -2)] if len(readings) > 1 else [("middle", 0, 0)]
    for anchor, which, beside in ends:
        on, value = readings[which]
        x, y = places[which]
        # On the side of the point where the line does not go.
        down = _TEXT + 6 if places[beside][1] < y else -10
        _text(root, in_words(value), x, y + down, anchor=anchor, weight=700)
        _text(root, _day(on), x, _HIGH - 12, anchor=anchor)


def _text(root: Node, words: str, x: float, y: float, *, anchor: str, weight: int = 400) -> None:
    font = {"font_size": _TEXT, "font_weight": weight, "class_": "cusp-ink"}
    add(root, "text", words, x=x, y=y, text_anchor=anchor, **font)


def _day(on: date) -> str:
    return f"{on.day} {on:%b %Y}"
