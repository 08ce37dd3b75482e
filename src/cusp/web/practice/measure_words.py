"""Measures in words: their names, their values, and which way is better."""

from __future__ import annotations

from typing import Any

from cusp.oversight.definitions import DEFINITIONS, Definition
from cusp.web.practice.models import Figure

DEFINED: dict[str, Definition] = {one.code: one for one in DEFINITIONS}
_BETTER = {
    "up": "Higher is better",
    "down": "Lower is better",
    "context": "Neither direction is better",
}


def title(code: str) -> str:
    """The name of a measure, with a capital letter."""
    name = DEFINED[code].name
    return name[:1].upper() + name[1:]


def better(code: str) -> str:
    """Which way is better."""
    return _BETTER[DEFINED[code].better]


def in_words(code: str, value: float | None) -> str:
    """A value such as "86.4%" or "214", or a dash."""
    if value is None:
        return "–"
    return f"{100 * value:.1f}%" if DEFINED[code].is_share else f"{value:,.0f}"


def change_in_words(code: str, now: float | None, then: float | None) -> str:
    """A change such as "up 2.3 points" or "down 4"; a dash if it is not known."""
    if now is None or then is None:
        return "–"
    share = DEFINED[code].is_share
    moved = round(100 * (now - then), 1) if share else round(now - then)
    if not moved:
        return "no change"
    way = "up" if moved > 0 else "down"
    return f"{way} {abs(moved):.1f} points" if share else f"{way} {abs(moved):,.0f}"


def counted_of(figure: Figure) -> str:
    """How many of how many, such as "120 of 140"; empty for a count."""
    if figure.denominator is None or figure.numerator is None:
        return ""
    return f"{figure.numerator:,} of {figure.denominator:,}"


def shown(figure: Figure | None) -> dict[str, Any]:
    """What pages show of a figure."""
    if figure is None:
        return {"value": "–", "of": "", "undetermined": None, "why": "not in this return"}
    return {
        "value": in_words(figure.code, figure.value),
        "of": counted_of(figure),
        "undetermined": figure.undetermined,
        "why": "" if figure.value is not None else figure.why,
    }
