"""Which cells of one table are hidden, drawn as small tables."""

import time
from datetime import date

import pytest

from cusp.disclosure import CannotDisclose, Ledger, Published, Reading, Table, audit, disclose
from tests.disclosure.made import drawn, table, with_totals

CASES = {
    "without totals only small counts are hidden": (
        "team yes no\nA 3 20\nB 0 6",
        "team yes no\nA c 20\nB 0 6",
    ),
    "a total gives a single hidden count away, so a second one is hidden": (
        "team yes\nA 3\nB 20\nall 23",
        "team yes\nA c\nB c\nall 23",
    ),
    # With C hidden instead of the total, A and B are at least 1, so C could not be more than 30.
    "two hidden counts that add up to 2 are 1 and 1, so the total is hidden": (
        "team yes\nA 1\nB 1\nC 30\nall 32",
        "team yes\nA c\nB c\nC 30\nall c",
    ),
    "with both totals, four cells are hidden": (
        "team yes no all\nA 3 20 23\nB 30 40 70\nall 33 60 93",
        "team yes no all\nA c c 23\nB c c 70\nall 33 60 93",
    ),
    "a complement of 1 to 5 hides the number itself": (
        "team late in-time all\nA 40 2 42",
        "team late in-time all\nA c c 42",
    ),
    "zeros are shown": (
        "team yes no all\nA 0 20 20\nB 0 40 40\nall 0 60 60",
        "team yes no all\nA 0 20 20\nB 0 40 40\nall 0 60 60",
    ),
    "a total within a total": (
        "team yes\nN:a 3\nN:b 9\nN:all 12\nS:a 20\nS:b 30\nS:all 50\nall 62",
        "team yes\nN:a c\nN:b c\nN:all 12\nS:a 20\nS:b 30\nS:all 50\nall 62",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_hidden_cells(name: str) -> None:
    true, safe = CASES[name]
    assert drawn(disclose(table(true)).table) == safe


def test_zeros_that_put_a_whole_small_group_in_one_category_are_hidden() -> None:
    true = table("team yes no all\nA 3 0 3\nB 20 30 50\nall 23 30 53")
    safe = disclose(true)
    assert safe.table.counts[0] == (None, None, None)
    assert {h.why for h in safe.hidden if h.row == "A"} == {"small", "all in one category"}


def test_each_hidden_cell_says_why() -> None:
    safe = disclose(table("team yes\nA 3\nB 20\nall 23"))
    assert [hidden.words for hidden in safe.hidden] == [
        "Row “A”, column “yes” is hidden: it is 1 to 5.",
        "Row “B”, column “yes” is hidden: it could give away “A, yes”.",
    ]


def test_a_later_paper_that_completes_a_hidden_sum_is_refused_and_the_first_is_named() -> None:
    first = table("service 2019-09-30\nall 47\nprivate c\nother c")
    ledger = Ledger((Published("October paper", (first,)),))
    safe = disclose(table("service 2019-09-30\nother 44"), ledger)
    assert drawn(safe.table) == "service 2019-09-30\nother c"
    (hidden,) = safe.hidden
    assert hidden.papers == ("October paper",)
    assert hidden.protects == "private, 2019-09-30"


def test_the_same_table_with_other_cells_hidden_is_put_right() -> None:
    first = table("team yes\nA c\nB c\nC 30\nall 53")  # A 3, B 20
    ledger = Ledger((Published("first", (first,)),))
    safe = disclose(table("team yes\nA 3\nB 20\nC 30\nall 53"), ledger)
    assert drawn(safe.table) == "team yes\nA c\nB c\nC 30\nall 53"


def test_a_later_total_is_refused() -> None:
    first = table("team yes\nA c\nB 20")
    ledger = Ledger((Published("first", (first,)),))
    assert drawn(disclose(table("team yes\nall 23"), ledger).table) == "team yes\nall c"


def test_what_earlier_papers_gave_away_is_said() -> None:
    one, two = table("team yes\nA c\nB c\nall 23"), table("team yes\nB 20")
    ledger = Ledger((Published("one", (one,)), Published("two", (two,))))
    safe = disclose(table("team yes\nA 3\nC 40"), ledger)
    assert safe.table.counts[0] == (None,)
    assert safe.problems == ("“A, yes” is 1 to 5 and can already be worked out from one.",)


def test_a_table_whose_names_alone_narrow_a_number_down_is_refused() -> None:
    """Six hidden numbers that are not zero and add up to 6 are all 1."""
    ledger = Ledger((Published("first", (table("team all\nA 6\nB 40"),)),))
    with pytest.raises(CannotDisclose, match="This table cannot be published: with first, “A, k1”"):
        disclose(table("team k1 k2 k3 k4 k5 k6 all\nA 1 1 1 1 1 1 6"), ledger)


def test_audit_finds_what_two_papers_give_away() -> None:
    one, two = table("team yes\nA c\nB c\nall 23"), table("team yes\nB 20")
    (found,) = audit(Ledger((Published("one", (one,)), Published("two", (two,)))))
    assert (found.range.lowest, found.range.highest, found.safe) == (3, 3, False)


def test_a_year_to_date_table_and_readings_share_names() -> None:
    first = Published("paper", (), (Reading("Visits", date(2019, 9, 30), 44, unit="number"),))
    true = Table(("all",), ("2019-09-30",), ((44,),), "x", "visits")
    assert not disclose(true, Ledger((first,))).hidden


def test_a_large_table_is_quick() -> None:
    grid = [[3 if (r * 7 + c * 3) % 29 == 0 else 20 + r + c for c in range(20)] for r in range(50)]
    start = time.process_time()
    safe = disclose(with_totals(grid))
    assert time.process_time() - start < 20  # a few seconds on an idle machine
    assert len(safe.hidden) < 120


def test_a_table_that_is_too_complex_hides_more_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cusp.disclosure.hiding.WORK", 0)
    safe = disclose(table("team yes no all\nA 3 20 23\nB 8 40 48\nC 0 50 50\nall 11 110 121"))
    assert safe.problems[0].startswith("The table is too complex")
    assert drawn(safe.table) == "team yes no all\nA c c c\nB c c c\nC 0 c c\nall c c c"
