"""Search: what is found on either engine, how it is said, and that nothing typed makes it fail."""

import re
import unicodedata
from datetime import date
from typing import Any

import msgspec
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cusp.web.record import search
from cusp.web.record.models import Authority, Inspection, Judgement, Passage, ReportSentence
from cusp.web.record.search import Filters
from cusp.web.record.search.choice_counts import COUNTED, choice_counts
from cusp.web.record.search.hits import hits
from cusp.web.record.search.query import Query, in_words, parse
from tests.length import examples

pytestmark = pytest.mark.database

# Words that no stemmer changes and no list of stop words holds.
WORDS = ("alpha", "beta", "gamma", "delta", "kappa", "omega", "12", "2019", "plan")
MARKS = (" ", ", ", "-", "’", ". ", "/", " – ", '" ')


def texts_of(words: list[str], marks: list[str]) -> str:
    return "".join(w + marks[i % len(marks)] for i, w in enumerate(words))


some_text = st.builds(
    texts_of,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=8),
    st.lists(st.sampled_from(MARKS), min_size=1, max_size=3),
)
some_run = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple)


def holds(text: str, run: tuple[str, ...]) -> bool:
    """The slow and obvious way: do the words stand in the text one after the other?"""
    words = re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", text.lower()))
    return any(tuple(words[i : i + len(run)]) == run for i in range(len(words)))


def stored(
    texts: list[str], *, name: str = "Wexcombe", start: date = date(2019, 7, 15)
) -> Inspection:
    authority, _ = Authority.objects.get_or_create(slug=name.lower(), defaults={"name": name})
    inspection = Inspection.objects.create(
        authority=authority, start=start, end=start, framework="ILACS"
    )
    rows = Passage.objects.bulk_create(
        Passage(inspection=inspection, kind="paragraph", address=f"paragraph-{n}", number=n,
                area="leaders", page=1, text=text)
        for n, text in enumerate(texts, 1)
    )  # fmt: skip
    search.take_in(inspection, rows)
    return inspection


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    texts=st.lists(some_text, min_size=1, max_size=6),
    wanted=st.lists(some_run, min_size=1, max_size=3).map(tuple),
    unwanted=st.lists(some_run, max_size=2).map(tuple),
)
def test_finds_what_reading_every_text_would_find(
    db: None, texts: list[str], wanted: tuple[tuple[str, ...], ...],
    unwanted: tuple[tuple[str, ...], ...],
) -> None:  # fmt: skip
    inspection = stored(texts)
    try:
        found = search.find_ids(Query(wanted, unwanted), at_most=100)
        numbers = set(Passage.objects.filter(pk__in=found).values_list("number", flat=True))
        assert numbers == {
            number for number, text in enumerate(texts, 1)
            if all(holds(text, run) for run in wanted)
            and not any(holds(text, run) for run in unwanted)
        }  # fmt: skip
    finally:
        search.forget(inspection)
        inspection.delete()


@settings(
    max_examples=examples(30),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=some_text, run=some_run)
def test_marks_stand_around_the_words_found_and_change_nothing_else(
    db: None, text: str, run: tuple[str, ...]
) -> None:
    inspection = stored([text])
    try:
        query = Query((run,))
        ids = search.find_ids(query, at_most=1)
        marked = search.marked(query, dict.fromkeys(ids, text))
        for said in marked.values():
            assert said.replace("\x02", "").replace("\x03", "") == text
            inside = re.findall("\x02(.*?)\x03", said, re.DOTALL)
            assert inside
            assert all(holds(part, run) for part in inside)
    finally:
        search.forget(inspection)
        inspection.delete()


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("missing children", (("missing",), ("children",)), ()),
        ('"care leavers" -housing', (("care", "leavers"),), (("housing",),)),
        ("“care leavers”", (("care", "leavers"),), ()),
        ("children’s multi-agency", (("children", "s"), ("multi", "agency")), ()),
        ('-"not this" Yes', (("yes",),), (("not", "this"),)),
        ('"never closed', (("never", "closed"),), ()),
        ("", (), ()),
        ('" - -- *', (), ()),
    ],
)
def test_what_is_typed_is_taken_apart(typed: str, wanted: object, unwanted: object) -> None:
    assert parse(typed) == Query(wanted, unwanted)  # type: ignore[arg-type]


