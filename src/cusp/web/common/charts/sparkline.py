"""A small chart of a measure over the years, with the council's line and England's."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from cusp.history.measures import Value
from cusp.web.common.charts.svg import Node, add, html, picture

_WIDE, _HIGH, _EDGE = 140, 40, 5
# Figures this many times larger cannot be compared.
_FAR = 8
Point = tuple[float, float]


def sparkline(
    own: Sequence[Value], england: Sequence[Value], *, title: str, name: str
) -> SafeString:
    """The two lines, broken where a figure is not published; empty if there are no figures.

    England's line is left out if it is a national total, which would flatten the council's.
    """
    if not _comparable(own, england):
        england = ()
    figures = [figure for figure in (*own, *england) if figure.value is not None]
    if not any(figure.value is not None for figure in own):
        return html(picture(name, title=title, width=_WIDE, height=_HIGH))
    years = [figure.sort for figure in figures]
    values = [figure.value for figure in figures if figure.value is not None]
    frame = (min(years), max(years), min(values), max(values))
    root = picture(
        name,
        title=title,
        viewBox=f"0 0 {_WIDE} {_HIGH}",
        width=_WIDE,
        height=_HIGH,
        class_="cusp-spark",
    )
    for line in _lines(england, frame):
        _draw(root, line, "cusp-line--england", dashes="4 3")
    lines = _lines(own, frame)
    for line in lines:
        _draw(root, line, "cusp-line--own")
    x, y = lines[-1][-1]
    add(root, "circle", cx=x, cy=y, r=3.5, class_="cusp-dot")
    return html(root)


def _comparable(own: Sequence[Value], england: Sequence[Value]) -> bool:
    ours = [figure.value for figure in own if figure.value is not None]
    theirs = [figure.value for figure in england if figure.value is not None]
    return bool(ours and theirs) and max(ours) * _FAR > min(theirs)


def _lines(series: Sequence[Value], frame: tuple[int, int, float, float]) -> list[list[Point]]:
    """The series as points, split where a figure is missing."""
    first, last, low, high = frame
    lines: list[list[Point]] = [[]]
    for figure in series:
        if figure.value is None:
            lines.append([])
            continue
        along = (figure.sort - first) / (last - first) if last > first else 0.5
        up = (figure.value - low) / (high - low) if high > low else 0.5
        x = _EDGE + along * (_WIDE - 2 * _EDGE)
        y = _HIGH - _EDGE - up * (_HIGH - 2 * _EDGE)
        lines[-1].append((x, y))
    return [line for line in lines if line]


def _draw(root: Node, line: Sequence[Point], class_: str, *, dashes: str = "") -> None:
    if len(line) == 1:
        x, y = line[0]
        line = [(x - 1.5, y), (x + 1.5, y)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
    extra = {"stroke_dasharray": dashes} if dashes else {}
    add(root, "polyline", points=points, fill="none", class_=class_, **extra)
