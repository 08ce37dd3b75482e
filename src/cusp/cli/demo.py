"""``cusp demo``: specimens of every form are laid out, read, and one is shown."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cusp.cli.show import print_report
from cusp.reports.batch import Outcome, read_reports
from cusp.specimens import write_all


def demo(
    into: Annotated[
        Path | None, typer.Option("--into", help="Keep the specimen PDFs in this folder")
    ] = None,
) -> None:
    """Lay out specimen reports of a made-up council, read them, and show one."""
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="cusp-demo-") as folder:
        files = write_all(into or Path(folder))
        console.print(f"{len(files)} specimen reports of a made-up council, read just now:\n")
        outcomes = sorted(read_reports(files), key=lambda o: o.path)
    console.print(_table(outcomes))
    console.print("\nEach names one problem: no council is called Wexcombe, so none was matched.")
    reports = [o.report for o in outcomes if o.report]
    if reports:
        ilacs = [r for r in reports if r.framework == "ILACS"] or reports
        console.print(f"\nThis is {Path(ilacs[0].source.file).name}:\n")
        print_report(ilacs[0], console)
    if into is not None:
        console.print(f"\nThe PDFs are in {into}. Try: cusp show {files[0]}")
    if any(o.error for o in outcomes):
        raise typer.Exit(1)


def _table(outcomes: list[Outcome]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("Specimen", "Framework", "Overall", "To improve"):
        table.add_column(column, no_wrap=True)
    for outcome in outcomes:
        name = Path(outcome.path).stem
        report = outcome.report
        if report is None:
            table.add_row(name, f"not read: {outcome.error}")
            continue
        overall = [j.grade for j in report.judgements if j.area == "overall"]
        shown = overall[0] if overall else "not given"
        table.add_row(name, report.framework_version, shown, str(len(report.improvements)))
    return table