def test_one_stem_finds_the_forms_of_a_word_and_common_words_count(db: None) -> None:
    stored(["Leaders have not challenged the partners", "A plan of the board"])
    assert len(search.find_ids(parse("challenging"), at_most=9)) == 1
    assert len(search.find_ids(parse("the"), at_most=9)) == 2
    assert len(search.find_ids(parse('"of the board"'), at_most=9)) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("supervision", "“supervision”"),
        ("missing children", "“missing children”"),
        ('"care leavers" housing', "“housing” and “care leavers”"),
        ('"management oversight" -supervision', "“management oversight” but not “supervision”"),
        ("“care leavers” -rent -debt", "“care leavers” but not “rent” or “debt”"),
        ("children's -- *", "“children's”"),
    ],
)
def test_what_was_searched_for_is_said(typed: str, said: str) -> None:
    assert in_words(typed) == said


@pytest.fixture
def three(db: None) -> dict[str, Inspection]:
    """Three inspections that all say "oversight", and differ in all that filters ask."""
    old = stored(["Oversight is weak"], start=date(2016, 4, 25))
    new = stored(["Oversight is better", "Nothing"], start=date(2019, 7, 15))
    other = stored(["Oversight oversight oversight"], name="Elsewhere", start=date(2018, 1, 8))
    Inspection.objects.filter(pk=old.pk).update(framework="SIF")
    Authority.objects.filter(slug="elsewhere").update(region="London")
    Judgement.objects.create(inspection=old, area="overall", grade="inadequate")
    Judgement.objects.create(inspection=new, area="overall", grade="good")
    Judgement.objects.create(inspection=new, area="leaders", grade="outstanding")
    old.passages.update(kind="item", area="")
    sentence = {"page": 1, "area": "leaders", "sentence": 1, "topic": "leadership", "text": "…"}
    for inspection, polarity, sure in (
        (new, "strength", 0.9),
        (new, "weakness", 0.3),  # not sure enough to count
        (other, "mixed", 0.9),
    ):
        ReportSentence.objects.create(
            inspection=inspection, address="paragraph-1", polarity=polarity, sure=sure, **sentence
        )
    return {"old": old, "new": new, "other": other}


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(), {"old", "new", "other"}),
        (Filters(authority="wexcombe"), {"old", "new"}),
        (Filters(region="London"), {"other"}),
        (Filters(framework="SIF"), {"old"}),
        (Filters(grade="good"), {"new"}),
        (Filters(area="leaders"), {"new", "other"}),
        (Filters(area_grade="outstanding"), {"new"}),
        (Filters(area_grade="good"), set()),
        (Filters(kind="item"), {"old"}),
        (Filters(kind="paragraph"), {"new", "other"}),
        (Filters(finding="praise"), {"new", "other"}),
        (Filters(finding="criticism"), {"other"}),
        (Filters(finding="nonsense"), set()),
        (Filters(year_from=2018), {"new", "other"}),
        (Filters(year_from=2017, year_to=2018), {"other"}),
        (Filters(year_from=2019, year_to=2018), set()),
        (Filters(region="London", framework="SIF"), set()),
        (Filters(authority="nowhere"), set()),
    ],
)
def test_filters_leave_what_they_say(
    three: dict[str, Inspection], filters: Filters, left: set[str]
) -> None:
    found = search.find(parse("oversight"), filters, at_most=10)
    ids = set(Passage.objects.filter(pk__in=found.ids).values_list("inspection_id", flat=True))
    assert ids == {three[name].pk for name in left}
    assert (found.passages, found.inspections) == (len(left), len(left))


def test_oldest_first(three: dict[str, Inspection]) -> None:
    found = search.find(parse("oversight"), order="oldest", at_most=3)
    order = [Passage.objects.get(pk=pk).inspection_id for pk in found.ids]
    assert order == [three[name].pk for name in ("old", "other", "new")]


