"""A plan of forty actions, and what people do to its workbook."""

import io
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from cusp.outside.process import Limits, once
from cusp.outside.sheets import visible_sheets
from cusp.plans import (
    Action,
    DueDate,
    Header,
    KeyEntry,
    Measure,
    Plan,
    Priority,
    Rating,
    Reading,
    Update,
)
from cusp.plans.workbook import Changes, Table, compare, plan_workbook
from cusp.plans.workbook.reading import table_in


def opened(task: str, order: bytes, limits: Limits) -> bytes:
    return once(task, order, limits, within=60)


FIRST = date(2020, 1, 6)
KEY = (
    KeyEntry("Green", "delivered", "delivered"),
    KeyEntry("Amber", "on track", "on track"),
    KeyEntry("Amber E", "delivered, evidence to be tested", "delivered"),
    KeyEntry("Red", "not started", "not started"),
)


def action(number: int) -> Action:
    start = FIRST + timedelta(days=number)
    return Action(
        f"A{number}",
        f"Audit {number} plans a month\n- with the team  manager",
        lead="" if number % 7 == 0 else f"Service manager {number % 3}",
        support="Quality assurance" if number % 2 else "",
        start=start,
        due=(DueDate(start + timedelta(days=90), FIRST),),
        done=start + timedelta(days=80) if number % 5 == 0 else None,
        delivery=(Rating(KEY[number % 4].code, FIRST),),
        updates=(Update(FIRST, "Ten audited"),) if number % 3 == 0 else (),
    )


def plan() -> Plan:
    measure = Measure(
        "M1", "Plans audited", "=of all plans", baseline=Reading(FIRST, 20.5), target=80,
        readings=(Reading(date(2020, 3, 1), 40.0, 4, 10),),
    )  # fmt: skip
    priorities = tuple(
        Priority(
            f"P{n}", f"Priority {n}", actions=tuple(action(n * 10 + k) for k in range(10)),
            measures=(measure,) if n == 1 else (),
        )
        for n in range(1, 5)
    )  # fmt: skip
    header = Header("Wexcombe", "Improvement plan", version="3")
    return Plan(header, date(2020, 6, 30), KEY, KEY, priorities)


def exported() -> bytes:
    return plan_workbook(plan(), reference="E7")


def edited(change: Callable[[Worksheet], Any], data: bytes | None = None) -> bytes:
    """The workbook after a change to its first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(data or exported()))
    change(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(data: bytes) -> Table:
    return table_in(visible_sheets(data))


def changes(data: bytes, now: Table | None = None, before: bytes | None = None) -> Changes:
    return compare(table(before or exported()), table(data), now)


def simple(*rows: tuple[Any, ...]) -> bytes:
    """A workbook that Cusp did not write, with these rows."""
    book = openpyxl.Workbook()
    assert book.active
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def top(sheet: Worksheet) -> int:
    """The row of the headings."""
    return row_of(sheet, "Id")


def row_of(sheet: Worksheet, name: str) -> int:
    return next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == name)


def column_of(sheet: Worksheet, heading: str) -> int:
    (row,) = sheet.iter_rows(min_row=top(sheet), max_row=top(sheet))
    return next(cell.column for cell in row if cell.value == heading)


def put(name: str, heading: str, value: Any) -> Callable[[Worksheet], None]:
    """A change: this value in the row of an action, under a heading."""

    def change(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, name), column_of(sheet, heading)).value = value

    return change


def saved_by_libreoffice(data: bytes, folder: Path, program: str) -> bytes:
    (folder / "plan.xlsx").write_bytes(data)
    out = folder / "out"
    subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out, folder / "plan.xlsx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (out / "plan.xlsx").read_bytes()
