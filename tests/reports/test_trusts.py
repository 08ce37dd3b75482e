"""Printed names of trusts, and the councils they serve."""

from datetime import date

import pytest

from cusp.reports.trusts import known_trusts
from tests.reports.councils import BY_CODE, code_of


@pytest.mark.parametrize(
    ("printed", "on", "code"),
    [
        ("Birmingham Children’s Trust", date(2023, 2, 20), "E08000025"),
        ("Bradford Children & Families Trust", date(2025, 9, 1), "E08000032"),
        ("Bradford Children and Families Trust", date(2022, 11, 21), None),  # before its first day
        ("Doncaster Children's Services Trust", date(2017, 11, 1), "E08000017"),
        ("Doncaster Children’s Services Trust", date(2024, 1, 8), None),  # the council again
        ("Northamptonshire Children’s Trust", date(2020, 12, 1), "E10000021"),
        ("Northamptonshire Children’s Trust", date(2022, 10, 3), None),  # which of the two?
        (
            "Northamptonshire Children’s Trust, West Northamptonshire Council",
            date(2022, 10, 3),
            "E06000062",
        ),
        (
            "North Northamptonshire (Northamptonshire Children’s Trust)",
            date(2022, 10, 3),
            "E06000061",
        ),
        ("Sandwell Children's Trust", date(2022, 5, 9), "E08000028"),
        ("Slough Children’s Services Trust", date(2019, 1, 21), "E06000039"),
        ("Slough Children First", date(2023, 1, 23), "E06000039"),
        ("Worcestershire Children First", date(2023, 5, 15), "E10000034"),
        ("Together for Children Sunderland", date(2021, 6, 7), "E08000024"),
        (
            "Together for Children on behalf of Sunderland City Council",
            date(2021, 6, 7),
            "E08000024",
        ),
        ("Together for Children on behalf of Leeds City Council", date(2021, 6, 7), None),
        ("Brighter Futures for Children", date(2024, 4, 22), "E06000038"),
        ("Reading Borough Council: Brighter Futures for Children", date(2024, 4, 22), "E06000038"),
        ("Achieving for Children", date(2019, 11, 4), None),
        (
            "Achieving for Children, Royal Borough of Kingston upon Thames",
            date(2019, 11, 4),
            "E09000021",
        ),
        ("Achieving for Children (Richmond upon Thames)", date(2022, 1, 31), "E09000027"),
        (
            "Achieving for Children on behalf of the Royal Borough of Windsor and Maidenhead",
            date(2020, 1, 13),
            "E06000040",
        ),
        ("Achieving for Children, Windsor and Maidenhead", date(2015, 3, 1), None),
    ],
)
def test_a_trust_means_the_council_that_it_then_served(
    printed: str, on: date, code: str | None
) -> None:
    assert code_of(printed, on) == code


def test_every_council_that_a_trust_serves_is_known() -> None:
    codes = {code for spell in known_trusts() for code in spell.councils}
    assert codes <= set(BY_CODE)
    assert all(spell.ended is None or spell.began < spell.ended for spell in known_trusts())
