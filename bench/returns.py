"""``python3 dev.py bench returns``: time and memory of returns of 100,000 children.

An Annex A workbook is made up, with 400,000 rows on eleven lists, and read and checked as ``cusp
returns check`` does it. Plain reads by calamine and openpyxl are the baselines of the same run.
openpyxl reads a tenth of the children, because it needs gigabytes for all: in its normal way and
in its read-only way. Then a census of 100,000 rows.

Bars: at most twice the time of calamine, 20 seconds and 1,500 MB; ten times faster than openpyxl's
normal way; 3 seconds for the census. On a busy machine, processor time says more.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from bench.peak import Peak
from cusp.returns import check_return
from cusp.returns.forms import Column, annex_a

CHILDREN, SECONDS, MEGABYTES = 100_000, 20.0, 1_500
CENSUS_ROWS, CENSUS_SECONDS = 100_000, 3.0
AS_AT = date(2026, 3, 31)
# Of the children, how many are on each list: four rows a child in all.
SHARES = {
    1: 0.8, 2: 0.25, 3: 0.6, 4: 0.6, 5: 0.25, 6: 0.8, 7: 0.2, 8: 0.25, 9: 0.1, 10: 0.1, 11: 0.05,
}  # fmt: skip
_ENDS = {"need_end", "plan_end", "care_end", "decision_reversed", "left"}


class Spent(NamedTuple):
    """Seconds on the clock and of the processor, in this process and those that it started."""

    clock: float
    processor: float


def main(arguments: list[str]) -> None:
    """Measures and prints; the exit status is 1 if a bar is missed."""
    children = int(arguments[0]) if arguments else CHILDREN
    with tempfile.TemporaryDirectory(prefix="cusp-bench-returns-") as name:
        missed = _annex_a(Path(name), children)
        missed |= _census(Path(name), children * CENSUS_ROWS // CHILDREN)
    sys.exit("a bar is missed" if missed else 0)


def _annex_a(folder: Path, children: int) -> bool:
    file, tenth = folder / "annex_a.xlsx", folder / "tenth.xlsx"
    rows = write(file, children)
    print(f"{children:,} children, {rows:,} rows, {file.stat().st_size / 1e6:.1f} MB")
    before = _timed("plain read by calamine", lambda: _calamine(file))
    with Peak(of_children=True) as peak:
        cusp = _timed("read and checked", lambda: check_return(file, AS_AT))
    after = _timed("plain read by calamine", lambda: _calamine(file))
    write(tenth, children // 10)
    normal = _timed("openpyxl, a tenth", lambda: _openpyxl(tenth, read_only=False))
    fast = _timed("openpyxl read-only, a tenth", lambda: _openpyxl(tenth, read_only=True))
    print(f"  most memory                  {peak.megabytes:6.0f} MB")
    missed = cusp.clock > SECONDS or peak.megabytes > MEGABYTES
    for said, at in (("clock", 0), ("processor", 1)):
        calamine, slow = 2 * cusp[at] / (before[at] + after[at]), 10 * normal[at] / cusp[at]
        print(
            f"  {said}: {calamine:.2f} times calamine; openpyxl takes {slow:.1f} times as long, "
            f"read-only {10 * fast[at] / cusp[at]:.1f}"
        )
        missed |= said == "clock" and (calamine > 2 or slow < 10)
    return missed


def _census(folder: Path, rows: int) -> bool:
    file = folder / "cin.xml"
    file.write_text(census(rows), encoding="utf-8")
    print(f"a census of {rows:,} rows, {file.stat().st_size / 1e6:.1f} MB")
    return _timed("read and checked", lambda: check_return(file, AS_AT)).clock > CENSUS_SECONDS


def _timed(what: str, do: Callable[[], Any]) -> Spent:
    began, before = time.perf_counter(), _processor()
    do()
    spent = Spent(time.perf_counter() - began, _processor() - before)
    print(f"  {what:28} {spent.clock:6.2f} s, {spent.processor:6.2f} s of processor time")
    return spent


def _processor() -> float:
    """Processor time of this process and of those that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _calamine(file: Path) -> int:
    book = CalamineWorkbook.from_path(file)
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def _openpyxl(file: Path, *, read_only: bool) -> int:
    book = openpyxl.load_workbook(file, data_only=True, read_only=read_only)
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


def census(rows: int) -> str:
    """A census with this many rows: five for each child, from the referral to the plan."""
    child = (
        "<Child><ChildIdentifiers><LAchildID>{0}</LAchildID><PersonBirthDate>2016-05-04"
        "</PersonBirthDate><Sex>F</Sex></ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI"
        "</Ethnicity><Disabilities><Disability>NONE</Disability></Disabilities>"
        "</ChildCharacteristics><CINdetails><CINreferralDate>{1}</CINreferralDate><ReferralSource>"
        "3A</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode><ReferralNFA>false</ReferralNFA>"
        "<Assessments><AssessmentActualStartDate>{1}</AssessmentActualStartDate>"
        "<AssessmentAuthorisationDate>{2}</AssessmentAuthorisationDate>"
        "<FactorsIdentifiedAtAssessment><AssessmentFactors>3B</AssessmentFactors>"
        "</FactorsIdentifiedAtAssessment></Assessments><Section47><S47ActualStartDate>{1}"
        "</S47ActualStartDate><DateOfInitialCPC>{2}</DateOfInitialCPC></Section47>"
        "<ChildProtectionPlans><CPPstartDate>{2}</CPPstartDate><InitialCategoryOfAbuse>NEG"
        "</InitialCategoryOfAbuse><NumberOfPreviousCPP>0</NumberOfPreviousCPP>"
        "</ChildProtectionPlans></CINdetails></Child>"
    )
    start = date(2025, 4, 1)
    days = [(start + timedelta(days=n), start + timedelta(days=n + 20)) for n in range(300)]
    children = "".join(child.format(n, *days[n % 300]) for n in range(rows // 5))
    return (
        "<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year>"
        "<ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></Header><Children>"
        f"{children}</Children></Message>"
    )
