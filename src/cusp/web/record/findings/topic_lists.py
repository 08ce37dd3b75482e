"""Topics as listed on a page: the clearest sentences, then the rest, with no sentence twice.

The order of the topics comes from ``praise_and_criticism``. Only clear sentences are counted; those
that Cusp is not sure about come last in each list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from cusp.web.record.findings.counted_topics import TOPIC_WORDS, TopicCounts, counted
from cusp.web.record.findings.praise_and_criticism import Sentence, TopicFindings

FIRST = 2
_Key = tuple[str, str]


class ListedElsewhere(msgspec.Struct, frozen=True):
    """Another topic on the same page, and how many clear sentences are shown there instead."""

    code: str
    count: int

    @property
    def words(self) -> str:
        """The topic in plain words."""
        return TOPIC_WORDS[self.code]


class SentenceList(msgspec.Struct, frozen=True):
    """Sentences about a topic, all praise or all criticism."""

    counts: TopicCounts
    first: tuple[Sentence, ...]
    more: tuple[Sentence, ...]
    elsewhere: tuple[ListedElsewhere, ...] = ()

    @property
    def words(self) -> str:
        """How many there are, as "3 sentences, 1 mixed"."""
        plain = self.counts.strengths + self.counts.weaknesses
        words = [f"{plain} sentence{'' if plain == 1 else 's'}"] if plain else []
        words += [f"{self.counts.mixed} mixed"] if self.counts.mixed else []
        return ", ".join(words) or "no clear sentence"

    @property
    def more_words(self) -> str:
        """What is in the rest of the list, such as "4 more"."""
        clear = sum(sentence.clear for sentence in self.more)
        if not clear:
            return "Sentences that Cusp is not sure about"
        return f"{clear} more" + (", and some not sure" if clear < len(self.more) else "")


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
    others = Counter(
        shown[s.address, s.text] for s in sentences if s.clear and (s.address, s.text) in shown
    )
    shown.update({(s.address, s.text): code for s in new})
    elsewhere = tuple(ListedElsewhere(other, number) for other, number in others.items())
    return SentenceList(counted(sentences), new[:FIRST], new[FIRST:], elsewhere)
