"""``python3 dev.py bench returns``: time and memory of an Annex A return of 100,000 children.

The workbook is made up: 400,000 rows on eleven lists. It is read and checked as ``cusp returns
check`` does it. Plain reads by calamine and openpyxl are the baselines in the same run; openpyxl
reads a tenth of the children, because it needs several gigabytes for all.

Bars: at most twice the time of calamine, 20 seconds and 1,500 MB; ten times faster than openpyxl.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from bench.peak import Peak
from cusp.returns import check_return
from cusp.returns.forms import Column, annex_a

CHILDREN, SECONDS, MEGABYTES = 100_000, 20.0, 1_500
AS_AT = date(2026, 3, 31)
# Of the children, how many are on each list: four rows a child in all.
SHARES = {
    1: 0.8, 2: 0.25, 3: 0.6, 4: 0.6, 5: 0.25, 6: 0.8, 7: 0.2, 8: 0.25, 9: 0.1, 10: 0.1, 11: 0.05,
}  # fmt: skip
_ENDS = {"need_end", "plan_end", "care_end", "decision_reversed", "left"}


def main(arguments: list[str]) -> None:
    """Measures and prints; the exit status is 1 if a bar is missed."""
    children = int(arguments[0]) if arguments else CHILDREN
    with tempfile.TemporaryDirectory(prefix="cusp-bench-returns-") as name:
        file = Path(name) / "annex_a.xlsx"
        rows = write(file, children)
        print(f"{children:,} children, {rows:,} rows, {file.stat().st_size / 1e6:.1f} MB")
        calamine = _timed("plain read by calamine", lambda: _calamine(file))
        with Peak(of_children=True) as peak:
            cusp = _timed("read and checked", lambda: check_return(file, AS_AT))
        again = _timed("plain read by calamine", lambda: _calamine(file))
        tenth = Path(name) / "tenth.xlsx"
        write(tenth, children // 10)
        slow = 10 * _timed("openpyxl, a tenth", lambda: _openpyxl(tenth))
    print(f"  most memory              {peak.megabytes:6.0f} MB")
    calamine = (calamine + again) / 2
    missed = cusp > min(SECONDS, 2 * calamine) or slow < 10 * cusp or peak.megabytes > MEGABYTES
    print(f"  {cusp / calamine:.2f} times calamine; openpyxl takes {slow / cusp:.1f} times as long")
    sys.exit("a bar is missed" if missed else 0)


def _timed(what: str, do: Callable[[], Any]) -> float:
    began = time.perf_counter()
    do()
    seconds = time.perf_counter() - began
    print(f"  {what:24} {seconds:6.2f} s")
    return seconds


def _calamine(file: Path) -> int:
    book = CalamineWorkbook.from_path(file)
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def _openpyxl(file: Path) -> int:
    book = openpyxl.load_workbook(file, data_only=True)
    return sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))


def write(file: Path, children: int) -> int:
    """Write the workbook and return the number of its rows."""
    rows = 0
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        form = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, share in SHARES.items():
            columns = annex_a()[number].columns
            sheet = book.add_worksheet(f"List {number}")
            sheet.write_row(0, 0, [column.heading for column in columns])
            for child in range(int(children * share)):
                rows += 1
                for place, column in enumerate(columns):
                    value = _value(column, child)
                    if isinstance(value, datetime):
                        sheet.write_datetime(rows_on(child), place, value, form)
                    elif value is not None:
                        sheet.write(rows_on(child), place, value)
    return rows


def rows_on(child: int) -> int:
    """The row of a child on a sheet, below the headings."""
    return child + 1


def _value(column: Column, child: int) -> str | int | datetime | None:
    born = date(2010, 1, 1) + timedelta(days=child % 3000)
    if column.name in _ENDS or "reason" in column.name:
        return None
    if column.type == "date":
        day = date(2025, 9, 1) + timedelta(days=child * 7 % 200)
        day = born if column.name == "birth_date" else day
        return datetime(day.year, day.month, day.day)  # noqa: DTZ001
    if column.type == "age":
        return AS_AT.year - born.year - ((born.month, born.day) > (AS_AT.month, AS_AT.day))
    if column.codes:
        ways = [*column.codes.spellings, *column.codes.begins]
        return f"a) {ways[0] if column.name == 'case_status' else ways[child % len(ways)]}"
    numbers = {"id": 1_000_000 + child, "count": child % 3}
    return numbers.get(column.type, f"{column.heading} {child % 40}")


if __name__ == "__main__":
    main()
