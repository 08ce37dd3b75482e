"""Identifiers in free text are noticed, and ordinary sentences are not."""

from datetime import date

import pytest

from cusp.oversight.free_text import identifiers_in

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The plan for 9212044 has drifted", ["the child’s number"]),
        ("Case 99212044 is another", ["a long number"]),
        ("DOB 03/02/2019", ["a date of birth"]),
        ("D.O.B. unknown", ["a date of birth"]),
        ("born on 3 March", ["a date of birth"]),
        ("Seen since 3rd February 2015 at home", ["a date of birth"]),
        ("2015-02-03", ["a date of birth"]),
        ("Write to sam.lee@wexcombe.example", ["an email address"]),
        ("NHS 943 476 5919", ["a long number"]),
        ("9212044, born on 1/2/20, sam@x.example",
         ["the child’s number", "a date of birth", "an email address"]),
        ("The review of 3 October 2026 was late by 12 days", []),
        ("Visited on 03/11/2026 and 2026-11-10; 20 working days, £1,250 in 2025-26", []),
        ("Section 31, reg 28(3A), paragraph 6.2; 45 working days", []),
        ("Ask on 31/31/2010", []),
    ],
)  # fmt: skip
def test_identifiers(text: str, found: list[str]) -> None:
    assert identifiers_in(text, child_id="9212044", today=TODAY) == found
