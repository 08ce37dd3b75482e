"""``cusp add`` and ``cusp reread``: add reports to the record that the web pages show."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from cusp.cli._options import NO_FILES, Jobs, Paths, progress
from cusp.cli._project import prepare, stop
from cusp.reports.batch import read_reports
from cusp.reports.files import files_of, printable

if TYPE_CHECKING:
    from cusp.web.record.models import Authority, Document

_err = Console(stderr=True, soft_wrap=True, highlight=False)


def add(
    paths: Paths,
    jobs: Jobs = None,
    council: Annotated[
        str | None, typer.Option("--as", help="The council, for reports where it is not recognised")
    ] = None,
) -> None:
    """Add inspection reports to the record.

    Adding a report again changes nothing. If the council is not recognised, the report waits until
    an officer chooses it, on the waiting reports page or here with --as. If a file cannot be added,
    the reason is shown, the others are still added and the exit status is 1.
    """
    files = files_of(paths)
    if not files:
        stop(NO_FILES)
    prepare()
    chosen = _council(council) if council else None
    began = time.monotonic()
    counts = _add_files(files, chosen, jobs)
    seconds = time.monotonic() - began
    _err.print(
        f"{counts['added']} added, {counts['known']} already there, "
        f"{counts['refused']} not added, {seconds:.1f} seconds"
    )
    if counts["held"]:
        _err.print(
            f"{counts['held']} waiting: choose the council at /reports/waiting/, or with "
            'cusp add --as "NAME OF COUNCIL" FILE'
        )
    if counts["refused"]:
        raise typer.Exit(1)


def prepare_pages(added: int) -> None:
    """Prepare pages for the reports, unless a running server's worker will do it."""
    from django.conf import settings

    from cusp.web.background import status
    from cusp.web.record import background_work

    if not added or status.read(settings.DATA / status.NAME).running:
        return
    background_work.prepare_pages()


def _add_files(files: list[Path], council: Authority | None, jobs: int | None) -> Counter[str]:
    """Read and add files, print those not added and count the outcomes."""
    from cusp.web.record.intake.upload_jobs import add_now

    counts: Counter[str] = Counter()
    by_name = {printable(file): file for file in files}
    with progress("adding") as bar:
        task = bar.add_task("adding", total=len(files))
        for outcome in read_reports(files, jobs=jobs):
            path = by_name.get(outcome.path, Path(outcome.path))
            state, message, _ = add_now(outcome, name=path.name, path=path, council=council)
            counts[state] += 1
            if state == "refused":
                _err.print(f"[red]not added[/red] {escape(outcome.path)}: {escape(message)}")
            if state == "held":
                _err.print(f"[yellow]waiting[/yellow] {escape(outcome.path)}: {escape(message)}")
            bar.advance(task)
    prepare_pages(counts["added"])
    return counts


def _council(name: str) -> Authority:
    from cusp.web.record.intake.councils import NoSuchCouncil, called

    try:
        return called(name)
    except NoSuchCouncil as error:
        stop(str(error))


def reread(jobs: Jobs = None) -> None:
    """Read every stored report again with this version of Cusp, and show what changed."""
    prepare()
    from cusp.web.record.models import Document

    documents = {str(d.path): d for d in Document.objects.select_related("inspection__authority")}
    if not documents:
        _err.print("No reports are stored yet. To add some: cusp add PATH…")
        return
    changed = failed = 0
    with progress("reading") as bar:
        task = bar.add_task("reading", total=len(documents))
        for outcome in read_reports(sorted(documents), jobs=jobs):
            bar.advance(task)
            document = documents[outcome.path]
            changes = _read_again(document, outcome.report, outcome.error)
            if changes is None:
                failed += 1
            elif changes:
                changed += 1
                _err.print(escape(str(document.inspection)), *map(escape, changes), sep="\n  ")
    _err.print(f"{len(documents)} read again, {changed} changed, {failed} left unchanged")
    if failed:
        raise typer.Exit(1)


def _read_again(document: Document, report: object, error: str | None) -> list[str] | None:
    from cusp.reports import Report
    from cusp.web.record.intake.add_report import CannotAdd, read_again

    if isinstance(report, Report):
        try:
            return read_again(document, report, by=None)
        except CannotAdd as refusal:
            error = str(refusal)
    _err.print(
        f"[red]left unchanged[/red] {escape(str(document.inspection))}: {escape(error or '')}"
    )
    return None
