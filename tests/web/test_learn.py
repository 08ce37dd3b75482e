"""Learn from others: ranking made-up sentences, and the pages that show them."""

import json
from collections.abc import Callable
from datetime import date

import msgspec
import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cusp.findings import NoModel
from cusp.web.accounts.roles import Role
from cusp.web.record.archive import revision
from cusp.web.record.models import Inspection, ReportSentence
from cusp.web.record.topics import similar_practice
from cusp.web.record.topics.similar_practice import About, Candidate
from cusp.web.record.topics.statistics import ReadReport, reports_read
from tests.web.markup import words
from tests.web.passages import count_topics
from tests.web.praised import PRAISE, WEAK, graded, put_in_praise

MOST_QUERIES = 13


def report(pk: int, slug: str, grade: str) -> ReadReport:
    return ReadReport(
        pk=pk,
        slug=slug,
        name=slug.capitalize(),
        code="",
        region="",
        kind="",
        start=date(2019, 1, 1),
        framework="ILACS",
        grade=grade,
        area_grades={},
        counts={},
    )


def candidate(
    pk: int, inspection: int, text: str, topic: str = "management-oversight"
) -> Candidate:
    return Candidate(pk, inspection, "", 0.95, ((topic, 0.9),), text)


@pytest.fixture
def read(db: None) -> Inspection:
    """The inspection of Leeds whose report praises supervision; Kent is weak at it."""
    return put_in_praise()


def test_what_a_weakness_is_about_is_read() -> None:
    assert similar_practice.about(WEAK).main == "management-oversight"


def test_the_same_words_come_first_then_the_better_grade() -> None:
    asked = About((("management-oversight", 0.9),))
    reports = {n: report(n, f"c{n}", g) for n, g in enumerate(("good", "inadequate", "good"), 1)}
    found = [candidate(1, 1, PRAISE[2]), candidate(2, 2, PRAISE[0]), candidate(3, 3, PRAISE[0])]
    # The third repeats the second word for word and has a better grade, so only it is shown.
    ranked = similar_practice.rank(WEAK, asked, found, reports)
    assert [one.candidate.pk for one in ranked] == [3, 1]


def test_of_close_matches_the_better_graded_stands_first_and_of_others_the_closer() -> None:
    asked = About((("management-oversight", 0.9),))
    grades = ("requires improvement", "outstanding", "outstanding")
    reports = {n: report(n, f"c{n}", grade) for n, grade in enumerate(grades, 1)}
    near = "Supervision of social workers is regular and well recorded in teams."
    found = [candidate(1, 1, PRAISE[0]), candidate(2, 2, near), candidate(3, 3, PRAISE[2])]
    ranked = similar_practice.rank(WEAK, asked, found, reports)
    assert [one.candidate.pk for one in ranked] == [2, 1, 3]


def worth(one: Candidate, asked: About) -> float:
    """How good a match a sentence is on its own."""
    (ranked,) = similar_practice.rank(WEAK, asked, [one], {1: report(1, "c", "good")})
    return ranked.worth


def test_councils_that_turned_come_first_and_councils_graded_weak_today_last() -> None:
    subject = About((("management-oversight", 0.9),))
    grades = ("requires improvement", "outstanding", "outstanding")
    reports = {n: report(n, f"c{n}", grade) for n, grade in enumerate(grades, 1)}
    near = "Supervision of social workers is regular and well recorded in teams."
    found = [candidate(1, 1, PRAISE[0]), candidate(2, 2, near), candidate(3, 3, PRAISE[2])]

    def order(turned: set[int], weak: set[str]) -> list[str]:
        ranked = similar_practice.rank(WEAK, subject, found, reports, turned=turned, weak=weak)
        return [reports[example.candidate.inspection].slug for example in ranked]

    assert order(set(), set()) == ["c2", "c1", "c3"]
    assert order({1}, set()) == ["c1", "c2", "c3"]
    assert order({3}, set()) == ["c2", "c1", "c3"]  # it does not match well enough
    # A council with a weak grade today comes last even if it turned weakness into strength.
    assert order({2}, {"c2"}) == ["c1", "c3", "c2"]


def test_what_is_about_something_beside_is_worth_less() -> None:
    asked = About((("management-oversight", 0.95), ("workforce", 0.9)))
    beside = candidate(1, 1, PRAISE[0], "workforce")
    assert worth(beside, asked) < 0.8 * worth(candidate(1, 1, PRAISE[0]), asked)


def test_praise_taken_back_by_the_next_sentence_is_worth_less() -> None:
    asked = About((("management-oversight", 0.9),))
    plain = candidate(1, 1, PRAISE[0])
    assert worth(msgspec.structs.replace(plain, taken_back=True), asked) < worth(plain, asked)


