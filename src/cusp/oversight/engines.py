"""The engines that come with Cusp: DuckDB, and Spark as an extra. A region may give its own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

# Enough for a region's lists on one machine. A cluster has a session of its own.
_SPARK = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


class NoEngine(ValueError):
    """An engine is not available; the message says how to get it."""


def connect(engine: str, scratch: Path, settings: Mapping[str, str] = MappingProxyType({})) -> Any:
    """A connection of Ibis to ``duckdb`` or to ``spark`` on this machine.

    Spark keeps its files in ``scratch``, and takes further settings. Raises :class:`NoEngine`.
    """
    if engine == "duckdb":
        return ibis.duckdb.connect()
    if why := why_no_spark():
        raise NoEngine(why)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("cusp")
    warehouse = {"spark.sql.warehouse.dir": str(scratch / "warehouse")}
    for name, value in {**_SPARK, **warehouse, **settings}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return ibis.pyspark.connect(session)


def why_no_spark() -> str | None:
    """Why Spark cannot run here and how to get it, or None if it can."""
    import importlib.util

    if importlib.util.find_spec("pyspark") is None:
        return "Spark needs the package PySpark: pip install 'cusp[spark]'."
    if shutil.which("java") is None:
        return "Spark needs Java 17, and there is no java on the path. Install Java 17."
    return None


def tables_in(connection: Any, folder: Path) -> dict[str, ir.Table]:
    """The tables in a folder of Parquet files, as tables of the engine."""
    return {
        path.stem: connection.read_parquet(str(path)) for path in sorted(folder.glob("*.parquet"))
    }
