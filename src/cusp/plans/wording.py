"""Numbers in words, for the sentences about a plan."""

from __future__ import annotations


def times(number: int) -> str:
    """For example "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def number(value: float) -> str:
    """A value as people write it: "78", "78.5", "1,200"; two decimal places unless it is tiny."""
    text = f"{value + 0.0:,.2f}" if abs(value) >= 0.005 or not value else f"{value:.6f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
