"""The line under an area for improvement that says which other inspections raise it too."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cusp.history.threads import Step
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.record.comparison import carried_over
from cusp.web.record.inspections import frame
from cusp.web.record.inspections.raised_again import also_raised, in_words
from cusp.web.record.models import Comparison, Inspection, Passage

Person = Callable[..., User]
FIRST, SECOND, THIRD = date(2016, 1, 11), date(2019, 6, 10), date(2024, 1, 29)


def line(*steps: Step, start: date = SECOND) -> str:
    return " ".join(f"{one.before} {one.when} {one.after}" for one in in_words(steps, start))


def test_a_line_names_the_other_inspections_and_their_areas() -> None:
    found = line(
        Step(FIRST, (1, 4), whole=False), Step(SECOND, (3,)), Step(THIRD, (2,)), start=SECOND
    )
    assert found == "Also raised in 2016 (areas 1 and 4, in part) and in 2024 (area 2)."


def test_three_inspections_are_a_list() -> None:
    found = line(
        Step(FIRST, (1,)), Step(SECOND, (1, 2, 3)), Step(THIRD, (2,)), start=date(2026, 5, 11)
    )
    assert found == "Also raised in 2016 (area 1), in 2019 (areas 1 to 3) and in 2024 (area 2)."


def test_two_inspections_in_a_year_are_told_apart() -> None:
    may, november = date(2013, 5, 13), date(2013, 11, 19)
    steps = (Step(may, (1,)), Step(november, (2,)), Step(FIRST, (3,)))
    assert line(*steps, start=FIRST) == (
        "Also raised in May 2013 (area 1) and in November 2013 (area 2)."
    )
    assert line(*steps, start=may) == (
        "Also raised in November 2013 (area 2) and in 2016 (area 3)."
    )


def test_an_area_raised_once_and_paragraphs_have_no_words() -> None:
    assert line(Step(SECOND, (1,))) == ""
    assert line(Step(SECOND, (1,)), Step(THIRD, (), (12,))) == ""


def shown(client: Client, one: Inspection, number: int) -> str:
    """An area for improvement on the inspection's page, as HTML."""
    html = client.get(one.get_absolute_url()).content.decode()
    start = html.index(f'id="improvement-{number}"')
    return html[start : html.index("</div>", start)]


def words(html: str) -> str:
    text = " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())
    return text[text.index("Also raised") :] if "Also raised" in text else ""


def of_year(wexcombe: list[Inspection], year: int) -> Inspection:
    return next(one for one in wexcombe if one.start.year == year)


def test_the_page_shows_where_else_an_area_is_raised(
    client: Client, wexcombe: list[Inspection]
) -> None:
    # All of these are about independent reviewing officers.
    one = of_year(wexcombe, 2024)
    html = shown(client, one, 3)
    assert words(html) == (
        "Also raised in May 2013 (areas 2 and 3, in part), in November 2013 (area 7, in part), "
        "in 2016 (area 5, in part) and in 2019 (area 3)."
    )
    other = of_year(wexcombe, 2019).get_absolute_url()
    assert f'href="{other}#improvements">2019</a>' in html
    assert words(shown(client, one, 1)) == ""
    assert "and in 2024 (area 3, in part)." in words(shown(client, of_year(wexcombe, 2016), 5))


def test_only_links_that_are_certain_or_confirmed_count(
    client: Client, wexcombe: list[Inspection], person: Person
) -> None:
    earlier, later = of_year(wexcombe, 2019), of_year(wexcombe, 2024)
    officer = person(Role.OFFICER)
    stored = Comparison.objects.get(earlier=earlier, later=later)
    stored.links = [[3, 3, "same", 0.99], [1, 4, "same", 0.6]]
    stored.save()
    assert "2019 (area 3)" in words(shown(client, later, 3))
    for number in (3, 1):
        carried_over.correct(
            earlier, later, later_number=number, earlier_number=3 if number == 3 else 4,
            verdict="none" if number == 3 else "partial", by=officer,
        )  # fmt: skip
    assert words(shown(client, later, 3)) == ""
    assert "2019 (area 4, in part)" in words(shown(client, later, 1))


def test_nothing_is_shown_while_a_comparison_is_missing(
    client: Client, wexcombe: list[Inspection]
) -> None:
    one = of_year(wexcombe, 2024)
    carried_over.forget_proposals(wexcombe[0])
    assert also_raised(one, frame.siblings(one)) == {}
    assert "Also raised" not in client.get(one.get_absolute_url()).content.decode()


def test_lists_that_could_not_be_read_and_numbers_printed_twice_have_no_links(
    wexcombe: list[Inspection],
) -> None:
    one, last = of_year(wexcombe, 2024), of_year(wexcombe, 2026)
    assert [other.start for other in also_raised(last, frame.siblings(last))[1]] == [one.start]
    Passage.objects.filter(inspection=one, number=1, kind="item").update(number=2)
    assert also_raised(last, frame.siblings(last)) == {}
    Inspection.objects.filter(pk=one.pk).update(improvements_read=False)
    assert also_raised(one, frame.siblings(one)) == {}


def test_it_takes_three_queries_and_no_model(
    wexcombe: list[Inspection],
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def runs(*_: object) -> None:
        pytest.fail("a page ran a model")

    monkeypatch.setattr("cusp.history.threads.meaning_of", runs)
    monkeypatch.setattr("cusp.history.threads.concepts", runs)
    one = of_year(wexcombe, 2024)
    rows = frame.siblings(one)
    with django_assert_num_queries(3):
        assert also_raised(one, rows)
    with django_assert_num_queries(0):
        assert also_raised(one, [one]) == {}
