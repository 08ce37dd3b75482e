"""A plan as a table: one row for each action, matched by its id and nothing else.

Both sides of a comparison have this form, whether they come from a workbook or from a plan.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import msgspec

_SPACES = re.compile(r"[^\S\n]+")


class Value(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """What a cell says, as text and, for a date, as a day.

    ``problem`` says why a cell has no clear value. ``note`` says how it was read.
    """

    text: str = ""
    day: date | None = None
    problem: str = ""
    note: str = ""

    @property
    def plain(self) -> str | None:
        """The date as 2019-10-22, the text, or None for a blank."""
        return self.day.isoformat() if self.day else self.text.strip() or None

    @property
    def key(self) -> str:
        """What two equal values have in common. Spaces and line ends make no difference."""
        return self.day.isoformat() if self.day else bare(self.text)


BLANK = Value()


class TableRow(msgspec.Struct, frozen=True, array_like=True):
    """A row: its id, its number in Excel (0 if it is from a plan), and its values by field.

    A field without a value is blank. ``problem`` says why the id cannot be used.
    """

    id: str
    row: int
    values: dict[str, Value]
    problem: str = ""

    def value(self, field: str) -> Value:
        """The value of a field."""
        return self.values.get(field, BLANK)


class Table(msgspec.Struct, frozen=True, array_like=True):
    """Rows, and what their columns are.

    ``columns`` gives each field's letter. ``others`` does so for headings that are none of Cusp's.
    ``priorities`` are the titles that an action can stand under. ``ratings`` are the plan's ratings
    by each way to write them; if it is empty, any rating is taken.
    """

    rows: tuple[TableRow, ...]
    columns: dict[str, str]
    others: dict[str, str] = {}
    sheet: str = ""
    priorities: tuple[str, ...] = ()
    ratings: dict[str, str] = {}
    reference: str = ""


class CannotCompare(ValueError):
    """A file has no table of actions that can be compared; the message follows its name."""


def bare(text: str) -> str:
    """Text without what a spreadsheet program may change: line ends, runs of spaces, marks."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    kept = "\n".join(lines).strip()
    return "".join(c for c in kept if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf"))
