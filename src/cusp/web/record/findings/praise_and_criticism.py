"""What inspectors praised and criticised in one inspection, by topic, the most telling first.

Plain functions over rows of ``ReportSentence``; which topic stands where is worked out here and
nowhere else, so that the inspection, the authority and the comparison page cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from cusp.findings import SURE_POLARITY, SURE_TOPIC, TOPICS, NoModel, topic_scores
from cusp.web.record.models import ReportSentence

STRENGTH, WEAKNESS, MIXED = "strength", "weakness", "mixed"
# Where no topic is sure: shown last, and never counted as a topic.
UNSURE_TOPIC = "other"
TOPIC_WORDS: dict[str, str] = {topic.code: topic.words for topic in TOPICS} | {
    UNSURE_TOPIC: "Other, or topic not sure"
}
SHOWN = 2
FIRST_TOPICS = 8
# A finding of a graded section weighs more than one of the summary, which tells the same again.
_GRADED = 1.25
_BOARD = "lscb"
# "Nothing was asked about it" must hold: an item that may be about a topic, even if that is not
# likely, counts as about it. One on "the quality of practice" is about quality assurance with 0.17.
_MAYBE_ABOUT = 0.1


class Sentence(msgspec.Struct, frozen=True):
    """A sentence with where it stands and how it reads."""

    text: str
    address: str
    page: int | None
    area: str
    polarity: str
    sure: float
    weight: float

    @property
    def is_sure(self) -> bool:
        """Whether praise or criticism is sure enough to be said without "not sure"."""
        return self.sure >= SURE_POLARITY


class Topical(msgspec.Struct, frozen=True):
    """A topic and what was said of it: the most telling sentences, and the rest."""

    code: str
    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> str:
        """The topic as people say it."""
        return TOPIC_WORDS[self.code]

    @property
    def shown(self) -> tuple[Sentence, ...]:
        """Those to be read at once."""
        return self.sentences[:SHOWN]

    @property
    def more(self) -> tuple[Sentence, ...]:
        """Those for people who want to see all."""
        return self.sentences[SHOWN:]


def topics_of(row: ReportSentence) -> tuple[str, ...]:
    """The topics that a sentence is surely about.

    What is said in the section on the safeguarding board is about the board and not the council.
    """
    if row.area == _BOARD:
        return (_BOARD,)
    sure = tuple(code for code, likely in row.topics if likely >= SURE_TOPIC)
    return tuple(code for code in sure if code != UNSURE_TOPIC)


def praised(rows: Iterable[ReportSentence], graded: Iterable[str] = ()) -> list[Topical]:
    """Strengths by topic, most telling first; ``graded`` names the areas with a judgement."""
    return _by_topic([row for row in rows if row.polarity == STRENGTH], frozenset(graded))


def criticised(rows: Iterable[ReportSentence], graded: Iterable[str] = ()) -> list[Topical]:
    """Weaknesses by topic, and sentences that hold praise and criticism both."""
    found = [row for row in rows if row.polarity in (WEAKNESS, MIXED)]
    return _by_topic(found, frozenset(graded))


def never_asked(weak: Sequence[Topical], items: Sequence[str]) -> list[Topical] | None:
    """Criticised topics that no area for improvement is about.

    What is only a paragraph in one inspection is often an area for improvement in the next. Only
    sure weaknesses outside the summary count: it tells what the sections tell. ``None`` where it
    cannot be said, for no list was read, or the trained model is missing.
    """
    if not items:
        return None
    asked = _asked(tuple(items))
    if asked is None:
        return None
    left = []
    for topic in weak:
        if topic.code in asked or topic.code in (UNSURE_TOPIC, _BOARD):
            continue
        told = tuple(
            sentence
            for sentence in topic.sentences
            if sentence.is_sure and sentence.polarity == WEAKNESS and sentence.area != "overall"
        )
        if told:
            left.append(Topical(topic.code, told))
    return left


@lru_cache(maxsize=256)
def _asked(items: tuple[str, ...]) -> frozenset[str] | None:
    """Every topic that one of the items may be about."""
    try:
        scores = topic_scores(items)
    except NoModel:
        return None
    first = {TOPICS[place].code for place in scores.argmax(axis=1)}
    likely = scores.max(axis=0) >= _MAYBE_ABOUT
    return frozenset(
        first | {topic.code for topic, is_so in zip(TOPICS, likely, strict=True) if is_so}
    )


def _by_topic(rows: Sequence[ReportSentence], graded: frozenset[str]) -> list[Topical]:
    """Each sentence under every topic that it is surely about."""
    found: dict[str, list[Sentence]] = {}
    for row in rows:
        likely = dict(row.topics)
        for code in topics_of(row) or (UNSURE_TOPIC,):
            weight = row.sure * likely.get(code, 1.0) * (_GRADED if row.area in graded else 1.0)
            found.setdefault(code, []).append(_sentence(row, weight))
    topics = [
        Topical(code, tuple(sorted(said, key=_telling, reverse=True)))
        for code, said in found.items()
    ]
    return sorted(topics, key=_standing, reverse=True)


def _sentence(row: ReportSentence, weight: float) -> Sentence:
    return Sentence(
        text=row.text, address=row.address, page=row.page, area=row.area,
        polarity=row.polarity, sure=row.sure, weight=round(weight, 4),
    )  # fmt: skip


def _telling(sentence: Sentence) -> tuple[bool, bool, float]:
    """Sure ones first, then those that say one thing only."""
    return sentence.is_sure, sentence.polarity != MIXED, sentence.weight


def _standing(topic: Topical) -> tuple[bool, float]:
    """How high a topic stands: by all that was surely said of it; what is no topic stands last."""
    sure = sum(sentence.weight for sentence in topic.sentences if sentence.is_sure)
    return topic.code != UNSURE_TOPIC, sure
