"""What is criticised most, and councils that do it well, from small made-up rows."""

import csv
import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import StringIO

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cusp.web.record.findings import counted_topics
from cusp.web.record.findings.counted_topics import TopicCounts
from cusp.web.record.models import (
    Authority,
    Inspection,
    Judgement,
    Measure,
    MeasureSeries,
    Neighbours,
    ReportSentence,
)
from cusp.web.record.topics import statistics
from cusp.web.record.topics.statistics import ReadReport
from cusp.web.record.topics.wording import most_criticised
from tests.web.markup import heading, page, words

LEEDS, ESSEX, KENT = "E08000035", "E10000012", "E10000016"
MOST_QUERIES = 12
Says = Callable[..., Inspection]


@pytest.fixture
def says(db: None) -> Says:
    """Makes an inspection whose report praises and criticises topics, one sentence each."""

    def make(
        code: str, start: str, grade: str, praise: str = "", criticism: str = "", sure: float = 0.95
    ) -> Inspection:
        day = date.fromisoformat(start)
        row = Inspection.objects.create(
            authority=Authority.objects.get(code=code),
            start=day,
            end=day,
            published=day,
            framework="ILACS" if day.year > 2017 else "SIF",
        )
        Judgement.objects.create(inspection=row, area="overall", grade=grade)
        said = [("strength", topic) for topic in praise.split()]
        said += [("weakness", topic) for topic in criticism.split()]
        ReportSentence.objects.bulk_create(
            ReportSentence(
                inspection=row,
                address=f"paragraph-{n}",
                page=n,
                area="leaders",
                sentence=1,
                polarity=polarity,
                sure=sure,
                clear=sure > 0.5,
                topic=topic,
                topics=[[topic, 0.9]],
                text=f"A made-up {polarity} of {topic} in {day.year}.",
            )
            for n, (polarity, topic) in enumerate(said, 1)
        )
        counted_topics.store(row, row.sentences.all())
        return row

    return make


@pytest.fixture
def three(says: Says) -> None:
    """Leeds improved on adoption, Essex was always good at it, and Kent is always uncertain."""
    Judgement.objects.all().delete()
    Inspection.objects.all().delete()
    says(LEEDS, "2016-03-07", "inadequate", "health", "adoption adoption neglect")
    says(LEEDS, "2019-03-04", "good", "adoption adoption", "adoption neglect")
    says(ESSEX, "2018-03-05", "outstanding", "adoption", "neglect")
    says(KENT, "2020-03-02", "good", "adoption", "neglect", sure=0.4)


def read(start: int, praised: dict[str, int], criticised: dict[str, int]) -> ReadReport:
    return ReadReport(
        pk=start,
        slug="leeds",
        name="Leeds",
        code=LEEDS,
        region="",
        kind="",
        start=date(start, 1, 1),
        framework="SIF",
        grade="",
        area_grades={"leaders": "good"},
        counts={
            topic: TopicCounts(praised.get(topic, 0), criticised.get(topic, 0))
            for topic in praised | criticised
        },
    )


def test_the_heading_is_the_topic_whose_mentions_are_criticism_most(
    client: Client, three: None
) -> None:
    # Three sentences on neglect, all criticism; Kent's are uncertain and do not count.
    assert heading(page(client, "/topics/")) == (
        "100% of what inspectors say about neglect is criticism, more than for any other topic"
    )
    # Three of six sentences on adoption.
    rows = {row["topic"]: row for row in data(client, "/topics.csv")}
    assert rows["adoption"]["share_of_criticism"] == "50"
    assert (
        rows["adoption"]["sentences_of_criticism"],
        rows["adoption"]["sentences_of_praise"],
    ) == (
        "3",
        "3",
    )
    assert rows["health"]["share_of_criticism"] == "0"


def test_a_topic_that_few_reports_mention_does_not_lead() -> None:
    reports = [read(2000 + n, {"adoption": 1}, {"adoption": 1}) for n in range(10)]
    reports.append(read(2011, {}, {"neglect": 3}))
    shares = statistics.by_topic(reports)
    assert [(share.of, share.criticism_share, share.few) for share in shares] == [
        ("adoption", 50, False),
        ("neglect", 100, True),
    ]
    assert most_criticised(shares) == (
        "50% of what inspectors say about adoption is criticism, "
        "more than for any other topic in at least 10 reports"
    )


def test_the_change_is_that_of_the_newest_three_years_against_those_before() -> None:
    reports = [
        read(2015, {"adoption": 1}, {"adoption": 3}),
        read(2022, {"adoption": 3}, {"adoption": 2}),
        read(2023, {"adoption": 3}, {"adoption": 1}),
        read(2025, {"adoption": 3}, {"adoption": 1}),
    ]
    (trend,) = statistics.trends(reports, reports)
    assert statistics.recent_from(reports) == 2023
    assert (trend.before.criticism_share, trend.recent.criticism_share) == (56, 25)
    assert trend.change == -31
    # In 2022, two of five sentences were criticism: neither criticised nor praised.
    assert trend.turned == 0
    (only,) = statistics.trends(reports[3:], reports)
    assert only.change is None


