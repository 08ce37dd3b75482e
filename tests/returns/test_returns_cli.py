"""``cusp returns check``."""

import json
from pathlib import Path

import pytest

from cusp.returns import CannotRead, load_return
from tests.commands import cusp
from tests.returns.books import AS_AT, book, plan


def test_problems_as_lines(tmp_path: Path) -> None:
    file, out = tmp_path / "annex_a.xlsx", tmp_path / "problems.jsonl"
    file.write_bytes(book({7: [plan("N01", last_visit="#REF!")], 6: []}))
    done = cusp("returns", "check", file, "--as-at", "31 March 2026", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "2 lists with 1 row: 10 errors, 2 warnings." in done.stderr
    found = [json.loads(line) for line in out.read_text().splitlines()]
    (wrong,) = [problem for problem in found if "#REF!" in problem["what"]]
    assert wrong == {
        "schema": "cusp.return-problem/1", "file": "annex_a.xlsx", "list": "7", "row": 2,
        "column": "J", "heading": "Date of the Last Statutory Visit", "child_id": "N01",
        "severity": "error", "what": "The cell shows the error #REF!",
        "mend": "Correct the formula or enter the value itself.",
    }  # fmt: skip
    shown = cusp("returns", "check", file, "--as-at", "2026-03-31")
    assert "J2" in shown.stdout


def test_the_return_comes_back_whole(tmp_path: Path) -> None:
    file = tmp_path / "annex_a.xlsx"
    file.write_bytes(book({7: [plan("N01")]}))
    found = load_return(file, AS_AT)
    assert (found.kind, found.as_at, found.file, len(found.sha256)) == (
        "annex_a",
        AS_AT,
        file.name,
        64,
    )
    assert found.lists[7].rows["child_id"].to_pylist() == ["N01"]
    file.write_bytes(b"%PDF-1.4")
    with pytest.raises(CannotRead, match="is a PDF"):
        load_return(file, AS_AT)


def test_what_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "annex_a.xlsx"
    assert cusp("returns", "check", file).returncode == 2  # the workbook does not say as at when
    for options, said in (
        (("--as-at", "soon"), "is not a date"),
        (("--as-at", "2026-03-31", "--out", "x.txt"), "must end in"),
        (("--as-at", "2026-03-31"), "cannot be opened"),
    ):
        done = cusp("returns", "check", file, *options)
        assert done.returncode == 1
        assert said in done.stderr
