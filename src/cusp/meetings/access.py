"""Confidential and exempt items: two things that the law keeps apart.

The public must be excluded for a confidential item. For an exempt one it may be, by a resolution
that names a paragraph of Schedule 12A, if the public interest in keeping it back is greater.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

Access = Literal["open", "confidential", "exempt"]
_BY_STRICTNESS: tuple[Access, ...] = ("open", "exempt", "confidential")


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph of Schedule 12A, in short words."""

    number: int
    what: str


class Schedule(msgspec.Struct, frozen=True, rename={"paragraphs": "paragraph"}):
    """The kinds of exempt information, with their source."""

    source: str
    seen: bool
    paragraphs: tuple[Paragraph, ...]


@lru_cache(maxsize=1)
def schedule_12a() -> Schedule:
    """Part 1 of Schedule 12A, as it applies in England."""
    return msgspec.convert(
        tomllib.loads(Path(__file__).with_name("schedule_12a.toml").read_text("utf-8")), Schedule
    )


def strictest(*access: Access) -> Access:
    """The access of a paper that has one of its own and belongs to an item."""
    return max(access, key=_BY_STRICTNESS.index)


def unknown_paragraphs(numbers: Iterable[int]) -> tuple[int, ...]:
    """Numbers that are not paragraphs of Schedule 12A."""
    known = {paragraph.number for paragraph in schedule_12a().paragraphs}
    return tuple(number for number in numbers if number not in known)
