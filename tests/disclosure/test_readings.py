"""Single readings of a measure, and what is already public."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cusp.disclosure import Ledger, Published, Reading, Shown, Withheld, may_publish, publish
from tests.length import examples

DAY = date(2019, 9, 30)


def share(part: int, whole: int) -> Reading:
    return Reading("Visits in time", DAY, None, part, whole)


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        (share(3, 40), "It is a share of 1 to 5, and a percentage gives the number away."),
        (share(37, 40), "All but 1 to 5 are counted, which gives those away."),
        (share(0, 9), "It is based on fewer than 10."),
        (share(9, 9), "It is based on fewer than 10."),
        (share(41, 40), "The numerator is greater than the denominator."),
        (share(-1, 40), "A reading cannot be negative."),
        (Reading("m", DAY, 4, unit="number"), "It is 1 to 5."),
        (Reading("m", DAY, 6.5, unit="number"), "A count must be a whole number."),
        (
            Reading("m", DAY, 33.3),
            "The numbers behind it are not given, so they cannot be checked.",
        ),
        (Reading("m", DAY, 50.0, 10, 40), "50% is not 10 of 40."),
        (Reading("m", DAY, 12.5, 100, 8, unit="days"), "It is based on fewer than 10."),
    ],
)
def test_withheld(reading: Reading, reason: str) -> None:
    assert may_publish(reading, Ledger()) == Withheld(reading, reason)


@pytest.mark.parametrize(
    "reading",
    [
        share(10, 40),
        share(0, 40),
        share(40, 40),
        Reading("m", DAY, 25.0, 10, 40),
        Reading("m", DAY, 33.3, 10, 30),
        Reading("m", DAY, 6, unit="number"),
        Reading("m", DAY, 0, unit="number"),
        Reading("m", DAY, 12.5, 150, 12, unit="days"),
    ],
)
def test_shown(reading: Reading) -> None:
    assert may_publish(reading, Ledger()) == Shown(reading)


def test_the_rest_of_a_total_is_not_given_away() -> None:
    total, other, few = (
        Reading("children", DAY, value, unit="number", group=group)
        for group, value in (("all", 47), ("Other", 44), ("Private fostering", 3))
    )
    ledger = Ledger((Published("October paper", (), (total,), (few,)),))
    refused = may_publish(other, ledger)
    assert isinstance(refused, Withheld)
    assert refused.papers == ("October paper",)
    assert refused.reason == (
        "It could give away “children, Private fostering, 2019-09-30” with October paper."
    )


def test_year_to_date_figures_do_not_give_a_month_away() -> None:
    start = date(2019, 4, 1)
    june = Reading("enquiries", date(2019, 6, 30), 12, unit="number", since=start)
    ledger = Ledger((Published("July paper", (), (june,)),))
    july = Reading("enquiries", date(2019, 7, 31), 14, unit="number", since=start)
    refused = may_publish(july, ledger)
    assert isinstance(refused, Withheld)
    assert refused.papers == ("July paper",)
    more = Reading("enquiries", date(2019, 7, 31), 24, unit="number", since=start)
    assert may_publish(more, ledger) == Shown(more)


def test_numbers_on_two_days_may_differ_by_a_few() -> None:
    first = Reading("children", DAY, 47, unit="number")
    ledger = Ledger((Published("October paper", (), (first,)),))
    later = Reading("children", date(2019, 10, 31), 49, unit="number")
    assert may_publish(later, ledger) == Shown(later)


def test_a_printed_percentage_counts_as_its_number() -> None:
    """A paper printed only "33.3%", and the number of the rest is published later."""
    old = Reading("visits", DAY, 7.5)
    ledger = Ledger((Published("old paper", (), (old,)),))
    few = Reading("visits", DAY, None, 3, 40)
    assert isinstance(may_publish(few, ledger), Withheld)


def test_publishing_several_at_once_decides_small_ones_first() -> None:
    readings = [
        Reading("children", DAY, value, unit="number", group=group)
        for group, value in (("all", 47), ("Other", 44), ("Private fostering", 3))
    ]
    paper, withheld = publish("October paper", readings, Ledger())
    assert [r.group for r in paper.readings] == ["all"]
    assert {w.reading.group for w in withheld} == {"Other", "Private fostering"}


months = [date(2019, month, 28) for month in range(4, 10)]


@given(st.lists(st.integers(0, 15), min_size=6, max_size=6), st.permutations(range(6)))
@settings(max_examples=examples(25), deadline=None)
def test_no_month_of_1_to_5_can_be_worked_out(new: list[int], order: list[int]) -> None:
    ledger = Ledger()
    shown: dict[int, int] = {}
    for at in order:
        total = sum(new[: at + 1])
        reading = Reading("e", months[at], total, unit="number", since=date(2019, 4, 1))
        if isinstance(may_publish(reading, ledger), Shown):
            shown[at] = total
            ledger = ledger.add(Published(f"paper {at}", (), (reading,)))
    ends = sorted(shown)
    for early, late in pairwise(ends):
        assert not 1 <= shown[late] - shown[early] <= 5


def test_two_dates_around_one_that_is_withheld_give_no_small_number_away() -> None:
    def by(day: date, count: int) -> Reading:
        return Reading("Joined", day, count, unit="number", since=date(2024, 4, 1))

    june, july, august = (
        by(date(2024, 6, 30), 20),
        by(date(2024, 7, 31), 21),
        by(date(2024, 8, 31), 25),
    )
    ledger = Ledger().add(Published("June", (), (june,)))
    assert isinstance(may_publish(july, ledger), Withheld)
    ledger = ledger.add(Published("July", (), (), (july,)))
    refused = may_publish(august, ledger)  # 5 in July and August together
    assert isinstance(refused, Withheld)
    assert "June" in refused.papers
