"""Spark gives the same clocks and measures as DuckDB, to the last row."""

from __future__ import annotations

from pathlib import Path

import pytest

from cusp.oversight.definitions import GROUPS
from cusp.oversight.engines import connect, why_no_spark
from tests.oversight.region import clock_rows, councils, on

if WHY := why_no_spark():
    pytest.skip(
        f"{WHY} `python3 dev.py test --spark` installs PySpark and runs these tests.",
        allow_module_level=True,
    )
# For a few rows, Spark takes far longer to plan and to compile than to run.
_SMALL = {
    "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "1",
}


def test_spark_and_duckdb_agree(tmp_path: Path) -> None:
    returns = councils(seed=2026, rows=40)
    duckdb = on(connect("duckdb", tmp_path), returns, tmp_path / "duckdb")
    spark = on(connect("spark", tmp_path, _SMALL), returns, tmp_path / "spark")
    assert clock_rows(spark) == clock_rows(duckdb)
    for by in (None, *GROUPS):
        assert spark.measures(by) == duckdb.measures(by), by
