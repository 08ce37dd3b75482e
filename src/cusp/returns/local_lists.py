"""The council's own lists, for what no return holds: chairs, supervision and midway reviews.

Headings, dates and ids are read as those of returns are. Opens files from outside: call this in a
separate process (see :mod:`cusp.returns.local_opening`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import msgspec

from cusp.outside.large_sheets import LargeSheet
from cusp.returns.building import Builder
from cusp.returns.forms import Codes, Column, ListForm
from cusp.returns.headings import Found, read_headings_of
from cusp.returns.record import Problem
from cusp.returns.sources import CannotRead, csv_sheet, workbook

Kind = Literal["chairs", "supervision", "midway"]
# Words too common to tell columns of returns apart.
_SMALL = {"from": "Start date", "to": "End date", "by": "Name"}
# Titles and notes may stand above the headings.
_LOOK_AT_ROWS = 40
_MOST_ROWS = 200_000
_ROLES = Codes(spellings={
    "chair": "chair", "conference chair": "chair", "cp chair": "chair", "cpc": "chair",
    "child protection chair": "chair", "child protection conference chair": "chair",
    "reviewing officer": "reviewing officer", "iro": "reviewing officer",
    "independent reviewing officer": "reviewing officer",
})  # fmt: skip
_YES_NO = Codes(spellings={
    "yes": "yes", "y": "yes", "true": "yes", "1": "yes",
    "no": "no", "n": "no", "false": "no", "0": "no",
})  # fmt: skip
_CHILD = Column(name="child_id", headings=("Child Unique ID", "Child ID"), type="id")


def _form(name: str, *columns: Column, needs: tuple[str, ...]) -> ListForm:
    return ListForm(number=0, name=name, columns=columns, key=(needs[0],), needs=needs)


FORMS: Mapping[Kind, ListForm] = {
    "chairs": _form(
        "chairs",
        _CHILD,
        Column(name="role", headings=("Role",), type="code", codes=_ROLES),
        Column(name="name", headings=("Name", "Chair", "Reviewing officer", "IRO")),
        Column(name="since", headings=("Start date", "Since"), type="date"),
        Column(name="until", headings=("End date", "Until"), type="date"),
        needs=("child_id", "role", "name"),
    ),
    "supervision": _form(
        "supervision",
        Column(name="on", headings=("Date", "Date of supervision"), type="date"),
        Column(name="worker", headings=("Worker", "Social worker", "Supervisee")),
        Column(name="team", headings=("Team",)),
        Column(name="supervisor", headings=("Supervisor", "Manager")),
        _CHILD,
        Column(
            name="actions_checked", headings=("Actions checked", "Previous actions checked"),
            type="code", codes=_YES_NO,
        ),
        Column(name="reflective", headings=("Reflective",), type="code", codes=_YES_NO),
        needs=("on", "worker"),
    ),
    "midway": _form(
        "midway",
        _CHILD,
        Column(name="on", headings=("Date", "Date of midway review"), type="date"),
        Column(name="name", headings=("Name", "Reviewing officer", "IRO")),
        Column(
            name="contact_with_child", headings=("Contact with child", "Child seen or spoken to"),
            type="code", codes=_YES_NO,
        ),
        needs=("child_id", "on", "name"),
    ),
}  # fmt: skip

# The headings of the templates, in the words that people use.
TEMPLATES: Mapping[Kind, tuple[str, ...]] = {
    "chairs": ("Child Unique ID", "Role", "Name", "From", "To"),
    "supervision": (
        "Date", "Worker", "Team", "Supervisor", "Child Unique ID", "Actions checked", "Reflective",
    ),
    "midway": ("Child Unique ID", "Date", "By", "Contact with child"),
}  # fmt: skip


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A row of a list, with what that list has; ``row`` is its number as Excel shows it."""

    row: int
    child_id: str | None = None
    role: str | None = None
    name: str | None = None
    since: date | None = None
    until: date | None = None
    on: date | None = None
    worker: str | None = None
    team: str | None = None
    supervisor: str | None = None
    actions_checked: bool | None = None
    reflective: bool | None = None
    contact_with_child: bool | None = None


class LocalList(msgspec.Struct, frozen=True):
    """A list that was read. With an error among its problems it must not be used."""

    rows: list[Row] = []
    problems: list[Problem] = []

    @property
    def errors(self) -> list[Problem]:
        """The problems for which it must not be used."""
        return [one for one in self.problems if one.severity == "error"]


def read(kind: Kind, path: Path, today: date) -> LocalList:
    """A list in a workbook or a CSV file. Raises :class:`CannotRead`."""
    form = FORMS[kind]
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotRead(f"{path.name} cannot be opened ({error.strerror}).") from None
    if path.suffix.lower() == ".csv":
        sheets, from_1904 = [csv_sheet(path.stem, data)], False
    else:
        source = workbook(path.name, data)
        sheets = list(source.sheets)
        from_1904 = source.from_1904
    fits = [(sheet, found) for sheet in sheets if (found := _headings(form, sheet))]
    if not fits:
        wanted = ", ".join(form.column(name).heading for name in form.needs)
        raise CannotRead(f"{path.name} has no row with the headings of this list: {wanted}.")
    if len(fits) > 1:
        names = " and ".join(f"“{sheet.name}”" for sheet, _ in fits[:2])
        raise CannotRead(f"{path.name} has this list twice, on the sheets {names}. Keep one.")
    sheet, found = fits[0]
    if len(sheet.rows) > _MOST_ROWS:
        raise CannotRead(f"{path.name} has more than {_MOST_ROWS:,} rows: check the file.")
    return _rows(Builder(sheet, found, form, from_1904=from_1904), today)


