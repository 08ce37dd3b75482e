"""Made-up Annex A workbooks. Lists are given as rows of values by our names for the columns."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from cusp.returns import Problem, Return
from cusp.returns.forms import annex_a
from cusp.returns.loading import load

AS_AT = date(2026, 3, 31)
Row = Mapping[str, Any]
Heading = Mapping[str, str | None]


def book(
    lists: Mapping[int, Sequence[Row]],
    *,
    headings: Mapping[int, Sequence[str | None]] | None = None,
    title_rows: int = 0,
    names: Mapping[int, str] | None = None,
    change: Callable[[Any], None] | None = None,
) -> bytes:
    """A workbook. With other ``headings``, rows are given by these instead of our names."""
    made = openpyxl.Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for number, rows in lists.items():
        form = annex_a()[number]
        sheet = made.create_sheet((names or {}).get(number, f"List {number}"))
        for row in range(title_rows):
            sheet.append([form.name] if row == 0 else [])
        if headings and number in headings:
            heads = list(headings[number])
            sheet.append(heads)
            keys: list[str | None] = heads
        else:
            sheet.append([column.heading for column in form.columns])
            keys = [column.name for column in form.columns]
        for values in rows:
            sheet.append([values.get(key) if key else None for key in keys])
    if change:
        change(made)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def plan(child: Any, **other: Any) -> dict[str, Any]:
    """A row of list 7 with nothing wrong in it."""
    return {
        "child_id": child, "sex": "b) Female", "ethnicity": "a) WBRI",
        "birth_date": date(2015, 6, 1), "age": 10, "disability": "b) No",
        "plan_start": date(2026, 2, 2), "first_category": "a) Neglect",
        "latest_category": "a) Neglect", "last_visit": date(2026, 3, 25),
        "seen_alone": "a) Yes", "emergency_protection": "b) No", "previous_plans": 0,
        "team": "Team A", "worker": "Worker 1",
    } | other  # fmt: skip


def loaded(tmp_path: Path, data: bytes, as_at: date = AS_AT) -> Return:
    """The return in a workbook, read in this process."""
    file = tmp_path / "annex_a.xlsx"
    file.write_bytes(data)
    return load(file, as_at)


def of_list(found: Return, number: int) -> list[Problem]:
    """The problems of a list."""
    return [problem for problem in found.problems if problem.list == str(number)]
