"""Praise and criticism: the clearest examples, what no area covers, and what changed."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import escape

from cusp.web.record.findings import praise_and_criticism, stored_findings, topic_history
from cusp.web.record.findings.counted_topics import UNSURE_TOPIC, TopicCounts, topic_counts
from cusp.web.record.intake.add_report import Added
from cusp.web.record.models import Inspection, ReportSentence
from tests.web.test_pages import text_of

SURE, UNSURE = 0.95, 0.5
ITEM = "The timeliness and effectiveness of pre-proceedings under the public law outline."


def said(
    polarity: str, *topics: str, sure: float = SURE, area: str = "leaders", text: str = "Words."
) -> ReportSentence:
    """A row that is not in a database."""
    return ReportSentence(
        polarity=polarity,
        sure=sure,
        clear=sure > UNSURE,
        area=area,
        text=text,
        address="paragraph-1",
        page=1,
        topic=topics[0] if topics else "other",
        topics=[[topic, 0.9] for topic in topics],
    )


def test_what_clear_stands_before_what_is_not() -> None:
    rows = [
        said("weakness", "adoption", sure=UNSURE, text="Perhaps."),
        said("mixed", "adoption", text="Both."),
        said("weakness", "adoption", sure=0.7, text="Surely."),
    ]
    (topic,) = praise_and_criticism.criticised(rows)
    assert [one.text for one in topic.sentences] == ["Surely.", "Both.", "Perhaps."]
    assert [one.clear for one in topic.sentences] == [True, True, False]


def test_a_graded_section_weighs_more_than_the_summary() -> None:
    rows = [
        said("weakness", "health", area="overall", text="TopicCounts in the summary."),
        said("weakness", "health", area="in_care", text="Found in the section."),
    ]
    (topic,) = praise_and_criticism.criticised(rows, graded=["in_care"])
    assert topic.sentences[0].text == "Found in the section."


def test_praise_is_not_among_criticism_and_context_in_neither() -> None:
    rows = [said("strength", "adoption"), said("weakness", "health"), said("context", "education")]
    assert [topic.code for topic in praise_and_criticism.praised(rows)] == ["adoption"]
    assert [topic.code for topic in praise_and_criticism.criticised(rows)] == ["health"]


def test_a_topic_that_is_not_sure_stands_last() -> None:
    rows = [said("strength"), said("strength"), said("strength", "adoption", sure=0.61)]
    assert [topic.code for topic in praise_and_criticism.praised(rows)] == [
        "adoption",
        UNSURE_TOPIC,
    ]


def test_what_is_said_of_the_board_is_not_said_of_the_council() -> None:
    (topic,) = praise_and_criticism.criticised([said("weakness", "quality-assurance", area="lscb")])
    assert topic.code == "lscb"


def test_a_weakness_is_named_that_no_area_for_improvement_is_about() -> None:
    weak = praise_and_criticism.criticised(
        [said("weakness", "pre-proceedings"), said("weakness", "fostering")]
    )
    left = praise_and_criticism.without_improvement(weak, [ITEM])
    assert left is not None
    assert [topic.code for topic in left] == ["fostering"]
    assert praise_and_criticism.without_improvement(weak, []) is None


@pytest.mark.parametrize(
    "row",
    [
        said("weakness", "fostering", sure=UNSURE),
        said("mixed", "fostering"),
        said("weakness", "fostering", area="overall"),
        said("weakness"),
    ],
)
def test_only_a_clear_weakness_of_a_section_counts_as_without_improvement(
    row: ReportSentence,
) -> None:
    assert (
        praise_and_criticism.without_improvement(praise_and_criticism.criticised([row]), [ITEM])
        == []
    )


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (TopicCounts(), "not mentioned"),
        (TopicCounts(strengths=1), "praised"),
        (TopicCounts(weaknesses=1), "criticised"),
        (TopicCounts(mixed=1), "both"),
        (TopicCounts(strengths=2, weaknesses=1), "praised"),
        (TopicCounts(strengths=3, weaknesses=2), "both"),
        (TopicCounts(strengths=1, weaknesses=1, mixed=2), "both"),
        (TopicCounts(strengths=1, weaknesses=4, mixed=1), "criticised"),
    ],
)
def test_two_thirds_decide_what_a_topic_is_called(told: TopicCounts, state: str) -> None:
    assert told.state == state


def test_what_is_not_sure_is_counted_nowhere() -> None:
    assert topic_counts([said("weakness", "adoption", sure=UNSURE), said("context")]) == {}


def test_a_topic_criticised_three_times_running_is_named() -> None:
    days = [date(2013, 1, 1), date(2016, 1, 1), date(2019, 1, 1), date(2024, 1, 1)]
    bad, good, none = (
        {"neglect": TopicCounts(0, 2)},
        {"neglect": TopicCounts(2)},
        {"health": TopicCounts(1)},
    )
    for inspections, expected in (
        ([good, bad, bad, {"neglect": TopicCounts(1, 1)}], [tuple(days[1:])]),
        ([bad, bad, good, bad], []),
        ([bad, bad, none, bad], []),
        ([bad, bad, bad, good], [tuple(days[:3])]),
    ):
        lines = topic_history.over_time(inspections)
        assert [one.days for one in topic_history.repeated(lines, days)] == expected


def test_topics_turn_both_ways_and_are_most_often_criticised_first() -> None:
    before = {"adoption": TopicCounts(0, 3), "health": TopicCounts(4), "neglect": TopicCounts(0, 1)}
    after = {
        "adoption": TopicCounts(2),
        "health": TopicCounts(0, 1),
        "neglect": TopicCounts(0, 2),
        "education": TopicCounts(1),
    }
    better, worse = topic_history.turned(before, after)
    assert [turn.code for turn in better] == ["adoption"]
    assert [turn.code for turn in worse] == ["health"]
    assert topic_history.over_time([before, after])[0].code == "neglect"


def test_the_inspection_page_lists_both_and_cites_them(
    client: Client, wexcombe: list[Inspection]
) -> None:
    one = wexcombe[-2]
    here = f"{one.get_absolute_url()}findings/"
    first = client.get(here).content.decode()
    codes = [topic.code for topic in praise_and_criticism.praised(one.sentences.all())]
    assert codes
    for code in codes:
        page = client.get(f"{here}?topic={code}").content.decode()
        assert f'id="topic-{code}"' in page
        assert f'href="?topic={code}#topic-{code}"' in first
        known = code != UNSURE_TOPIC
        assert (f'href="/topics/{code}/"' in page) == known
    rows = one.sentences.filter(polarity__in=["strength", "weakness", "mixed"])
    pages = "".join(
        client.get(f"{here}?page={page}").content.decode() for page in range(1, len(codes) + 1)
    )
    for row in rows:
        assert f'href="{one.get_absolute_url()}{row.address}/"' in pages
        assert escape(row.text) in pages


def test_the_authority_page_shows_topics_only_of_reports_that_were_read(
    client: Client, unread_wexcombe: list[Inspection]
) -> None:
    wexcombe = unread_wexcombe
    address = wexcombe[-1].authority.get_absolute_url()
    assert 'id="topics"' not in client.get(f"{address}?read=no").content.decode()
    assert not ReportSentence.objects.exists()
    assert stored_findings.read(wexcombe[-2]) is None
    words = text_of(client, f"{address}?read=one")
    assert "Counted from sentences in 1 report, as read by Cusp" in words
    assert f"Cusp has not read a report for {len(wexcombe) - 1} inspections" in words


def test_the_comparison_page_shows_what_turned(client: Client, wexcombe: list[Inspection]) -> None:
    one, two = wexcombe[-3:-1]
    words = text_of(client, f"{one.authority.get_absolute_url()}compare/{one.start}/{two.start}/")
    assert "Topics that changed" in words


@pytest.mark.corpus
def test_southend_2019_is_praised_and_criticised_for_what_inspectors_wrote(
    southend: Inspection, client: Client
) -> None:
    assert client.get(southend.get_absolute_url()).status_code == 200
    rows = list(southend.sentences.all())
    strong = {topic.code: topic for topic in praise_and_criticism.praised(rows)}
    assert {"missing-education", "adoption", "exploitation-missing"} <= strong.keys()
    assert "home educated" in strong["missing-education"].sentences[0].text
    assert {"management-oversight", "independent-review"} <= {
        topic.code for topic in praise_and_criticism.criticised(rows) if topic.sentences[0].clear
    }


@pytest.fixture
def southend(corpus: Path, add_report: Callable[..., Added]) -> Inspection:
    """The inspection that the story began with."""
    added: Added = add_report(corpus / "southend-on-sea" / "2019-08-27.pdf")
    stored_findings.read_missing()
    return Inspection.objects.select_related("document").get(pk=added.inspection.pk)


def test_praise_that_the_next_sentence_takes_back_is_known(wexcombe: list[Inspection]) -> None:
    for one in wexcombe:
        assert stored_findings.why_missing(one) is None
    said = list(ReportSentence.objects.order_by("pk"))
    for now, after in pairwise(said):
        same = (now.inspection_id, now.address) == (after.inspection_id, after.address)
        weak = after.polarity in ("weakness", "mixed") and after.clear
        assert now.taken_back == (same and weak), now.text
    assert any(one.taken_back for one in said)
