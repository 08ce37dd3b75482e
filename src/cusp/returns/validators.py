"""The sector's validators of the SSDA903 and the census, as commands in their own environment.

They check the Department for Education's rules, which Cusp does not. Their result is a CSV file
with a row for each place that breaks a rule.
"""

from __future__ import annotations

import csv
import io
import os
import shlex
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from cusp.outside.commands import CommandFailed, run
from cusp.returns.record import Kind, Problem

# A census of 100,000 rows took the validator 204 seconds to read alone.
SECONDS, MEGABYTES = 1_800.0, 6_000
# The validator of the census writes this file; a result may also come by standard output.
_REPORT = "user_report.csv"
_NAMES: Mapping[str, tuple[str, ...]] = {
    "rule": ("rule_code", "code"),
    "what": ("rule_description", "description"),
    "list": ("tables_affected", "table"),
    "heading": ("columns_affected", "fields"),
    "row": ("row_id", "rowid"),
    "child_id": ("lachildid", "child_id", "child"),
    "value": ("value_flagged",),
}
# The rows of the validators are counted from 0, below the headings.
_FIRST_ROW = 2
_MEND = "Correct it where it was recorded, or keep the reason if the value is right."
_NOT_CHECKED = "The rules of the Department for Education were not checked"
_OF_KIND: Mapping[Kind, str] = {"ssda903": "CUSP_VALIDATOR_SSDA903", "cin": "CUSP_VALIDATOR_CIN"}


def validator_for(kind: Kind) -> str | None:
    """The command that the settings give for a kind of return, or None."""
    return os.environ.get(_OF_KIND.get(kind, "")) or None


def validated(
    path: Path, kind: Kind, command: str, *, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> list[Problem]:
    """What a validator finds in a return. If it finds nothing out, one problem says why."""
    if kind not in _OF_KIND:
        return [_not_checked("There is no validator for this kind of return", "Leave it out.")]
    try:
        parts = shlex.split(command, posix=os.name != "nt")
    except ValueError:
        parts = []
    if not parts:
        return [_not_checked("The validator's command cannot be read", "Correct the command.")]
    name = Path(parts[0]).name
    try:
        ran = run(
            [*parts, os.fspath(path.absolute())],
            seconds=seconds, megabytes=megabytes, files=[_REPORT],
        )  # fmt: skip
    except CommandFailed as error:
        mend = "Check the command that starts the validator, and run it on its own."
        return [_not_checked(f"The validator ({name}) {error}", mend)]
    problems = _read(ran.files.get(_REPORT, ran.output), in_rows=path.is_dir())
    if problems is None:
        why = f"The result of the validator ({name}) is not a CSV file with the columns of one"
        return [_not_checked(why, "See docs/returns.md for the columns that it must have.")]
    return problems


def were_checked(problems: Iterable[Problem]) -> bool:
    """Whether the validator checked its rules."""
    return not any(problem.what.endswith(_NOT_CHECKED) for problem in problems)


def _not_checked(why: str, mend: str) -> Problem:
    return Problem(severity="error", what=f"{why}. {_NOT_CHECKED}", mend=mend)


def _read(data: bytes, *, in_rows: bool) -> list[Problem] | None:
    """The problems in a validator's result, or None if it is none."""
    text = data.decode("utf-8-sig", "replace")
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        return None
    if not rows:
        return None
    headings = [heading.strip().casefold() for heading in rows[0]]
    places = {
        name: headings.index(found)
        for name, ways in _NAMES.items()
        if (found := next((way for way in ways if way in headings), None))
    }
    if "rule" not in places:
        return None
    return list(dict.fromkeys(_problems(rows[1:], places, in_rows=in_rows)))


def _problems(
    rows: list[list[str]], places: Mapping[str, int], *, in_rows: bool
) -> Iterator[Problem]:
    for cells in rows:
        said = {
            name: cells[place].strip()
            for name, place in places.items()
            if place < len(cells) and cells[place].strip() not in ("", "nan", "None")
        }
        rule = said.get("rule")
        if not rule:
            continue
        value = f" (“{said['value']}”)" if "value" in said else ""
        what = said.get("what", "the validator does not say what it asks")
        yield Problem(
            list=said.get("list"), row=_row(said.get("row")) if in_rows else None,
            heading=said.get("heading"), child_id=said.get("child_id"),
            # The Department's queries end in Q. They may be right; errors cannot be.
            severity="warning" if rule.upper().endswith("Q") else "error",
            what=f"Rule {rule}: {what}{value}",
            mend=_MEND,
        )  # fmt: skip


def _row(text: str | None) -> int | None:
    number = (text or "").removesuffix(".0")
    return int(number) + _FIRST_ROW if number.isdigit() else None
