"""``cusp place`` as a user runs it."""

import csv
import json
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest

from cusp.cli.place import scale_of
from cusp.specimens import STORIES, write_bad, write_specimen
from tests.commands import cusp, cusp_process


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stories")
    for name in ("wexcombe-2019", "wexcombe-2024", "wexcombe-2026"):
        specimen, layout = STORIES[name]
        write_specimen(specimen, folder / f"{name}.pdf", layout)
    return folder


def test_a_table_with_a_scale_says_what_it_is(stories: Path) -> None:
    done = cusp("place", stories / "wexcombe-2019.pdf")
    assert done.returncode == 0
    for words in ("Leaders", "requires improvement", "80% range", "#", "not Ofsted's"):
        assert words in done.stdout
    assert "cannot say: it has 59 words" in done.stdout
    assert "1 placed, 0 not read" in done.stderr


@pytest.mark.parametrize("width", [80, 100, 160])
def test_the_scale_is_whole_on_any_terminal(stories: Path, width: int) -> None:
    done = cusp("place", stories / "wexcombe-2024.pdf", width=width)
    rows = [line for line in done.stdout.splitlines() if "#" in line]
    assert len(rows) == 5
    assert all(row.rstrip().count("|") == 5 and row.rstrip().endswith("|") for row in rows)


def test_json_lines_one_a_report_in_the_order_given(stories: Path, tmp_path: Path) -> None:
    out = tmp_path / "places.jsonl"
    done = cusp_process("place", stories, "--out", out, "--jobs", 2)
    assert done.returncode == 0
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [Path(line["file"]).stem for line in lines] == sorted(
        ["wexcombe-2019", "wexcombe-2024", "wexcombe-2026"]
    )
    for line in lines:
        assert line["schema"] == "cusp.place/1"
        for place in line["places"]:
            assert (place["position"] is None) == (place["cannot_say"] is not None)
    assert "overall" not in {place["area"] for place in lines[2]["places"]}


def test_tables_hold_one_row_a_place(stories: Path, tmp_path: Path) -> None:
    counts = {}
    for ending in ("csv", "xlsx", "parquet"):
        out = tmp_path / f"places.{ending}"
        assert cusp("place", stories, "--out", out).returncode == 0
        if ending == "csv":
            with out.open(encoding="utf-8-sig", newline="") as file:
                counts[ending] = len(list(csv.DictReader(file)))
        elif ending == "xlsx":
            counts[ending] = openpyxl.load_workbook(out)["places"].max_row - 1
        else:
            table = pyarrow.parquet.read_table(out)
            counts[ending] = sum(len(row) for row in table["places"].to_pylist())
    assert set(counts.values()) == {4 + 5 + 4}


def test_what_cannot_be_read_is_named_and_the_rest_is_placed(stories: Path, tmp_path: Path) -> None:
    bad = write_bad(tmp_path / "bad")
    out = tmp_path / "places.jsonl"
    done = cusp("place", stories, tmp_path / "bad", tmp_path / "gone.pdf", "--out", out)
    assert done.returncode == 1
    assert "3 placed, " in done.stderr
    assert f"{len(bad) + 1} not read" in done.stderr
    assert "no such file" in done.stderr
    assert len(out.read_text("utf-8").splitlines()) == 3


def test_an_ending_that_is_not_known_is_said_before_anything_is_read(
    stories: Path, tmp_path: Path
) -> None:
    done = cusp("place", stories, "--out", tmp_path / "places.pdf")
    assert done.returncode == 1
    assert ".parquet" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_scale_in_text() -> None:
    bands = scale_of(2.0, (1.6, 2.4)).strip("|").split("|")
    assert [len(band) for band in bands] == [10, 10, 10, 10]
    assert "#" in bands[1]
    assert "=" in bands[1]
    assert set(bands[0] + bands[2] + bands[3]) == {"."}
    assert scale_of(4.5, (4.5, 4.5)).endswith("#|")
    assert scale_of(0.5, (0.5, 0.5)).startswith("|#")
