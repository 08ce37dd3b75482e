"""``cusp read``: read reports into records."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cusp.cli._options import NO_FILES, Jobs, Paths, Seconds, read_each
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
        typer.Option("--out", "-o", help="Write to FILE.jsonl, .csv, .xlsx or .parquet"),
    ] = None,
    jobs: Jobs = None,
    seconds: Seconds = SECONDS,
) -> None:
    """Read inspection reports into cited records.

    If a file cannot be read, the reason is shown, the others are still read and the exit status is
    1. With --out, an interrupted run carries on where it stopped. Without it, records are printed
    as JSON Lines.
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
    """Read files that an interrupted run did not. Prints records if there is no ``out``."""
    journal = Journal(out) if out else None
    known = journal.known(files) if journal else {}
    outcomes = {printable(path): outcome for path, outcome in known.items()}
    by_name = {printable(path): path for path in files}
    if known:
        _err.print(f"Carrying on: {len(known)} of {len(files)} already read by an interrupted run.")
    began = time.monotonic()
    try:
        unread = [path for path in files if path not in known]
        for outcome in read_each(unread, jobs, limits):
            outcomes[outcome.path] = outcome
            if outcome.error:
                _err.print(f"[red]not read[/red] {_plain(outcome.path)}: {_plain(outcome.error)}")
            if journal:
                journal.add(outcome, by_name[outcome.path])
            elif outcome.report:
                sys.stdout.buffer.write(to_json(outcome.report) + b"\n")
    except KeyboardInterrupt:
        hint = " Run the same command to carry on from here." if journal else ""
        _err.print(f"\nStopped.{hint}")
        raise typer.Exit(130) from None
    finally:
        if journal:
            journal.close()
    return outcomes, time.monotonic() - began


def _in_order(files: list[Path], outcomes: dict[str, Outcome]) -> list[Report]:
    found = (outcomes.get(printable(path)) for path in files)
    return [outcome.report for outcome in found if outcome and outcome.report]


def _summary(outcomes: dict[str, Outcome], seconds: float, out: Path | None) -> None:
    """Print how many files were read, which were not and why, and the time taken."""
    failed = [o for o in outcomes.values() if o.error]
    good = len(outcomes) - len(failed)
    unsure = sum(1 for o in outcomes.values() if o.report and o.report.problems)
    where = f"; written to {_plain(str(out))}" if out else ""
    _err.print(f"{good} read, {len(failed)} not read, {seconds:.1f} seconds{where}")
    for outcome in failed:
        _err.print(f"  {_plain(outcome.path)}: {_plain(outcome.error or '')}")
    if unsure:
        verb = "record lists" if unsure == 1 else "records list"
        _err.print(f"{unsure} {verb} something uncertain under “problems”")


def _plain(text: str) -> str:
    """Escape the terminal's markup."""
    return text.replace("[", r"\[")
