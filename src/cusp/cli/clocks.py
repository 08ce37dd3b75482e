"""``cusp clocks``: which statutory timescales of which children are met, due or overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cusp.calendar.wording import in_words
from cusp.cli._dates import NotADate
from cusp.cli._errors import explained
from cusp.cli._options import Out
from cusp.cli._oversight import AsAt, LocalRules, ReturnPath, work_out
from cusp.cli._results_file import Form
from cusp.tables import CannotWrite, Row

_SCHEMA = "cusp.clock/1"
# On the screen, a person reads what needs work first; a file has everything.
_MOST_SHOWN = 200
_err = Console(stderr=True, soft_wrap=True, highlight=False)


def clocks(path: ReturnPath, as_at: AsAt, rules: LocalRules = None, out: Out = None) -> None:
    """Work out where each child stands against each timescale: in time, due soon or overdue.

    What the return cannot tell is said to be undetermined, and why. A file holds ids of children:
    keep it where returns are kept.
    """
    from cusp.oversight import CannotUseRules, NoClocks
    from cusp.returns import CannotRead

    with explained(CannotRead, CannotUseRules, CannotWrite, NoClocks, NotADate):
        found = work_out(path, as_at, rules, out).clocks().to_pylist()
        if out:
            _form().write(found, out)
        else:
            _print(found)
    _err.print(Text(_summary(found) + (f" Written to {out}." if out else "")))


def _form() -> Form[dict[str, Any]]:
    from cusp.oversight import COLUMNS

    def plain(clock: dict[str, Any]) -> dict[str, Any]:
        return {"schema": _SCHEMA, **clock}

    def rows(clock: dict[str, Any]) -> Iterable[Row]:
        yield clock

    return Form("Clocks", COLUMNS, rows, lambda each: msgspec.json.encode(plain(each)), plain)


def _print(found: list[dict[str, Any]]) -> None:
    from cusp.oversight import DUE_SOON, OVERDUE

    console = Console(highlight=False)
    live = [clock for clock in found if clock["status"] in (OVERDUE, DUE_SOON)]
    live.sort(key=lambda clock: (clock["status"] != OVERDUE, clock["due"]))
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("Child", "Clock", "Due", "Status", "Days", "Team", "Worker"):
        table.add_column(heading)
    for clock in live[:_MOST_SHOWN]:
        table.add_row(
            Text(clock["child_id"] or ""), clock["clock"], in_words(clock["due"]),
            clock["status"], str(clock["days"]), Text(clock["team"] or ""),
            Text(clock["worker"] or ""),
        )  # fmt: skip
    if table.row_count:
        console.print(table)
    if len(live) > _MOST_SHOWN:
        _err.print(f"The first {_MOST_SHOWN} are shown. Use --out to write them all to a file.")


def _summary(found: list[dict[str, Any]]) -> str:
    from cusp.oversight import STATUSES

    count = Counter(clock["status"] for clock in found)
    return f"{len(found):,} clocks: " + ", ".join(f"{count[s]:,} {s}" for s in STATUSES) + "."
