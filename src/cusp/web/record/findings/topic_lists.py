"""Topics as listed on a page: the clearest sentences, then the rest, with no sentence twice.

The order of the topics comes from ``praise_and_criticism``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from cusp.web.record.findings.praise_and_criticism import TOPIC_WORDS, Sentence, TopicFindings

FIRST = 2
_Key = tuple[str, str]


class ListedElsewhere(msgspec.Struct, frozen=True):
    """Another topic on the same page, and how many sentences are shown there instead."""

    code: str
    count: int

    @property
    def words(self) -> str:
        """The topic in plain words."""
        return TOPIC_WORDS[self.code]


class SentenceList(msgspec.Struct, frozen=True):
    """Sentences about a topic, all praise or all criticism."""

    count: int
    first: tuple[Sentence, ...]
    more: tuple[Sentence, ...]
    elsewhere: tuple[ListedElsewhere, ...] = ()


class ListedTopic(msgspec.Struct, frozen=True):
    """A topic on a page."""

    code: str
    criticised: SentenceList
    praised: SentenceList

    @property
    def words(self) -> str:
        """The topic in plain words."""
        return TOPIC_WORDS[self.code]


def listed(topics: Iterable[TopicFindings]) -> list[ListedTopic]:
    """Topics in order; a sentence about two of them is listed only under the first."""
    shown: dict[_Key, str] = {}
    return [
        ListedTopic(
            topic.code,
            criticised=_list(topic.code, topic.criticised, shown),
            praised=_list(topic.code, topic.praised, shown),
        )
        for topic in topics
    ]


def _list(code: str, sentences: tuple[Sentence, ...], shown: dict[_Key, str]) -> SentenceList:
    new = tuple(s for s in sentences if (s.address, s.text) not in shown)
    others = Counter(shown[s.address, s.text] for s in sentences if (s.address, s.text) in shown)
    shown.update({(s.address, s.text): code for s in new})
    elsewhere = tuple(ListedElsewhere(other, number) for other, number in others.items())
    return SentenceList(len(sentences), new[:FIRST], new[FIRST:], elsewhere)
