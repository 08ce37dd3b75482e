"""A paper as headings, paragraphs and tables, whatever kind of file it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cusp.reports.dates import date_in_full
from cusp.typesetting import literal

Colour = Literal["blue", "green", "yellow", "amber", "red", "grey", "none"]


@dataclass(frozen=True)
class Tinted:
    """Words on a pale background. The words say everything that the colour says."""

    text: str
    colour: Colour


Cell = str | int | float | date | Tinted | None


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is below the title of the paper."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text; a "quote" is the inspector's words."""

    text: str
    kind: Literal["text", "quote"] = "text"


@dataclass(frozen=True)
class Column:
    """A column and its share of the width of the page."""

    heading: str
    share: int


@dataclass(frozen=True)
class Table:
    """A table with a header row and no joined cells.

    ``name`` describes the table to someone who cannot see it, and names its sheet in a workbook.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.name}: a row has more or fewer cells than there are columns")


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Paper:
    """A paper. ``sheets`` replace the tables of ``blocks`` in a workbook, if there are any.

    As a Word document in Cusp's own styles it is on landscape A4, or ``upright``.
    """

    title: str
    council: str
    plan: str
    version: str
    as_at: date
    blocks: tuple[Block, ...]
    sheets: tuple[Table, ...] = ()
    upright: bool = False

    @property
    def edition(self) -> str:
        """The version and date of the plan."""
        return f"{self.version} · As at {date_in_full(self.as_at)}"

    @property
    def subtitle(self) -> str:
        """What stands below the title: whose plan it is, its version and date."""
        return " · ".join(filter(None, (self.council, self.edition)))

    def kept_with_next(self) -> list[bool]:
        """For each block, whether it is on the same page as the start of the next block.

        Headings are, and paragraphs except the last one before a heading of level 1.
        """
        following = [*self.blocks[1:], Heading("")]
        return [
            isinstance(block, Heading) or (isinstance(block, Paragraph) and not _is_section(after))
            for block, after in zip(self.blocks, following, strict=True)
        ]


def _is_section(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 1


def table(name: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Cell]]) -> Table:
    """A table from plain pairs and rows."""
    return Table(name, tuple(Column(*column) for column in columns), tuple(map(tuple, rows)))


def words_of(cell: Cell) -> str:
    """A cell as words: dates as 22 October 2019, and nothing for None."""
    match cell:
        case None:
            return ""
        case str():
            return literal(cell)
        case Tinted():
            return literal(cell.text)
        case date():
            return date_in_full(cell)
        case _:
            return f"{cell:,}"


def colour_of(cell: Cell) -> Colour:
    """The background of a cell."""
    return cell.colour if isinstance(cell, Tinted) else "none"
