"""Components of templates: what they draw."""

from __future__ import annotations

import re

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

from cusp.web.common.sorting import read_sorting


def draw(source: str, query: str = "", **context: object) -> str:
    """A template's text as HTML, its white space made single."""
    request = RequestFactory().get(f"/{query}")
    compiled = CottonCompiler().process(source)
    html = engines["django"].from_string(compiled).render(context, request)
    return re.sub(r"\s+", " ", html)


def test_what_is_given_to_a_component_is_escaped() -> None:
    html = draw(
        '<c-summary-row key="{{ key }}">{{ value }}</c-summary-row><c-details :summary="key" />',
        key='<b> "one"',
        value="<i>",
    )

    assert "<b>" not in html
    assert "<i>" not in html
    assert html.count("&lt;b&gt; &quot;one&quot;") == 2


def test_a_button_with_an_address_is_a_link() -> None:
    assert '<a class="govuk-button"' in draw('<c-button href="/add/">Add a report</c-button>')
    assert 'type="submit"' in draw("<c-button>Save</c-button>")
    assert 'name="undo"' in draw('<c-button kind="warning" name="undo">Remove</c-button>')


def test_details_open_from_the_start_on_request() -> None:
    source = '<c-details summary="More" :open="wanted">Text</c-details>'
    assert re.search(r"<details[^>]* open ?>", draw(source, wanted=True))
    assert " open" not in draw(source, wanted=False)
    assert re.search(r"<details[^>]* open ?>", draw('<c-details summary="More" open></c-details>'))


def test_a_table_is_named_and_says_on_a_phone_that_it_scrolls() -> None:
    html = draw(
        '<c-table caption="Grades" wide><c-slot name="head"><tr><th>Council</th></tr></c-slot>'
        "<tr><td>Kent</td></tr></c-table>"
    )

    assert 'role="region" aria-label="Grades"' in html
    assert '<caption class="govuk-visually-hidden">Grades</caption>' in html
    assert "Scroll sideways" in html
    assert "Scroll sideways" not in draw('<c-table caption="Grades"></c-table>')


def test_long_lists_are_paged_and_keep_the_filters() -> None:
    page = Paginator(range(200), 10).page(9)

    html = draw('<c-pagination :page="page" />', "?q=visits", page=page)

    assert re.findall(r'aria-label="Page (\d+)"', html) == ["1", "8", "9", "10", "20"]
    assert 'href="?q=visits&amp;page=8" rel="prev"' in html
    assert html.count('aria-current="page"') == 1
    assert draw('<c-pagination :page="page" />', page=Paginator([1], 10).page(1)).strip() == ""


@pytest.mark.parametrize(
    ("query", "by", "descending", "link"),
    [
        ("", "date", True, "?sort=date"),
        ("sort=date", "date", False, "?sort=-date"),
        ("sort=-council", "council", True, "?sort=council"),
        ("sort=nonsense&q=a&page=3", "date", True, "?sort=date&q=a"),
    ],
)
def test_a_column_sorts_by_a_link(query: str, by: str, descending: bool, link: str) -> None:
    sorting = read_sorting(QueryDict(query), ("council", "date"), default="-date")

    assert (sorting.by, sorting.descending) == (by, descending)
    assert sorting.columns[by].href == link
    other = "council" if by == "date" else "date"
    assert sorting.columns[other].aria == "none"


def test_rows_without_a_value_come_last_in_both_directions() -> None:
    for query, expected in (("sort=n", [1, 2, None]), ("sort=-n", [2, 1, None])):
        sorting = read_sorting(QueryDict(query), ("n",), default="n")
        assert sorting.sort([2, None, 1], {"n": lambda row: row}) == expected
