"""Reviews from the SSDA903, which holds all of its year but none from before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cusp.oversight import Measure, NoClocks, Workings
from cusp.returns.loading import load

AS_AT = date(2026, 3, 31)
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,"
    "URN\n"
)
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n"


def workings(folder: Path, **files: str) -> Workings:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return Workings(load(folder, AS_AT), as_at=AS_AT)


@pytest.fixture
def of_two(tmp_path: Path) -> Workings:
    return workings(
        tmp_path,
        header=HEADER + "A,1,02/03/2015,WBRI,UN1,,\nB,F,14/11/2010,WBRI,UN2,0,\n",
        episodes=EPISODES
        + "A,09/01/2023,S,C2,N1,U6,PR1,,,,,,\nB,02/06/2025,S,V4,N1,U6,PR1,,,,,,\n",
        reviews=REVIEWS + "A,,01/05/2025,PN1\nA,,03/11/2025,PN1\nB,,20/06/2025,PN1\n",
    )


def test_reviews_of_children_in_care_before_the_year_and_in_short_breaks(of_two: Workings) -> None:
    found = of_two.clocks().to_pylist()
    answers = [(x["child_id"], x["clock"], x["status"], x["days"]) for x in found]
    # A: 1 May to 3 November is two days over six months; the next is due on 3 May.
    assert [each for each in answers if each[:2] == ("A", "T29")] == [
        ("A", "T29", "done late", 2),
        ("A", "T29", "in time", 33),
    ]
    assert {each[2] for each in answers if each[0] == "B"} == {"cannot be determined"}


def test_measures_of_the_ssda903(of_two: Workings) -> None:
    found = {each.measure.split()[0]: each for each in of_two.measures()}
    counts = {code: counted(found[code]) for code in ("C1", "C2", "C5", "C5y")}
    # B only has short breaks. A had a review late.
    assert counts == {
        "C1": (1, None, 0), "C2": (0, 1, 0), "C5": (1, 1, 0), "C5y": (0, 1, 0)
    }  # fmt: skip
    assert found["C6"].why == "the SSDA903 does not hold the last visit"
    assert found["P3"].why == "the SSDA903 does not hold this"
    by_sex = [each for each in of_two.measures("sex") if each.measure.startswith("C1 ")]
    assert [(each.group, each.numerator) for each in by_sex] == [("male", 1)]


def test_a_review_with_none_before_it_leaves_the_year_open(tmp_path: Path) -> None:
    found = workings(
        tmp_path,
        header=HEADER + "A,1,02/03/2015,WBRI,UN1,,\n",
        episodes=EPISODES + "A,09/01/2023,S,C2,N1,U6,PR1,,,,,,\n",
        reviews=REVIEWS + "A,,02/05/2025,PN1\nA,,31/10/2025,PN1\n",
    )
    every = next(each for each in found.measures() if each.measure.startswith("C5y"))
    assert counted(every) == (0, 0, 1)  # whether 2 May was in time depends on the one before


def test_care_that_ended_without_a_review(tmp_path: Path) -> None:
    found = workings(
        tmp_path,
        episodes=EPISODES + "A,02/06/2025,S,C2,N1,U6,PR1,01/09/2025,E4A,,,,\n",
        reviews=REVIEWS,
    )
    (line,) = found.clocks().to_pylist()
    assert (line["clock"], line["status"]) == ("T27", "cannot be determined")
    assert "no review is recorded" in line["why"]


def test_no_clocks_without_episodes(tmp_path: Path) -> None:
    with pytest.raises(NoClocks, match="has no episodes"):
        workings(tmp_path, reviews=REVIEWS + "A,,02/05/2025,PN1\n")


def counted(measure: Measure) -> tuple[int | None, int | None, int | None]:
    return measure.numerator, measure.denominator, measure.undetermined
