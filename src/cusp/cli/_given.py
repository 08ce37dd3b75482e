"""What several commands are given, and how they go through the files they are given."""

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
    list[str], typer.Argument(metavar="PATH…", help="Files, folders, patterns such as *.pdf")
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes [all processors]")
]
Seconds = Annotated[float, typer.Option("--seconds", min=0.1, help="Most time for one file")]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="FILE.jsonl, .csv, .xlsx or .parquet; else a table"),
]
NO_FILES = "No PDF files there. Name files, folders or patterns that hold reports."
Made = TypeVar("Made")

_err = Console(stderr=True, soft_wrap=True, highlight=False)


def progress(doing: str) -> Progress:
    """A bar with what is done, of how many, and the time left; gone when all is done.

    Only a terminal has it: a log has no use for one, and mail from cron would be an empty line.
    """
    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=_err, transient=True, disable=not _err.is_terminal)


def each(files: list[Path], jobs: int | None, limits: Limits) -> Iterator[Outcome]:
    """Every file's report or why there is none, as they come, with a bar."""
    with progress("reading") as bar:
        task = bar.add_task("reading", total=len(files))
        for outcome in read_reports(files, jobs=jobs, limits=limits) if files else ():
            bar.advance(task)
            yield outcome


def made_of_each(
    files: list[Path], make: Callable[[Report], Made], *, jobs: int | None, seconds: float
) -> tuple[list[Made], int]:
    """What is made of every report in the order of ``files``, and how many could not be read.

    Those are named as they come, with the reason.
    """
    made: dict[str, Made] = {}
    failed = 0
    for outcome in each(files, jobs, Limits(seconds=seconds)):
        if outcome.report is None:
            failed += 1
            not_read(outcome.path, outcome.error or "")
        else:
            made[outcome.path] = make(outcome.report)
    names = (printable(path) for path in files)
    return [made[name] for name in names if name in made], failed


def not_read(path: str, why: str) -> None:
    """Name a file that could not be read."""
    _err.print(Text(f"not read {path}: {why}", style="red"))
