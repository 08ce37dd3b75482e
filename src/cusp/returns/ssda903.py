"""The SSDA903 return of looked-after children: CSV files of episodes, reviews and so on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow

from cusp.outside.large_sheets import LargeSheet
from cusp.returns.coded import Built, build, coded, missing_and_empty
from cusp.returns.record import Problem, Return, Table
from cusp.returns.sources import CannotRead, Source

# Hospital, holidays and other absences after which a child goes back to the same placement.
TEMPORARY = frozenset({"T0", "T1", "T2", "T3", "T4"})
# An episode that goes on: the child is still looked after.
_GOES_ON = "X1"
# Why an episode began: care started; only the legal status changed; the carer is the same.
_STARTED, _ONLY_LEGAL_STATUS, _SAME_CARER = "S", "L", ("T", "U")
_SAME_PLACE = ("placement_type", "placement_provider", "placement_postcode", "placement_urn")


def is_ssda903(sheets: Sequence[LargeSheet]) -> bool:
    """Whether any of these files has the columns of SSDA903."""
    return any(_table_of(sheet) for sheet in sheets)


def _table_of(sheet: LargeSheet) -> str | None:
    codes = {str(cell).strip().upper() for cell in (sheet.rows[0] if sheet.rows else ())}
    if "CHILD" not in codes:
        return None
    return next((name for name, each in coded("ssda903").items() if each.signs <= codes), None)


def from_files(source: Source, sheets: Sequence[LargeSheet], as_at: date, sha256: str) -> Return:
    """The return in CSV files. Raises :class:`CannotRead`."""
    built: dict[str, Built] = {}
    problems: list[Problem] = []
    for sheet in sheets:
        name = _table_of(sheet)
        if name is None:
            problems.append(_not_read(sheet.name))
        elif name in built:
            raise CannotRead(f"{source.name} has two files with “{name}”: keep one of them.")
        else:
            built[name] = build(coded("ssda903")[name], sheet, 0, as_at)
            problems += built[name].problems
    problems += missing_and_empty(
        "ssda903", built, called="file with “{}”", mend="Add the file to the folder."
    )
    problems += _unknown_children(built)
    tables = {name: _once_each(name, each) for name, each in built.items()}
    if "episodes" in tables:
        rows = tables["episodes"].rows.sort_by([("child_id", "ascending"), ("start", "ascending")])
        tables["episodes"] = replace(tables["episodes"], rows=rows)
        tables["placements"] = Table("placements", placements_of(rows))
        tables["care"] = Table("care", _care(rows))
    return Return(
        kind="ssda903", as_at=as_at, tables=tables, problems=problems, file=source.name,
        sha256=sha256,
    )  # fmt: skip


def _not_read(name: str) -> Problem:
    known = ", ".join(coded("ssda903"))
    return Problem(
        list=name, severity="warning", what=f"{name}.csv was not read: Cusp reads {known}",
        mend="Nothing to do, unless it is one of these. Then check its columns.",
    )  # fmt: skip


def _unknown_children(built: Mapping[str, Built]) -> Iterator[Problem]:
    """Children with an episode who are not in the header."""
    if "header" not in built or "episodes" not in built:
        return
    known = set(built["header"].values["child_id"])
    told: set[str | None] = {None}
    table = built["episodes"].table
    for row, child in enumerate(built["episodes"].values["child_id"]):
        if child not in known and child not in told:
            told.add(child)
            letter, heading = table.headings["child_id"]
            yield Problem(
                list="episodes", row=table.rows["row"][row].as_py(), column=letter,
                heading=heading, child_id=child, severity="error",
                what="The child has an episode but is not in the header file",
                mend="Add the child to the header file, or correct the number.",
            )  # fmt: skip


def _once_each(name: str, built: Built) -> Table:
    """The table with each row once: a review joined to two forms was held once."""
    if name not in ("reviews", "episodes", "uasc"):
        return built.table
    keys = zip(*(built.values[each] for each in coded("ssda903")[name].form.key), strict=True)
    seen: set[Any] = set()
    first = []
    for row, key in enumerate(keys):
        if key not in seen or None in key:
            first.append(row)
        seen.add(key)
    return replace(built.table, rows=built.table.rows.take(pyarrow.array(first, pyarrow.int64())))


def _by_child(episodes: pyarrow.Table) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The episodes of each child in the order of their dates."""
    found: dict[str, list[dict[str, Any]]] = {}
    for episode in episodes.to_pylist():
        if episode["child_id"] and episode["start"]:
            found.setdefault(episode["child_id"], []).append(episode)
    yield from found.items()


def placements_of(episodes: pyarrow.Table) -> pyarrow.Table:
    """Every placement: episodes in one place together, without temporary moves.

    ``certain`` is false where a child came back from a temporary move and nothing but the type of
    placement says that it was to the same place.
    """
    rows: list[dict[str, Any]] = []
    for child, each in _by_child(episodes):
        current: dict[str, Any] | None = None
        away = False
        for episode in each:
            if episode["placement_type"] in TEMPORARY:
                away = True
                continue
            if current is None or _is_new(episode, current, away=away):
                current = {name: episode[name] for name in _SAME_PLACE} | {"certain": True}
                current |= {"child_id": child, "start": episode["start"]}
                current["same_carer"] = episode["reason_started"] in _SAME_CARER
                rows.append(current)
            elif away and not (current["placement_postcode"] or current["placement_urn"]):
                current["certain"] = False
            current["end"], away = episode["end"], False
    text, day, flag = pyarrow.string(), pyarrow.date32(), pyarrow.bool_()
    names = ("child_id", "start", "end", *_SAME_PLACE, "same_carer", "certain")
    types = {"start": day, "end": day, "same_carer": flag, "certain": flag}
    schema = pyarrow.schema([(name, types.get(name, text)) for name in names])
    return pyarrow.Table.from_pylist(rows, schema)


def _is_new(episode: dict[str, Any], current: dict[str, Any], *, away: bool) -> bool:
    """Whether an episode is in another placement than the one before it."""
    reason = episode["reason_started"]
    if reason == _STARTED:
        return True
    if away:  # the reason then speaks of the way back
        return any(episode[name] != current[name] for name in _SAME_PLACE)
    return bool(reason != _ONLY_LEGAL_STATUS)


def _care(episodes: pyarrow.Table) -> pyarrow.Table:
    """Every period of care, from the first of its episodes to the last."""
    rows: list[dict[str, Any]] = []
    for child, each in _by_child(episodes):
        current: dict[str, Any] | None = None
        for episode in each:
            if current is None or episode["reason_started"] == _STARTED:
                current = {"child_id": child, "care_start": episode["start"]}
                current["certain"] = episode["reason_started"] == _STARTED
                rows.append(current)
            over = episode["reason_ended"] != _GOES_ON
            current["care_end"] = episode["end"] if over else None
    schema = pyarrow.schema(
        [("child_id", pyarrow.string()), ("care_start", pyarrow.date32()),
         ("care_end", pyarrow.date32()), ("certain", pyarrow.bool_())]
    )  # fmt: skip
    return pyarrow.Table.from_pylist([{k: r.get(k) for k in schema.names} for r in rows], schema)
