"""One rule for praised and criticised: counted when stored, and the same wherever it is stated."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cusp.web.record.findings import counted_topics, stored_findings, topic_lists
from cusp.web.record.findings.counted_topics import SentenceRow, TopicCounts, topic_counts
from cusp.web.record.findings.praise_and_criticism import TopicFindings, criticised
from cusp.web.record.models import Inspection, TopicCount
from tests.web import stated_counts
from tests.web.markup import page, words

CODES = ("adoption", "health", "lscb", "other")
ROWS = st.lists(
    st.builds(
        SentenceRow,
        address=st.just("paragraph-1"),
        page=st.just(1),
        area=st.sampled_from(["leaders", "overall", "lscb"]),
        polarity=st.sampled_from(["strength", "weakness", "mixed", "context"]),
        sure=st.floats(0, 1),
        clear=st.booleans(),
        topics=st.lists(
            st.tuples(st.sampled_from(CODES), st.floats(0, 1)), max_size=3, unique_by=lambda t: t[0]
        ),
        text=st.just("Words."),
    ),
    max_size=12,
)


def row(polarity: str, *topics: str, clear: bool = True, area: str = "leaders") -> SentenceRow:
    """A sentence clearly about these topics."""
    likely = [(topic, 0.9) for topic in topics]
    return SentenceRow("paragraph-1", 1, area, polarity, 0.9, clear, likely, f"{polarity}.")


def test_a_sentence_counts_once_for_each_of_its_topics() -> None:
    assert topic_counts([row("strength", "adoption", "health"), row("mixed", "health")]) == {
        "adoption": TopicCounts(1),
        "health": TopicCounts(1, 0, 1),
    }


def test_only_clear_sentences_count_whatever_their_likelihood() -> None:
    unclear = row("weakness", "adoption", clear=False)._replace(sure=0.99)
    clear = row("weakness", "health")._replace(sure=0.5)
    assert topic_counts([unclear, clear]) == {"health": TopicCounts(0, 1)}


@given(ROWS)
def test_counts_are_those_of_the_rule_whatever_is_said(rows: list[SentenceRow]) -> None:
    counts = topic_counts(rows)
    assert "other" not in counts
    for code in CODES[:3]:
        about = [
            r
            for r in rows
            if r.clear
            and (code == "lscb" if r.area == "lscb" else dict(r.topics).get(code, 0) >= 0.5)
        ]
        expected = [sum(r.polarity == p for r in about) for p in ("strength", "weakness", "mixed")]
        assert counts.get(code, TopicCounts()) == TopicCounts(*expected)
        assert counts.get(code, TopicCounts()).state == stated_counts.state_of(
            (expected[0], expected[1], expected[2])
        )


def test_what_is_not_clear_comes_last_and_is_in_no_count() -> None:
    rows = [
        row("weakness", "health", clear=False)._replace(sure=0.99, text="Perhaps."),
        row("mixed", "health")._replace(text="Both."),
        row("weakness", "health")._replace(text="Plainly."),
    ]
    (topic,) = criticised(rows)
    assert [sentence.text for sentence in topic.sentences] == ["Plainly.", "Both.", "Perhaps."]
    (listed,) = topic_lists.listed([TopicFindings("health", criticised=topic.sentences)])
    assert listed.criticised.words == "1 sentence, 1 mixed"
    assert listed.criticised.more_words == "Sentences that Cusp is not sure about"


def test_a_topic_that_only_unclear_sentences_criticise_is_not_called_criticised(
    client: Client, wexcombe: list[Inspection]
) -> None:
    one = wexcombe[-2]
    one.sentences.update(clear=False)
    counted_topics.store(one, one.sentences.all())
    shown = page(client, f"{one.get_absolute_url()}findings/")
    assert "Criticised most for" not in shown
    assert "no clear sentence" in words(shown)
    assert not re.search(r"[1-9]\d* (sentence|more\b)", words(shown))


def test_counts_are_stored_with_the_sentences(unread_wexcombe: list[Inspection]) -> None:
    one = unread_wexcombe[-2]
    assert stored_findings.read(one) is None
    stored = {
        count.topic: TopicCounts(count.strengths, count.weaknesses, count.mixed)
        for count in TopicCount.objects.filter(inspection=one)
    }
    assert stored
    assert stored == topic_counts(one.sentences.all())


def test_every_page_and_download_states_the_same_counts(
    client: Client, wexcombe: list[Inspection]
) -> None:
    assert len(stated_counts.reckoned(client)) > 20
    assert list(stated_counts.differences(client)) == []


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_what_was_stored_before_is_shown_as_it_was() -> None:
    executor = MigrationExecutor(connection)
    before = executor.migrate([("record", "0012_job_claims")]).apps
    try:
        council = before.get_model("record", "Authority").objects.create(name="Wexcombe")
        inspection = before.get_model("record", "Inspection").objects.create(
            authority=council, start=date(2024, 3, 4), end=date(2024, 3, 8), framework="ILACS"
        )
        sentences = before.get_model("record", "ReportSentence").objects
        for polarity, sure, area, topics in (
            ("strength", 0.9, "leaders", [["health", 0.9], ["adoption", 0.5], ["other", 0.6]]),
            ("mixed", 0.6, "leaders", [["health", 0.7], ["adoption", 0.4]]),
            ("weakness", 0.59, "leaders", [["health", 0.9]]),
            ("weakness", 0.9, "lscb", [["partnership", 0.9]]),
            ("context", 0.9, "leaders", [["health", 0.9]]),
        ):
            sentences.create(
                inspection=inspection, sentence=1, polarity=polarity, sure=sure, area=area,
                topic=topics[0][0], topics=topics, text="Words.",
            )  # fmt: skip
    finally:
        executor = MigrationExecutor(connection)
        after: Any = executor.migrate([("record", "0013_clear_sentences")]).apps
    stored = after.get_model("record", "ReportSentence").objects.order_by("pk")
    assert [s.clear for s in stored] == [True, True, False, True, True]
    counts = after.get_model("record", "TopicCount").objects
    assert set(counts.values_list("topic", "strengths", "weaknesses", "mixed")) == {
        ("health", 1, 0, 1),
        ("adoption", 1, 0, 0),
        ("lscb", 0, 1, 0),
    }
