"""``cusp region``: the measures of many councils, from one folder with a return of each."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cusp.cli._dates import NotADate, read_date
from cusp.cli._errors import explained
from cusp.cli._options import Out, progress
from cusp.cli._oversight import AsAt, LocalRules
from cusp.cli._results_file import Form
from cusp.cli.measures import number, value
from cusp.tables import CannotWrite, Row, check_ending
from cusp.wording import counted

if TYPE_CHECKING:
    from cusp.oversight import Measure

region = typer.Typer(help="Compare the measures of many councils.", no_args_is_help=True)
_err = Console(stderr=True, soft_wrap=True, highlight=False)
_SCHEMA = "cusp.region-measure/1"

Councils = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER",
        help="A folder with one Annex A for each council: a workbook or a folder of CSV files, "
        "named after the council",
    ),
]


class Engine(StrEnum):
    """What works out the measures."""

    duckdb = "duckdb"
    spark = "spark"


@region.command()
def measures(
    folder: Councils,
    as_at: AsAt,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="GROUP",
            help="Group by team, worker, sex, ethnicity, disability, category or age",
        ),
    ] = None,
    engine: Annotated[
        Engine, typer.Option("--engine", help="What works them out. Spark is optional.")
    ] = Engine.duckdb,
    rules: LocalRules = None,
    out: Out = None,
) -> None:
    """Count each measure for each council: how many, of how many, and how many not known.

    Small counts can identify a child. Pass the figures through cusp disclose before sharing them.
    """
    from cusp.oversight import (
        CannotGather,
        CannotUseRules,
        NotAGroup,
        Region,
        check_group,
        rules_with,
    )
    from cusp.oversight.engines import NoEngine, connect, tables_in
    from cusp.returns import CannotRead

    known = (CannotGather, CannotRead, CannotUseRules, CannotWrite, NoEngine, NotADate, NotAGroup)
    with explained(*known), tempfile.TemporaryDirectory(prefix="cusp-region-") as scratch:
        check_group(by)
        if out:
            check_ending(out)
        limits = rules_with(rules)
        connection = connect(engine.value, Path(scratch))
        _write(folder, as_at, Path(scratch))
        found = Region(tables_in(connection, Path(scratch)), rules=limits).measures(by)
        rows = [(authority, each) for authority, all_ in found.items() for each in all_]
        if out:
            _form().write(rows, out)
            _err.print(Text(f"Written to {out}."))
        else:
            _print(rows, by)


@region.command()
def tables(
    folder: Councils,
    as_at: AsAt,
    into: Annotated[
        Path, typer.Option("--into", metavar="FOLDER", help="Where to write the Parquet files")
    ],
) -> None:
    """Write the lists of all councils as Parquet files, to load into the region’s own engine.

    The files hold data about children: keep them where returns are kept.
    """
    from cusp.oversight import CannotGather
    from cusp.returns import CannotRead

    with explained(CannotGather, CannotRead, CannotWrite, NotADate):
        count = _write(folder, as_at, into)
    _err.print(Text(f"The lists of {counted(count, 'council')} were written to {into}."))


def _write(folder: Path, as_at: str, into: Path) -> int:
    """Read every council's return and write the tables. Returns how many councils there are."""
    from cusp.oversight import gather, write_tables
    from cusp.returns import load_return

    day = read_date(as_at, "--as-at")
    returns = _returns_in(folder)
    loaded = {}
    with progress("reading") as bar:
        task = bar.add_task("reading", total=len(returns))
        for authority, path in returns.items():
            loaded[authority] = load_return(path, day)
            bar.advance(task)
    gathered = gather(loaded)
    try:
        write_tables(gathered, into)
    except OSError as error:
        raise CannotWrite(f"{into}: cannot be written ({error.strerror}).") from None
    return len(returns)


def _returns_in(folder: Path) -> dict[str, Path]:
    """The return of each council, by the council's name. Raises :class:`CannotGather`."""
    from cusp.oversight import CannotGather

    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    found: dict[str, Path] = {}
    for path in entries:
        if path.name.startswith((".", "~$")):
            continue
        if not path.is_dir() and path.suffix.lower() not in (".xlsx", ".xlsm"):
            raise CannotGather(
                f"{path.name} is not the return of a council. Put one workbook or one folder of "
                "CSV files for each council into the folder, and nothing else."
            )
        authority = path.name if path.is_dir() else path.stem
        if authority in found:
            raise CannotGather(f"{authority} has two returns in {folder.name}. Keep one of them.")
        found[authority] = path
    if not found:
        raise CannotGather(
            f"{folder}: no returns found. Give a folder with one workbook or one folder of CSV "
            "files for each council."
        )
    return found


def _form() -> Form[tuple[str, Measure]]:
    from cusp.oversight import Measure

    columns = ("authority", *Measure.__struct_fields__)

    def plain(row: tuple[str, Measure]) -> dict[str, Any]:
        return {"schema": _SCHEMA, "authority": row[0], **msgspec.to_builtins(row[1])}

    def rows(row: tuple[str, Measure]) -> Iterable[Row]:
        yield {"authority": row[0], **msgspec.structs.asdict(row[1])}

    return Form("Measures", columns, rows, lambda row: msgspec.json.encode(plain(row)), plain)


def _print(rows: list[tuple[str, Measure]], by: str | None) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("Measure", "Council", *([by.capitalize()] if by else [])):
        table.add_column(heading)
    for heading in ("How many", "Of", "Not known", "Value"):
        table.add_column(heading, justify="right")
    order = list(dict.fromkeys(each.measure for _, each in rows))
    for authority, each in sorted(rows, key=lambda row: order.index(row[1].measure)):
        group = [Text(each.group or ("" if each.why else "not recorded"))] if by else []
        counts = map(number, (each.numerator, each.denominator, each.undetermined))
        table.add_row(Text(each.measure), Text(authority), *group, *counts, Text(value(each)))
    Console(highlight=False).print(table)
