"""Downloads: rows as CSV, Excel or Parquet, and anything as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from cusp.tables import Sheet, csv_bytes, parquet_bytes, xlsx_bytes

Row = dict[str, Any]
Writer = Callable[[Sheet], bytes]


def site_of(request: HttpRequest) -> str:
    """The address the visitor uses to reach Cusp."""
    return request.build_absolute_uri("/")[:-1]


def response(
    rows: Sequence[Row], *, form: str, name: str, columns: Sequence[str] = (), note: str = ""
) -> HttpResponse:
    """The rows in one of the formats of :data:`WRITERS`, as a file called ``name``.

    Give ``columns`` if there may be no rows. ``note`` goes below the rows in the first column,
    except in Parquet.
    """
    write, content_type = WRITERS[form]
    columns = list(columns or (rows[0] if rows else ()))
    if note and form != "parquet":
        rows = [*rows, dict.fromkeys(columns) | {columns[0]: note}]
    answer = HttpResponse(write(Sheet("data", columns, rows)), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def json_response(value: object, status: int = 200) -> HttpResponse:
    """A JSON response of plain values, including dates."""
    return HttpResponse(msgspec.json.encode(value), content_type="application/json", status=status)


WRITERS: dict[str, tuple[Writer, str]] = {
    "csv": (csv_bytes, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": (parquet_bytes, "application/vnd.apache.parquet"),
}
