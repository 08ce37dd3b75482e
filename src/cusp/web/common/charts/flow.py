"""Moves between grades: earlier on the left, later on the right, wider bands for more councils."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.safestring import SafeString

from cusp.history.country import OUTCOMES
from cusp.history.sequence import NOT_GIVEN, Outcome
from cusp.web.common.charts.svg import Node, add, colour, html, link, picture

Counts = Mapping[tuple[Outcome, Outcome], int]
_WIDE, _HIGH, _GAP, _BLOCK = 800, 380, 26, 16
_LEFT, _RIGHT = 230, 570
_TOP = 34


def flow_picture(
    counts: Counts,
    *,
    title: str,
    before: str,
    after: str,
    address: Callable[[Outcome, Outcome], str],
) -> SafeString:
    """Moves between grades; each band links to the ``address`` for its two grades.

    ``before`` and ``after`` are written above the two sides.
    """
    root = picture(
        "flow",
        title=title,
        about="Left: the earlier date. Right: the later date. The table below has the figures.",
        links=True,
        viewBox=f"0 0 {_WIDE} {_HIGH + _TOP + 10}",
        width=_WIDE,
        height=_HIGH + _TOP + 10,
        class_="cusp-own-size",
    )
    add(root, "text", before, x=0, y=16, font_size=14, class_="cusp-ink")
    add(root, "text", after, x=_RIGHT, y=16, font_size=14, class_="cusp-ink")
    total = sum(counts.values())
    if not total:
        return html(root)
    grades = [g for g in OUTCOMES if any(g in pair for pair in counts)]
    thick = (_HIGH - _GAP * (len(grades) - 1)) / total
    left = {g: sum(n for (b, _), n in counts.items() if b == g) for g in grades}
    right = {g: sum(n for (_, a), n in counts.items() if a == g) for g in grades}
    _bands(root, counts, _tops(left, thick), _tops(right, thick), thick, address)
    _blocks(root, left, thick, x=_LEFT - _BLOCK, words_at=_LEFT - _BLOCK - 8, anchor="end")
    _blocks(root, right, thick, x=_RIGHT, words_at=_RIGHT + _BLOCK + 8, anchor="start")
    return html(root)


def _tops(counts: Mapping[Outcome, int], thick: float) -> dict[Outcome, float]:
    tops, at = {}, float(_TOP)
    for grade, n in counts.items():
        tops[grade] = at
        at += n * thick + _GAP
    return tops


def _bands(
    root: Node,
    counts: Counts,
    left: dict[Outcome, float],
    right: dict[Outcome, float],
    thick: float,
    address: Callable[[Outcome, Outcome], str],
) -> None:
    middle = (_LEFT + _RIGHT) / 2
    for before in OUTCOMES:
        for after in OUTCOMES:
            n = counts.get((before, after), 0)
            if not n:
                continue
            high, y0, y1 = n * thick, left[before], right[after]
            left[before] += high
            right[after] += high
            said = _said(n, before, after)
            at = link(root, address(before, after), said, class_="cusp-band")
            add(
                at,
                "path",
                d=f"M{_LEFT},{y0:.1f} C{middle},{y0:.1f} {middle},{y1:.1f} {_RIGHT},{y1:.1f} "
                f"V{y1 + high:.1f} "
                f"C{middle},{y1 + high:.1f} {middle},{y0 + high:.1f} {_LEFT},{y0 + high:.1f} Z",
                class_=f"cusp-fill--{colour(after)}",
            )


def _said(n: int, before: Outcome, after: Outcome) -> str:
    if before == after == NOT_GIVEN:
        return f"{n} with no overall grade given on either date"
    return f"{n} stayed {after}" if before == after else f"{n} from {before} to {after}"


def _blocks(
    root: Node,
    counts: Mapping[Outcome, int],
    thick: float,
    *,
    x: int,
    words_at: int,
    anchor: str,
) -> None:
    for grade, top in _tops(counts, thick).items():
        n = counts[grade]
        if not n:
            continue
        add(
            root,
            "rect",
            x=x,
            y=top,
            width=_BLOCK,
            height=n * thick,
            class_=f"cusp-fill--{colour(grade)}",
        )
        add(
            root,
            "text",
            f"{grade.capitalize()} {n}",
            x=words_at,
            y=top + n * thick / 2 + 5,
            text_anchor=anchor,
            font_size=14,
            class_="cusp-ink",
        )
