"""A return that has been loaded: its tables, typed, and the problems found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    import pyarrow

Kind = Literal["annex_a", "ssda903", "cin", "ssd"]
Severity = Literal["error", "warning"]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong in a return, where a person finds it and how to fix it.

    ``list`` is the number of a list of Annex A, or the name of another table. ``row`` and
    ``column`` are as Excel shows them. All but ``what`` and ``mend`` may be missing: a problem may
    concern a row, a column, a list or the whole file.
    """

    list: str | None = None
    row: int | None = None
    column: str | None = None
    heading: str | None = None
    child_id: str | None = None
    severity: Severity
    what: str
    mend: str


@dataclass(frozen=True)
class Table:
    """A list with its rows.

    ``rows`` always has every column of the list, with our names from ``annex_a.toml``: text,
    ``date32``, ``int32`` for counts, ``float64`` for ages. Codes are the stored values of that file
    ("female", "N1", "protection_plan"). Blank cells, and cells that cannot be read, are null.
    Further columns:

    - ``row``: the row's number as Excel shows it (``int32``).
    - ``unread``: the names of the columns of this row that hold something which cannot be read
      (``list<string>``, null if none). Such a value is not known; it is not blank.
    - ``unborn``: for lists with an age, whether the child is not born yet (``bool``).

    ``headings`` are the column's letter and its heading as printed, for each column that the file
    has. A column that is not in ``headings`` is missing from the file.
    """

    name: str
    rows: pyarrow.Table
    headings: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    def has(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self.headings


@dataclass(frozen=True)
class Return:
    """A return as it stood on a day.

    ``lists`` are those of Annex A by number, ``tables`` those of other returns by name. A list that
    is missing is not there; a list without rows is there with no rows.
    """

    kind: Kind
    as_at: date
    edition: str = ""
    lists: Mapping[int, Table] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    file: str = ""
    sha256: str = ""
