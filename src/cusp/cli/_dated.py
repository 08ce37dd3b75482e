"""What ``cusp deadlines`` and ``cusp notice`` share: options, output, and the basis of a date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from cusp.calendar import Basis, Calendar, LeftOut, Moved, added, england_and_wales
from cusp.calendar.wording import with_weekday
from cusp.cli._dates import read_dates
from cusp.cli._results_file import Form
from cusp.tables import ENDINGS, CannotWrite, Row, atomic_file

Holidays = Annotated[
    list[str] | None,
    typer.Option(
        "--holiday",
        metavar="DATE",
        help="A bank holiday that was proclaimed after Cusp's list was made. Can be repeated",
    ),
]
WorkedOutOn = Annotated[
    str | None,
    typer.Option(
        "--worked-out-on",
        metavar="DATE",
        help="Also say what has changed if the date was first worked out on this day",
    ),
]
OutFile = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="Write to FILE.json, .jsonl, .csv, .xlsx or .parquet"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table")]
Result = TypeVar("Result", bound=msgspec.Struct)

_err = Console(stderr=True, soft_wrap=True, highlight=False)


def calendar_with(holidays: Iterable[str] | None) -> Calendar:
    """Bank holidays, with those from ``--holiday``. Raises :class:`cusp.cli._dates.NotADate`."""
    return england_and_wales().adding(map(added, read_dates(holidays, "--holiday")))


def check_out(out: Path | None) -> None:
    """Raise :class:`CannotWrite` for an unknown file extension."""
    endings = (".json", *ENDINGS)
    if out and out.suffix.lower() not in endings:
        raise CannotWrite(f"{out.name}: the name must end in one of {', '.join(endings)}")


def give(
    result: Result,
    form: Form[Result],
    show: Callable[[Result], None],
    *,
    out: Path | None,
    as_json: bool,
) -> None:
    """Write the result to a file, or print it as a table or as JSON."""
    if out and out.suffix.lower() == ".json":
        with atomic_file(out) as part:
            part.write_bytes(form.json(result) + b"\n")
    elif out:
        form.write([result], out)
    if out:
        _err.print(Text(f"written to {out}"))
    if as_json:
        typer.echo(form.json(result).decode())
    elif not out:
        show(result)


def form_of(
    sheet: str, columns: Sequence[str], rows: Callable[[Result], Iterable[Row]]
) -> Form[Result]:
    """How results are written."""
    return Form(sheet, columns, rows, msgspec.json.encode, msgspec.to_builtins)


def rule_and_source(basis: Basis) -> str:
    """The rule in words: how many days, what kind of rule, where from, and whether it was seen."""
    days = f"{basis.count} {basis.unit}. " if basis.count else ""
    seen = "text seen" if basis.seen else "text not seen"
    note = f". {basis.note}" if basis.note else ""
    status = f"{basis.status[0].upper()}{basis.status[1:]}"
    if basis.status == "local":
        return f"{days}{status}: {basis.source}{note}"
    return f"{days}{status} ({seen}): {basis.source}{note}"


def print_remarks(
    console: Console, left_out: Sequence[LeftOut], moved: Sequence[Moved], notes: Sequence[str]
) -> None:
    """Print which bank holidays were left out, what moved, and what to check."""
    if left_out:
        days = "; ".join(f"{with_weekday(holiday.day)} ({holiday.name})" for holiday in left_out)
        console.print(Text(f"Bank holidays left out: {days}"))
    for sentence in (*(change.why for change in moved), *notes):
        console.print(Text(sentence, style="bold"))
