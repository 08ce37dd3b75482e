"""Results of a command written into a file: JSON Lines, CSV, a workbook or Parquet."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from cusp.reports.export import CannotWrite, disarmed, whole

Row = dict[str, str | int | float | None]
Result = TypeVar("Result")
ENDINGS = (".jsonl", ".csv", ".xlsx", ".parquet")


@dataclass(frozen=True)
class Form(Generic[Result]):
    """How results become files: rows for sheets, whole objects for JSON Lines and Parquet."""

    sheet: str
    columns: Sequence[str]
    rows: Callable[[Result], Iterable[Row]]
    json: Callable[[Result], bytes]
    plain: Callable[[Result], Any]

    def write(self, found: Sequence[Result], out: Path) -> None:
        """Write results whole or not at all; raises :class:`CannotWrite`."""
        check_ending(out)
        with whole(out) as part:
            match out.suffix.lower():
                case ".jsonl":
                    part.write_bytes(b"".join(self.json(one) + b"\n" for one in found))
                case ".csv":
                    self._csv(found, part)
                case ".xlsx":
                    self._xlsx(found, part)
                case _:
                    self._parquet(found, part)

    def _csv(self, found: Sequence[Result], out: Path) -> None:
        """Signed for Excel as UTF-8; text that looks like a formula is disarmed."""
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, self.columns)
            writer.writeheader()
            for one in found:
                writer.writerows({k: disarmed(v) for k, v in row.items()} for row in self.rows(one))

    def _xlsx(self, found: Sequence[Result], out: Path) -> None:
        import xlsxwriter

        options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
        with xlsxwriter.Workbook(out, options) as book:
            sheet = book.add_worksheet(self.sheet)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, len(self.columns) - 1, 16)
            sheet.write_row(0, 0, self.columns, book.add_format({"bold": True}))
            rows = (row for one in found for row in self.rows(one))
            for i, row in enumerate(rows, 1):
                sheet.write_row(i, 0, [row[column] for column in self.columns])

    def _parquet(self, found: Sequence[Result], out: Path) -> None:
        import pyarrow
        import pyarrow.parquet

        table = pyarrow.Table.from_pylist([self.plain(one) for one in found])
        pyarrow.parquet.write_table(table, out)


def check_ending(out: Path) -> None:
    """Raises :class:`CannotWrite` for an ending that no form has."""
    if out.suffix.lower() not in ENDINGS:
        raise CannotWrite(f"{out.name}: the name must end in one of {', '.join(ENDINGS)}")
