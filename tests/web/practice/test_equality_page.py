"""Who waits longer: groups beside the others, and nothing said of small ones."""

import pytest

from cusp.web.accounts.models import User
from cusp.web.practice.models import Snapshot
from tests.web.clients import signed_in
from tests.web.markup import heading, page, words
from tests.web.practice import rows
from tests.web.practice.rows import SOUTH

pytestmark = pytest.mark.django_db
PAGE = "/practice/equality/"


@pytest.fixture
def filled(db: None) -> Snapshot:
    """Of 15 boys 12 wait, of 15 girls 2; two children are of another group."""
    now = rows.snapshot_row(rows.AS_AT)
    for n in range(30):
        boy = n % 2 == 0
        late = n < 24 if boy else n < 4
        due = [("T08", "overdue", n + 1)] if late else [("T08", "due soon", 3)]
        rows.child(f"A{n}", due, sex="male" if boy else "female", ethnicity="WBRI", age=7)
    for n in range(2):
        rows.child(f"B{n}", [("T08", "cannot be determined", None)], ethnicity="BCRB", age=3)
    rows.count(now)
    return now


def test_a_group_that_waits_longer_is_named_with_its_numbers(filled: Snapshot, head: User) -> None:
    markup = page(signed_in(head), PAGE)
    assert heading(markup) == "1 group of children is clearly more often overdue than the others"
    said = words(markup)
    assert "Sex, Boys and young men: 80% (12 of 15)" in said
    assert "Girls and young women 2 15 13% Clearly lower" in said
    assert "Not recorded 0 2 – Not compared" in said


def test_nothing_is_said_of_groups_under_10(filled: Snapshot, head: User) -> None:
    said = words(page(signed_in(head), f"{PAGE}?what=T08"))
    assert "Black, Black British, Caribbean or African 0 0 – Fewer than 10: too few to say" in said
    assert "2 more could not be judged" in said


def test_a_measure_is_compared_for_those_who_see_the_whole_service(
    filled: Snapshot, head: User
) -> None:
    rows.figure(filled, "A1", (20, 40), "sex", "male")
    rows.figure(filled, "A1", (39, 40), "sex", "female")
    markup = page(signed_in(head), f"{PAGE}?what=A1")
    assert heading(markup) == "1 group of children does clearly worse than the others"


def test_a_manager_compares_their_own_children(filled: Snapshot, manager: User) -> None:
    refused = page(signed_in(manager), f"{PAGE}?what=A1", status=400)
    assert "Choose what to compare from the list" in refused
    rows.child("S1", [("T08", "overdue", 4)], team=SOUTH, sex="male")
    assert "12 of 15" in words(page(signed_in(manager), PAGE))
