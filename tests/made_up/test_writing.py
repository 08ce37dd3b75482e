"""The files of a made-up council say what its lists say, also with the faults of real files."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from cusp.made_up import Council, made_up_council, write_months
from cusp.returns import load_return
from cusp.tables import CannotWrite
from tests.commands import cusp

LAST = date(2026, 3, 31)


@pytest.fixture(scope="module")
def council() -> Council:
    return made_up_council(seed=4, children=60, last=LAST, months=2)


@pytest.mark.parametrize(("as_csv", "faults"), [(False, True), (True, False)])
def test_what_is_read_is_what_was_made_up(
    council: Council, tmp_path: Path, as_csv: bool, faults: bool
) -> None:
    paths = write_months(council, tmp_path / "new", as_csv=as_csv, faults=faults)
    assert [path.name.removesuffix(".xlsx") for path in paths] == [
        "annex-a-2026-02-28", "annex-a-2026-03-31",
    ]  # fmt: skip
    found, made = load_return(paths[-1], LAST), council.annex_a(LAST)
    assert found.lists.keys() == made.lists.keys()
    for number, table in made.lists.items():
        for name in table.headings:
            mine, read = table.rows[name].to_pylist(), found.lists[number].rows[name].to_pylist()
            if name == "age":
                read = [None if age is None else age // 1 for age in read]
            assert read == mine, (number, name)
    assert not [each for each in found.problems if each.severity == "error"]
    assert any("Team Manager" in each.what for each in found.problems) is faults


def test_faults_are_there(council: Council, tmp_path: Path) -> None:
    [*_, path] = write_months(council, tmp_path / "new", as_csv=True, faults=True)
    text = "".join(file.read_text("utf-8-sig") for file in path.iterdir())
    for fault in (".0,", "#N/A", "Team Manager", " March 2026"):
        assert fault in text


def test_local_lists_answers_and_a_readme(council: Council, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    write_months(council, folder)
    assert "is made up by Cusp" in (folder / "README.txt").read_text("utf-8")
    heads = {
        path.name: path.read_text("utf-8-sig").splitlines()[0]
        for path in [*folder.glob("*.csv"), *folder.glob("answers/*")]
    }
    assert heads == {
        "chairs.csv": "child_id,role,name,from,to",
        "midway-reviews.csv": "child_id,date,by",
        "supervision.csv": "worker,child_id,date,actions_checked,reflective",
        "answers-2026-02-28.csv": "child_id,clock,status,days,why",
        "answers-2026-03-31.csv": "child_id,clock,status,days,why",
    }
    with (folder / "answers" / "answers-2026-03-31.csv").open(encoding="utf-8-sig") as file:
        assert len(list(csv.DictReader(file))) == len(council.planted(LAST))


def test_a_folder_that_is_not_empty_is_left_alone(council: Council, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CannotWrite, match="is not empty: give a new folder"):
        write_months(council, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_the_command(tmp_path: Path) -> None:
    given = ("--children", 20, "--months", 1, "--as-at", "2026-03-31", "--seed", 7)
    done = cusp("returns", "make-up", tmp_path / "new", *given)
    assert done.returncode == 0, done.stderr
    assert "1 made-up return written to" in done.stderr
    checked = cusp("returns", "check", tmp_path / "new" / "annex-a-2026-03-31.xlsx", *given[4:6])
    assert "0 errors" in checked.stderr
    again = cusp("returns", "make-up", tmp_path / "new", *given)
    assert again.returncode == 1
    assert "give a new folder" in again.stderr
