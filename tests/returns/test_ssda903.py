"""SSDA903: codes of both eras, reviews that stand twice, and what a placement is."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from cusp.returns import Return
from cusp.returns.loading import load
from tests.returns.books import AS_AT

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,"
    "PL_POST,URN\n"
)


def loaded(tmp_path: Path, files: Mapping[str, str]) -> Return:
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text)
    return load(tmp_path, AS_AT)


def episode(
    start: str,
    why: str,
    place: str = "U6",
    end: str = "",
    *,
    postcode: str = "",
    child: str = "M01",
) -> str:
    goes_on = "X1" if end else ""
    return f"{child},{start},{why},C1,N1,{place},PR1,{end},{goes_on},,,{postcode},\n"


def placements(tmp_path: Path, *episodes: str) -> list[dict[str, Any]]:
    found = loaded(tmp_path, {"episodes": EPISODES + "".join(episodes)})
    rows: list[dict[str, Any]] = found.tables["placements"].rows.to_pylist()
    return rows


def test_a_move_to_another_home_of_the_same_kind_is_a_new_placement(tmp_path: Path) -> None:
    found = placements(
        tmp_path, episode("12/05/2025", "S", end="09/06/2025"), episode("09/06/2025", "P")
    )
    assert [row["start"] for row in found] == [date(2025, 5, 12), date(2025, 6, 9)]
    assert [row["end"] for row in found] == [date(2025, 6, 9), None]


def test_a_change_of_legal_status_is_no_placement(tmp_path: Path) -> None:
    found = placements(
        tmp_path, episode("09/06/2025", "L"), episode("12/05/2025", "S", end="09/06/2025")
    )
    assert [(row["start"], row["end"]) for row in found] == [(date(2025, 5, 12), None)]


def test_after_hospital_a_child_goes_back_or_not(tmp_path: Path) -> None:
    first = episode("12/05/2025", "S", end="01/06/2025", postcode="AA1 1AA")
    away = episode("01/06/2025", "P", "T1", "05/06/2025")
    back = placements(tmp_path, first, away, episode("05/06/2025", "P", postcode="AA1 1AA"))
    assert [row["certain"] for row in back] == [True]
    other = placements(tmp_path, first, away, episode("05/06/2025", "P", postcode="BB2 2BB"))
    assert len(other) == 2
    unsure = placements(
        tmp_path, episode("12/05/2025", "S", end="01/06/2025"), away, episode("05/06/2025", "P")
    )
    assert [row["certain"] for row in unsure] == [False]


def test_periods_of_care(tmp_path: Path) -> None:
    text = (
        "M01,12/05/2025,S,C1,N1,U6,PR1,09/06/2025,E4A,,,,\n"
        + episode("01/09/2025", "S", end="02/10/2025")
        + episode("02/10/2025", "P")
    )
    care = loaded(tmp_path, {"episodes": EPISODES + text}).tables["care"].rows.to_pylist()
    assert [(row["care_start"], row["care_end"]) for row in care] == [
        (date(2025, 5, 12), date(2025, 6, 9)), (date(2025, 9, 1), None),
    ]  # fmt: skip


def test_what_is_wrong_in_the_files(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        {
            "header": HEADER + "S01,1,02/03/2009,BAFR,UN1,,\nS02,X,14/11/2010,WBRI,UN2,,\n",
            "episodes": EPISODES + episode("31/02/2026", "S", child="S01")
            + episode("03/11/2025", "S", child="S09"),
            "reviews": "CHILD,DOB,REVIEW,REVIEW_CODE\n",
            "oc2": "CHILD,DOB,SDQ_SCORE\nS01,02/03/2009,4\n",
        },
    )  # fmt: skip
    said = [(p.list, p.row, p.column, p.child_id, p.severity) for p in found.problems]
    assert ("header", 3, "B", "S02", "warning") in said
    assert ("episodes", 2, "B", "S01", "error") in said
    assert ("episodes", 3, "A", "S09", "error") in said
    assert any(p.list == "reviews" and "no rows" in p.what for p in found.problems)
    assert any(p.list == "uasc" and "missing" in p.what for p in found.problems)
    assert any("oc2.csv was not read" in p.what for p in found.problems)
    assert found.kind == "ssda903"
