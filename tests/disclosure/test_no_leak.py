"""Random tables and papers: nothing that is withheld can be worked out from what is public."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cusp.disclosure import CannotDisclose, Ledger, Published, Table, audit, disclose
from tests.disclosure.made import Grid, attack, with_totals
from tests.length import examples

counts = st.one_of(st.integers(0, 6), st.integers(0, 60))


@st.composite
def grids(draw: st.DrawFn, largest: int = 5) -> Grid:
    width = draw(st.integers(1, largest))
    row = st.lists(counts, min_size=width, max_size=width)
    return draw(st.lists(row, min_size=1, max_size=largest))


@st.composite
def parts(draw: st.DrawFn, grid: Grid) -> Table:
    """Some rows and columns of a grid's table. Totals are only taken with all that they count."""
    whole = with_totals(grid)
    rows = draw(st.sets(st.integers(0, len(whole.rows) - 1), min_size=1))
    columns = draw(st.sets(st.integers(0, len(whole.columns) - 1), min_size=1))
    rows = _complete(rows, len(whole.rows) - 1)
    columns = _complete(columns, len(whole.columns) - 1)
    return Table(
        tuple(whole.rows[r] for r in sorted(rows)),
        tuple(whole.columns[c] for c in sorted(columns)),
        tuple(tuple(whole.counts[r][c] for c in sorted(columns)) for r in sorted(rows)),
    )


def _complete(places: set[int], total: int) -> set[int]:
    return set(range(total + 1)) if total in places and len(places) > 1 else places


def check_shown(true: Table, safe: Table) -> None:
    assert (safe.rows, safe.columns) == (true.rows, true.columns)
    for r, c in true.places():
        assert safe.counts[r][c] in (None, true.counts[r][c])
        if 1 <= (true.counts[r][c] or 0) <= 5:
            assert safe.counts[r][c] is None


@given(grids())
@settings(max_examples=examples(15), deadline=None)
def test_no_hidden_count_of_a_table_can_be_worked_out(grid: Grid) -> None:
    true = with_totals(grid)
    safe = disclose(true)
    check_shown(true, safe.table)
    for (r, c), (low, high) in attack(grid, [safe.table]).items():
        count = grid[r][c]
        assert low < high
        assert high > count
        if 1 <= count <= 5:
            assert high >= 6
            assert high - low >= 5
    assert disclose(true) == safe


@given(st.data())
@settings(max_examples=examples(15), deadline=None)
def test_no_withheld_number_can_be_worked_out_from_a_series_of_papers(data: st.DataObject) -> None:
    grid = data.draw(grids(4))
    ledger, papers = Ledger(), []
    for number in range(data.draw(st.integers(2, 4))):
        true = data.draw(parts(grid))
        try:
            safe = disclose(true, ledger)
        except CannotDisclose as error:
            assert "cannot be published" in str(error)  # noqa: PT017
            continue
        check_shown(true, safe.table)
        assert disclose(true, ledger) == safe
        papers.append(safe.table)
        ledger = ledger.add(Published(f"paper {number}", (safe.table,)))
    for (r, c), (low, high) in attack(grid, papers).items():
        if 1 <= grid[r][c] <= 5 and _named(papers, r, c):
            assert high >= 6, (r, c, low, high)
            assert high - low >= 5, (r, c, low, high)


def _named(papers: list[Table], r: int, c: int) -> bool:
    return any(f"r{r}" in paper.rows and f"k{c}" in paper.columns for paper in papers)


@given(grids(4))
@settings(max_examples=examples(15), deadline=None)
def test_the_audit_agrees_with_the_attacker(grid: Grid) -> None:
    safe = disclose(with_totals(grid)).table
    if any(hidden.why == "all in one category" for hidden in disclose(with_totals(grid)).hidden):
        return  # the audit does not know which hidden numbers are zeros
    ranges = {f.cell: f.range for f in audit(Ledger((Published("paper", (safe,)),)))}
    for (r, c), (low, high) in attack(grid, [safe]).items():
        found = ranges[safe.cell(r, c)]
        assert found.lowest == low
        assert found.highest == (None if high > 50_000 else high)


def test_papers_that_contradict_each_other_are_refused() -> None:
    one, two = with_totals([[10, 20]]), with_totals([[11, 20]])
    ledger = Ledger((Published("July paper", (one,)),))
    expected = "“r0, k0” is 11, but it is 10 in July paper. Correct one of them first."
    with pytest.raises(CannotDisclose, match=re.escape(expected)):
        disclose(two, ledger)
