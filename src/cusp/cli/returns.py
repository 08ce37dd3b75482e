"""``cusp returns``: child-level returns, such as an Annex A workbook."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cusp.cli._dates import NotADate, read_date
from cusp.cli._errors import explained
from cusp.cli._results_file import Form
from cusp.returns import CannotRead, Checked, Problem, check_return
from cusp.returns.validators import validated, validator_for, were_checked
from cusp.tables import CannotWrite, Row, check_ending
from cusp.wording import counted

returns = typer.Typer(
    help="Check child-level returns, such as Annex A, and make some up.", no_args_is_help=True
)
_err = Console(stderr=True, soft_wrap=True, highlight=False)
_SCHEMA = "cusp.return-problem/1"
_COLUMNS = (
    "list", "row", "column", "heading", "child_id", "severity", "what", "mend",
)  # fmt: skip
# On the screen, a person reads the first of each kind; a file has them all.
_MOST_SHOWN = 200


@returns.command()
def check(
    path: Annotated[
        Path,
        typer.Argument(metavar="PATH", help="A workbook, an XML file or a folder of CSV files"),
    ],
    as_at: Annotated[
        str,
        typer.Option("--as-at", metavar="DATE", help="The date that the return describes"),
    ],
    validator: Annotated[
        str | None,
        typer.Option(
            "--validator",
            metavar="COMMAND",
            help="Also run a validator of the SSDA903 or the census (see docs/returns.md)",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write to this file: .jsonl, .csv, .xlsx or .parquet"),
    ] = None,
) -> None:
    """List what is wrong in a return, where it is and how to fix it.

    Nothing is stored. The file holds ids of children: keep it where returns are kept.
    """
    with explained(CannotRead, CannotWrite, NotADate):
        if out:
            check_ending(out)
        checked = check_return(path, read_date(as_at, "--as-at"))
        found: list[Problem] = []
        if command := validator or validator_for(checked.kind):
            found = validated(path, checked.kind, command)
            checked = msgspec.structs.replace(checked, problems=[*checked.problems, *found])
        if out:
            _form(path.name).write(checked.problems, out)
        else:
            _print(checked.problems, Console(highlight=False))
    _err.print(Text(_summary(checked) + (f" Written to {out}." if out else "")))
    if not were_checked(found):
        _err.print(Text(f"{found[0].what}. {found[0].mend}"))
        raise typer.Exit(1)


@returns.command("make-up")
def make_up(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder for the files")],
    as_at: Annotated[
        str, typer.Option("--as-at", metavar="DATE", help="The date of the last return")
    ],
    children: Annotated[
        int, typer.Option(help="About how many children in need the council has")
    ] = 200,
    months: Annotated[int, typer.Option(help="How many months, each with a return")] = 12,
    seed: Annotated[int, typer.Option(help="The same number gives the same council")] = 1,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Write folders of CSV files instead of workbooks")
    ] = False,
    faults: Annotated[
        bool, typer.Option("--faults", help="Write headings and cells as real files have them")
    ] = False,
) -> None:
    """Make up a council and its Annex A month after month, to try Cusp out or to test it.

    Nothing in the files is about a real person. The folder “answers” says what each clock must say.
    """
    from cusp.made_up import CannotMakeUp, made_up_council, write_months

    with explained(CannotMakeUp, CannotWrite, NotADate):
        last = read_date(as_at, "--as-at")
        council = made_up_council(seed=seed, children=children, months=months, last=last)
        written = write_months(council, folder, as_csv=as_csv, faults=faults)
    _err.print(Text(f"{counted(len(written), 'made-up return')} written to {folder}."))


def _form(file: str) -> Form[Problem]:
    def plain(problem: Problem) -> dict[str, Any]:
        return {"schema": _SCHEMA, "file": file, **msgspec.structs.asdict(problem)}

    def rows(problem: Problem) -> Iterable[Row]:
        yield {name: getattr(problem, name) for name in _COLUMNS}

    return Form("Problems", _COLUMNS, rows, lambda each: msgspec.json.encode(plain(each)), plain)


def _print(problems: list[Problem], console: Console) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("List", "Cell", "Child", "", "What is wrong", "How to fix it"):
        table.add_column(heading)
    for each in problems[:_MOST_SHOWN]:
        cell = f"{each.column or ''}{each.row}" if each.row else each.column or ""
        table.add_row(
            each.list or "", cell, Text(each.child_id or ""), each.severity, Text(each.what),
            Text(each.mend),
        )  # fmt: skip
    if table.row_count:
        console.print(table)
    if len(problems) > _MOST_SHOWN:
        _err.print(f"The first {_MOST_SHOWN} are shown. Use --out to write them all to a file.")


def _summary(checked: Checked) -> str:
    errors = sum(problem.severity == "error" for problem in checked.problems)
    warnings = len(checked.problems) - errors
    rows, lists = sum(checked.counts.values()), len(checked.counts)
    read = f"{counted(lists, 'list')} with {counted(rows, 'row')}"
    return f"{read}: {counted(errors, 'error')}, {counted(warnings, 'warning')}."
