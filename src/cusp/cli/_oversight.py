"""What ``cusp clocks`` and ``cusp measures`` share: options, and loading the return."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cusp.cli._dates import read_date
from cusp.tables import check_ending

if TYPE_CHECKING:
    from cusp.oversight import Workings

ReturnPath = Annotated[
    Path, typer.Argument(metavar="PATH", help="A workbook, an XML file or a folder of CSV files")
]
AsAt = Annotated[
    str, typer.Option("--as-at", metavar="DATE", help="The date that the return describes")
]
LocalRules = Annotated[
    Path | None,
    typer.Option(
        "--rules", metavar="FILE.toml", help="The council’s own limits, such as for visits"
    ),
]


def work_out(path: Path, as_at: str, rules: Path | None, out: Path | None) -> Workings:
    """The clocks of a return. Raises the errors of each step, which say what to do."""
    from cusp.oversight import Workings, rules_with
    from cusp.returns import load_return

    if out:
        check_ending(out)
    day = read_date(as_at, "--as-at")
    limits = rules_with(rules)
    return Workings(load_return(path, day), as_at=day, rules=limits)
