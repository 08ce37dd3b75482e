"""``cusp sync``: add new reports on Ofsted's site to the record. Designed to run daily."""

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

from cusp.cli._ofsted import Since, Site, check_site, first_day, user_agent
from cusp.cli._options import Jobs
from cusp.cli._project import prepare, set_up, stop
from cusp.reports.acquire.ofsted_site import SITE, hosts_of
from cusp.reports.acquire.web import Web
from cusp.tables import CannotWrite, check_ending
from cusp.web.background.process_lock import AlreadyRunning, only_process

# Cusp does not read earlier kinds of report.
FIRST_YEAR = "2013"
_err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


def sync(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="AUTHORITY…", help="Only these councils", show_default=False),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder for downloads (default: ofsted in the data folder)"
        ),
    ] = None,
    since: Since = FIRST_YEAR,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Also write changes to FILE.jsonl, .csv, .xlsx or .parquet"
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print nothing unless something changed or failed")
    ] = False,
    site: Site = SITE,
    jobs: Jobs = None,
) -> None:
    """Bring the record up to date with Ofsted's site, and show what changed.

    Checks all councils, or only the ones you list, with at most one request per second. Downloads
    and adds new reports. If a run is interrupted, the next one carries on from there. If another
    run is in progress, this one does nothing. The exit status is 1 if anything failed.
    """
    first = first_day(since)
    check_site(site)
    _check_out(out)
    set_up()
    from django.conf import settings

    data = Path(settings.DATA)
    with ExitStack() as stack:
        _lock(stack, data)
        prepare()
        from cusp.cli._sync_run import Run

        run = Run(into or data / "ofsted", names or [], since=first, jobs=jobs, quiet=quiet)
        stack.enter_context(_sigterm_as_interrupt())
        with Web(hosts_of(site), agent=user_agent()) as web:
            status = run.go(web, site, out)
    if status:
        raise typer.Exit(status)


def _check_out(out: Path | None) -> None:
    try:
        if out:
            check_ending(out)
    except CannotWrite as error:
        stop(str(error))


def _lock(stack: ExitStack, data: Path) -> None:
    """Lock the record, or end the command, with status 0 if another run has locked it."""
    note = f"started at {datetime.now().astimezone():%H:%M}, process {os.getpid()}"
    try:
        stack.enter_context(only_process(data / "sync.lock", note=note))
    except AlreadyRunning as other_run:
        _err.print(f"Another cusp sync is running ({other_run}), so this one did nothing.")
        raise typer.Exit(0) from None
    except OSError as error:
        stop(f"{data} cannot be used ({error.strerror or error}). Check CUSP_DATA.")


@contextmanager
def _sigterm_as_interrupt() -> Iterator[None]:
    """Treat SIGTERM as Ctrl+C so that a run ended by the system prints what it did."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
