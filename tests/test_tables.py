"""Tables: the only writer of CSV, Excel and Parquet, which escapes formulas."""

import csv
import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest

from cusp.tables import (
    CannotWrite,
    Output,
    Row,
    Sheet,
    csv_bytes,
    csv_lines,
    parquet_bytes,
    write_file,
    xlsx_bytes,
)

SRC = Path(__file__).resolve().parent.parent / "src"
WRITES = re.compile(r"xlsxwriter|csv\.(?:writer|DictWriter)|write_table")
# These write files for Cusp to read, so values must be unchanged.
READ_BY_CUSP = {
    "cusp/cli/region.py",
    "cusp/history/facts.py",
    "cusp/oversight/__init__.py",
    "cusp/oversight/gathering.py",
    "cusp/returns/opening.py",
    "cusp/returns/snapshots.py",
    "cusp/specimens/hostile.py",
}


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def cells(content: bytes | Path) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(content) if isinstance(content, bytes) else content)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def test_nothing_else_writes_tables() -> None:
    found = {
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        if WRITES.search(path.read_text("utf-8"))
    }
    assert found == {"cusp/tables.py", *READ_BY_CUSP}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_begins_as_a_formula_does_is_shown_and_not_run(start: str) -> None:
    sheet = Sheet("data", ["a"], [{"a": f"{start}1+1"}])
    assert read_csv(csv_bytes(sheet)) == [{"a": f"'{start}1+1"}]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(sheet)))
    assert book["data"]["A2"].data_type == "s"


@pytest.mark.parametrize("text", ["{=1+1}", "https://example.org/?a=1", "12", "-", ""])
def test_text_stays_text_in_a_workbook(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(Sheet("data", ["a"], [{"a": text}]))))
    cell = book["data"]["A2"]
    assert ((cell.value or ""), cell.hyperlink) == (text, None)
    assert cell.data_type != "f"


def test_numbers_and_days_stay_what_they_are() -> None:
    sheet = Sheet("data", ["n", "on", "none"], [{"n": -3, "on": date(2019, 10, 22), "none": None}])
    assert read_csv(csv_bytes(sheet)) == [{"n": "-3", "on": "2019-10-22", "none": ""}]
    ((number, day, none),) = cells(xlsx_bytes(sheet))[1:]
    assert (number, str(day), none) == (-3, "2019-10-22 00:00:00", None)
    (row,) = pyarrow.parquet.read_table(io.BytesIO(parquet_bytes(sheet))).to_pylist()
    assert row == {"n": -3, "on": date(2019, 10, 22), "none": None}


def test_the_same_rows_make_the_same_file() -> None:
    sheet = Sheet("data", ["a"], [{"a": "x"}, {"a": "y"}])
    for form in (csv_bytes, xlsx_bytes, parquet_bytes):
        assert form(sheet) == form(sheet)


def test_text_too_long_for_a_cell_shows_that_it_was_cut() -> None:
    ((value,),) = cells(xlsx_bytes(Sheet("data", ["a"], [{"a": "x" * 40_000}])))[1:]
    assert value == "x" * 32_766 + "…"


def test_an_empty_table_names_its_columns() -> None:
    sheet = Sheet("data", ["a", "b"], [])
    assert csv_bytes(sheet) == "\ufeffa,b\r\n".encode()
    assert cells(xlsx_bytes(sheet)) == [["a", "b"]]
    assert pyarrow.parquet.read_table(io.BytesIO(parquet_bytes(sheet))).column_names == ["a", "b"]


def test_lines_come_one_at_a_time() -> None:
    lines = csv_lines(["a"], ({"a": n} for n in range(3)))
    assert [next(lines), next(lines)] == ["\ufeffa\r\n", "0\r\n"]


def test_a_row_with_a_column_too_many_is_an_error() -> None:
    with pytest.raises(ValueError, match="b"):
        csv_bytes(Sheet("data", ["a"], [{"a": 1, "b": 2}]))


def output() -> Output:
    rows: list[Row] = [{"a": "=1"}, {"a": None}]
    return Output(
        lines=lambda: [b'{"a":"=1"}', b'{"a":null}'],
        sheets=lambda: [Sheet("one", ["a"], rows), Sheet("two", ["b"], [{"b": 1}])],
        nested=lambda: [{"a": {"deep": [1, 2]}}],
    )


def test_the_ending_chooses_the_form(tmp_path: Path) -> None:
    for name in ("t.jsonl", "t.csv", "t.XLSX", "t.parquet"):
        write_file(output(), tmp_path / name)
    assert (tmp_path / "t.jsonl").read_bytes() == b'{"a":"=1"}\n{"a":null}\n'
    assert read_csv((tmp_path / "t.csv").read_bytes()) == [{"a": "'=1"}, {"a": ""}]
    assert openpyxl.load_workbook(tmp_path / "t.XLSX").sheetnames == ["one", "two"]
    table = pyarrow.parquet.read_table(tmp_path / "t.parquet")
    assert table.to_pylist() == [{"a": {"deep": [1, 2]}}]


def test_an_ending_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=r"t\.doc: the name must end in one of \.jsonl"):
        write_file(output(), tmp_path / "t.doc")
    assert list(tmp_path.iterdir()) == []
