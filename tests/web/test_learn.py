"""Learn from others: sentences made up here, ranked; and the note of a session."""

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
from cusp.web.record.models import Authority, Inspection, Judgement, Passage, ReportSentence
from cusp.web.record.topics import similar_practice
from cusp.web.record.topics.similar_practice import About, Candidate
from cusp.web.record.topics.statistics import ReadReport, reports_read

WEAK = "Supervision of social workers is irregular and not recorded."
PRAISE = (
    "Social workers receive regular supervision that is reflective and recorded.",
    "Managers give good supervision and challenge drift.",
    "Managers have strong oversight of all decisions.",
)
MOST_QUERIES = 12


def report(pk: int, slug: str, grade: str) -> ReadReport:
    return ReadReport(
        pk=pk, slug=slug, name=slug.capitalize(), code="", region="", kind="",
        start=date(2019, 1, 1), framework="ILACS", grade=grade, area_grades={},
        praised={}, criticised={},
    )  # fmt: skip


def candidate(
    pk: int, inspection: int, text: str, topic: str = "management-oversight"
) -> Candidate:
    return Candidate(pk, inspection, "", 0.95, ((topic, 0.9),), text)


@pytest.fixture
def read(db: None) -> Inspection:
    """An inspection of Leeds whose report praises supervision, and one of Kent that is weak."""
    Judgement.objects.all().delete()
    Inspection.objects.all().delete()
    rows = {}
    for slug in ("leeds", "kent"):
        rows[slug] = Inspection.objects.create(
            authority=Authority.objects.get(slug=slug), start=date(2019, 3, 4),
            end=date(2019, 3, 8), framework="ILACS",
        )  # fmt: skip
        Judgement.objects.create(inspection=rows[slug], area="overall", grade="good")
    for n, text in enumerate(PRAISE, 1):
        ReportSentence.objects.create(
            inspection=rows["leeds"], address=f"paragraph-{n}", page=n, sentence=1,
            polarity="strength", sure=0.95, topic="management-oversight",
            topics=[["management-oversight", 0.9]], text=text,
        )  # fmt: skip
    Passage.objects.create(
        inspection=rows["kent"], kind="item", address="improvement-1", number=1, page=2, text=WEAK
    )
    return rows["leeds"]


def test_what_a_weakness_is_about_is_read() -> None:
    assert similar_practice.about(WEAK).main == "management-oversight"


def test_the_same_words_come_first_then_the_better_grade() -> None:
    asked = About((("management-oversight", 0.9),))
    reports = {n: report(n, f"c{n}", g) for n, g in enumerate(("good", "inadequate", "good"), 1)}
    found = [candidate(1, 1, PRAISE[2]), candidate(2, 2, PRAISE[0]), candidate(3, 3, PRAISE[0])]
    # The third repeats the second word for word and is better graded, so it alone is shown.
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
    """How good a match a sentence alone is."""
    (ranked,) = similar_practice.rank(WEAK, asked, [one], {1: report(1, "c", "good")})
    return ranked.worth


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
    found = [candidate(n, 1, f"Supervision is good in {where}.")
             for n, where in enumerate(("north", "south", "east", "west"))]  # fmt: skip
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
        # Two of a council at most, the one with the same words first.
        assert shown.index(PRAISE[0]) > 0
        assert sum(text in shown for text in PRAISE) == 2
        assert "/authorities/leeds/inspections/2019-03-04/paragraph-1/" in shown
        assert "Put it into your note" not in shown
    told = json.loads(client.get(f"/learn.json?q={WEAK}").content)
    assert told["examples"][0]["sentence"] == PRAISE[0]
    assert client.get(f"/learn.csv?q={WEAK}").content.decode().count("\r\n") == 3


def test_words_typed_count_before_the_passage_that_one_came_from(
    client: Client, read: Inspection
) -> None:
    shown = client.get("/learn/?q=Adoption+is+slow&from=kent/2019-03-04/improvement-1")
    assert "Adoption: no council here is praised for it" in shown.content.decode()


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
    ["q=", "q=%00", "q=zymurgy", "q=%F0%9F%8E%88", "from=x", "from=kent/2019-99-99/improvement-1",
     "from=atlantis/2019-03-04/improvement-1&q=", "from=../../etc", "q=a&region=Mars&near=%00"],
)  # fmt: skip
def test_odd_questions_never_fail(client: Client, read: Inspection, query: str) -> None:
    for address in ("/learn/", "/learn.json", "/learn.csv"):
        assert client.get(f"{address}?{query}").status_code == 200


def test_a_page_asks_little(
    client: Client, read: Inspection, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get("/learn/?from=kent/2019-03-04/improvement-1").status_code == 200


def test_an_officer_takes_examples_down(signed_in: Callable[..., Client], read: Inspection) -> None:
    officer = signed_in(Role.OFFICER)
    back = f"/learn/?q={WEAK}"
    assert "Put it into your note" in officer.get(back).content.decode()
    first = ReportSentence.objects.get(text=PRAISE[0])
    for _ in range(2):  # the same example twice stands there once
        answer = officer.post("/notes/add/", {"said": first.pk, "back": "/learn/?q=x"})
        assert (answer.status_code, answer["Location"]) == (302, "/learn/?q=x")
    shown = officer.get("/notes/").content.decode()
    assert shown.count(PRAISE[0]) == 1
    assert (
        "Leeds, inspected 4 March 2019, overall effectiveness good, page 1: "
        "http://testserver/authorities/leeds/inspections/2019-03-04/paragraph-1/"
    ) in shown
    officer.post("/notes/clear/")
    assert "Your note is empty" in officer.get("/notes/").content.decode()


@pytest.mark.parametrize("said", ["", "x", "0", "99999999999999"])
def test_what_cannot_be_taken_down_is_said(
    signed_in: Callable[..., Client], read: Inspection, said: str
) -> None:
    officer = signed_in(Role.OFFICER)
    answer = officer.post("/notes/add/", {"said": said, "back": "https://elsewhere.example/"})
    assert answer["Location"] == "/learn/"
    first = ReportSentence.objects.first()
    assert first is not None
    away = officer.post("/notes/add/", {"said": first.pk, "back": "https://elsewhere.example/"})
    assert away["Location"] == "/notes/"


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
        inspection=read, address="paragraph-9", page=9, sentence=1, polarity="strength", sure=0.95,
        topic="health", topics=[["health", 0.9]], text="Health is good.",
    )  # fmt: skip
    revision.bump()
    assert len(similar_practice.candidates(asked)) == len(PRAISE) + 1
