"""Write lists of page or paragraph numbers in words."""

from __future__ import annotations

from collections.abc import Sequence


def listed(numbers: Sequence[int], noun: str = "page") -> str:
    """Pages in words: "page 5", "pages 5 and 6", "pages 5 to 9", "pages 5, 7 and 9"."""
    if len(numbers) == 1:
        return f"{noun} {numbers[0]}"
    first, last = numbers[0], numbers[-1]
    if len(numbers) > 2 and list(numbers) == list(range(first, last + 1)):
        return f"{noun}s {first} to {last}"
    return f"{noun}s {', '.join(map(str, numbers[:-1]))} and {last}"
