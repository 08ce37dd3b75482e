"""``cusp disclose``, run as a user would run it, and what it says about bad tables."""

import csv
import json
from pathlib import Path

import pytest

from tests.commands import cusp

CASES = Path(__file__).parents[3] / "shared" / "cases" / "plans-and-boards"


def test_writes_a_safe_table(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("service,children\nFostering,3\nOther,44\nAll,47\n", "utf-8")
    done = cusp("disclose", tmp_path / "t.csv", "--out", tmp_path / "safe.csv")
    assert done.returncode == 0
    text = (tmp_path / "safe.csv").read_text("utf-8-sig")
    assert text.splitlines() == ["service,children", "Fostering,c", "Other,c", "All,47"]
    assert "2 of 3 cells hidden" in done.stderr


def test_asks_earlier_tables_and_names_them(tmp_path: Path) -> None:
    (tmp_path / "october.csv").write_text("s,n\nAll,47\nFostering,c\nOther,c\n", "utf-8")
    (tmp_path / "t.csv").write_text("s,n\nOther,44\n", "utf-8")
    out = tmp_path / "safe.csv"
    done = cusp(
        "disclose", tmp_path / "t.csv", "--out", out, "--published", tmp_path / "october.csv"
    )
    assert out.read_text("utf-8-sig").splitlines() == ["s,n", "Other,c"]
    assert "with october.csv, it could give away “Fostering, n”" in done.stderr


def test_what_it_writes_can_be_given_back_as_published(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("s,n\n=Fostering,3\nOther,44\nAll,47\n", "utf-8")
    first, again = tmp_path / "first.csv", tmp_path / "again.csv"
    cusp("disclose", tmp_path / "t.csv", "--out", first)
    done = cusp("disclose", tmp_path / "t.csv", "--out", again, "--published", first)
    assert done.returncode == 0
    assert first.read_bytes() == again.read_bytes()


def test_a_byte_order_mark_and_thousands_separators_are_read(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes('\ufeffs,n\r\nA,"1,200"\r\n\r\nall,1200\r\n'.encode())
    done = cusp("disclose", tmp_path / "t.csv", "--out", tmp_path / "safe.csv")
    assert done.returncode == 0
    assert (tmp_path / "safe.csv").read_text("utf-8-sig").splitlines()[1] == "A,1200"


BAD = {
    "s,n\nA,-3\n": "row “A”, column “n”: a count cannot be negative (-3).",
    "s,n\nA,4 joined since\n": "row “A”, column “n”: “4 joined since” is not a whole number.",
    "s,n\nA,2.5\n": "row “A”, column “n”: a count must be a whole number, not 2.5.",
    "s,n\nA,7\nall,\n": "row “all”, column “n” is empty. Enter 0 if there were none.",
    "s,n\nA,c\n": "row “A”, column “n”: “c” is not a whole number.",
    "s,n\nA,7\nB,8\nall,16\n": "the total “all” in column “n” is 16, but its parts add up to 15.",
    "s,n\nA,7\na,8\n": "there is more than one row named “a”.",
    "s,n,N\nA,7,8\n": "there is more than one column named “N”.",
    "n,n\nA,7\n": "there is more than one column named “n”.",
    "s,n\n,7\n": "row 1 has no name.",
    "s,n\nA,7,8\n": "row “A” has 2 values, but there are 1 columns.",
    "s;n\nA;7\n": "separate the columns with commas, not semicolons.",
    "s\tn\nA\t7\n": "separate the columns with commas, not tabs.",
    "": "a table needs a heading row, a column of names and a column of counts.",
    "s,n\nA,1000000000\n": "1000000000 is too large to be a count of children.",
    "s,n\n" + "A,7\n" * 30_000: "the table has more than 20,000 cells.",
    "s,n\n" + "A,7\n" * 600_000: "the file is larger than 2 MB, too large for a table.",
}


@pytest.mark.parametrize("text", BAD, ids=lambda text: text[:20])
def test_bad_tables_get_one_clear_sentence(text: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(text, "utf-8")
    done = cusp("disclose", tmp_path / "t.csv", "--out", tmp_path / "safe.csv")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("t.csv: ")
    assert line.endswith(BAD[text])
    assert not (tmp_path / "safe.csv").exists()


def test_other_encodings_missing_files_and_endings(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("s,n\nCafé,7\n".encode("latin-1"))
    done = cusp("disclose", tmp_path / "t.csv", "--out", tmp_path / "safe.csv")
    assert done.stderr.strip() == "t.csv: save the file as CSV in UTF-8."
    done = cusp("disclose", tmp_path / "none.csv", "--out", tmp_path / "safe.csv")
    assert "cannot be read" in done.stderr
    done = cusp("disclose", tmp_path / "t.csv", "--out", tmp_path / "safe.pdf")
    assert done.stderr.strip() == "safe.pdf: the name must end in .csv"


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
def test_the_case_of_two_papers(tmp_path: Path) -> None:
    lines = list(csv.DictReader((CASES / "10-over-time.csv").read_text("utf-8").splitlines()))
    day, papers = "2019-09-30", sorted({line["published"] for line in lines})
    true = json.loads((CASES / "10-over-time.json").read_text("utf-8"))["true"][day]
    first = [x for x in lines if x["published"] == papers[0]]
    text = "".join(f"{x['service']},{x['children']}\n" for x in first)
    (tmp_path / "first.csv").write_text(f"service,{day}\n{text}", "utf-8")
    (tmp_path / "second.csv").write_text(f"service,{day}\nOther,{true['Other']}\n", "utf-8")
    out = tmp_path / "safe.csv"
    done = cusp(
        "disclose", tmp_path / "second.csv", "-o", out, "--published", tmp_path / "first.csv"
    )
    assert out.read_text("utf-8-sig").splitlines()[1] == "Other,c"
    assert "first.csv" in done.stderr
