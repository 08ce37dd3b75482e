"""``cusp measures``: how many of how many were in time, and how many could not be judged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cusp.cli._dates import NotADate
from cusp.cli._errors import explained
from cusp.cli._options import Out
from cusp.cli._oversight import AsAt, LocalRules, ReturnPath, work_out
from cusp.cli._results_file import Form
from cusp.tables import CannotWrite, Row

if TYPE_CHECKING:
    from cusp.oversight import Measure

_SCHEMA = "cusp.measure/1"


def measures(
    path: ReturnPath,
    as_at: AsAt,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="GROUP",
            help="Group by team, worker, sex, ethnicity, disability, category or age",
        ),
    ] = None,
    rules: LocalRules = None,
    out: Out = None,
) -> None:
    """Count each measure: how many, of how many, and how many could not be judged.

    Small counts can identify a child. Pass the figures through cusp disclose before sharing them.
    """
    from cusp.oversight import CannotUseRules, NoClocks, NotAGroup, check_group
    from cusp.returns import CannotRead

    with explained(CannotRead, CannotUseRules, CannotWrite, NoClocks, NotADate, NotAGroup):
        check_group(by)
        found = work_out(path, as_at, rules, out).measures(by)
        if out:
            _form().write(found, out)
            Console(stderr=True).print(Text(f"Written to {out}."))
        else:
            _print(found, by)


def _form() -> Form[Measure]:
    from cusp.oversight import Measure

    columns = Measure.__struct_fields__

    def plain(measure: Measure) -> dict[str, Any]:
        return {"schema": _SCHEMA, **msgspec.to_builtins(measure)}

    def rows(measure: Measure) -> Iterable[Row]:
        yield msgspec.structs.asdict(measure)

    return Form("Measures", columns, rows, lambda each: msgspec.json.encode(plain(each)), plain)


def _print(found: list[Measure], by: str | None) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("Measure")
    if by:
        table.add_column(by.capitalize())
    for heading in ("How many", "Of", "Not known", "Value"):
        table.add_column(heading, justify="right")
    for each in found:
        group = [Text(each.group or ("" if each.why else "not recorded"))] if by else []
        counts = (each.numerator, each.denominator, each.undetermined)
        table.add_row(
            Text(each.measure), *group, *(number(count) for count in counts), Text(value(each))
        )
    Console(highlight=False).print(table)


def number(count: int | None) -> str:
    """A count as it is shown."""
    return "" if count is None else f"{count:,}"


def value(each: Measure) -> str:
    """The value of a measure, or why there is none."""
    if each.value is None:
        return each.why or ""
    return f"{each.value:.1%}" if each.denominator is not None else f"{each.value:,.0f}"
