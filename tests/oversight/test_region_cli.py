"""``cusp region`` on a folder with the returns of two councils."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.commands import cusp
from tests.oversight.test_oversight_cli import HEADINGS

AS_AT = ("--as-at", "2026-03-31")
_ROW = "A1,F,WBRI,01/06/2015,10,No,30/11/2025,Neglect,Neglect,{},Yes,,,0,North,Worker 1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "returns"
    for council, visit in (("E06000033", "25/03/2026"), ("Kent", "02/01/2026")):
        (place / council).mkdir(parents=True)
        text = f"{HEADINGS}\n{_ROW.format(visit)}\n"
        (place / council / "list 7.csv").write_text(text, encoding="utf-8")
    return place


def test_measures_of_each_council(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "measures.jsonl"
    done = cusp("region", "measures", folder, *AS_AT, "--by", "team", "--out", out)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    visits = [line for line in lines if line["measure"] == "P7 visits in time"]
    assert [(x["authority"], x["group"], x["numerator"], x["denominator"]) for x in visits] == [
        ("E06000033", "North", 1, 1), ("Kent", "North", 0, 1),
    ]  # fmt: skip
    shown = cusp("region", "measures", folder, *AS_AT)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.index("Kent") < shown.stdout.index("P7 visits in time")


def test_tables_for_another_engine(folder: Path, tmp_path: Path) -> None:
    into = tmp_path / "tables"
    done = cusp("region", "tables", folder, *AS_AT, "--into", into)
    assert done.returncode == 0, done.stderr
    assert "The lists of 2 councils" in done.stderr
    assert sorted(path.name for path in into.iterdir()) == ["councils.parquet", "list_7.parquet"]


def test_what_is_wrong_is_said_in_one_line(folder: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    (other / "notes.txt").write_text("x", encoding="utf-8")
    damaged = tmp_path / "damaged"
    shutil.copytree(folder, damaged)
    (damaged / "Kent" / "list 7.csv").write_bytes(b"\0")
    for place, said in (
        (nothing, "no returns found"),
        (tmp_path / "none", "no returns found"),
        (other, "notes.txt is not the return of a council"),
        (damaged, "is not a CSV file"),
    ):
        done = cusp("region", "measures", place, *AS_AT)
        assert done.returncode == 1
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
