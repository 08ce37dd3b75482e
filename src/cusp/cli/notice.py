"""``cusp notice``: when notice of a meeting must be published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from cusp.calendar import Counting, Kind, Notice
from cusp.calendar import notice as work_out
from cusp.calendar.wording import with_weekday
from cusp.cli._dated import (
    AsJson,
    Holidays,
    OutFile,
    WorkedOutOn,
    calendar_with,
    check_out,
    form_of,
    give,
    print_remarks,
    rule_and_source,
)
from cusp.cli._dates import NotADate, read_date, read_dates
from cusp.cli._errors import explained
from cusp.tables import CannotWrite, Row

_COLUMNS = (
    *("meeting", "kind", "clear_days", "counting", "publish_by", "days", "why"),
    *("source", "status", "seen", "note"),
)


def notice(  # noqa: PLR0913, PLR0917 - each is an option
    meeting: Annotated[
        str, typer.Option("--meeting", metavar="DATE", help="The day of the meeting or decision")
    ],
    clear_days: Annotated[
        int | None,
        typer.Option("--clear-days", min=1, help="Clear days, if not the legal number (usually 5)"),
    ] = None,
    kind: Annotated[Kind, typer.Option("--kind", help="What notice is given for")] = "meeting",
    count: Annotated[
        Counting, typer.Option("--count", help="Which days count, by your council's constitution")
    ] = "working-days",
    closed: Annotated[
        list[str] | None,
        typer.Option(
            "--closed",
            metavar="DATE",
            help="A day on which the council's offices are closed. Can be repeated",
        ),
    ] = None,
    holiday: Holidays = None,
    worked_out_on: WorkedOutOn = None,
    out: OutFile = None,
    as_json: AsJson = False,
) -> None:
    """Work out the last day to publish notice of a meeting, and the clear days before it.

    Neither the day of publication nor the day of the meeting counts.
    """
    with explained(NotADate, CannotWrite):
        check_out(out)
        found = work_out(
            read_date(meeting, "--meeting"),
            clear_days,
            kind=kind,
            counting=count,
            closed=read_dates(closed, "--closed"),
            calendar=calendar_with(holiday),
            worked_out_on=read_date(worked_out_on, "--worked-out-on") if worked_out_on else None,
        )
        give(found, form_of("notice", _COLUMNS, _rows), _print, out=out, as_json=as_json)


def _print(found: Notice) -> None:
    console = Console(highlight=False)
    if found.publish_by:
        console.print(Text(f"Publish by {with_weekday(found.publish_by)}", style="bold"))
        console.print(Text(f"Clear days ({found.clear_days}), before the meeting:"))
        for day in found.days:
            console.print(Text(f"  {with_weekday(day)}"))
    else:
        console.print(Text(f"Cannot be worked out. {found.why}", style="bold"))
    console.print(Text(f"Meeting: {with_weekday(found.meeting)}\n"))
    for basis in found.basis:
        console.print(Text(f"{basis.what}. {rule_and_source(basis)}"))
    print_remarks(console, found.left_out, [found.moved] if found.moved else [], found.notes)


def _rows(found: Notice) -> Iterator[Row]:
    basis = found.basis[0]
    yield {
        "meeting": found.meeting,
        "kind": found.kind,
        "clear_days": found.clear_days,
        "counting": found.counting,
        "publish_by": found.publish_by,
        "days": "; ".join(day.isoformat() for day in found.days),
        "why": found.why,
        "source": basis.source,
        "status": basis.status,
        "seen": basis.seen,
        "note": basis.note,
    }
