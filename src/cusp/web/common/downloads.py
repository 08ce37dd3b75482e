"""Rows as files to download: CSV, Excel or Parquet, and JSON for what is more than rows."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from cusp.reports.export import disarmed

Row = dict[str, Any]
Writer = Callable[[Sequence[Row], list[str]], bytes]
# The most characters that a cell of a workbook holds.
_CELL = 32_767


def site_of(request: HttpRequest) -> str:
    """How the one who asks reaches Cusp."""
    return request.build_absolute_uri("/")[:-1]


def response(
    rows: Sequence[Row], *, form: str, name: str, columns: Sequence[str] = (), note: str = ""
) -> HttpResponse:
    """The rows in one of the forms of :data:`WRITERS`, as a file called ``name``.

    Give ``columns`` where there may be no row to take them from. ``note`` goes under the rows,
    into the first column, where a form can hold it (not in Parquet).
    """
    write, content_type = WRITERS[form]
    columns = list(columns or (rows[0] if rows else ()))
    if note and form != "parquet":
        rows = [*rows, dict.fromkeys(columns) | {columns[0]: note}]
    answer = HttpResponse(write(rows, columns), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def json_response(value: object, status: int = 200) -> HttpResponse:
    """Anything of plain values, dates among them."""
    return HttpResponse(msgspec.json.encode(value), content_type="application/json", status=status)


def _csv(rows: Sequence[Row], columns: list[str]) -> bytes:
    """Signed for Excel as UTF-8; text that a sheet would take for a formula is disarmed."""
    out = StringIO(newline="")
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows({key: disarmed(value) for key, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(rows: Sequence[Row], columns: list[str]) -> bytes:
    import xlsxwriter

    out = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        # The same rows are the same file, so that one who has it is not sent it again.
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "d mmmm yyyy"})
        sheet = book.add_worksheet("data")
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, max(len(columns) - 1, 0), 18)
        sheet.write_row(0, 0, columns, bold)
        for number, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                value = row[column]
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, day)
                else:
                    cell = value[:_CELL] if isinstance(value, str) else value
                    sheet.write(number, place, cell)
    return out.getvalue()


def _parquet(rows: Sequence[Row], columns: list[str]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    out = BytesIO()
    table = {column: [row[column] for row in rows] for column in columns}
    pyarrow.parquet.write_table(pyarrow.table(table), out)
    return out.getvalue()


WRITERS: dict[str, tuple[Writer, str]] = {
    "csv": (_csv, "text/csv; charset=utf-8"),
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": (_parquet, "application/vnd.apache.parquet"),
}
