"""``cusp deadlines`` and ``cusp notice`` as a user runs them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.commands import cusp, cusp_process


def test_deadlines_as_json() -> None:
    done = cusp("deadlines", "--received", "2023-05-09", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["schema"] == "cusp.deadlines/1"
    assert found["publish_report_by"] == "2023-06-21"
    assert found["publish_statement_by"] == "2023-08-16"
    assert {"rule", "source", "status", "seen"} <= set(found["basis"][0])


def test_deadlines_as_a_table_in_a_process_of_its_own() -> None:
    done = cusp_process("deadlines", "--received", "9 May 2023")
    assert done.returncode == 0, done.stderr
    assert "Tuesday 9 May 2023" in done.stdout
    assert "Wednesday 16 August 2023" in done.stdout
    assert "text not seen" in done.stdout


def test_nulls_and_why_where_there_is_no_date() -> None:
    done = cusp("deadlines", "--received", "2028-12-01", "--json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert found["publish_report_by"] is None
    assert found["publish_statement_by"] is None
    assert "31 December 2028" in found["why"]
    assert "Cannot be worked out" in cusp("deadlines", "--received", "2028-12-01").stdout


def test_a_visit_with_an_area_for_priority_action() -> None:
    done = cusp("deadlines", "--received", "3 September 2018", "--priority-action", "--json")
    assert json.loads(done.stdout)["share_draft_plan_by"] == "2018-10-01"


def test_notice_as_json_in_a_file(tmp_path: Path) -> None:
    out = tmp_path / "notice.json"
    done = cusp("notice", "--meeting", "22 October 2019", "--clear-days", "5", "--out", out)
    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_text("utf-8"))
    assert found["publish_by"] == "2019-10-14"
    assert found["days"] == [f"2019-10-{day}" for day in (15, 16, 17, 18, 21)]
    assert found["basis"][0]["status"] == "law"
    assert [path.name for path in tmp_path.iterdir()] == ["notice.json"]


def test_notice_as_text() -> None:
    done = cusp("notice", "--meeting", "Tuesday 22 October 2019")
    assert "Publish by Monday 14 October 2019" in done.stdout
    assert "Monday 21 October 2019" in done.stdout
    assert "Elitestone" in done.stdout


@pytest.mark.parametrize("ending", ["jsonl", "csv", "xlsx", "parquet"])
@pytest.mark.parametrize(
    "command", [("deadlines", "--received", "2023-05-09"), ("notice", "--meeting", "2019-10-22")]
)
def test_other_files(tmp_path: Path, command: tuple[str, ...], ending: str) -> None:
    out = tmp_path / f"dates.{ending}"
    assert cusp(*command, "--out", out).returncode == 0
    assert out.stat().st_size
    if ending == "csv":
        (first, *_) = csv.DictReader(out.read_text("utf-8-sig").splitlines())
        assert "2023-06-21" in first.values() or "2019-10-14" in first.values()


def test_a_holiday_given_on_the_command_line_moves_the_date_and_says_so() -> None:
    command = ("notice", "--meeting", "20 June 2028", "--holiday", "16 June 2028")
    found = json.loads(cusp(*command, "--json").stdout)
    assert found["publish_by"] == "2028-06-09"
    assert found["moved"]["before"] == "2028-06-12"
    assert "Moved from Monday 12 June 2028 to Friday 9 June 2028" in cusp(*command).stdout


def test_a_date_worked_out_before_a_holiday_was_announced() -> None:
    done = cusp("notice", "--meeting", "2022-09-27", "--worked-out-on", "1 September 2022")
    assert "Moved from Monday 19 September 2022 to Friday 16 September 2022" in done.stdout


def test_closed_days_and_another_way_to_count() -> None:
    done = cusp("notice", "--meeting", "2026-01-06", "--closed", "24 December 2025", "--json")
    assert json.loads(done.stdout)["publish_by"] == "2025-12-23"
    done = cusp("notice", "--meeting", "2019-10-22", "--count", "with-saturdays", "--json")
    assert json.loads(done.stdout)["publish_by"] == "2019-10-15"


@pytest.mark.parametrize(
    "entered",
    ["", "soon", "31 June 2019", "2019-02-30", "22/10/2019", "7/11/19", "2019-10", "20191022",
     "22 Octember 2019", "22 October 19", "0 May 2019", "0000-01-01", "２０１９-10-22"],
)  # fmt: skip
def test_what_is_not_a_date_gives_one_clear_sentence(entered: str) -> None:
    done = cusp("deadlines", "--received", entered)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "--received" in done.stderr
    assert "22 October 2019" in done.stderr


def test_a_weekday_that_does_not_fit_is_refused() -> None:
    done = cusp("notice", "--meeting", "Monday 22 October 2019")
    assert done.returncode == 1
    assert done.stderr.strip() == "--meeting: 22 October 2019 is a Tuesday, not a Monday."


def test_short_months_and_capitals_do_not_matter() -> None:
    for entered in ("22 oct 2019", "22 OCTOBER 2019", " tuesday, 22 October 2019 "):
        done = cusp("notice", "--meeting", entered, "--json")
        assert json.loads(done.stdout)["meeting"] == "2019-10-22"


def test_a_file_with_another_ending_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    done = cusp("notice", "--meeting", "2019-10-22", "--out", tmp_path / "notice.txt")
    assert done.returncode == 1
    assert ".json" in done.stderr
    assert not list(tmp_path.iterdir())


def test_clear_days_must_be_a_positive_number() -> None:
    for number in ("0", "-1", "five"):
        done = cusp("notice", "--meeting", "2019-10-22", "--clear-days", number)
        assert done.returncode == 2
        assert "--clear-days" in done.stderr
