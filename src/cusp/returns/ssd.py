"""The sector's Standard Safeguarding Dataset: tables of every event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pyarrow as pa

from cusp.outside.large_sheets import LargeSheet
from cusp.returns.coded import Built, build, coded, missing_and_empty
from cusp.returns.record import Problem, Return, Table
from cusp.returns.sources import CannotRead
from cusp.returns.ssda903 import placements_of

_REVIEWS, _EPISODES, _PLACEMENTS = "ssd_cla_reviews", "ssd_cla_episodes", "ssd_cla_placement"
# An episode that another followed on the same day.
_GOES_ON = "X1"
# Fields of tables that Cusp does not read, but whose files it recognises.
_PREFIXES = (
    "addr_", "cinf_", "clac_", "clai_", "clas_", "cont_", "csdq_", "earl_", "ehca_", "ehcn_",
    "ehcp_", "ehcr_", "fami_", "lacp_", "lapp_", "link_", "moth_", "perm_", "s251_", "send_",
    "senn_", "voch_",
)  # fmt: skip


def is_ssd(sheets: Sequence[LargeSheet]) -> bool:
    """Whether any of these files has the fields of the dataset."""
    return any(_table_of(sheet.rows[0] if sheet.rows else ()) for sheet in sheets)


def _table_of(headings: Iterable[Any]) -> str | None:
    said = {str(heading).strip().casefold() for heading in headings}
    return next((name for name, each in coded("ssd").items() if each.signs <= said), None)


def from_files(name: str, sheets: Sequence[LargeSheet], as_at: date, sha256: str = "") -> Return:
    """The dataset in CSV files, each known by its headings. Raises :class:`CannotRead`."""
    built: dict[str, Built] = {}
    problems: list[Problem] = []
    for sheet in sheets:
        table = _table_of(sheet.rows[0] if sheet.rows else ())
        if table is None:
            problems += _not_read(sheet)
        elif table in built:
            raise CannotRead(f"{name} has two files with “{table}”: keep one of them.")
        else:
            built[table] = build(coded("ssd")[table], sheet, 0, as_at)
    return dataset(name, built, problems, as_at, sha256)


def dataset(
    name: str, built: dict[str, Built], problems: list[Problem], as_at: date, sha256: str = ""
) -> Return:
    """The dataset in these tables, with their problems and those found before."""
    children = _children_of_care(built)
    for table, each in built.items():
        problems += _told(table, each, children)
    problems += missing_and_empty(
        "ssd", built, called="table {}", mend="Add the table, if there is one."
    )
    problems += _not_quorate(built)
    tables = {table: each.table for table, each in built.items()}
    if _REVIEWS in tables:
        tables[_REVIEWS] = _with_child(tables[_REVIEWS], children)
        problems += _of_nobody(tables[_REVIEWS])
    if _EPISODES in tables:
        tables["care"] = Table("care", _care(tables[_EPISODES].rows))
    if _PLACEMENTS in tables:
        tables["placements"] = Table("placements", _placements(tables[_PLACEMENTS].rows))
    return Return(
        kind="ssd", as_at=as_at, tables=tables, problems=problems, file=name, sha256=sha256
    )


def _not_read(sheet: LargeSheet) -> Iterator[Problem]:
    first = str(sheet.rows[0][0]).strip().casefold() if sheet.rows and sheet.rows[0] else ""
    if not first.startswith(_PREFIXES):
        yield Problem(
            list=sheet.name, severity="warning",
            what=f"{sheet.name}.csv was not read: it has the columns of no table that Cusp reads",
            mend="Nothing to do, unless it is one of these tables. Then check its headings.",
        )  # fmt: skip


def _children_of_care(built: Mapping[str, Built]) -> dict[str, str]:
    """The child of each period of care."""
    if _EPISODES not in built:
        return {}
    values = built[_EPISODES].values
    pairs = zip(values["care_id"], values["child_id"], strict=True)
    return {care: child for care, child in pairs if care and child}


def _told(name: str, built: Built, children: Mapping[str, str]) -> Iterator[Problem]:
    """The problems of a table, with the child where the rows have another id."""
    unknown = [each for each in built.problems if "not a column that Cusp knows" in each.what]
    id_column = coded("ssd")[name].form.id_column
    for each in built.problems:
        if each in unknown:
            continue
        if id_column == "child_id":
            yield each
        else:
            child = children.get(each.child_id or "") if id_column == "care_id" else None
            yield msgspec.structs.replace(each, child_id=child)
    if unknown:
        names = ", ".join(each.heading or "" for each in unknown)
        yield Problem(
            list=name, severity="warning", what=f"Cusp does not use these columns: {names}",
            mend="Nothing to do.",
        )  # fmt: skip


def _not_quorate(built: Mapping[str, Built]) -> Iterator[Problem]:
    if (reviews := built.get("ssd_cp_reviews")) is None:
        return
    values, numbers = reviews.values, reviews.table.rows["row"].to_pylist()
    for row, quorate in enumerate(values["quorate"]):
        if quorate == "no" and values["review_date"][row]:
            yield Problem(
                list="ssd_cp_reviews", row=numbers[row], child_id=values["child_id"][row],
                heading="cppr_cp_review_quorate", severity="warning",
                what="The conference was not quorate. Cusp counts it as held",
                mend="If it was not held, delete its date.",
            )  # fmt: skip


def _with_child(reviews: Table, children: Mapping[str, str]) -> Table:
    """Reviews with the child, from the period of care if the rows do not say."""
    rows = reviews.rows
    given, care = rows["child_id"].to_pylist(), rows["care_id"].to_pylist()
    found = [child or children.get(key or "") for child, key in zip(given, care, strict=True)]
    place = rows.column_names.index("child_id")
    return replace(reviews, rows=rows.set_column(place, "child_id", pa.array(found, pa.string())))


def _of_nobody(reviews: Table) -> Iterator[Problem]:
    for row, child in zip(reviews.rows["row"].to_pylist(), reviews.rows["child_id"], strict=True):
        if not child.is_valid:
            yield Problem(
                list=_REVIEWS, row=row, heading="clar_cla_id", severity="error",
                what="No episode has this period of care, so it is not known whose review this is",
                mend="Correct the id of the period of care, or add its episodes.",
            )  # fmt: skip


def _care(episodes: pa.Table) -> pa.Table:
    """Every period of care, from the first of its episodes to the last."""
    found: dict[Any, list[dict[str, Any]]] = {}
    for episode in episodes.to_pylist():
        if episode["child_id"] and episode["start"]:
            found.setdefault((episode["child_id"], episode["care_id"]), []).append(episode)
    rows = []
    for (child, care), each in found.items():
        each.sort(key=lambda episode: episode["start"])
        last = each[-1]
        entered = [episode["entered_care"] for episode in each if episode["entered_care"]]
        over = last["reason_ended"] != _GOES_ON
        rows.append(
            {
                "child_id": child, "care_id": care, "row": each[0]["row"],
                "care_start": min((*entered, each[0]["start"])),
                "care_end": last["end"] if over else None,
                # Without an id two periods of a child may be in one row.
                "certain": care is not None and not any(e["unread"] for e in each),
            }
        )  # fmt: skip
    schema = pa.schema(
        [("child_id", pa.string()), ("care_id", pa.string()), ("row", pa.int32()),
         ("care_start", pa.date32()), ("care_end", pa.date32()), ("certain", pa.bool_())]
    )  # fmt: skip
    return pa.Table.from_pylist(rows, schema)


def _placements(placements: pa.Table) -> pa.Table:
    """Every placement, as one with those before and after a temporary move."""
    names = {"placement_start": "start", "placement_end": "end"}
    rows = placements.rename_columns([names.get(each, each) for each in placements.column_names])
    rows = rows.sort_by([("child_id", "ascending"), ("start", "ascending")])
    return placements_of(rows.append_column("reason_started", pa.nulls(len(rows), pa.string())))
