"""Search: what either database finds, filters, sorts and counts."""

import re
import unicodedata
from typing import Any

import msgspec
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cusp.web.record import search
from cusp.web.record.archive import revision
from cusp.web.record.models import Inspection, Passage
from cusp.web.record.search import Filters
from cusp.web.record.search.choice_counts import COUNTED, choice_counts
from cusp.web.record.search.query import Query, in_words, parse
from tests.length import examples
from tests.web.passages import put_in_three, stored

pytestmark = pytest.mark.database

# Words that no stemmer changes and that are not stop words.
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
    """The slow and obvious way: are the words in the text, one after another?"""
    words = re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", text.lower()))
    return any(tuple(words[i : i + len(run)]) == run for i in range(len(words)))


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
    db: None,
    texts: list[str],
    wanted: tuple[tuple[str, ...], ...],
    unwanted: tuple[tuple[str, ...], ...],
) -> None:
    inspection = stored(texts)
    try:
        found = search.find_ids(Query(wanted, unwanted), at_most=100)
        numbers = set(Passage.objects.filter(pk__in=found).values_list("number", flat=True))
        assert numbers == {
            number
            for number, text in enumerate(texts, 1)
            if all(holds(text, run) for run in wanted)
            and not any(holds(text, run) for run in unwanted)
        }
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
    return put_in_three()


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
    choice_counts(parse("children"), filters)
    with django_assert_max_num_queries(2):  # the revision, and who holds the words
        counts = choice_counts(query, filters)
    assert set(COUNTED) == set(ALL_CHOICES)
    for name, choices in ALL_CHOICES.items():
        for choice in (*choices, ""):
            chosen = msgspec.structs.replace(filters, **{name: choice})
            found = search.find(query, chosen, at_most=1).passages
            assert counts[name][choice] == found, (name, choice)


def test_counts_follow_a_change_of_the_record(three: dict[str, Inspection]) -> None:
    query = parse("oversight")
    before = choice_counts(query, Filters())["kind"][""]
    with transaction.atomic():
        search.forget(three["new"])
        three["new"].passages.all().delete()
        revision.bump()
    assert choice_counts(query, Filters())["kind"][""] == before - 1


def test_newest_first_and_pages_that_together_are_everything(three: dict[str, Inspection]) -> None:
    query = parse("oversight")
    pages = [search.find(query, order="newest", at_most=1, skip=n) for n in range(4)]
    order = [Passage.objects.get(pk=page.ids[0]).inspection_id for page in pages[:3]]
    assert order == [three[name].pk for name in ("new", "other", "old")]
    assert pages[3].ids == ()
    assert pages[3].passages == 3  # a page after the last one still has the count


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
