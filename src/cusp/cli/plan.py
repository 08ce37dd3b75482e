"""``cusp plan``: an improvement plan's round trip with Excel."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cusp.cli._errors import explained
from cusp.cli._project import prepare, stop
from cusp.outside.process import Limits, NotNow, NoWorkers, once
from cusp.plans.workbook import CannotRead, Changes, compare_workbooks
from cusp.plans.workbook.as_json import to_plain
from cusp.plans.workbook.dates import in_full
from cusp.plans.workbook.fields import BY_NAME
from cusp.plans.workbook.table import Value
from cusp.tables import CannotWrite, atomic_file

plan = typer.Typer(help="Take an improvement plan to Excel and back.", no_args_is_help=True)
_err = Console(stderr=True, soft_wrap=True, highlight=False)
_LARGEST_MB = 30
_WITHIN = 180.0


@plan.command()
def export(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to write")],
) -> None:
    """Write this installation's plan to a workbook that people can edit and bring back."""
    if out.suffix.lower() != ".xlsx":
        stop(f"{out.name}: the name must end in .xlsx")
    prepare()
    from django.utils import timezone

    from cusp.web.response.plans import current_plan
    from cusp.web.response.workbook import exports

    found = current_plan()
    if found is None:
        stop("There is no plan yet. An officer starts it on the page “Plan”.")
    with explained(CannotWrite), atomic_file(out) as part:
        part.write_bytes(exports.export(found, as_at=timezone.localdate()))
    _err.print(f"{found} written to {out}", markup=False)


@plan.command()
def compare(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook that came back")],
    against: Annotated[
        Path,
        typer.Option("--against", metavar="BEFORE.xlsx", help="The workbook as it was exported"),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the changes to FILE.json")
    ] = None,
) -> None:
    """List what a workbook changes in a plan. Changes nothing.

    Rows are matched by their ids. Anything that is not clear is listed as a question.
    """
    with explained(CannotRead, CannotWrite, NoWorkers):
        try:
            changes = compare_workbooks(
                file.name, _bytes_of(file), against.name, _bytes_of(against), opened=_opened
            )
        except NotNow:
            raise CannotRead(f"{file.name}: the machine is too busy. Try again later.") from None
        if out:
            _write(changes, out)
        else:
            print_changes(changes, Console(highlight=False))
    _err.print(_counts(changes) + (f", written to {out}" if out else ""), markup=False)


def _opened(task: str, order: bytes, limits: Limits) -> bytes:
    return once(task, order, limits, within=_WITHIN)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_MB * 2**20:
            raise CannotRead(f"{path.name} is over {_LARGEST_MB} MB, far larger than a plan")
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or "unknown"
        raise CannotRead(f"{path.name} cannot be opened ({why})") from None


def _write(changes: Changes, out: Path) -> None:
    if out.suffix.lower() != ".json":
        raise CannotWrite(f"{out.name}: the name must end in .json")
    with atomic_file(out) as part:
        part.write_bytes(msgspec.json.format(msgspec.json.encode(to_plain(changes))) + b"\n")


def _counts(changes: Changes) -> str:
    counts = [
        (len(changes.changed), "changed"), (len(changes.asked), "to ask about"),
        (len(changes.new), "new"), (len(changes.missing), "missing"),
    ]  # fmt: skip
    return ", ".join(f"{number:,} {what}" for number, what in counts)


def print_changes(changes: Changes, console: Console) -> None:
    """Print each difference on a row of a table."""
    table = Table(box=None, padding=(0, 3, 0, 0))
    for heading in ("", "Id", "Cell", "Column", "Before", "After"):
        table.add_column(heading)
    for change in changes.changed:
        cells = (change.id, f"{change.column}{change.row}", _heading(change.field))
        after = _shown(change.after) + (f" ({change.note})" if change.note else "")
        _add(table, "changed", *cells, _shown(change.before), after)
    for asked in changes.asked:
        cells = (asked.id, f"{asked.column}{asked.row}", _heading(asked.field))
        _add(table, "to ask about", *cells, "", asked.why)
    for new in changes.new:
        _add(table, "new", new.id, f"row {new.row}", "", "", _shown(new.values.get("action")))
    for name in changes.missing:
        _add(table, "missing", name, "", "", "", "stays open until it is closed with a reason")
    if table.row_count:
        console.print(table)


def _heading(field: str) -> str:
    return BY_NAME[field].heading if field in BY_NAME else field


def _shown(value: Value | None) -> str:
    if value and value.day:
        return in_full(value.day)
    return (value.plain if value else None) or "–"


def _add(table: Table, *cells: str) -> None:
    table.add_row(*(Text(cell) for cell in cells))
