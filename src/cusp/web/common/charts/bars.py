"""Shares as stacked bars, sized as percentages to fit any screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.safestring import SafeString

from cusp.history.country import Shares
from cusp.history.sequence import Outcome
from cusp.web.common.charts.svg import Node, add, colour, html, letter, picture

# On a phone, a part this small has no room for its letter and number; the list below has them.
_ROOM = 0.11
_ROOM_FOR_FIGURE = 0.06
_HEIGHT, _ROW, _BAR = 46, 30, 24
# Where the bars start, after the year labels, as a percentage.
_BARS_FROM = 16.0


def shares_bar(counts: Mapping[Outcome, int], *, title: str, name: str = "shares") -> SafeString:
    """One bar with the number of each grade, best first, then the number with none given."""
    said = ", ".join(f"{n} {grade}" for grade, n in counts.items() if n)
    root = picture(name, title=title, about=said, class_="cusp-strip", width="100%", height=_HEIGHT)
    _stack(root, counts, y=0, height=_HEIGHT, start=0.0, letters=True)
    return html(root)


def years_bars(over_time: Sequence[Shares], *, title: str, name: str = "years") -> SafeString:
    """Shares on several days, one bar for each, earliest first."""
    height = _ROW * len(over_time)
    root = picture(
        name,
        title=title,
        about="The table below has the figures.",
        class_="cusp-strip",
        width="100%",
        height=height,
    )
    for place, shares in enumerate(over_time):
        y = place * _ROW
        add(root, "text", str(shares.on.year), x=0, y=y + 17, font_size=15, class_="cusp-ink")
        _stack(root, shares.counts, y=y, height=_BAR, start=_BARS_FROM, letters=False)
    return html(root)


def _stack(
    root: Node,
    counts: Mapping[Outcome, int],
    *,
    y: int,
    height: int,
    start: float,
    letters: bool,
) -> None:
    total = sum(counts.values())
    across = start
    for grade, n in counts.items():
        if not n:
            continue
        share = n / total
        width = share * (100 - start)
        part = add(root, "g")
        add(part, "title", f"{grade.capitalize()}: {n} of {total}")
        add(
            part,
            "rect",
            x=f"{across:.3f}%",
            y=y,
            width=f"{width:.3f}%",
            height=height,
            class_=f"cusp-fill--{colour(grade)} cusp-edge",
        )
        if share >= _ROOM_FOR_FIGURE:
            add(
                part,
                "text",
                f"{letter(grade)} {n}" if letters and share >= _ROOM else str(n),
                x=f"{across + width / 2:.3f}%",
                y=y + height / 2 + 5,
                text_anchor="middle",
                font_size=16 if letters else 14,
                font_weight=700,
                class_=f"cusp-on--{colour(grade)}",
            )
        across += width
