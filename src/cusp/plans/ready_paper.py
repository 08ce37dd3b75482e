"""A paper whose words are ready, in a form that a separate process can be sent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from cusp.plans.papers.model import Block, Paper


class ReadyHeading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading; level 1 is below the title."""

    text: str
    level: Literal[1, 2] = 1


class ReadyText(msgspec.Struct, frozen=True, tag="text"):
    """A paragraph; ``to_write`` marks what a person has still to write."""

    text: str
    to_write: bool = False


class ReadyTable(msgspec.Struct, frozen=True, tag="table"):
    """A table: its name, each column with its share of the width, and its rows."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str | int | float, ...], ...]


Part = ReadyHeading | ReadyText | ReadyTable


class ReadyPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper, upright on A4; ``series`` stands in its footer."""

    title: str
    council: str
    series: str
    version: str
    as_at: date
    parts: tuple[Part, ...]


def as_paper(ready: ReadyPaper) -> Paper:
    """The paper as its writers have it."""
    from cusp.plans.papers.model import Paper

    return Paper(
        title=ready.title, council=ready.council, plan=ready.series, version=ready.version,
        as_at=ready.as_at, blocks=tuple(map(_block, ready.parts)), upright=True,
    )  # fmt: skip


def _block(part: Part) -> Block:
    from cusp.plans.papers.model import Heading, Paragraph, table

    match part:
        case ReadyHeading():
            return Heading(part.text, part.level)
        case ReadyText():
            return Paragraph(f"[{part.text}]" if part.to_write else part.text)
        case ReadyTable():
            return table(part.name, part.columns, part.rows)
