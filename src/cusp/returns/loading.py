"""Loads a return: its lists, typed, with everything that is wrong. Opens files from outside.

Call this in a separate process (see :mod:`cusp.returns.opening`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from cusp.returns import cin, ssd, ssda903
from cusp.returns.cross_checks import cross_problems
from cusp.returns.forms import annex_a
from cusp.returns.lists import find_lists
from cusp.returns.record import Problem, Return, Table
from cusp.returns.row_checks import RowChecks
from cusp.returns.sources import CannotRead, Source, csv_files, from_csv, workbook

_LATER = ("pathway_plan_review", "latest_contact", "personal_adviser")


def load(path: Path, as_at: date) -> Return:
    """The return in a file or a folder of CSV files. Raises :class:`CannotRead`.

    A workbook or CSV file is Annex A, XML the children in need census. A folder of CSV files is
    Annex A, SSDA903 or the Standard Safeguarding Dataset.
    """
    try:
        if path.is_dir():
            return _folder(path, as_at)
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or "unknown"
        raise CannotRead(f"{path.name} cannot be opened ({why}).") from None
    sha256 = hashlib.sha256(data).hexdigest()
    if path.suffix.lower() == ".xml" or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return cin.from_xml(path.name, data, as_at, sha256)
    if path.suffix.lower() == ".csv":
        return _from_csv(path.name, {path.stem: data}, as_at, sha256)
    return from_source(workbook(path.name, data), as_at, sha256)


def _folder(path: Path, as_at: date) -> Return:
    files = {each.stem: each.read_bytes() for each in csv_files(path)}
    return _from_csv(path.name, files, as_at, _sha256(files))


def _from_csv(name: str, files: Mapping[str, bytes], as_at: date, sha256: str) -> Return:
    source = from_csv(name, files)
    sheets = list(source.sheets)
    if ssda903.is_ssda903(sheets):
        return ssda903.from_files(source, sheets, as_at, sha256)
    if ssd.is_ssd(sheets):
        return ssd.from_files(name, sheets, as_at, sha256)
    return from_source(replace(source, sheets=iter(sheets)), as_at, sha256)


def from_source(source: Source, as_at: date, sha256: str = "") -> Return:
    """The return in the sheets of a file. Raises :class:`CannotRead`."""
    lists = find_lists(source)
    tables = {n: _with_unborn(table, as_at) for n, table in sorted(lists.tables.items())}
    problems = list(lists.problems)
    for number, table in tables.items():
        problems += RowChecks(annex_a()[number], table, lists.values[number], as_at).problems()
    problems += cross_problems(tables, lists.values)
    problems.sort(key=_order)
    return Return(
        kind="annex_a", as_at=as_at, edition=_edition(tables), lists=tables, problems=problems,
        file=source.name, sha256=sha256,
    )  # fmt: skip


def _order(problem: Problem) -> tuple[int, int, int, str]:
    number = int(problem.list) if problem.list and problem.list.isdigit() else 0
    return number, problem.row or 0, len(problem.column or ""), problem.column or ""


def _sha256(files: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name, data in sorted(files.items()):
        whole.update(f"{name}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()


def _with_unborn(table: Table, as_at: date) -> Table:
    """The table with a column that says who is not born yet."""
    import pyarrow.compute as pc

    if "age" not in table.rows.column_names:
        return table
    ages, births = table.rows["age"], table.rows["birth_date"]
    expected = pc.fill_null(pc.and_(pc.is_null(ages), pc.greater(births, as_at)), False)
    unborn = pc.or_(pc.fill_null(pc.less(ages, 0), False), expected)
    return replace(table, rows=table.rows.append_column("unborn", unborn))


def _edition(tables: Mapping[int, Table]) -> str:
    """The edition of the template, as far as its columns tell: later ones have more on list 9."""
    if 9 not in tables:
        return ""
    later = any(tables[9].has(name) for name in _LATER)
    return "after 2019" if later else "2016 to 2019"
