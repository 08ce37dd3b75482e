"""``cusp disclose``: a table of counts that is safe to publish."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from cusp.cli._errors import explained
from cusp.tables import CannotWrite, atomic_file

_err = Console(stderr=True, soft_wrap=True, highlight=False)


def disclose(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE.csv", help='The true counts. A row or column named "all" is a total'
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="SAFE.csv", help="Write to this file")
    ],
    published: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="EARLIER.csv", help="A table that is already public; repeat for each one"
        ),
    ] = None,
) -> None:
    """Hide counts of 1 to 5 in a table, and the cells that would give them away.

    The first column names the rows; all other columns are counts. Hidden cells are "c". Cells with
    the same row and column names in tables that are already public are taken to be the same.
    """
    from cusp import disclosure

    with explained(disclosure.CannotDisclose, CannotWrite):
        if out.suffix.lower() != ".csv":
            raise CannotWrite(f"{out.name}: the name must end in .csv")
        counts = disclosure.read_table(table)
        papers = tuple(
            disclosure.Published(path.name, (disclosure.read_table(path, published=True),))
            for path in published or ()
        )
        safe = disclosure.disclose(counts, disclosure.Ledger(papers))
        with atomic_file(out) as part:
            part.write_text(disclosure.csv_text(safe.table), "utf-8", newline="")
    for hidden in safe.hidden:
        _err.print(Text(hidden.words))
    for problem in safe.problems:
        _err.print(Text(problem, style="yellow"))
    cells = len(counts.rows) * len(counts.columns)
    _err.print(Text(f"{len(safe.hidden)} of {cells} cells hidden, written to {out}"))
