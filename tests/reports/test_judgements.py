"""Rows and grades in the table of judgements are read, however the cells wrap."""

import pytest

from cusp.reports.frameworks.ilacs import ILACS_2018
from cusp.reports.frameworks.sif import SIF
from cusp.reports.frameworks.vocabulary import Framework
from cusp.reports.grades import begins_grade, grade_at_end, grade_of
from cusp.reports.judgements import Table, normal, read_table
from cusp.reports.pages import Run
from tests.reports.paper import WIDTH, lines, run


def table(*runs: Run, form: Framework = ILACS_2018) -> Table:
    return read_table(lines(*runs), WIDTH, [(normal(label), area) for label, area in form.rows])


def grades(found: Table) -> dict[str, str]:
    return {j.area: j.grade for j in found.judgements}


def test_a_grade_on_the_line_of_its_label() -> None:
    found = table(run("Overall effectiveness", 79, 300), run("Good", 395, 300))
    assert grades(found) == {"overall": "good"}


def test_a_grade_that_wraps_above_and_below_the_line_of_its_label() -> None:
    found = table(
        run("Requires improvement", 395, 474),
        run("Overall effectiveness", 79, 481),
        run("to be good", 395, 488),
    )
    assert grades(found) == {"overall": "requires improvement"}
    assert found.judgements[0].printed == "Requires improvement to be good"


def test_label_and_grade_that_wrap_side_by_side() -> None:
    found = table(
        run("The experiences and progress of children who need help and", 79, 388),
        run("Requires improvement", 395, 388),
        run("protection", 79, 402),
        run("to be good", 395, 402),
        run("Overall effectiveness", 79, 440),
        run("Good", 395, 440),
    )
    assert grades(found) == {"help_and_protection": "requires improvement", "overall": "good"}


def test_a_grade_centred_beside_a_label_of_two_lines() -> None:
    found = table(
        run("2. Children looked after and achieving", 72, 394),
        run("Requires improvement", 389, 401),
        run("permanence", 90, 408),
        run("2.1 Adoption performance", 119, 435),
        run("Good", 389, 435),
        form=SIF,
    )
    assert grades(found) == {"in_care": "requires improvement", "adoption": "good"}


def test_a_grade_with_spaces_in_place_of_a_gap() -> None:
    found = table(run("Adoption performance ", 127, 400), run("      Good", 300, 400), form=SIF)
    assert grades(found) == {"adoption": "good"}


def test_a_misprint_in_a_label_is_no_hindrance() -> None:
    found = table(
        run("The experience and progress of children who need help and protecton", 79, 300, size=8),
        run("Good", 395, 300),
    )
    assert grades(found) == {"help_and_protection": "good"}


def test_a_row_without_a_grade_is_named_and_not_guessed() -> None:
    found = table(
        run("Overall effectiveness", 79, 300),
        run("The impact of leaders on social work practice with children", 79, 340),
        run("Outstanding", 395, 340),
        run("and families", 79, 353),
    )
    assert grades(found) == {"leaders": "outstanding"}
    assert [p.field for p in found.problems] == ["judgements.overall"]


def test_a_service_that_was_not_judged_is_not_a_failure_to_read() -> None:
    found = table(run("Adoption performance", 119, 400), run("Not Judged", 395, 400), form=SIF)
    assert not found.judgements
    assert "no grade was given" in found.problems[0].why


def test_text_that_begins_like_a_label_is_no_row() -> None:
    found = table(run("Overall effectiveness has much improved since then", 72, 300))
    assert not found.judgements


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Requires improvement to be good", "requires improvement"),
        ("requires improvement", "requires improvement"),
        ("GOOD", "good"),
        ("Outstanding.", "outstanding"),
        ("adequate", "adequate"),
        ("Good enough", None),
        ("", None),
        ("not good", None),
    ],
)
def test_a_cell_is_a_grade_only_if_it_says_nothing_else(text: str, code: str | None) -> None:
    assert grade_of(text) == code


def test_the_grade_that_ends_a_heading() -> None:
    assert grade_at_end("The experiences of care leavers: requires improvement to be good") == (
        "requires improvement",
        "requires improvement to be good",
    )
    assert grade_at_end("Adoption performance is inadequate.") == ("inadequate", "inadequate")
    assert grade_at_end("What is good practice?") is None


def test_words_that_may_go_on_to_be_a_grade() -> None:
    assert begins_grade("Requires")
    assert begins_grade("Requires improvement to")
    assert not begins_grade("Requires improvement good")
    assert not begins_grade("")
