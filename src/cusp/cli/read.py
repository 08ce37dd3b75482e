"""``cusp read``: files, folders and patterns become records."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cusp.cli._given import NO_FILES, Jobs, Paths, Seconds, each
from cusp.reports.batch import SECONDS, Limits, Outcome
from cusp.reports.export import write_reports
from cusp.reports.files import files_of, printable
from cusp.reports.journal import Journal
from cusp.reports.record import Report, to_json
from cusp.tables import CannotWrite, check_ending

_err = Console(stderr=True, soft_wrap=True, highlight=False)


def read(
    paths: Paths,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="FILE.jsonl, .csv, .xlsx or .parquet; else JSON lines"),
    ] = None,
    jobs: Jobs = None,
    seconds: Seconds = SECONDS,
) -> None:
    """Read inspection reports into cited records.

    What cannot be read is named with the reason, everything else is read, and the exit status
    is then 1. An interrupted run with --out goes on where it stopped.
    """
    files = files_of(paths)
    if not files:
        _err.print(NO_FILES)
        raise typer.Exit(1)
    try:
        if out is not None:
            check_ending(out)
        outcomes, seconds_taken = _read_all(files, out, jobs, Limits(seconds=seconds))
        if out is not None:
            write_reports(_in_order(files, outcomes), out)
            Journal(out).drop()
    except CannotWrite as error:
        _err.print(f"[red]{_plain(str(error))}[/red]")
        raise typer.Exit(1) from None
    except OSError as error:
        _err.print(f"[red]Cannot write: {error.strerror or error}[/red]")
        raise typer.Exit(1) from None
    _summary(outcomes, seconds_taken, out)
    if any(o.error for o in outcomes.values()):
        raise typer.Exit(1)


def _read_all(
    files: list[Path], out: Path | None, jobs: int | None, limits: Limits
) -> tuple[dict[str, Outcome], float]:
    """Reads what is not known from an interrupted run; prints records when there is no ``out``."""
    journal = Journal(out) if out else None
    known = journal.known(files) if journal else {}
    outcomes = {printable(path): outcome for path, outcome in known.items()}
    by_name = {printable(path): path for path in files}
    if known:
        _err.print(f"Going on: {len(known)} of {len(files)} were read by an interrupted run.")
    began = time.monotonic()
    try:
        left = [path for path in files if path not in known]
        for outcome in each(left, jobs, limits):
            outcomes[outcome.path] = outcome
            if outcome.error:
                _err.print(f"[red]not read[/red] {_plain(outcome.path)}: {_plain(outcome.error)}")
            if journal:
                journal.add(outcome, by_name[outcome.path])
            elif outcome.report:
                sys.stdout.buffer.write(to_json(outcome.report) + b"\n")
    except KeyboardInterrupt:
        kept = " What was read is kept; the same command goes on from there." if journal else ""
        _err.print(f"\nStopped.{kept}")
        raise typer.Exit(130) from None
    finally:
        if journal:
            journal.close()
    return outcomes, time.monotonic() - began


def _in_order(files: list[Path], outcomes: dict[str, Outcome]) -> list[Report]:
    found = (outcomes.get(printable(path)) for path in files)
    return [outcome.report for outcome in found if outcome and outcome.report]


def _summary(outcomes: dict[str, Outcome], seconds: float, out: Path | None) -> None:
    """One summary at the end: how many were read, what was not and why, how long it took."""
    failed = [o for o in outcomes.values() if o.error]
    good = len(outcomes) - len(failed)
    unsure = sum(1 for o in outcomes.values() if o.report and o.report.problems)
    where = f" into {_plain(str(out))}" if out else ""
    _err.print(f"{good} read{where}, {len(failed)} not read, {seconds:.1f} seconds")
    for outcome in failed:
        _err.print(f"  {_plain(outcome.path)}: {_plain(outcome.error or '')}")
    if unsure:
        _err.print(f"{unsure} of those read name something under “problems” that is not sure")


def _plain(text: str) -> str:
    """Text that the terminal's markup leaves alone."""
    return text.replace("[", r"\[")
