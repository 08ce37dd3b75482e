"""A written paper as plain blocks, in the form in which it is passed to the process."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading; level 1 is below the title of the paper."""

    text: str
    level: Literal[1, 2] = 1


class Text(msgspec.Struct, frozen=True, tag="text"):
    """A paragraph. A "quote" is somebody else's words, and a "note" is in smaller type."""

    text: str
    kind: Literal["text", "quote", "note"] = "text"


class Bullets(msgspec.Struct, frozen=True, tag="bullets"):
    """A list, with numbers if they are referred to."""

    items: tuple[str, ...]
    numbered: bool = False


class Table(msgspec.Struct, frozen=True, tag="table"):
    """A table with a header row; ``columns`` are headings with their share of the width."""

    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]


class Chart(msgspec.Struct, frozen=True, tag="chart"):
    """A picture that Cusp has drawn (SVG). ``alt`` says in words what it shows."""

    svg: str
    alt: str


Block = Heading | Text | Bullets | Table | Chart


class WrittenPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper. ``under`` are the lines below the title; ``footer`` is on every page."""

    title: str
    council: str = ""
    under: tuple[str, ...] = ()
    footer: str = ""
    as_at: date
    blocks: tuple[Block, ...]


class Made(msgspec.Struct, frozen=True):
    """The file with its number of pages, or why there is none."""

    file: bytes = b""
    pages: int = 0
    why: str = ""


def order(paper: WrittenPaper) -> bytes:
    """The request for a paper."""
    return msgspec.msgpack.encode(paper)


def read_answer(answer: bytes) -> Made:
    """What the process answered."""
    return msgspec.msgpack.decode(answer, type=Made)
