"""Counts and lists in words, for sentences about anything."""

from __future__ import annotations

from collections.abc import Iterable


def counted(number: int, one: str, several: str = "") -> str:
    """A number with its noun: "1 day", "1,200 days"; ``several`` if an s is not enough."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def listed(items: Iterable[str], *, last: str = "and") -> str:
    """Items as a sentence lists them: "one, two and three"."""
    *first, end = [*items] or [""]
    return f"{', '.join(first)} {last} {end}" if first else end
