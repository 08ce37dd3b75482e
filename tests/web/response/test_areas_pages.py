"""Adding areas to the plan, from the report or of the council's own, and their order."""

import re
from html import unescape

import pytest
from django.test import Client

from cusp.web.accounts.models import User
from cusp.web.record.choices import PassageKind
from cusp.web.record.findings import stored_findings
from cusp.web.record.findings.counted_topics import BOARD
from cusp.web.record.models import Inspection, Passage, ReportSentence
from cusp.web.response import priorities
from cusp.web.response.areas_page import report_rows
from cusp.web.response.models import Plan, PlanChange
from cusp.web.response.priorities import Chosen
from tests.web.response.conftest import STARTED
from tests.web.response.test_pages import browser

pytestmark = pytest.mark.django_db

REPORT, NEW, ORDER = "/plan/areas/from-report/", "/plan/areas/new/", "/plan/areas/order/"


@pytest.fixture
def page(officer: User) -> Client:
    return browser(officer)


@pytest.fixture
def read(plan: Plan) -> Inspection:
    """The inspection, once the worker has read its findings."""
    stored_findings.read(plan.inspection)
    return plan.inspection


def critical(inspection: Inspection) -> list[ReportSentence]:
    rows = inspection.sentences.filter(polarity__in=("weakness", "mixed"))
    return list(rows.exclude(area=BOARD))


def values(said: str) -> list[str]:
    """What may be chosen on the page."""
    return [unescape(one) for one in re.findall(r'name="chosen"[^>]*value="([^"]+)"', said)]


# From the report


def test_everything_that_is_criticised_is_listed_once_with_its_source(
    plan: Plan, read: Inspection
) -> None:
    groups = report_rows.findings(plan)
    listed = [one for group in groups for one in (*group.clear, *group.unsure)]
    wanted = {(row.address, row.text) for row in critical(read)}
    assert {(one.chosen.address, one.chosen.words) for one in listed} == wanted != set()
    assert len(listed) == len(wanted)
    passages = {row.address: row for row in read.passages.all()}
    for one in listed:
        assert one.chosen.words in passages[one.chosen.address].text
        number = passages[one.chosen.address].number
        assert one.said_in == ("" if number is None else f"Paragraph {number}")
        assert one.page
    assert sum(len(group.clear) for group in groups) == sum(row.clear for row in critical(read))


def test_several_findings_are_added_in_one_step(page: Client, plan: Plan, read: Inspection) -> None:
    said = page.get(REPORT).content.decode()
    many = sum(row.clear for row in critical(read))
    assert f"{many} criticisms in the report are not in the plan" in said
    chosen, before = values(said)[:2], plan.priorities.count()
    answer = page.post(REPORT, {"chosen": chosen}, follow=True)
    assert answer.redirect_chain == [("/plan/", 302)]
    assert "2 areas have been added" in answer.content.decode()
    made = list(plan.priorities.all())[before:]
    texts = {row.text for row in critical(read)}
    assert len(made) == 2
    for row in made:
        assert row.words_kind == "finding"
        assert row.words in texts
    said = page.get(REPORT).content.decode()
    assert not set(chosen) & set(values(said))
    assert f'href="/plan/areas/{made[0].number}/"' in said
    assert "In the plan" in said


def test_an_area_for_improvement_that_is_missing_can_be_added(page: Client, plan: Plan) -> None:
    Passage.objects.create(
        inspection=plan.inspection, kind=PassageKind.ITEM, address="improvement-99", number=99,
        text="The timeliness of visits.", page=1,
    )  # fmt: skip
    assert f'href="{REPORT}"' in page.get("/plan/decisions/").content.decode()
    assert "improvement-99" in values(page.get(REPORT).content.decode())
    said = page.post(REPORT, {"chosen": "improvement-99"}, follow=True).content.decode()
    assert "The timeliness of visits" in said
    assert "not in the plan" not in page.get("/plan/decisions/").content.decode()


def test_before_the_report_has_been_read_the_page_says_what_to_do(page: Client, plan: Plan) -> None:
    said = page.get(REPORT).content.decode()
    assert stored_findings.BEING_READ in said
    assert f'href="{NEW}"' in said
    assert values(said) == []