def test_columns_are_sorted_by_links(client: Client, three: None) -> None:
    def order(address: str) -> list[str]:
        table = page(client, address).partition('id="all-topics"')[2]
        rows = re.findall(r'<th scope="row">\s*<a[^>]*href="/topics/([a-z-]+)/"', table)
        return [str(code) for code in rows]

    assert order("/topics/") == ["neglect", "adoption", "health"]
    assert order("/topics/?sort=name") == ["adoption", "health", "neglect"]
    assert order("/topics/?sort=-sentences") == ["adoption", "neglect", "health"]
    assert 'href="?region=London&amp;sort=name#all-topics"' not in page(client, "/topics/")
    assert 'href="?grade=good&amp;sort=name#all-topics"' in page(client, "/topics/?grade=good")


def test_a_report_counts_once_however_often_it_says_it(client: Client, three: None) -> None:
    rows = {row["topic"]: row for row in data(client, "/topics.csv")}
    # Leeds criticised in 2016; Leeds in 2019, with two of three sentences, and Essex praised.
    assert (rows["adoption"]["criticised"], rows["adoption"]["praised"]) == ("1", "2")
    assert (rows["adoption"]["reports"], rows["adoption"]["few"]) == ("4", "True")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("framework=SIF", "100% of what inspectors say about adoption"),
        ("grade=outstanding", "100% of what inspectors say about neglect"),
        ("region=East+of+England", "100% of what inspectors say about neglect"),
        ("year_from=2018&year_to=2019", "100% of what inspectors say about neglect"),
        ("region=London", "No topic is criticised in these reports"),
    ],
)
def test_filters(client: Client, three: None, query: str, said: str) -> None:
    assert said in heading(page(client, f"/topics/?{query}"))


def test_groups_stand_side_by_side(client: Client, three: None) -> None:
    shown = words(page(client, "/topics/?by=grade"))
    outstanding = shown.index("Outstanding 1 report, small number")
    assert outstanding < shown.index("Inadequate 1 report, small number")
    rows = data(client, "/topics.csv?by=year")
    assert [row["group"] for row in rows if row["topic"] == "neglect"] == ["2016", "2018", "2019"]


@pytest.mark.parametrize(
    "query",
    [
        "region=Wales",
        "grade=splendid",
        "year_from=x",
        "year_to=99999999999999999999",
        "by=%00",
        "page=-1&framework=PISA",
        "near=atlantis",
        "kind=%F0%9F%8E%88",
        "page=99999",
    ],
)
def test_odd_filters_never_fail(client: Client, three: None, query: str) -> None:
    for address in ("/topics/", "/topics/adoption/"):
        page(client, f"{address}?{query}")
    for address in ("/topics.json", "/topics/adoption.csv"):
        assert client.get(f"{address}?{query}").status_code in (200, 400)


def test_an_unknown_topic_is_not_found(client: Client, three: None) -> None:
    for address in ("/topics/weather/", "/topics/other/", "/topics/weather.json"):
        page(client, address, status=404)


def test_the_better_graded_come_first_each_cited(client: Client, three: None) -> None:
    shown = page(client, "/topics/adoption/")
    assert heading(shown) == "50% of what inspectors say about adoption is criticism"
    assert "2 councils were praised for this" in words(shown)
    essex = "/authorities/essex/inspections/2018-03-05/paragraph-1/"
    leeds = "/authorities/leeds/inspections/2019-03-04/paragraph-1/"
    praised = shown[shown.index('id="praised"') :]
    assert 0 < praised.index(essex) < praised.index(leeds)


def test_a_council_graded_weak_today_comes_last_and_it_is_said(client: Client, says: Says) -> None:
    Judgement.objects.all().delete()
    Inspection.objects.all().delete()
    says(ESSEX, "2018-03-05", "outstanding", praise="adoption")
    says(ESSEX, "2023-03-06", "inadequate", criticism="neglect")
    says(LEEDS, "2019-03-04", "good", praise="adoption")
    ungraded = says(KENT, "2026-05-04", "good", praise="adoption")
    ungraded.judgements.update(area="leaders", grade="requires improvement")
    ungraded.overall_given = False
    ungraded.save()
    shown = words(page(client, "/topics/adoption/"))
    praised = shown[shown.index("Councils praised for this") :]
    assert praised.index("Leeds") < praised.index("Essex")
    assert praised.index("Leeds") < praised.index("Kent")
    assert "Grade today: Inadequate This council is now graded inadequate. Check what" in praised
    assert "found weaknesses: leadership requires improvement." in praised
    assert "Grade today: Good" in praised
    rows = {row["authority_code"]: row for row in data(client, "/topics/adoption.csv")}
    assert (rows[ESSEX]["grade"], rows[ESSEX]["grade_today"]) == ("outstanding", "inadequate")


