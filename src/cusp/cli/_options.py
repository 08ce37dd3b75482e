"""Options that several commands share, and the loop that reads their files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from cusp.reports.batch import Limits, Outcome, read_reports
from cusp.reports.files import printable
from cusp.reports.record import Report

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH…", help="Files, folders or patterns such as *.pdf")
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, help="Worker processes (default: one per processor)"),
]
Seconds = Annotated[
    float, typer.Option("--seconds", min=0.1, help="Time limit for one file, in seconds")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="Write to FILE.jsonl, .csv, .xlsx or .parquet"),
]
NO_FILES = "No PDF files found. Enter files, folders or patterns."
Result = TypeVar("Result")

_err = Console(stderr=True, soft_wrap=True, highlight=False)


def progress(label: str) -> Progress:
    """A progress bar that disappears at the end.

    It is shown only in a terminal: in a log it is no use, and cron would email an empty line.
    """
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=_err, transient=True, disable=not _err.is_terminal)


def read_each(files: list[Path], jobs: int | None, limits: Limits) -> Iterator[Outcome]:
    """Each file's report, or why there is none, as it is read. Shows a progress bar."""
    with progress("reading") as bar:
        task = bar.add_task("reading", total=len(files))
        for outcome in read_reports(files, jobs=jobs, limits=limits) if files else ():
            bar.advance(task)
            yield outcome


def map_reports(
    files: list[Path], convert: Callable[[Report], Result], *, jobs: int | None, seconds: float
) -> tuple[list[Result], int]:
    """Each report converted, in the order of ``files``, and how many could not be read.

    Prints each file that could not be read, and why.
    """
    results: dict[str, Result] = {}
    failed = 0
    for outcome in read_each(files, jobs, Limits(seconds=seconds)):
        if outcome.report is None:
            failed += 1
            not_read(outcome.path, outcome.error or "")
        else:
            results[outcome.path] = convert(outcome.report)
    names = (printable(path) for path in files)
    return [results[name] for name in names if name in results], failed


def not_read(path: str, why: str) -> None:
    """Print that a file could not be read, and why."""
    _err.print(Text(f"not read {path}: {why}", style="red"))
