"""``cusp deadlines``: when a council must publish its report and its statement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cusp.calendar import Deadlines, PlanForVisit, plan_for_visit
from cusp.calendar import deadlines as work_out
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
from cusp.cli._dates import NotADate, read_date
from cusp.cli._errors import explained
from cusp.tables import CannotWrite, Row

_COLUMNS = (
    *("received", "rule", "what", "by", "why", "count", "unit", "starts"),
    *("source", "status", "seen", "note"),
)


def deadlines(
    received: Annotated[
        str,
        typer.Option(
            "--received",
            metavar="DATE",
            help="The day the council received the final report, not the day it was published",
        ),
    ],
    visit: Annotated[
        bool,
        typer.Option(
            "--priority-action",
            help="What was received is a letter about a visit, with an area for priority action",
        ),
    ] = False,
    holiday: Holidays = None,
    worked_out_on: WorkedOutOn = None,
    out: OutFile = None,
    as_json: AsJson = False,
) -> None:
    """Work out when the report and the written statement are due.

    Each date comes with its rule, its source and whether the text of the source was seen.
    """
    with explained(NotADate, CannotWrite):
        check_out(out)
        day = read_date(received, "--received")
        earlier = read_date(worked_out_on, "--worked-out-on") if worked_out_on else None
        answer = plan_for_visit if visit else work_out
        found = answer(day, calendar=calendar_with(holiday), worked_out_on=earlier)
        give(found, form_of("deadlines", _COLUMNS, _rows), _print, out=out, as_json=as_json)


def _print(found: Deadlines | PlanForVisit) -> None:
    console = Console(highlight=False)
    what = "Letter" if isinstance(found, PlanForVisit) else "Report"
    table = Table(
        title=f"{what} received on {with_weekday(found.received)}", title_justify="left",
        show_lines=True,
    )  # fmt: skip
    for heading, ratio in (("By", 3), ("What is due", 4), ("Rule and source", 7)):
        table.add_column(heading, ratio=ratio)
    for basis in found.basis:
        if basis.count is None:
            continue
        by = with_weekday(basis.by) if basis.by else f"Cannot be worked out. {basis.why}"
        table.add_row(Text(by), Text(basis.what), Text(rule_and_source(basis)))
    console.print(table)
    for basis in found.basis:
        if basis.count is None:
            console.print(Text(f"{basis.what}. {rule_and_source(basis)}"))
    print_remarks(console, found.left_out, found.moved, found.notes)


def _rows(found: Deadlines | PlanForVisit) -> Iterator[Row]:
    """A row for each thing that is due."""
    for basis in found.basis:
        if basis.count is not None:
            row = {name: getattr(basis, name) for name in _COLUMNS if name != "received"}
            yield {"received": found.received, **row}
