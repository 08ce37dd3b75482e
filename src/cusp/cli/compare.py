"""``cusp compare``: what was carried over from a council's earlier inspection to a later one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from cusp.cli.show import AREA_NAMES
from cusp.history.carried_over import (
    CannotCompare,
    Comparison,
    Link,
    WrongOrder,
    to_json,
)
from cusp.history.carried_over import (
    compare as compare_reports,
)
from cusp.reports.batch import read_reports
from cusp.reports.record import Improvement, Report
from cusp.tables import CannotWrite, Output, Sheet, check_ending, write_file

_err = Console(stderr=True, soft_wrap=True, highlight=False)
_COLUMNS = ("later", "earlier", "what", "kind", "score", "later_text", "earlier_text")
_Row = tuple[int | None, int | None, str, str | None, float | None, str | None, str | None]


def compare(
    earlier: Annotated[Path, typer.Argument(metavar="EARLIER.pdf", help="The earlier report")],
    later: Annotated[Path, typer.Argument(metavar="LATER.pdf", help="The later report")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write to FILE.jsonl, .csv, .xlsx or .parquet"),
    ] = None,
) -> None:
    """Compare two inspections of a council: grades, and areas for improvement carried over.

    Links are suggested from the wording of both lists. Likely links are shown as "carried over" and
    the others as "perhaps".
    """
    if out:
        _check_ending(out)
    before, after = _read(earlier, later)
    try:
        try:
            found = compare_reports(before, after)
        except WrongOrder:
            before, after = after, before
            found = compare_reports(before, after)
            _err.print(
                "The first report is the later one, so the two were compared the other way round."
            )
    except CannotCompare as error:
        _stop(str(error))
    if out:
        try:
            write_file(_output(found, before, after), out)
        except CannotWrite as error:
            _stop(str(error))
        _err.print(f"{_counts(found)}, written to {escape(str(out))}")
    else:
        print_comparison(found, before, after, Console(highlight=False))


def _read(earlier: Path, later: Path) -> tuple[Report, Report]:
    outcomes = {o.path: o for o in read_reports(dict.fromkeys([earlier, later]), jobs=2)}
    failed = [o for o in outcomes.values() if o.report is None]
    for outcome in failed:
        _err.print(f"[red]not read[/red] {escape(outcome.path)}: {escape(outcome.error or '')}")
    if failed:
        raise typer.Exit(1)
    reports = [outcome.report for outcome in outcomes.values() if outcome.report]
    by_file = {report.source.file: report for report in reports}
    return by_file.get(str(earlier), reports[0]), by_file.get(str(later), reports[-1])


def _check_ending(out: Path) -> None:
    try:
        check_ending(out)
    except CannotWrite as error:
        _stop(str(error))


def _stop(why: str) -> NoReturn:
    _err.print(f"[red]{escape(why)}[/red]")
    raise typer.Exit(1)


def _counts(found: Comparison) -> str:
    sure = sum(link.sure for link in found.links)
    perhaps = len(found.links) - sure
    return (
        f"{sure} carried over, {perhaps} perhaps, {len(found.new)} new, "
        f"{len(found.no_longer_raised)} no longer raised"
    )


def print_comparison(found: Comparison, before: Report, after: Report, console: Console) -> None:
    """Print the grades, then both lists of areas for improvement side by side."""
    grades = Table(box=None, padding=(0, 3, 0, 0))
    for column in ("Judgement", "Before", "After"):
        grades.add_column(column)
    for change in found.judgements:
        grades.add_row(AREA_NAMES[change.area], change.before or "–", change.after or "–")
    console.print(grades)
    console.print(Text(f"\nAreas for improvement: {_counts(found)}", style="bold"))
    table = Table(show_lines=True, expand=True)
    table.add_column(f"Before, {_start(before)}", ratio=5)
    table.add_column("", ratio=2)
    table.add_column(f"After, {_start(after)}", ratio=5)
    for row in _rows(found, before, after):
        later_number, earlier_number, what, kind, score, later_text, earlier_text = row
        how = f"{what}{', in part' if kind == 'partial' else ''}"
        how += f" ({score:.2f})" if score is not None else ""
        table.add_row(_item(earlier_number, earlier_text), how, _item(later_number, later_text))
    console.print(table)
    if found.links:
        console.print(
            "Links are suggested from the wording. The figures show how likely each is (0 to 1)."
        )
    for problem in found.problems:
        console.print(Text(problem.why))


def _start(report: Report) -> str:
    return report.inspected.start if report.inspected else "date not read"


def _item(number: int | None, text: str | None) -> Text:
    return Text(f"{number}. {text}" if number is not None else "")


def _rows(found: Comparison, before: Report, after: Report) -> list[_Row]:
    """A row for each link, then one for each item that is new or no longer raised."""
    then, now = _texts(before.improvements), _texts(after.improvements)
    rows: list[_Row] = [_link_row(link, then, now) for link in found.links]
    rows += [(n, None, "new", None, None, now[n], None) for n in found.new]
    rows += [
        (None, n, "no longer raised", None, None, None, then[n]) for n in found.no_longer_raised
    ]
    return rows


def _link_row(link: Link, then: dict[int, str], now: dict[int, str]) -> _Row:
    what = "carried over" if link.sure else "perhaps"
    texts = now[link.later], then[link.earlier]
    return (link.later, link.earlier, what, link.kind, link.score, *texts)


def _texts(items: tuple[Improvement, ...]) -> dict[int, str]:
    return {item.number: item.text for item in items}


def _output(found: Comparison, before: Report, after: Report) -> Output:
    """Sheets of items and judgements; JSON Lines and Parquet hold the whole comparison."""
    rows = (dict(zip(_COLUMNS, row, strict=True)) for row in _rows(found, before, after))
    changes = ({"area": c.area, "before": c.before, "after": c.after} for c in found.judgements)
    return Output(
        lines=lambda: [to_json(found)],
        sheets=lambda: [
            Sheet("improvements", _COLUMNS, rows),
            Sheet("judgements", ("area", "before", "after"), changes),
        ],
        nested=lambda: [msgspec.to_builtins(found)],
    )
