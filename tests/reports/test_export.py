"""Writing records to disk: every format, all or nothing, and runs that can be resumed."""

import csv
import json
from pathlib import Path

import msgspec
import openpyxl
import pyarrow.parquet
import pytest

from cusp.reports import Outcome, Report, from_json, read_report, to_json
from cusp.reports.export import write_reports
from cusp.reports.journal import Journal
from cusp.reports.record import Authority
from cusp.specimens import write_all
from cusp.tables import CannotWrite, atomic_file


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Report]:
    return [read_report(path) for path in write_all(tmp_path_factory.mktemp("stories"))]


def test_json_lines_hold_the_whole_record(reports: list[Report], tmp_path: Path) -> None:
    out = tmp_path / "records.jsonl"
    write_reports(reports, out)
    lines = out.read_text("utf-8").splitlines()
    assert [from_json(line) for line in lines] == reports
    assert next(iter(json.loads(lines[0]))) == "schema"
    assert json.loads(lines[0])["schema"] == "cusp.report/1"


def test_a_council_comes_with_the_keys_that_other_tables_have(
    reports: list[Report], tmp_path: Path
) -> None:
    southend = msgspec.structs.replace(
        reports[0], authority=Authority("Southend", "Southend-on-Sea", "E06000033")
    )
    write_reports([southend], tmp_path / "r.csv")
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["authority_code"], row["ofsted_urn"], row["la_code"]) == (
        "E06000033",
        "80559",
        "882",
    )
    authority = json.loads(to_json(southend))["authority"]
    assert (authority["ofsted_urn"], authority["la_code"]) == ("80559", "882")
    before = to_json(southend).replace(b',"ofsted_urn":"80559","la_code":"882"', b"")
    assert from_json(before) == southend


def test_a_cite_is_a_page_and_a_box_in_json(reports: list[Report]) -> None:
    record = json.loads(to_json(reports[-1]))
    assert set(record["judgements"][0]["cite"]) == {"page", "box"}
    assert len(record["improvements"][0]["cites"][0]["box"]) == 4


def test_csv_has_a_row_a_report_with_the_grade_of_each_area(
    reports: list[Report], tmp_path: Path
) -> None:
    out = tmp_path / "records.csv"
    write_reports(reports, out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["inspected_start"]: row for row in csv.DictReader(file)}
    assert rows["2019-06-10"]["leaders"] == "requires improvement"
    assert rows["2019-06-10"]["improvements"] == "4"
    assert rows["2026-05-11"]["overall"] == "not given"


def test_text_that_looks_like_a_formula_is_disarmed(reports: list[Report], tmp_path: Path) -> None:
    hostile = msgspec.structs.replace(reports[0], lead_inspector="=HYPERLINK(1)")
    write_reports([hostile], tmp_path / "r.csv")
    assert "'=HYPERLINK" in (tmp_path / "r.csv").read_text("utf-8-sig")
    write_reports([hostile], tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["reports"]
    cells = [cell for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert [cell.data_type for cell in cells] == ["s"]


def test_a_workbook_has_a_sheet_for_each_kind_of_row(reports: list[Report], tmp_path: Path) -> None:
    out = tmp_path / "records.xlsx"
    write_reports(reports, out)
    book = openpyxl.load_workbook(out, read_only=True)
    assert book.sheetnames == ["reports", "judgements", "improvements", "paragraphs", "problems"]
    count = sum(len(r.improvements) + len(r.lscb_improvements) for r in reports)
    assert sum(1 for _ in book["improvements"].iter_rows()) == count + 1


def test_parquet_keeps_the_nesting(reports: list[Report], tmp_path: Path) -> None:
    out = tmp_path / "records.parquet"
    write_reports(reports, out)
    rows = pyarrow.parquet.read_table(out).to_pylist()
    assert [len(row["improvements"]) for row in rows] == [len(r.improvements) for r in reports]


def test_an_ending_that_is_not_known_is_refused(reports: list[Report], tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="must end in"):
        write_reports(reports, tmp_path / "records.doc")


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "records.jsonl"
    out.write_text("before", "utf-8")
    with pytest.raises(ZeroDivisionError), atomic_file(out) as part:
        part.write_text(str(1 / len(part.read_bytes())), "utf-8")
    assert out.read_text("utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["records.jsonl"]


def test_an_interrupted_run_knows_what_was_read(reports: list[Report], tmp_path: Path) -> None:
    file, changed, failed = (tmp_path / name for name in ("a.pdf", "b.pdf", "c.pdf"))
    for path in (file, changed, failed):
        path.write_bytes(b"x")
    journal = Journal(tmp_path / "out.jsonl")
    journal.add(Outcome("a", 0.1, reports[0]), file)
    journal.add(Outcome("b", 0.1, reports[1]), changed)
    journal.add(Outcome("c", 0.1, error="gone"), failed)
    journal.close()
    with journal.path.open("ab") as half:
        half.write(b'{"half a line')
    changed.write_bytes(b"longer now")
    known = Journal(tmp_path / "out.jsonl").known([file, changed, failed])
    assert {path.name: outcome.report for path, outcome in known.items()} == {"a.pdf": reports[0]}
    journal.add(Outcome("b", 0.1, reports[1]), changed)
    journal.close()
    assert len(Journal(tmp_path / "out.jsonl").known([file, changed])) == 2
    journal.drop()
    assert not journal.path.exists()
