"""``cusp findings``: reports and sentences in, findings out, and a message for each bad file."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from cusp.findings import findings_of, findings_of_sentences
from cusp.findings.reading import to_json
from cusp.findings.topics import CODES
from cusp.reports.reader import read_report
from cusp.reports.record import Report
from cusp.specimens import write_all
from tests import commands
from tests.commands import Done

LINES = "Plans are clear and timely.\n\nVisits are too often late.\r\n=1+1 is what it says here.\n"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stories")
    write_all(folder)
    return folder / "wexcombe-2019.pdf"


@pytest.fixture(scope="module")
def record(report: Path) -> Report:
    return read_report(report)


def cusp(*arguments: object, run: Callable[..., Done] = commands.cusp) -> Done:
    return run("findings", *arguments)


def test_every_sentence_of_every_paragraph_is_read_in_order_and_cited(record: Report) -> None:
    found = findings_of(record)
    paragraphs = [(s.area, p) for s in record.sections for p in s.paragraphs]
    assert {(f.area, f.paragraph) for f in found} == {(a, p.number) for a, p in paragraphs}
    joined = "".join("".join(f.text.split()) for f in found)
    assert joined == "".join("".join(p.text.split()) for _, p in paragraphs)
    assert all(f.cites for f in found)
    assert all(f.file == record.source.file for f in found)
    assert all(1 <= len(f.topics) <= 3 for f in found)
    first = [f.sentence for f in found].count(1)
    assert first == len([p for _, p in paragraphs if p.text.strip()])


def test_the_first_sentence_of_a_paragraph_reads_the_same_without_its_report(
    record: Report,
) -> None:
    found = [finding for finding in findings_of(record) if finding.sentence == 1][:40]
    alone = findings_of_sentences([f.text for f in found])
    assert [(f.polarity, f.sure, f.topics) for f in found] == [
        (f.polarity, f.sure, f.topics) for f in alone
    ]


def test_a_finding_is_written_as_promised(record: Report) -> None:
    line = json.loads(to_json(findings_of(record)[0]))
    assert list(line)[:11] == [
        "schema",
        "file",
        "area",
        "paragraph",
        "sentence",
        "text",
        "cites",
        "polarity",
        "sure",
        "topics",
        "clear",
    ]
    assert isinstance(line["clear"], bool)
    assert line["schema"] == "cusp.finding/1"
    assert set(line["cites"][0]) == {"page", "box"}
    assert set(line["topics"][0]) == {"topic", "sure"}
    assert line["topics"][0]["topic"] in CODES
    assert 0 <= line["sure"] <= 1


def test_a_file_of_sentences_gives_one_line_each(tmp_path: Path) -> None:
    given, out = tmp_path / "sentences.txt", tmp_path / "found.jsonl"
    given.write_bytes(LINES.encode())
    done = cusp("--sentences", given, "--out", out)
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [f["sentence"] for f in found] == [1, 2, 3, 4]
    assert [f["polarity"] for f in found[:3]] == ["strength", "context", "weakness"]
    assert found[1]["cannot_say"]
    assert found[2]["text"] == "Visits are too often late."
    assert {f["file"] for f in found} == {given.as_posix()}
    assert all(f["cites"] == [] and f["area"] is None for f in found)


def test_other_forms_hold_the_same(tmp_path: Path) -> None:
    given = tmp_path / "sentences.txt"
    given.write_text(LINES, "utf-8")
    for ending in ("csv", "xlsx", "parquet"):
        done = cusp("--sentences", given, "--out", tmp_path / f"found.{ending}")
        assert done.returncode == 0, done.stderr
    with (tmp_path / "found.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[3]["text"].startswith("'=")
    sheet = load_workbook(tmp_path / "found.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 5
    table = pq.read_table(tmp_path / "found.parquet")
    assert table.num_rows == 4
    assert [row["polarity"] for row in rows] == table.column("polarity").to_pylist()


def test_a_table_is_printed_with_what_is_not_sure_said(report: Path) -> None:
    done = cusp(report, run=commands.cusp_process)
    assert done.returncode == 0, done.stderr
    assert "wexcombe-2019.pdf" in done.stdout
    assert "strength" in done.stdout
    assert "sentences, 0 files not read" in done.stderr


def test_what_cannot_be_read_is_named_and_all_else_is_read(report: Path, tmp_path: Path) -> None:
    bad, out = tmp_path / "bad.pdf", tmp_path / "found.jsonl"
    bad.write_bytes(b"<html>not a report</html>")
    done = cusp(bad, report, tmp_path / "gone.pdf", "--out", out)
    assert done.returncode == 1
    assert "bad.pdf" in done.stderr
    assert "gone.pdf" in done.stderr
    files = {json.loads(line)["file"] for line in out.read_text("utf-8").splitlines()}
    assert files == {report.as_posix()}


@pytest.mark.parametrize("content", [b"\xff\xfe\x00bad", None])
def test_a_bad_file_of_sentences_is_named(content: bytes | None, tmp_path: Path) -> None:
    given = tmp_path / "sentences.txt"
    if content is not None:
        given.write_bytes(content)
    done = cusp("--sentences", given)
    assert done.returncode == 1
    assert "sentences.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_to_read_and_no_place_to_write_are_said(tmp_path: Path) -> None:
    assert cusp().returncode == 1
    given = tmp_path / "sentences.txt"
    given.write_text(LINES, "utf-8")
    done = cusp("--sentences", given, "--out", tmp_path / "found.pdf")
    assert done.returncode == 1
    assert "must end in one of" in done.stderr


def test_a_report_takes_little_more_than_a_second_after_loading(record: Report) -> None:
    """The usual report has 350 sentences. Other tests may run beside this one."""
    sentences = [f.text for f in findings_of(record)]
    many = (sentences * (350 // len(sentences) + 1))[:350]
    spent = []
    for _ in range(3):
        began = time.process_time()
        findings_of_sentences(many)
        spent.append(time.process_time() - began)
    assert min(spent) < 3
