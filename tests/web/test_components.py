"""Template components: what they render."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

from cusp.web.common.sorting import read_sorting


def draw(source: str, query: str = "", **context: object) -> str:
    """A template's text as HTML, with single spaces."""
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


def test_a_citation_names_the_report_and_the_page() -> None:
    source = '<c-record.citation slug="kent" :start="start" :address="address" :page="page" />'
    start = date(2019, 7, 15)

    html = draw(source, start=start, address="paragraph-16", page=3)
    assert "2019 report, page 3" in html
    assert 'href="/authorities/kent/inspections/2019-07-15/paragraph-16/"' in html
    assert ", page" not in draw(source, start=start, address="paragraph-16", page=None)

    unlinked = draw(source, start=start, address="", page=3)
    assert "2019 report, page 3" in unlinked
    assert "<a" not in unlinked


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


def test_links_of_a_table_further_down_lead_to_it() -> None:
    sorting = read_sorting(QueryDict("sort=a"), ("n",), "n", parameter="years", anchor="over-time")

    assert sorting.columns["n"].href == "?sort=a&years=-n#over-time"


def test_rows_without_a_value_come_last_in_both_directions() -> None:
    for query, expected in (("sort=n", [1, 2, None]), ("sort=-n", [2, 1, None])):
        sorting = read_sorting(QueryDict(query), ("n",), default="n")
        assert sorting.sort([2, None, 1], {"n": lambda row: row}) == expected


class _NameForm(forms.Form):
    name = forms.CharField(error_messages={"required": "Enter a name"})


def test_errors_are_named_at_the_top_and_link_to_their_fields() -> None:
    source = '<c-error-summary :form="form" />'

    html = draw(source, form=_NameForm({}))

    assert "There is a problem" in html
    assert '<a href="#id_name">Enter a name</a>' in html
    assert draw(source, form=_NameForm()).strip() == ""
    assert draw(source).strip() == ""


@pytest.mark.parametrize(
    "name", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"]
)
def test_error_pages_need_no_database(name: str) -> None:
    # This test may not use the database: a query would fail it.
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    html = engines["django"].get_template(name).render({}, request)

    assert html.count("<h1") == 1
    assert 'href="/"' in html


def test_error_pages_are_shown_when_the_database_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> None:
        raise OperationalError

    monkeypatch.setattr("cusp.web.navigation.home_council", fail)
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    assert "Page not found" in engines["django"].get_template("404.html").render({}, request)


def test_the_page_for_a_fault_needs_no_other_template() -> None:
    source = (settings.HERE / "common" / "templates" / "500.html").read_text("utf-8")

    assert "<c-" not in source
    assert "{%" not in source


def test_a_widget_keeps_its_own_class() -> None:
    form = _NameForm({})
    form.fields["name"].widget.attrs["class"] = "govuk-input--width-10"

    assert 'class="govuk-input govuk-input--error govuk-input--width-10"' in form.as_div()
