"""Only safe figures leave practice, and they reach the plan, a board's paper and its questions."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cusp.plans.questions import questions_about_measures
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.boards.living.laying_out import laid_out
from cusp.web.boards.living.practice_paper import practice_paper
from cusp.web.practice import sharing, snapshots
from cusp.web.practice.challenges import To
from cusp.web.practice.choices import Effect, Stage
from cusp.web.practice.models import Snapshot
from cusp.web.response import drawn_readings, shared_figures
from cusp.web.response.choices import Unit
from cusp.web.response.measures import MeasureFields
from cusp.web.response.models import Plan, PlanChange, Priority, SharedFigure
from cusp.web.response.shared_page.views import answer
from tests.web.practice.challenge_rows import child_in, ended, raised
from tests.web.practice.conftest import NOW, UNTIL, small_return
from tests.web.practice.rows import SOUTH, figure, sees, snapshot_row
from tests.web.response.conftest import inspection, officer, plan, priority

__all__ = ["inspection", "officer", "plan", "priority"]

pytestmark = [pytest.mark.django_db]
MAY, JUNE = date(2024, 5, 31), date(2024, 6, 30)
TODAY = date(2024, 7, 5)


def counted(as_at: date, **figures: tuple[int, int | None]) -> Snapshot:
    """A snapshot whose measures have these numerators and denominators."""
    snapshot = snapshot_row(as_at)
    for code, numbers in figures.items():
        figure(snapshot, code, numbers)
    return snapshot


def shared(code: str) -> list[tuple[float | None, bool]]:
    rows = SharedFigure.objects.filter(measure__code=code).order_by("as_at")
    return [(row.value, row.withheld) for row in rows]


def test_a_large_share_is_shared_with_how_many_could_not_be_judged() -> None:
    counted(MAY, P6=(40, 60))
    sharing.share(["P6"], on=TODAY, by=None)
    [measure] = shared_figures.measures()
    [reading] = measure.readings
    assert (reading.value, reading.numerator, reading.denominator) == (66.7, 40, 60)
    assert "a few could not be judged" in reading.source


@pytest.mark.parametrize(
    ("part", "whole"),
    [(3, 60), (57, 60), (4, 8), (0, 0)],
    ids=["small part", "all but a few", "few children", "nobody"],
)
def test_a_share_that_could_point_at_a_child_is_withheld(part: int, whole: int) -> None:
    counted(MAY, P6=(part, whole))
    sharing.share(["P6"], on=TODAY, by=None)
    assert shared("P6") == [(None, True)]
    row = SharedFigure.objects.get()
    assert (row.numerator, row.denominator) == (None, None)


def test_two_numbers_that_differ_by_a_small_one_are_not_both_shared() -> None:
    # 47 children on a plan, 44 of them for three months or more: the other 3 must not follow.
    counted(MAY, P3=(47, None), P6=(30, 44))
    sharing.share(["P3", "P6"], on=TODAY, by=None)
    assert sorted([*shared("P3"), *shared("P6")], key=str) == [(47.0, False), (None, True)]


def test_the_database_stores_no_number_of_a_withheld_figure() -> None:
    counted(MAY, P6=(3, 60))
    sharing.share(["P6"], on=TODAY, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedFigure.objects.update(numerator=3)


def test_figures_of_the_same_return_are_shared_once() -> None:
    snapshot = counted(MAY, P6=(40, 60))
    sharing.share(["P6"], on=TODAY, by=None)
    assert sharing.add_figures(snapshot, on=TODAY, by=None) == 0
    sharing.share(["P6"], on=TODAY, by=None)
    assert len(shared("P6")) == 1


def test_a_measure_of_the_plan_gets_its_readings_with_each_return(
    priority: Priority, officer: User
) -> None:
    counted(MAY, P6=(40, 60))
    sharing.share(["P6"], on=TODAY, by=None)
    series = drawn_readings.series_of(priority.plan, "practice:P6")
    fields = MeasureFields(
        "Review conferences up to date", unit=Unit.PERCENT, published_code="practice:P6"
    )
    measure, drawn = drawn_readings.add_measure(priority, fields, series, on=TODAY, by=officer)
    assert drawn
    assert drawn.added == 1
    sharing.add_figures(counted(JUNE, P6=(51, 60)), on=TODAY, by=None)
    assert [row.value for row in measure.readings.order_by("as_at")] == [66.7, 85.0]
    assert sharing.withdraw(JUNE, on=TODAY, by=officer) == 1
    assert [row.value for row in measure.readings.all()] == [66.7]
    assert PlanChange.objects.filter(what="reading withdrawn").exists()


def test_a_paper_and_a_question_for_the_board_say_what_got_worse(plan: Plan) -> None:
    counted(MAY, P6=(51, 60))
    counted(JUNE, P6=(40, 60))
    sharing.share(["P6"], on=TODAY, by=None)
    paper = practice_paper(today=TODAY)
    assert "66.7%" in str(paper.blocks)
    assert laid_out(paper).pdf.startswith(b"%PDF-")
    assert answer(shared_figures.measures(), TODAY) == "1 of 1 measure of practice got worse"
    sharing.share(["P6", "C1"], on=TODAY, by=None)
    assert answer(shared_figures.measures(), TODAY).endswith("got worse; 1 cannot be judged")
    sharing.share(["P6"], on=TODAY, by=None)
    [asked] = questions_about_measures(shared_figures.measures(), as_at=TODAY)
    assert asked.because == "85% (51 of 60) on 31 May 2024, and 66.7% (40 of 60) on 30 June 2024."


def test_members_see_what_is_shared_and_not_why_something_is_withheld(
    client: Client, person: Callable[..., User]
) -> None:
    counted(MAY, P6=(3, 60), C5=(40, 60))
    sharing.share(["P6", "C5"], on=TODAY, by=None)
    client.force_login(person(Role.MEMBER))
    page = client.get(reverse("plan-practice")).content.decode()
    assert "66.7%" in page
    assert "share of 1 to 5" not in page


def test_only_people_who_hold_the_whole_service_choose_what_is_shared(
    client: Client, head: User, manager: User
) -> None:
    counted(MAY, P6=(40, 60))
    client.force_login(manager)
    assert client.get(reverse("practice-sharing")).status_code == 403
    client.force_login(head)
    sent = client.post(reverse("practice-sharing"), {"codes": ["P6"]})
    assert sent.status_code == 302
    assert shared("P6") == [(66.7, False)]


def test_a_return_that_is_loaded_shares_the_figures_of_measures_that_are_shared(
    db: None,
) -> None:
    sharing.share(["C1"], on=TODAY, by=None)
    snapshots.load(small_return(), retain_until=UNTIL, at=NOW, by=None)
    # Two children in care is a small number.
    assert shared("C1") == [(None, True)]


def test_shares_of_challenges_are_of_the_year_before_the_newest_return(
    person: Callable[..., User],
) -> None:
    chair = sees(person, "chair", names=["Carla Dunn"])
    for number in range(12):
        child = child_in(SOUTH, str(number), chair="Carla Dunn")
        row = raised(child, chair, to=To(Stage.FORMAL, 3, name="A head of service"))
        ended(row, chair, Effect.CHANGED, on=date(2026, 10, 6))
    snapshot_row(date(2025, 10, 31))
    snapshot_row(date(2026, 10, 31))
    sharing.share(["H1", "H2", "H3"], on=date(2026, 11, 2), by=None)
    assert (shared("H1"), shared("H2")) == ([(100.0, False)], [(100.0, False)])
    # Twelve raised, and twelve in each share: the same number tells nothing more.
    assert shared("H3") == [(12.0, False)]


def test_a_return_that_is_replaced_withdraws_what_it_counted_otherwise() -> None:
    old = counted(MAY, P6=(40, 60), C5=(50, 75))
    sharing.share(["P6", "C5"], on=TODAY, by=None)
    old.deleted_at = NOW
    old.save()
    new = counted(MAY, P6=(41, 60), C5=(50, 75))
    assert sharing.withdraw(MAY, on=TODAY, by=None, replaced_by=new) == 1
    assert (shared("P6"), shared("C5")) == ([(None, True)], [(66.7, False)])
