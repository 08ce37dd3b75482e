"""Inspections of part of a council's services: shown separately, never as its overall grade."""

from __future__ import annotations

from datetime import date

import pytest

from cusp.history.part_of_service import part_sentence
from cusp.history.sequence import sentence, standing
from tests.history.rows import inspected


@pytest.mark.parametrize(
    ("kind", "grades", "aloud"),
    [
        ("looked-after", "overall A, leaders A", "Services for looked-after children: adequate"),
        ("looked-after", "", "Services for looked-after children: grade not read"),
        ("lscb-review", "lscb G", "Local Safeguarding Children Board: good"),
    ],
)
def test_what_was_inspected_is_said_with_its_grade(kind: str, grades: str, aloud: str) -> None:
    assert part_sentence(inspected("2013-07-15", grades, kind=kind)) == aloud


def test_an_inspection_of_the_whole_service_has_no_such_sentence() -> None:
    with pytest.raises(ValueError, match="whole service"):
        part_sentence(inspected("2019-07-15", "overall G"))


def test_after_an_inspection_of_a_part_no_grade_is_called_the_first() -> None:
    # Like Kent in 2013 and 2017.
    rows = [
        inspected("2013-07-15", "overall A, leaders A", framework="pre-SIF", kind="looked-after"),
        inspected("2017-03-06", "overall G", framework="SIF", kind="single"),
    ]
    found = standing(rows, on=date(2018, 1, 1))
    assert found is not None
    assert sentence(found) == "Good"
