"""Write a command's results to JSON Lines, CSV, Excel or Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from cusp.tables import Output, Row, Sheet, write_file

Result = TypeVar("Result")


@dataclass(frozen=True)
class Form(Generic[Result]):
    """How results are written: rows for sheets, whole objects for JSON Lines and Parquet."""

    sheet: str
    columns: Sequence[str]
    rows: Callable[[Result], Iterable[Row]]
    json: Callable[[Result], bytes]
    plain: Callable[[Result], Any]

    def write(self, results: Sequence[Result], out: Path) -> None:
        """Write all results or none. Raises :class:`cusp.tables.CannotWrite`."""
        rows = (row for result in results for row in self.rows(result))
        output = Output(
            lines=lambda: map(self.json, results),
            sheets=lambda: [Sheet(self.sheet, self.columns, rows)],
            nested=lambda: map(self.plain, results),
        )
        write_file(output, out)
