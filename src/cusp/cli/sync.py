"""``cusp sync``: what is new on Ofsted's site into the record; made for a daily schedule."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cusp.cli._given import Jobs
from cusp.cli._ofsted import Since, Site, agent, check_site, first_day
from cusp.cli._project import prepare, set_up, stop
from cusp.reports.acquire.ofsted_site import SITE, hosts_of
from cusp.reports.acquire.web import Web
from cusp.tables import CannotWrite, check_ending
from cusp.web.background.alone import AnotherAtWork, alone

# Cusp reads no earlier form of report.
FIRST_YEAR = "2013"
_err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


def sync(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="AUTHORITY…", help="Only these councils", show_default=False),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to keep downloads; else ofsted in the data folder"),
    ] = None,
    since: Since = FIRST_YEAR,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="The changes in FILE.jsonl, .csv, .xlsx or .parquet too"),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing unless something changed or failed")
    ] = False,
    site: Site = SITE,
    jobs: Jobs = None,
) -> None:
    """Bring the record up to date with Ofsted's site, and say what changed.

    Checks all councils, or those named, at most one request a second; downloads reports that are
    new and adds them. If a run is interrupted, the next one carries on from there. While another
    run is going on, this one does nothing. The exit status is 1 if anything failed.
    """
    first = first_day(since)
    check_site(site)
    _check_out(out)
    set_up()
    from django.conf import settings

    data = Path(settings.DATA)
    with ExitStack() as held:
        _lock(held, data)
        prepare()
        from cusp.cli._sync_run import Run

        run = Run(into or data / "ofsted", names or [], since=first, jobs=jobs, quiet=quiet)
        held.enter_context(_ended_like_interrupted())
        with Web(hosts_of(site), agent=agent()) as web:
            status = run.go(web, site, out)
    if status:
        raise typer.Exit(status)


def _check_out(out: Path | None) -> None:
    try:
        if out:
            check_ending(out)
    except CannotWrite as error:
        stop(str(error))


def _lock(held: ExitStack, data: Path) -> None:
    """Be the only run on this record, or end the command: with status 0 where another is on."""
    note = f"started at {datetime.now().astimezone():%H:%M}, process {os.getpid()}"
    try:
        held.enter_context(alone(data / "sync.lock", note=note))
    except AnotherAtWork as other:
        _err.print(f"Another cusp sync is running ({other}), so this one did nothing.")
        raise typer.Exit(0) from None
    except OSError as error:
        stop(f"{data} cannot be used ({error.strerror or error}). Check CUSP_DATA.")


@contextmanager
def _ended_like_interrupted() -> Iterator[None]:
    """A run that the system ends (SIGTERM) says what it did, as one stopped by Ctrl+C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
