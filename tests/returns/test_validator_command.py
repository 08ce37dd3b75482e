"""``cusp returns check`` with a validator that is not there: the rest is written all the same."""

from __future__ import annotations

from pathlib import Path

from tests.commands import cusp


def test_a_validator_that_is_missing_is_said_and_the_rest_is_written(tmp_path: Path) -> None:
    folder, out = tmp_path / "903", tmp_path / "problems.jsonl"
    folder.mkdir()
    header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA,1,31/02/2015,WBRI,UN1,,\n"
    (folder / "header.csv").write_text(header, encoding="utf-8")
    done = cusp(
        "returns", "check", folder, "--as-at", "2026-03-31", "--validator", "no-such-command",
        "--out", out,
    )  # fmt: skip
    assert done.returncode == 1
    assert "The validator (no-such-command) was not found." in done.stderr
    lines = out.read_text(encoding="utf-8")
    assert "is not a real date" in lines
    assert "were not checked" in lines