def test_no_more_than_two_of_a_council() -> None:
    asked = About((("management-oversight", 0.9),))
    found = [
        candidate(n, 1, f"Supervision is good in {where}.")
        for n, where in enumerate(("north", "south", "east", "west"))
    ]
    assert len(similar_practice.rank(WEAK, asked, found, {1: report(1, "c", "good")})) == 2


def test_praise_in_part_counts_less() -> None:
    assert similar_practice.plainness("Some plans are good.") < similar_practice.plainness(
        "Plans are good."
    )
    assert similar_practice.plainness("This is good.") < similar_practice.plainness(
        "Practice is good."
    )
    assert similar_practice.plainness("61% of visits are timely.") < similar_practice.plainness(
        "Visits are timely."
    )
    assert similar_practice.plainness("Leaders say visits are good.") < similar_practice.plainness(
        "Visits are good."
    )


def test_likeness_is_of_words_that_are_rare() -> None:
    texts = ["Plans are good", "Plans are reviewed", "Visits are good"]
    alike = similar_practice.similarity("visits", texts)
    assert alike[2] > alike[0] == alike[1] == 0
    assert similar_practice.similarity("of the", texts) == [0, 0, 0]
    assert similar_practice.similarity("visits", []) == []


def test_examples_for_words_and_for_a_passage(client: Client, read: Inspection) -> None:
    for query in (f"q={WEAK}", "from=kent/2019-03-04/improvement-1"):
        shown = client.get(f"/learn/?{query}").content.decode()
        assert "Management oversight: 1 council to learn from" in shown
        # At most two from a council, the one with the same words first.
        assert shown.index(PRAISE[0]) > 0
        assert sum(text in shown for text in PRAISE) == 2
        assert "/authorities/leeds/inspections/2019-03-04/paragraph-1/" in shown
        assert "Add to your note" not in shown
    answer = json.loads(client.get(f"/learn.json?q={WEAK}").content)
    assert answer["examples"][0]["sentence"] == PRAISE[0]
    assert client.get(f"/learn.csv?q={WEAK}").content.decode().count("\r\n") == 3


def test_words_typed_count_before_the_passage_that_one_came_from(
    client: Client, read: Inspection
) -> None:
    shown = client.get("/learn/?q=Adoption+is+slow&from=kent/2019-03-04/improvement-1")
    assert "Adoption: no council is praised for this" in shown.content.decode()


def test_a_passage_that_is_not_there_is_said(client: Client, read: Inspection) -> None:
    shown = client.get("/learn/?from=kent/2019-03-04/improvement-9").content.decode()
    assert "is not in the record" in shown


def test_without_its_model_the_page_says_so_and_names_no_file(
    client: Client, read: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_: str) -> About:
        raise NoModel("/secret/place/findings.npz is missing")

    monkeypatch.setattr(similar_practice, "about", none)
    shown = client.get(f"/learn/?q={WEAK}").content.decode()
    assert "its model cannot be used" in shown
    assert "/secret/" not in shown
    answer = client.get(f"/learn.json?q={WEAK}")
    assert (answer.status_code, b"/secret/" in answer.content) == (503, False)


@pytest.mark.parametrize(
    "query",
    [
        "q=",
        "q=%00",
        "q=zymurgy",
        "q=%F0%9F%8E%88",
        "from=x",
        "from=kent/2019-99-99/improvement-1",
        "from=atlantis/2019-03-04/improvement-1&q=",
        "from=../../etc",
        "q=a&region=Mars&near=%00",
    ],
)
def test_odd_questions_never_fail(client: Client, read: Inspection, query: str) -> None:
    for address in ("/learn/", "/learn.json", "/learn.csv"):
        assert client.get(f"{address}?{query}").status_code == 200


