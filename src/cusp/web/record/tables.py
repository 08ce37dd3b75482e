"""Rows as files to download: CSV, Excel or Parquet, and JSON for what is more than rows."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import msgspec
from django.http import HttpResponse

Row = dict[str, Any]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def response(rows: Sequence[Row], *, form: str, name: str) -> HttpResponse:
    """The rows in one of the forms of :data:`WRITERS`, as a file called ``name``."""
    write, content_type = WRITERS[form]
    answer = HttpResponse(write(rows), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def json_response(value: object) -> HttpResponse:
    """Anything of plain values, dates among them."""
    return HttpResponse(msgspec.json.encode(value), content_type="application/json")


def _csv(rows: Sequence[Row]) -> bytes:
    """Signed for Excel as UTF-8; text that a sheet would take for a formula is disarmed."""
    out = StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]) if rows else [])
    writer.writeheader()
    writer.writerows({key: _disarmed(value) for key, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _disarmed(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value


def _xlsx(rows: Sequence[Row]) -> bytes:
    import xlsxwriter

    out = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "d mmmm yyyy"})
        sheet = book.add_worksheet("data")
        sheet.freeze_panes(1, 1)
        columns = list(rows[0]) if rows else []
        sheet.set_column(0, max(len(columns) - 1, 0), 18)
        sheet.write_row(0, 0, columns, bold)
        for number, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                if isinstance(row[column], date):
                    sheet.write_datetime(number, place, row[column], day)
                else:
                    sheet.write(number, place, row[column])
    return out.getvalue()


def _parquet(rows: Sequence[Row]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    out = BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(rows)), out)
    return out.getvalue()


WRITERS: dict[str, tuple[Callable[[Sequence[Row]], bytes], str]] = {
    "csv": (_csv, "text/csv; charset=utf-8"),
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": (_parquet, "application/vnd.apache.parquet"),
}
