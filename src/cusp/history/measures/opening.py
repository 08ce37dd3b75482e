"""Opens the files in a LAIT download, within limits: figures, workbooks and others."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from cusp.outside.workbooks import CannotOpen, first_sheet

# The real files are 2 MB (640,000 rows) and 0.1 MB each; anything this large is something else.
LARGEST_MB = 50
MOST_ROWS = 1_500_000
_MOST_COLUMNS = 100
_LARGEST_UNPACKED_MB = 200
_FIGURES = ("Short Desc", "Years", "LA and Regions", "Values", "LA Number")


class NotMeasures(ValueError):
    """The files cannot be read as published measures; the message says what to do."""


def bytes_of(path: Path) -> bytes:
    """The whole of a file. Raises :class:`NotMeasures`."""
    try:
        if path.stat().st_size > LARGEST_MB * 2**20:
            raise NotMeasures(
                f"{path.name} is over {LARGEST_MB} MB, far larger than LAIT's file: check it"
            )
        raw = path.read_bytes()
    except OSError as error:
        why = error.strerror or "unknown"
        raise NotMeasures(f"{path.name} cannot be opened ({why}): check where it is") from None
    if not raw:
        raise NotMeasures(f"{path.name} is empty: download it again")
    return raw


def figures_in(path: Path, raw: bytes) -> Any:
    """The table in a Parquet file of figures. Raises :class:`NotMeasures`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(BytesIO(raw))
        missing = [name for name in _FIGURES if name not in file.schema_arrow.names]
        if missing:
            raise NotMeasures(f"{path.name} has no column “{missing[0]}”: use LAIT's file bds_long")
        _check_size(path, file.metadata)
        table = file.read(columns=list(_FIGURES), use_threads=False)
    except MemoryError:  # a file that declares small sizes may repeat one long text many times
        raise NotMeasures(
            f"{path.name} takes far more memory than LAIT's file: download LAIT's bds_long again"
        ) from None
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, NotMeasures):
            raise
        raise NotMeasures(
            f"{path.name} is not a complete Parquet file: download LAIT's bds_long again"
        ) from None
    if not table.num_rows:
        raise NotMeasures(f"{path.name} has no rows: download it again")
    return table


def _check_size(path: Path, claims: Any) -> None:
    """Raises :class:`NotMeasures` if the sizes a file declares are far too large."""
    groups = [claims.row_group(number) for number in range(claims.num_row_groups)]
    unpacked = sum(group.total_byte_size for group in groups) / 2**20
    much = ""
    if claims.num_rows > MOST_ROWS:
        much = f"{claims.num_rows:,} rows"
    elif claims.num_columns > _MOST_COLUMNS:
        much = f"{claims.num_columns:,} columns"
    elif unpacked > _LARGEST_UNPACKED_MB:
        much = f"{unpacked:,.0f} MB when unpacked"
    if much:
        raise NotMeasures(
            f"{path.name} has {much}, far more than LAIT's file: download LAIT's bds_long again"
        )


def sheet_in(path: Path) -> list[list[Any]]:
    """The rows on a workbook's first sheet. Raises :class:`NotMeasures`."""
    try:
        return first_sheet(bytes_of(path))
    except CannotOpen as error:
        raise NotMeasures(f"{path.name} {error}") from None
