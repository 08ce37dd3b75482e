"""What inspectors praised and criticised in one inspection, by topic, clearest first.

Plain functions over rows of ``ReportSentence``. The order of topics and sentences is decided only
here, so that pages about inspections, authorities and comparisons agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from cusp.findings import TOPICS, NoModel, topic_scores
from cusp.web.record.findings.counted_topics import (
    BOARD,
    MIXED,
    STRENGTH,
    TOPIC_WORDS,
    UNSURE_TOPIC,
    WEAKNESS,
    Row,
    TopicCounts,
    counted,
    topics_of,
)

# A finding in a graded section counts more than one in the summary, which repeats the sections.
_GRADED = 1.25
# Comments on the safeguarding board are not about the council.
COUNCIL_TOPICS = frozenset(TOPIC_WORDS) - {UNSURE_TOPIC, BOARD}
# An area for improvement counts as being about a topic even if that is unlikely, because "not among
# the areas for improvement" must be true. One on "the quality of practice" is about quality
# assurance with a likelihood of 0.17.
_MAYBE_ABOUT = 0.1


class Sentence(msgspec.Struct, frozen=True):
    """A sentence with its place in the report, its polarity and its topics."""

    text: str
    address: str
    page: int | None
    area: str
    polarity: str
    clear: bool
    sure: float
    weight: float


class TopicSentences(msgspec.Struct, frozen=True):
    """A topic with what was said in praise or in criticism of it, clearest first."""

    code: str
    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> str:
        """The topic in plain words."""
        return TOPIC_WORDS[self.code]


class TopicFindings(msgspec.Struct, frozen=True):
    """A topic with both criticism and praise."""

    code: str
    criticised: tuple[Sentence, ...] = ()
    praised: tuple[Sentence, ...] = ()

    @property
    def counts(self) -> TopicCounts:
        """How many of the sentences clearly praise, criticise or do both."""
        return counted([*self.criticised, *self.praised])

    @property
    def words(self) -> str:
        """The topic in plain words."""
        return TOPIC_WORDS[self.code]


def praised(rows: Iterable[Row], graded: Iterable[str] = ()) -> list[TopicSentences]:
    """Strengths by topic, the clearest first; ``graded`` names the areas with a judgement."""
    return _by_topic([row for row in rows if row.polarity == STRENGTH], frozenset(graded))


def criticised(rows: Iterable[Row], graded: Iterable[str] = ()) -> list[TopicSentences]:
    """Weaknesses by topic, and sentences that hold both praise and criticism."""
    found = [row for row in rows if row.polarity in (WEAKNESS, MIXED)]
    return _by_topic(found, frozenset(graded))


def together(
    weak: Sequence[TopicSentences], strong: Sequence[TopicSentences]
) -> list[TopicFindings]:
    """Criticism and praise of each topic, most criticised first."""
    criticism = {topic.code: topic.sentences for topic in weak}
    praise = {topic.code: topic.sentences for topic in strong}
    codes = sorted({**criticism, **praise}, key=lambda code: code == UNSURE_TOPIC)
    return [TopicFindings(code, criticism.get(code, ()), praise.get(code, ())) for code in codes]


def without_improvement(
    weak: Sequence[TopicSentences], items: Sequence[str]
) -> list[TopicSentences] | None:
    """Criticised topics that no area for improvement is about.

    A weakness mentioned only in a paragraph at one inspection is often an area for improvement at
    the next. Only clear weaknesses outside the summary count, because the summary repeats the
    sections. ``None`` if no list was read or the trained model is missing.
    """
    if not items:
        return None
    covered = _topics_of_items(tuple(items))
    if covered is None:
        return None
    left = []
    for topic in weak:
        if topic.code in covered or topic.code not in COUNCIL_TOPICS:
            continue
        clear = tuple(
            sentence
            for sentence in topic.sentences
            if sentence.clear and sentence.polarity == WEAKNESS and sentence.area != "overall"
        )
        if clear:
            left.append(TopicSentences(topic.code, clear))
    return left


@lru_cache(maxsize=256)
def _topics_of_items(items: tuple[str, ...]) -> frozenset[str] | None:
    """Every topic that one of the areas for improvement may be about."""
    try:
        scores = topic_scores(items)
    except NoModel:
        return None
    first = {TOPICS[place].code for place in scores.argmax(axis=1)}
    likely = scores.max(axis=0) >= _MAYBE_ABOUT
    return frozenset(
        first | {topic.code for topic, is_so in zip(TOPICS, likely, strict=True) if is_so}
    )


def _by_topic(rows: Sequence[Row], graded: frozenset[str]) -> list[TopicSentences]:
    """Each sentence under every topic that it is clearly about."""
    found: dict[str, list[Sentence]] = {}
    for row in rows:
        likely = dict(row.topics)
        for code in topics_of(row) or (UNSURE_TOPIC,):
            weight = row.sure * likely.get(code, 1.0) * (_GRADED if row.area in graded else 1.0)
            found.setdefault(code, []).append(_sentence(row, weight))
    topics = [
        TopicSentences(code, tuple(sorted(sentences, key=_clarity, reverse=True)))
        for code, sentences in found.items()
    ]
    return sorted(topics, key=_standing, reverse=True)


def _sentence(row: Row, weight: float) -> Sentence:
    return Sentence(
        text=row.text,
        address=row.address,
        page=row.page,
        area=row.area,
        polarity=row.polarity,
        sure=row.sure,
        clear=row.clear,
        weight=round(weight, 4),
    )


def _clarity(sentence: Sentence) -> tuple[bool, bool, float]:
    """Puts certain ones first, then those that only praise or only criticise."""
    return sentence.clear, sentence.polarity != MIXED, sentence.weight


def _standing(topic: TopicSentences) -> tuple[bool, float]:
    """Sorts topics by how much was clearly said about them; sentences without a topic come last."""
    sure = sum(sentence.weight for sentence in topic.sentences if sentence.clear)
    return topic.code != UNSURE_TOPIC, sure
