"""Results of a command written into a file: JSON Lines, CSV, a workbook or Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from cusp.tables import Output, Row, Sheet, write_file

Result = TypeVar("Result")


@dataclass(frozen=True)
class Form(Generic[Result]):
    """How results become files: rows for sheets, whole objects for JSON Lines and Parquet."""

    sheet: str
    columns: Sequence[str]
    rows: Callable[[Result], Iterable[Row]]
    json: Callable[[Result], bytes]
    plain: Callable[[Result], Any]

    def write(self, found: Sequence[Result], out: Path) -> None:
        """Write results whole or not at all; raises :class:`cusp.tables.CannotWrite`."""
        rows = (row for one in found for row in self.rows(one))
        output = Output(
            lines=lambda: map(self.json, found),
            sheets=lambda: [Sheet(self.sheet, self.columns, rows)],
            nested=lambda: map(self.plain, found),
        )
        write_file(output, out)