def test_who_turned_from_weakness_to_strength(client: Client, three: None) -> None:
    shown = page(client, "/topics/adoption/")
    assert "/authorities/leeds/compare/2016-03-07/2019-03-04/" in shown
    turned = json.loads(client.get("/topics/adoption.json").content)["turned"]
    assert [(row["authority"], row["criticised"], row["grade_today"]) for row in turned] == [
        ("Leeds", "2016-03-07", "good")
    ]
    # It comes before councils that are praised.
    assert shown.index('id="turned"') < shown.index('id="over-time"') < shown.index('id="praised"')
    assert "1 council turned weakness into strength" in words(shown)
    # The later report decides whether a turnaround matches the filters.
    assert "compare/" not in page(client, "/topics/adoption/?year_to=2018")
    assert "compare/" in page(client, "/topics/adoption/?year_from=2019")


def test_neighbours_are_offered_when_they_are_known(client: Client, three: None) -> None:
    assert "Statistical neighbours" not in page(client, "/topics/adoption/")
    Neighbours.objects.create(code=KENT, codes=[ESSEX])
    shown = words(page(client, "/topics/adoption/?near=kent"))
    assert "1 council was praised for this" in shown
    Neighbours.objects.update(codes=[])
    shown = page(client, "/topics/adoption/?near=kent&year_from=2001")
    assert heading(shown) == "These reports say nothing clear about adoption"
    assert "No council that matches the filters is praised for this" in words(shown)


def test_councils_of_a_size_are_offered_when_the_published_measures_are_known(
    client: Client, three: None
) -> None:
    assert "Children in the council’s care" not in page(client, "/topics/adoption/")
    measure = Measure.objects.create(code="LACnum", title="Children looked after", better="neither")
    values = [["2023", 240.0, None], ["2024", 300.0, None], ["2025", None, "c"]]
    MeasureSeries.objects.create(measure=measure, place=ESSEX, values=values)
    MeasureSeries.objects.create(measure=measure, place=LEEDS, values=[["2025", 299.0, None]])
    shown = words(page(client, "/topics/adoption/?size=medium"))
    assert "1 council was praised for this" in shown
    assert "Leeds" in page(client, "/topics/adoption/?size=small")
    shown = heading(page(client, "/topics/adoption/?size=largest"))
    assert shown == "These reports say nothing clear about adoption"


def test_a_report_silent_on_a_topic_neither_begins_nor_ends_a_turn() -> None:
    weak, silent, strong = (
        read(2014, {}, {"health": 2}),
        read(2016, {"adoption": 1}, {}),
        read(2018, {"health": 1}, {}),
    )
    turns = statistics.turned([strong, silent, weak], "health")
    assert [(turn.before.pk, turn.after.pk) for turn in turns] == [(2014, 2018)]
    assert statistics.turned([strong, silent], "health") == []


def test_without_an_overall_grade_the_area_counts() -> None:
    assert read(2026, {}, {}).grade_of("leaders") == "good"
    assert read(2026, {}, {}).grade_of("help_and_protection") == ""


def test_nothing_read_yet_says_what_to_do(client: Client, db: None) -> None:
    for address in ("/topics/", "/topics/adoption/", "/learn/"):
        assert "in the background after reports are added" in words(page(client, address))


def test_a_page_asks_little(
    client: Client, three: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for address in ("/topics/", "/topics/?by=year", "/topics/adoption/", "/topics/adoption.json"):
        with django_assert_max_num_queries(MOST_QUERIES):
            page(client, address)


def data(client: Client, address: str) -> list[dict[str, str]]:
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_where_the_reports_that_were_read_end_is_said(client: Client, says: Says) -> None:
    says(LEEDS, "2023-03-06", "good", praise="adoption")
    says(ESSEX, "2021-03-01", "good", praise="adoption")
    end = "Newest report read: published 6 March 2023. Later ones are not counted."
    for address in ("/topics/", "/topics/adoption/"):
        assert end in " ".join(unescape(client.get(address).content.decode()).split())
    for address in ("/topics.json", "/topics/adoption.json"):
        answer = json.loads(client.get(address).content)
        assert (answer["record_ends"], answer["record_ends_note"]) == ("2023-03-06", end)


def test_no_overall_grade_given_is_a_group_of_its_own(client: Client, says: Says) -> None:
    says(LEEDS, "2023-03-06", "good", praise="adoption")
    ungraded = says(ESSEX, "2026-05-04", "good", praise="adoption")
    ungraded.judgements.all().delete()
    ungraded.overall_given = False
    ungraded.save()
    unread = says(KENT, "2022-05-02", "good", praise="adoption")
    unread.judgements.all().delete()
    unread.save()
    groups = statistics.grouped(statistics.reports_read(), "grade")
    assert list(groups) == ["good", "no overall grade given", "not known"]
    shown = " ".join(
        re.sub(r"<[^>]+>", " ", client.get("/topics/adoption/").content.decode()).split()
    )
    assert "No overall grade given" in shown
    assert "Overall grade not read" in shown
    rows = json.loads(client.get("/topics/adoption.json").content)["praised"]
    essex = next(row for row in rows if row["authority_code"] == ESSEX)
    assert (essex["ofsted_urn"], essex["la_code"]) == ("80468", "881")
