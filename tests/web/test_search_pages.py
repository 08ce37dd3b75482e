"""The search page and its data: how hits are shown, and that nothing typed makes it fail."""

from typing import Any

import pytest
from django.test import Client

from cusp.web.record import search
from cusp.web.record.models import Inspection
from cusp.web.record.search import Filters
from cusp.web.record.search.choice_counts import choice_counts
from cusp.web.record.search.hits import hits
from cusp.web.record.search.query import parse
from tests.web.passages import put_in_three, stored


@pytest.fixture
def three(db: None) -> dict[str, Inspection]:
    return put_in_three()


def test_counts_are_beside_the_choices_and_in_the_data(
    client: Client, three: dict[str, Inspection]
) -> None:
    page = client.get("/search/", {"q": "oversight", "framework": "ILACS"}).content.decode()
    assert ">Good (1)</option>" in page
    assert ">Inadequate (0)</option>" in page
    assert ">Includes praise (2)</option>" in page
    assert ">Any (2)</option>" in page
    assert ">Elsewhere (1)</option>" in page
    assert ">Leeds" not in page  # of 153 councils, only those that would find something
    data = client.get("/search.json", {"q": "oversight", "framework": "ILACS"}).json()
    assert data["counts"]["finding"] == {"praise": 2, "criticism": 1}
    assert data["counts"]["framework"] == {"ILACS": 2, "SIF": 1}


HOSTILE = (
    '"',
    '""""',
    "'",
    "\x00",
    "a\x00b",
    "-" * 500,
    "x" * 10_000,
    '"a" OR NEAR(b c, 9)',
    "text: *",
    "^start",
    "a AND NOT",
    "(((",
    "😀 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "é́́",
    "%s %d %",
    "'; DROP TABLE record_passage; --",
    "word " * 3000,
    "\u202e\ufeff",
    "１２ Ⅷ ½",
    "\\",
    "<script>alert(1)</script>",
    "&amp; \x02\x03",
)


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("address", ["/search/", "/search.json", "/search.csv"])
def test_nothing_that_is_typed_makes_it_fail(
    client: Client, three: dict[str, Inspection], address: str, typed: str
) -> None:
    assert client.get(address, {"q": typed}).status_code == 200
    assert client.get(address, {"q": f"oversight {typed}"}).status_code == 200


@pytest.mark.parametrize("name", ["page", "year_from", "authority", "grade", "order", "kind"])
@pytest.mark.parametrize("value", ["x", "-1", "9" * 400, "\x00", "२०१९"])
def test_no_filter_makes_it_fail(
    client: Client, three: dict[str, Inspection], name: str, value: str
) -> None:
    assert client.get("/search/", {"q": "oversight", name: value}).status_code in (200, 302)
    assert client.get("/search.json", {"q": "oversight", name: value}).status_code in (200, 400)


def test_the_page_says_what_was_found_and_where(
    client: Client, three: dict[str, Inspection], django_assert_max_num_queries: Any
) -> None:
    choice_counts(parse("children"), Filters())
    # One of them counts the choices of filters, however many filters there are.
    with django_assert_max_num_queries(8):
        page = client.get("/search/", {"q": "oversight"}).content.decode()
    assert "3 passages in 3 inspections mention “oversight”" in page
    one = client.get("/search/", {"q": "oversight", "grade": "good"}).content.decode()
    assert "1 passage in 1 inspection mentions “oversight”" in one
    assert "overall grade <strong>Good</strong>" in " ".join(one.split())
    assert "<mark>Oversight</mark> is weak" in page
    assert page.count("/authorities/wexcombe/inspections/2019-07-15/paragraph-1/") == 1
    assert "page 1" in page


def test_text_of_a_report_is_never_markup(client: Client, db: None) -> None:
    stored(["Oversight <script>alert(1)</script> & more"])
    page = client.get("/search/", {"q": "oversight"}).content.decode()
    assert "<mark>Oversight</mark> &lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page


def test_a_long_paragraph_is_cut_to_where_the_words_stand(db: None) -> None:
    text = "plain " * 300 + "needle " + "plain " * 300
    stored([text])
    query = parse("needle")
    (hit,) = hits(query, search.find(query, at_most=5).ids)
    assert "<mark>needle</mark>" in hit.shown
    assert len(hit.shown) < 800
    assert hit.shown.startswith("…")
    assert hit.shown.endswith("…")


def test_every_hit_is_on_one_page_and_a_page_too_far_leads_to_the_last(
    client: Client, db: None
) -> None:
    stored([f"oversight {number}" for number in range(60)])
    seen: list[str] = []
    for page in ("1", "2", "3"):
        data = client.get("/search.json", {"q": "oversight", "page": page}).json()
        assert (data["passages"], data["pages"]) == (60, 3)
        seen += [hit["address"] for hit in data["hits"]]
    assert len(set(seen)) == len(seen) == 60
    too_far = client.get("/search/", {"q": "oversight", "page": "9"})
    assert (too_far.status_code, too_far["Location"]) == (302, "/search/?q=oversight&page=3")


def test_a_table_of_hits_says_where_it_was_cut(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored([f"oversight {number}" for number in range(9)])
    monkeypatch.setattr("cusp.web.record.search.views.MOST_ROWS", 4)
    lines = client.get("/search.csv", {"q": "oversight"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 4 + 1
    assert "Only the first 4 of 9 passages" in lines[-1]
    assert "Only the first" not in client.get("/search.csv", {"q": "oversight 3"}).content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "For example,"),
        ({"q": "-oversight"}, "only has words to leave out"),
        ({"q": "zymurgy"}, "No passages mention “zymurgy”"),
        ({"q": "zymurgy"}, "For example,"),
        ({"q": "oversight", "year_from": "x"}, "must be a year, for example 2019"),
        ({"q": "oversight", "region": "Atlantis"}, "choose an option from the list"),
    ],
)
def test_a_page_without_hits_says_what_to_do(
    client: Client, db: None, asked: dict[str, str], said: str
) -> None:
    assert said in client.get("/search/", asked).content.decode()


def test_a_search_that_finds_nothing_offers_searches_that_find_something(
    client: Client, three: dict[str, Inspection]
) -> None:
    page = client.get("/search/", {"q": "oversight zymurgy"}).content.decode()
    assert 'href="?q=oversight">oversight</a>: 3 passages' in page
    assert "zymurgy</a>" not in page
    page = client.get("/search/", {"q": "weak oversight", "grade": "good"}).content.decode()
    said = " ".join(page.split())
    assert 'href="?q=weak+oversight">the same words without filters</a>: 1 passage' in said
    assert 'href="?q=oversight&amp;grade=good">oversight</a>: 1 passage' in said
    assert 'href="?q=weak&amp;grade=good"' not in said


def test_what_is_forgotten_is_not_found(db: None) -> None:
    inspection = stored(["zymurgy"])
    search.forget(inspection)
    assert search.find_ids(parse("zymurgy"), at_most=5) == []