def test_a_page_asks_little(
    client: Client, read: Inspection, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get("/learn/?from=kent/2019-03-04/improvement-1").status_code == 200


def test_praise_is_asked_for_once_until_the_record_changes(
    read: Inspection, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked = About((("management-oversight", 0.9), ("health", 0.6)))
    every = reports_read()
    found = similar_practice.candidates(asked)
    assert sorted(candidate.text for candidate in found) == sorted(PRAISE)
    with django_assert_num_queries(2):  # the revision alone, once for each topic
        assert similar_practice.candidates(asked) == found
    assert reports_read() is every
    ReportSentence.objects.create(
        inspection=read,
        address="paragraph-9",
        page=9,
        sentence=1,
        polarity="strength",
        sure=0.95,
        clear=True,
        topic="health",
        topics=[["health", 0.9]],
        text="Health is good.",
    )
    revision.bump()
    assert len(similar_practice.candidates(asked)) == len(PRAISE) + 1


@pytest.fixture
def turned(read: Inspection) -> Inspection:
    """Leeds was criticised in 2016 for what it was praised for in 2019."""
    before = graded("leeds", date(2016, 3, 7), "inadequate")
    ReportSentence.objects.create(
        inspection=before,
        address="paragraph-1",
        page=1,
        sentence=1,
        polarity="weakness",
        sure=0.95,
        clear=True,
        topic="management-oversight",
        topics=[["management-oversight", 0.9]],
        text="Managers have weak oversight of decisions.",
    )
    count_topics()
    return before


def test_an_inspection_s_areas_for_improvement_lead_to_who_put_them_right(
    client: Client, turned: Inspection
) -> None:
    address = "/learn/kent/2019-03-04/"
    shown = client.get(address).content.decode()
    assert "Councils to learn from for 1 of 1 area for improvement" in shown
    said = words(shown)
    assert f"1. {WEAK}" in said
    assert "Turned weakness into strength, 2016 to 2019" in said
    assert "Grade today: Good" in said
    assert "/authorities/leeds/compare/2016-03-07/2019-03-04/" in shown
    assert 'href="/learn/?from=kent/2019-03-04/improvement-1"' in shown
    rows = client.get("/learn/kent/2019-03-04.json").json()["examples"]
    assert (rows[0]["number"], rows[0]["authority"], rows[0]["grade_today"]) == (1, "Leeds", "good")
    assert rows[0]["turned_from"] == "2016-03-07"
    assert client.get("/learn/kent/2019-03-04.csv").status_code == 200
    # The page for one of them links back to them all.
    one = client.get("/learn/?from=kent/2019-03-04/improvement-1").content.decode()
    assert f'href="{address}"' in one


def test_a_council_graded_weak_since_is_shown_as_such(client: Client, turned: Inspection) -> None:
    graded("leeds", date(2023, 3, 6), "requires improvement")
    said = words(client.get("/learn/kent/2019-03-04/").content.decode())
    assert "Councils to learn from for 0 of 1 area for improvement" in said
    assert "This council is now graded requires improvement. Check what has changed" in said
    (example, _) = client.get(f"/learn.json?q={WEAK}").json()["examples"]
    assert (example["grade"], example["grade_today"]) == ("good", "requires improvement")


def test_only_what_was_said_after_the_turn_is_shown_as_turned(
    client: Client, turned: Inspection
) -> None:
    def turned_from() -> set[str | None]:
        examples = client.get(f"/learn.json?q={WEAK}").json()["examples"]
        return {example["turned_from"] for example in examples}

    assert turned_from() == {"2016-03-07"}
    # Criticised again since: no longer an example of a weakness put right.
    later = graded("leeds", date(2022, 3, 7), "good")
    ReportSentence.objects.filter(inspection=turned).update(inspection=later)
    count_topics()
    revision.forget_kept()
    assert turned_from() == {None}
    ReportSentence.objects.filter(inspection=later).update(inspection=turned)
    count_topics()
    # Already praised before the weakness.
    Inspection.objects.filter(start=date(2019, 3, 4), authority__slug="leeds").update(
        start=date(2015, 3, 2)
    )
    revision.forget_kept()
    assert turned_from() == {None}


def test_an_inspection_without_areas_for_improvement_says_so(
    client: Client, read: Inspection
) -> None:
    said = words(client.get("/learn/leeds/2019-03-04/").content.decode())
    assert "This report lists no areas for improvement" in said
    assert "in your own words" in said
    assert client.get("/learn/leeds/2001-01-01/").status_code == 404
    assert client.get("/learn/atlantis/2019-03-04.json").status_code == 404


def test_choosing_a_council_leads_to_its_latest_areas_for_improvement(
    client: Client, read: Inspection
) -> None:
    shown = client.get("/learn/").content.decode()
    assert '<option value="kent">Kent</option>' in shown
    assert 'value="leeds"' not in shown  # its reports list none
    answer = client.get("/learn/?council=kent")
    assert (answer.status_code, answer["Location"]) == (302, "/learn/kent/2019-03-04/")
    for odd in ("leeds", "atlantis", "%00", "x" * 500):
        assert client.get(f"/learn/?council={odd}").status_code == 200


def test_the_button_for_the_note_is_wherever_an_example_is(
    signed_in: Callable[..., Client], turned: Inspection
) -> None:
    officer = signed_in(Role.OFFICER)
    for address in (
        "/learn/kent/2019-03-04/",
        "/learn/?from=kent/2019-03-04/improvement-1",
        "/topics/management-oversight/",
    ):
        assert "Add to your note" in officer.get(address).content.decode(), address