def _headings(form: ListForm, sheet: LargeSheet) -> Found | None:
    for row, cells in enumerate(sheet.rows[:_LOOK_AT_ROWS]):
        said = [_SMALL.get(str(cell).strip().casefold(), cell) for cell in cells]
        found = read_headings_of(form, row, said)
        if all(name in found.columns or name in found.doubtful for name in form.needs):
            return found
    return None


def _rows(builder: Builder, today: date) -> LocalList:
    table = builder.table()
    form = builder.form
    problems = [*_unknown(builder), *map(_must_be_mended, builder.problems)]
    unread = {(one.row, one.column) for one in builder.problems}
    rows = []
    for values in table.rows.to_pylist():
        if all(values[column.name] is None for column in form.columns) and not values["unread"]:
            continue
        for name in form.needs:
            letter = builder.headings[name][0] if name in builder.headings else None
            if values[name] is None and (values["row"], letter) not in unread:
                problems.append(_blank(builder, name, values["row"]))
        row = _row(values)
        problems += _wrong(builder, row, today)
        rows.append(row)
    problems += _twice(builder, rows)
    return LocalList(rows, sorted(problems, key=lambda one: (one.row or 0, one.column or "")))


def _row(values: Mapping[str, Any]) -> Row:
    known = {name: value for name, value in values.items() if name in Row.__struct_fields__}
    for name in ("actions_checked", "reflective", "contact_with_child"):
        if known.get(name) is not None:
            known[name] = known[name] == "yes"
    return Row(**known)


def _must_be_mended(problem: Problem) -> Problem:
    """A code that cannot be read is an error here: these lists are the council's own."""
    if "one of the codes" not in problem.what:
        return problem
    return msgspec.structs.replace(
        problem, severity="error", what=problem.what.replace("one of the codes of", "a value for"),
        mend="Use one of the words in the template.",
    )  # fmt: skip


def _unknown(builder: Builder) -> Iterator[Problem]:
    found = builder.found
    for place, heading in found.unknown.items():
        yield Problem(
            column=builder.letter(place), heading=heading, severity="warning",
            what=f"“{heading}” is not a column of this list, so it was not read",
            mend="Nothing to do, unless it is one of the columns of the template.",
        )  # fmt: skip
    for name, places in found.doubtful.items():
        letters = " and ".join(map(builder.letter, places))
        heading = builder.form.column(name).heading
        yield Problem(
            column=builder.letter(places[0]), heading=heading, severity="error",
            what=f"Columns {letters} are both “{heading}”",
            mend="Keep the right one and delete or rename the other.",
        )  # fmt: skip


def _blank(builder: Builder, name: str, row: int) -> Problem:
    return _at(builder, name, row, "The cell is blank", "Fill it in, or delete the row.")


def _at(builder: Builder, name: str, row: int, what: str, mend: str) -> Problem:
    letter, heading = builder.headings.get(name, (None, builder.form.column(name).heading))
    return Problem(row=row, column=letter, heading=heading, severity="error", what=what, mend=mend)


def _wrong(builder: Builder, row: Row, today: date) -> Iterator[Problem]:
    if row.since and row.until and row.until < row.since:
        yield _at(
            builder, "until", row.row, "The end is before the start", "Correct one of the dates."
        )
    if row.on and row.on > today:
        yield _at(builder, "on", row.row, "The date is in the future", "Enter the day it was held.")
    for name, longest in (("name", 200), ("worker", 200), ("team", 200), ("supervisor", 200),
                          ("child_id", 60)):  # fmt: skip
        if len(getattr(row, name) or "") > longest:
            what = f"The text has more than {longest} characters"
            yield _at(builder, name, row.row, what, "Check the cell.")


def _twice(builder: Builder, rows: list[Row]) -> Iterator[Problem]:
    """Repeated rows, and midway reviews that two rows describe differently."""
    seen: dict[Any, Row] = {}
    same: Callable[[Row], Any] = lambda row: msgspec.structs.replace(row, row=0)  # noqa: E731
    for row in rows:
        first = seen.setdefault(key_of(builder.form.name, row), row)
        if first is row:
            continue
        if same(first) == same(row):
            yield Problem(
                row=row.row, severity="warning",
                what=f"The row says the same as row {first.row}, so it counts once",
                mend="Delete one of them.",
            )  # fmt: skip
        else:
            yield Problem(
                row=row.row, severity="error",
                what=f"The row is about the same thing as row {first.row} but says something else",
                mend="Keep the right one.",
            )  # fmt: skip


def key_of(kind: str, row: Row) -> tuple[Any, ...]:
    """What tells a row of a list from every other."""
    if kind == "chairs":
        return row.child_id, row.role, row.name, row.since
    if kind == "supervision":
        return row.on, row.worker, row.supervisor, row.child_id
    return row.child_id, row.on, row.name
