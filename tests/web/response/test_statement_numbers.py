"""Random sequences of publications: no withheld number can be worked out from all of them."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from cusp.disclosure import audit
from cusp.plans import record
from cusp.web.response import statement_numbers
from cusp.web.response.choices import CountsFrom
from cusp.web.response.models import LedgerEntry
from tests.length import examples

START = date(2024, 4, 1)
MONTHS = tuple(START + timedelta(days=30 * n) for n in range(1, 6))
Numbers = list[tuple[int, int]]  # numerator and denominator of each month by itself


@st.composite
def months(draw: st.DrawFn) -> Numbers:
    found = []
    for _ in MONTHS:
        whole = draw(st.one_of(st.integers(0, 12), st.integers(0, 60)))
        found.append((draw(st.integers(0, whole)), whole))
    return found


def so_far(numbers: Numbers) -> Numbers:
    return [
        (sum(p for p, _ in numbers[: n + 1]), sum(w for _, w in numbers[: n + 1]))
        for n in range(len(numbers))
    ]


def publish_all(
    numbers: Numbers, publications: list[set[int]], counts_from: str
) -> list[LedgerEntry]:
    """Publish some of the readings again and again, as the statement does."""
    ledger: list[LedgerEntry] = []
    measure = record.Measure("M1", "Visits in time")
    for version, chosen in enumerate(publications, 1):
        readings = [
            record.Reading(MONTHS[n], round(100 * part / whole, 1), part, whole)
            for n in sorted(chosen)
            for part, whole in [numbers[n]]
            if whole
        ]
        decided = statement_numbers.decide(
            measure, readings, counts_from=counts_from, before=ledger
        )
        ledger += [
            statement_numbers.entry_of(one, paper=f"version {version}", counts_from=counts_from)
            for one in decided
        ]
    return ledger


publications = st.lists(
    st.sets(st.integers(0, len(MONTHS) - 1), min_size=1), min_size=1, max_size=4
)


def numerator(numbers: tuple[int, int]) -> int:
    return numbers[0]


def rest(numbers: tuple[int, int]) -> int:
    return numbers[1] - numbers[0]


def small(number: int) -> bool:
    return 1 <= number <= 5


@given(months(), publications)
@settings(max_examples=examples(15), deadline=None)
def test_no_withheld_number_can_be_worked_out(
    numbers: Numbers, publications: list[set[int]]
) -> None:
    totals = so_far(numbers)
    ledger = publish_all(totals, publications, CountsFrom.APRIL)
    public = {e.as_at: (e.numerator or 0, e.denominator or 0) for e in ledger if not e.withheld}
    true = dict(zip(MONTHS, totals, strict=True))
    for day, (part, whole) in public.items():
        assert (part, whole) == true[day]
        assert whole >= 10
        assert not small(part)
        assert not small(whole - part)
    # Whoever subtracts one date from another finds no small number either.
    for early, late in combinations(sorted(public), 2):
        parts, wholes = (
            after - before for after, before in zip(public[late], public[early], strict=True)
        )
        assert not small(parts)
        assert not small(wholes - parts)
    # What is withheld lies between its neighbours: they leave room for more than 5.
    for day in {e.as_at for e in ledger if e.withheld} - set(public):
        for of in (numerator, rest):
            if small(of(true[day])):
                lowest = max((of(public[d]) for d in public if d < day), default=0)
                highest = min((of(public[d]) for d in public if d > day), default=1_000)
                assert highest > 5
                assert highest - lowest >= 5
    for found in audit(statement_numbers.ledger_of(ledger)):
        low, high = found.range.lowest, found.range.highest
        # That there was none may be known: a total of none up to a later day says so, and is shown.
        assert high is None or high > low or low == high == 0


@given(months(), publications)
@settings(max_examples=examples(10), deadline=None)
def test_readings_that_stand_on_their_own_are_decided_on_their_own(
    numbers: Numbers, publications: list[set[int]]
) -> None:
    ledger = publish_all(numbers, publications, CountsFrom.NOWHERE)
    for entry in ledger:
        part, whole = numbers[MONTHS.index(entry.as_at)]
        fine = whole >= 10 and not small(part) and not small(whole - part)
        assert entry.withheld is not fine
        if entry.withheld:
            assert (entry.value, entry.numerator, entry.denominator) == (None, None, None)


def test_a_count_is_published_without_the_numbers_beside_it() -> None:
    measure = record.Measure("M1", "Children visited", unit="number")
    reading = record.Reading(MONTHS[0], 40, 3, 4)
    [one] = statement_numbers.decide(measure, [reading], counts_from="", before=())
    assert (one.reading.value, one.reading.numerator, one.reading.denominator) == (40, None, None)


def test_the_period_that_a_reading_counts() -> None:
    since = statement_numbers.since
    assert since(date(2024, 6, 30), CountsFrom.NOWHERE) is None
    assert since(date(2024, 6, 30), CountsFrom.APRIL) == date(2024, 4, 1)
    assert since(date(2024, 3, 31), CountsFrom.APRIL) == date(2023, 4, 1)
    assert since(date(2024, 4, 1), CountsFrom.APRIL) == date(2024, 4, 1)
    assert since(date(2024, 8, 31), CountsFrom.SEPTEMBER) == date(2023, 9, 1)
    assert since(date(2024, 1, 1), CountsFrom.JANUARY) == date(2024, 1, 1)