def test_nothing_is_added_unless_all_of_it_can_be(
    page: Client, plan: Plan, read: Inspection, officer: User
) -> None:
    first, second = values(page.get(REPORT).content.decode())[:2]
    row = next(one for one in critical(read) if first.startswith(f"{one.address}:"))
    answer = page.post(REPORT, {})
    assert answer.status_code == 400
    assert "Select what to add to the plan" in answer.content.decode()
    # Somebody else adds one of the two meanwhile.
    offered = {c.value: c for g in report_rows.findings(plan) for c in (*g.clear, *g.unsure)}
    words = offered[first].chosen.words
    priorities.add_chosen(plan, [Chosen(row.address, words)], on=STARTED, by=officer)
    before = plan.priorities.count()
    answer = page.post(REPORT, {"chosen": [first, second]})
    assert answer.status_code == 400
    assert "The list has changed" in answer.content.decode()
    assert plan.priorities.count() == before
    assert re.search(rf'value="{second}"[^>]*checked', answer.content.decode())


# Of the council's own


def test_an_area_of_the_councils_own(page: Client, plan: Plan) -> None:
    number = plan.priorities.count() + 1
    assert page.post(NEW, {"title": " "}).status_code == 400
    typed = {"title": "Recruit foster carers", "outcome": "Children live near home"}
    answer = page.post(NEW, typed, follow=True)
    assert answer.redirect_chain == [(f"/plan/areas/{number}/", 302)]
    said = answer.content.decode()
    assert "a priority of the council’s own" in said
    assert "Children live near home" in said


# The order


def places(*numbers: str, seen: int) -> dict[str, str]:
    """Each area's place, by the order of the areas' numbers."""
    typed = {f"place_{number}": place for number, place in enumerate(numbers, start=1)}
    return typed | {"seen_version": str(seen)}


def test_areas_are_put_in_order_by_typing_numbers(page: Client, plan: Plan) -> None:
    many, seen = plan.priorities.count(), priorities.order_version(plan)
    assert many > 2
    now = [str(n) for n in range(1, many + 1)]
    # The last one to the front, and the first one between the second and the third.
    moved = places("2.5", *now[1:-1], "0", seen=seen)
    assert page.post(ORDER, moved).status_code == 302
    wanted = [many, 2, 1, *range(3, many)]
    assert [row.number for row in plan.priorities.all()] == wanted
    moves = PlanChange.objects.filter(plan=plan, what="moved")
    assert {one.thing for one in moves} == {
        f"P{number}" for place, number in enumerate(wanted, start=1) if place != number
    }


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ("2", "Areas 1 and 2 have the same place"),
        ("", "Enter a place for area 1"),
        ("x", "Enter a number, such as 3 or 2.5"),
        ("-1", "Enter 0 or more"),
        ("1e9", "Enter 9,999 or less"),
    ],
)
def test_a_place_that_is_not_clear_is_asked_for(
    page: Client, plan: Plan, first: str, why: str
) -> None:
    now = [str(n) for n in range(1, plan.priorities.count() + 1)]
    answer = page.post(ORDER, places(first, *now[1:], seen=priorities.order_version(plan)))
    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert not PlanChange.objects.filter(plan=plan, what="moved").exists()


def test_an_order_changed_by_two_people_is_shown_to_the_second(
    page: Client, plan: Plan, officer: User
) -> None:
    rows, seen = list(plan.priorities.all()), priorities.order_version(plan)
    priorities.move_priority(rows[0], up=False, on=STARTED, by=officer)
    mine = places(*[str(n) for n in range(len(rows), 0, -1)], seen=seen)
    answer = page.post(ORDER, mine)
    said = answer.content.decode()
    assert answer.status_code == 400
    assert "Saved by someone else" in said
    version = re.search(r'name="seen_version" value="(\d+)"', said)
    assert version
    assert page.post(ORDER, mine | {"seen_version": version[1]}).status_code == 302
    assert [row.number for row in plan.priorities.all()] == [row.number for row in rows[::-1]]


def test_the_plan_says_what_comes_next_until_it_has_actions(
    page: Client, plan: Plan, request: pytest.FixtureRequest
) -> None:
    said = page.get("/plan/").content.decode()
    assert "What to do next" in said
    assert f'href="{REPORT}"' in said
    request.getfixturevalue("action")
    assert "What to do next" not in page.get("/plan/").content.decode()
