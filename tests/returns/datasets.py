"""Small Standard Safeguarding Datasets for tests: rows by table, with the names of ``ssd.toml``."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cusp.returns.coded import coded

Rows = Mapping[str, Iterable[Mapping[str, Any]]]


def write(folder: Path, tables: Rows) -> Path:
    """Write a CSV file for each table, with all its fields."""
    folder.mkdir(exist_ok=True)
    for number, (name, rows) in enumerate(tables.items()):
        columns = coded("ssd")[name].form.columns
        with (folder / f"export {number}.csv").open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow([column.heading for column in columns])
            for row in rows:
                assert row.keys() <= {column.name for column in columns}, row
                out.writerow([row.get(column.name, "") for column in columns])
    return folder
