"""``cusp practice``: load returns and lists on a schedule."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from cusp.cli._dates import NotADate, read_date
from cusp.cli._errors import explained
from cusp.cli._project import prepare, stop
from cusp.returns import CannotRead, load_return
from cusp.wording import counted

if TYPE_CHECKING:
    from cusp.returns import Return

practice = typer.Typer(help="Load returns and lists about children.", no_args_is_help=True)
lists = typer.Typer(help="Load the council's own lists.", no_args_is_help=True)
practice.add_typer(lists, name="lists")
# The status for a return or list that somebody must confirm with --yes.
TO_CONFIRM = 3
_err = Console(stderr=True, soft_wrap=True, highlight=False)
_Yes = Annotated[bool, typer.Option("--yes", help="Confirm what the page would ask you to confirm")]


@practice.command()
def load(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="An Annex A workbook, a census XML or a folder of CSV files"
        ),
    ],
    as_at: Annotated[
        str, typer.Option("--as-at", metavar="DATE", help="The date that the return describes")
    ],
    keep_until: Annotated[
        str | None,
        typer.Option(
            "--keep-until",
            metavar="DATE",
            help="When its children are deleted; otherwise after CUSP_SNAPSHOT_MONTHS months",
        ),
    ] = None,
    yes: _Yes = False,
) -> None:
    """Check a return and load it, whole or not at all.

    The status is 0 if it is loaded or was loaded before, 1 if it is refused, and 3 if somebody must
    confirm it with --yes.
    """
    prepare()
    from django.utils import timezone

    today = timezone.localdate()
    with explained(CannotRead, NotADate):
        day = read_date(as_at, "--as-at")
        until = read_date(keep_until, "--keep-until") if keep_until else None
        if day > today:
            raise NotADate(f"--as-at: {day} is in the future.")
        loaded = load_return(path, day)
    _load(loaded, until, today, yes=yes)


def _load(loaded: Return, until: date | None, today: date, *, yes: bool) -> None:
    from django.conf import settings
    from django.utils import timezone

    from cusp.calendar import add_months
    from cusp.returns.pseudonyms import WeakKey
    from cusp.web.common.refusals import CannotChange
    from cusp.web.practice import load_checks, retention, snapshots
    from cusp.web.practice.one_at_a_time import AlreadyRunning, alone

    until = until or add_months(today, settings.SNAPSHOT_MONTHS)
    try:
        with alone():
            retention.check(until, as_at=loaded.as_at, today=today, field="")
            asked = load_checks.questions(loaded)
            if asked and not yes:
                _ask(loaded.file, [one.text for one in asked])
            snapshots.sweep()
            done = snapshots.load(
                loaded, retain_until=until, at=timezone.now(), by=None,
                replace=any(one.code == load_checks.ANOTHER_FILE for one in asked),
            )  # fmt: skip
    except AlreadyRunning:
        stop("Another return is being loaded or deleted. Try again when that has finished.")
    except (CannotChange, WeakKey) as refused:
        stop(f"{loaded.file} was not loaded: {refused}")
    row = done.snapshot
    problems = f"{counted(row.errors, 'error')}, {counted(row.warnings, 'warning')}"
    said = "loaded" if done.new else "was loaded before, so nothing changed"
    _err.print(
        f"{loaded.file}, as at {row.as_at}: {said} ({counted(row.rows, 'row')}, {problems}).",
        markup=False,
    )


def _ask(name: str, texts: list[str]) -> None:
    _err.print(f"{name} was not loaded. Use --yes to confirm: {' '.join(texts)}", markup=False)
    raise typer.Exit(TO_CONFIRM)


def _load_list(kind: str, path: Path, *, yes: bool) -> None:
    prepare()
    from django.utils import timezone

    from cusp.web.common.refusals import CannotChange
    from cusp.web.practice import local_lists
    from cusp.web.practice.choices import LocalListKind

    of_kind = LocalListKind(kind)
    try:
        found = local_lists.read(of_kind, path, name=path.name, today=timezone.localdate())
        upload = local_lists.keep(of_kind, found, name=path.name, at=timezone.now(), by=None)
        changes = local_lists.changes(kind, local_lists.rows_of(upload))
        if changes.removed and not yes:
            local_lists.cancel(upload, by=None)
            gone = counted(len(changes.removed), "row")
            _ask(path.name, [f"It replaces the list before and removes {gone}."])
        local_lists.accept(upload, seen=changes.digest, by=None)
    except local_lists.Bad as bad:
        first = bad.problems[0]
        cell = f"{first.column or ''}{first.row or ''}"
        stop(
            f"{path.name} was not loaded: {counted(len(bad.problems), 'error')}. "
            f"{cell}: {first.what}. {first.mend}"
        )
    except CannotChange as refused:
        stop(f"{path.name} was not loaded: {refused}")
    _err.print(
        f"{path.name}: {len(changes.added):,} added, {len(changes.changed):,} changed, "
        f"{len(changes.removed):,} removed, {changes.same:,} unchanged.",
        markup=False,
    )


_File = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file or an Excel workbook")]


@lists.command()
def chairs(path: _File, yes: _Yes = False) -> None:
    """Replace the list of each child's chair or reviewing officer."""
    _load_list("chairs", path, yes=yes)


@lists.command()
def supervision(path: _File) -> None:
    """Add to the log of supervision."""
    _load_list("supervision", path, yes=True)


@lists.command()
def midway(path: _File) -> None:
    """Add to the midway reviews."""
    _load_list("midway", path, yes=True)
