"""The four grades as one scale, showing a judgement's place and its range."""

from __future__ import annotations

from django.utils.safestring import SafeString

from cusp.web.common.charts.svg import Node, add, colour, html, picture

# Each grade and the start of its band; each band is 1 wide.
BANDS = (("inadequate", 0.5), ("requires improvement", 1.5), ("good", 2.5), ("outstanding", 3.5))
BOTTOM, TOP = 0.5, 4.5
_WIDE, _HIGH, _EDGE = 360, 74, 3
_LINE, _BAND, _BAND_HIGH = 12, 26, 44
_INK = "#0b0c0c"


def place_scale(
    position: float,
    reach: tuple[float, float],
    *,
    printed: str,
    title: str,
    about: str,
    name: str,
) -> SafeString:
    """The scale, with a frame around the printed grade. It is never enlarged."""
    root = picture(
        name, title=title, about=about, viewBox=f"0 0 {_WIDE} {_HIGH}", width=_WIDE, height=_HIGH
    )
    for grade, low in BANDS:
        _band(root, grade, low)
    bottom = dict(BANDS).get(printed)
    if bottom is not None:
        add(
            root,
            "rect",
            x=_x(bottom),
            y=_BAND,
            width=_x(bottom + 1) - _x(bottom),
            height=_BAND_HIGH,
            fill="none",
            stroke=_INK,
            stroke_width=3,
        )
    _mark(root, position, reach)
    return html(root)


def _band(root: Node, grade: str, low: float) -> None:
    part = add(root, "g")
    wide = _x(low + 1) - _x(low)
    fill = f"cusp-fill--{colour(grade)} cusp-edge"
    add(part, "rect", x=_x(low), y=_BAND, width=wide, height=_BAND_HIGH, class_=fill)
    words = grade.capitalize().split()
    top = _BAND + _BAND_HIGH / 2 + 5 - 8 * (len(words) - 1)
    for number, word in enumerate(words):
        add(
            part,
            "text",
            word,
            x=_x(low) + wide / 2,
            y=top + 16 * number,
            font_size=12,
            text_anchor="middle",
            class_=f"cusp-on--{colour(grade)}",
        )


def _mark(root: Node, position: float, reach: tuple[float, float]) -> None:
    """A line for the range above the bands, with a dot at the position and a stem to the band."""
    low, high = (_x(min(max(end, BOTTOM), TOP)) for end in reach)
    at = _x(min(max(position, BOTTOM), TOP))
    add(root, "line", x1=low, x2=high, y1=_LINE, y2=_LINE, stroke=_INK, stroke_width=4)
    for end in (low, high):
        add(root, "line", x1=end, x2=end, y1=_LINE - 7, y2=_LINE + 7, stroke=_INK, stroke_width=2)
    add(root, "line", x1=at, x2=at, y1=_LINE, y2=_BAND, stroke=_INK, stroke_width=2)
    add(root, "circle", cx=at, cy=_LINE, r=7, class_="cusp-dot", stroke="#fff", stroke_width=1.5)


def _x(position: float) -> float:
    return _EDGE + (position - BOTTOM) / (TOP - BOTTOM) * (_WIDE - 2 * _EDGE)