ALL_CHOICES = {
    "authority": ("wexcombe", "elsewhere"),
    "region": ("London",),
    "framework": ("SIF", "ILACS"),
    "grade": ("good", "inadequate"),
    "area": ("leaders",),
    "area_grade": ("outstanding",),
    "kind": ("item", "paragraph"),
    "finding": ("praise", "criticism"),
}


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(authority="wexcombe"),
        Filters(framework="ILACS", finding="praise"),
        Filters(region="London", grade="good"),
        Filters(year_from=2018, kind="paragraph"),
        Filters(year_to=2017),
    ],
)
def test_each_count_is_what_choosing_it_would_find(
    three: dict[str, Inspection], filters: Filters, django_assert_max_num_queries: Any
) -> None:
    query = parse("oversight")
    with django_assert_max_num_queries(3):
        counts = choice_counts(query, filters)
    assert set(COUNTED) == set(ALL_CHOICES)
    for name, choices in ALL_CHOICES.items():
        for choice in (*choices, ""):
            chosen = msgspec.structs.replace(filters, **{name: choice})
            found = search.find(query, chosen, at_most=1).passages
            assert counts[name][choice] == found, (name, choice)


def test_counts_are_beside_the_choices_and_in_the_data(
    client: Client, three: dict[str, Inspection]
) -> None:
    page = client.get("/search/", {"q": "oversight", "framework": "ILACS"}).content.decode()
    assert ">Good (1)</option>" in page
    assert ">Inadequate (0)</option>" in page
    assert ">Includes praise (2)</option>" in page
    assert ">Any (2)</option>" in page
    assert ">Elsewhere (1)</option>" in page
    assert ">Leeds" not in page  # of 153 councils only those that would find something
    data = client.get("/search.json", {"q": "oversight", "framework": "ILACS"}).json()
    assert data["counts"]["finding"] == {"praise": 2, "criticism": 1}
    assert data["counts"]["framework"] == {"ILACS": 2, "SIF": 1}


def test_newest_first_and_pages_that_together_are_everything(three: dict[str, Inspection]) -> None:
    query = parse("oversight")
    pages = [search.find(query, order="newest", at_most=1, skip=n) for n in range(4)]
    order = [Passage.objects.get(pk=page.ids[0]).inspection_id for page in pages[:3]]
    assert order == [three[name].pk for name in ("new", "other", "old")]
    assert pages[3].ids == ()
    assert pages[3].passages == 3  # a page behind the last one still knows the count


def test_the_best_comes_first(three: dict[str, Inspection]) -> None:
    best = search.find(parse("oversight"), at_most=1)
    assert best.ranked
    assert Passage.objects.get(pk=best.ids[0]).inspection_id == three["other"].pk


def test_words_too_common_to_rank_come_newest_first(
    three: dict[str, Inspection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_RANKED", 2)
    found = search.find(parse("oversight"), at_most=1)
    assert not found.ranked
    assert Passage.objects.get(pk=found.ids[0]).inspection_id == three["new"].pk


def test_a_page_of_search_costs_two_queries(
    three: dict[str, Inspection], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(2):
        search.find(parse("oversight"), Filters(grade="good", kind="paragraph"), at_most=25)


HOSTILE = (
    '"', '""""', "'", "\x00", "a\x00b", "-" * 500, "x" * 10_000, '"a" OR NEAR(b c, 9)', "text: *",
    "^start", "a AND NOT", "(((", "😀 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "é́́", "%s %d %", "'; DROP TABLE record_passage; --",
    "word " * 3000, "\u202e\ufeff", "１２ Ⅷ ½", "\\", "<script>alert(1)</script>", "&amp; \x02\x03",
)  # fmt: skip


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
    # Three of them count the choices of filters, however many filters there are.
    with django_assert_max_num_queries(10):
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
        ({}, "Such as"),
        ({"q": "-oversight"}, "only words to leave out"),
        ({"q": "zymurgy"}, "No passages mention “zymurgy”"),
        ({"q": "zymurgy"}, "Such as"),
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
