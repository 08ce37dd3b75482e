"""The few sentences of an inspection to tell a board, and which are also areas for improvement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from cusp.findings import TOPICS, NoModel, topic_scores
from cusp.findings.telling import Told, choose, likeness
from cusp.web.record.findings.counted_topics import MIXED, TOPIC_WORDS, UNSURE_TOPIC
from cusp.web.record.findings.praise_and_criticism import COUNCIL_TOPICS, Sentence, TopicSentences

NUMBER = 5
# A sentence is also an area for improvement if the area is about the same topic with at least this
# likelihood, and this share of the shorter one's words is in the other.
_SAME_TOPIC, _SAME_WORDS = 0.4, 0.4
# With this share of words, the area only has to be the likeliest of its topics.
_MOST_WORDS = 0.6
_Found = tuple[str, Sentence]


class ClearSentence(msgspec.Struct, frozen=True):
    """A sentence to tell, with the topic that it is shown under.

    ``item`` is the address of the area for improvement that says the same; empty if none does.
    """

    code: str
    sentence: Sentence
    item: str = ""

    @property
    def words(self) -> str:
        """The topic in plain words."""
        return TOPIC_WORDS[self.code]


def clearest(
    topics: Sequence[TopicSentences],
    *,
    praise: bool,
    items: Mapping[str, str] | None = None,
    number: int = NUMBER,
) -> list[ClearSentence]:
    """The sentences to tell, chosen by :mod:`cusp.findings.telling`.

    Leaves out the safeguarding board, which is not the council, and uses sentences without a
    certain topic only if there are no others. ``items`` are the areas for improvement by address.
    """
    known = _each_once(topic for topic in topics if topic.code in COUNCIL_TOPICS)
    chosen = _choose(known, number, praise=praise)
    if len(chosen) < number:
        unsure = _each_once(topic for topic in topics if topic.code == UNSURE_TOPIC)
        chosen += _choose(unsure, number - len(chosen), praise=praise)
    return [
        ClearSentence(code, sentence, _item_for(code, sentence.text, items or {}))
        for code, sentence in chosen
    ]


def _each_once(topics: Iterable[TopicSentences]) -> list[_Found]:
    """Each clear sentence once, with the topic that it is most clearly about."""
    found: dict[tuple[str, str], _Found] = {}
    for topic in topics:
        for sentence in topic.sentences:
            key = sentence.address, sentence.text
            if sentence.clear and (key not in found or found[key][1].weight < sentence.weight):
                found[key] = topic.code, sentence
    return list(found.values())


def _choose(found: Sequence[_Found], number: int, *, praise: bool) -> list[_Found]:
    told = [Told(s.text, code, s.area, s.sure, s.polarity == MIXED) for code, s in found]
    return [found[n] for n in choose(told, number, praise=praise)]


def _item_for(code: str, text: str, items: Mapping[str, str]) -> str:
    """The area for improvement that says the same as a sentence; empty if none or not known."""
    best, address = 0.0, ""
    for item, likely in _topics_of(tuple(items.items())).items():
        alike = likeness(text, items[item])
        enough = _SAME_WORDS if likely.get(code, 0.0) >= _SAME_TOPIC else _MOST_WORDS
        if alike >= enough and alike > best and code in likely:
            best, address = alike, item
    return address


@lru_cache(maxsize=256)
def _topics_of(items: tuple[tuple[str, str], ...]) -> dict[str, dict[str, float]]:
    """The topics that each area for improvement may be about; empty without the model."""
    try:
        scores = topic_scores([text for _, text in items])
    except NoModel:
        return {}
    return {
        address: {
            topic.code: float(likely)
            for topic, likely in zip(TOPICS, row, strict=True)
            if likely >= _SAME_TOPIC or likely == row.max()
        }
        for (address, _), row in zip(items, scores, strict=True)
    }
