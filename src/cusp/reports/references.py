"""Find the paragraphs that an area for improvement refers to."""

from __future__ import annotations

import re

_REFERENCE = re.compile(r"\(\s*(?:see )?paragraphs?:?\s*([^()]*)\)", re.I)
_RANGE = re.compile(r"(\d{1,3})\s*(?:[-–—]|to)\s*(\d{1,3})|(\d{1,3})")


def references(text: str) -> tuple[int, ...]:
    """The paragraph numbers an item refers to, as in "(paragraphs 12, 14-16)"."""
    numbers: list[int] = []
    for found in _REFERENCE.finditer(text):
        for first, last, single in _RANGE.findall(found.group(1)):
            if single:
                numbers.append(int(single))
            elif 0 <= int(last) - int(first) < 60:
                numbers += range(int(first), int(last) + 1)
    return tuple(dict.fromkeys(numbers))
