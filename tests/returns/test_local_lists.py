"""The council's own lists: what their rows say, and each problem by its row and column."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from cusp.returns.local_lists import FORMS, TEMPLATES, Kind, LocalList, Row, read
from cusp.returns.local_opening import read_local_list
from cusp.returns.sources import CannotRead

TODAY = date(2026, 4, 2)
CHAIRS = "Child ID,Role,Name,From,To\n"


def of_csv(folder: Path, kind: Kind, text: str) -> LocalList:
    path = folder / "list.csv"
    path.write_text(text, "utf-8")
    return read(kind, path, TODAY)


def said(found: LocalList) -> list[tuple[int | None, str | None, str]]:
    return [(one.row, one.column, one.what) for one in found.errors]


def test_chairs_are_read_with_day_first_dates_and_ids_as_text(tmp_path: Path) -> None:
    found = of_csv(
        tmp_path, "chairs",
        CHAIRS + "0012345,IRO,Carla Dunn,1/4/2025,\n9212044.0,CP chair,Dev Shah,,31/03/2026\n",
    )  # fmt: skip
    assert found.problems == []
    assert found.rows == [
        Row(row=2, child_id="0012345", role="reviewing officer", name="Carla Dunn",
            since=date(2025, 4, 1)),
        Row(row=3, child_id="9212044", role="chair", name="Dev Shah", until=date(2026, 3, 31)),
    ]  # fmt: skip


def test_a_workbook_with_a_title_and_numbers_as_ids_says_the_same(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    sheet.append(["Our chairs"])
    sheet.append(["Child Unique Id", "role", "Name", "Start Date"])
    sheet.append([9212044, "Independent reviewing officer", "Carla Dunn", date(2025, 4, 1)])
    book.save(tmp_path / "chairs.xlsx")
    found = read("chairs", tmp_path / "chairs.xlsx", TODAY)
    assert [(row.row, row.child_id, row.since) for row in found.rows] == [
        (3, "9212044", date(2025, 4, 1))
    ]


def test_each_problem_is_named_by_row_and_column(tmp_path: Path) -> None:
    found = of_csv(
        tmp_path, "chairs",
        CHAIRS + "1,IRO,,,\n2,Boss,Ann,,\n3,IRO,Ann,1/5/2026,1/4/2026\n4,IRO,Ann,13/13/2026,\n",
    )  # fmt: skip
    assert said(found) == [
        (2, "C", "The cell is blank"),
        (3, "B", "“Boss” is not a value for this column"),
        (4, "E", "The end is before the start"),
        (5, "D", "“13/13/2026” is not a real date"),
    ]


def test_the_same_row_twice_counts_once_and_two_accounts_of_one_are_an_error(
    tmp_path: Path,
) -> None:
    heads = "Child ID,Date,By,Contact with child\n"
    same = of_csv(tmp_path, "midway", heads + "1,1/3/2026,Ann,yes\n1,1/3/2026,Ann,Y\n")
    assert same.errors == []
    assert "counts once" in same.problems[0].what
    other = of_csv(tmp_path, "midway", heads + "1,1/3/2026,Ann,yes\n1,1/3/2026,Ann,no\n")
    what = "The row is about the same thing as row 2 but says something else"
    assert said(other) == [(3, None, what)]


def test_supervision_may_be_about_no_child_and_cannot_be_in_the_future(tmp_path: Path) -> None:
    heads = "Date,Worker,Team,Supervisor,Child ID,Actions checked,Reflective\n"
    found = of_csv(
        tmp_path, "supervision", heads + "2/3/2026,Bo,North,Jo,,yes,\n3/4/2026,Bo,North,Jo,7,no,n\n"
    )
    first = found.rows[0]
    assert (first.child_id, first.actions_checked, first.reflective) == (None, True, None)
    assert said(found) == [(3, "A", "The date is in the future")]


def test_another_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="no row with the headings of this list: Date, Worker"):
        of_csv(tmp_path, "supervision", CHAIRS + "1,IRO,Ann,,\n")


def test_files_are_opened_in_another_process(tmp_path: Path) -> None:
    path = tmp_path / "chairs.csv"
    path.write_text(CHAIRS + "1,IRO,Ann,,\n", "utf-8")
    assert read_local_list("chairs", path, today=TODAY).rows[0].name == "Ann"
    path = tmp_path / "chairs.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(CannotRead, match="has a password"):
        read_local_list("chairs", path, today=TODAY)


@pytest.mark.parametrize("kind", FORMS)
def test_every_heading_of_a_template_is_a_column_of_its_list(kind: Kind, tmp_path: Path) -> None:
    found = of_csv(tmp_path, kind, ",".join(TEMPLATES[kind]) + "\n")
    assert (found.rows, found.problems) == ([], [])
    assert len(TEMPLATES[kind]) == len(FORMS[kind].columns)
