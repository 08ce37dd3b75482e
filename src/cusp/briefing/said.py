"""Choose what to tell from the sentences of a report: topics, quotations and the summing-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from cusp.briefing.facts import Quote, Said, Sources, TopicSaid
from cusp.briefing.wording import TOPIC_PHRASES
from cusp.findings.telling import Told, choose, points

# How many quotations each way, and how many words a quotation may have.
_QUOTES, _LONGEST = 3, 45
# A topic needs at least this many sentences mainly about it; at most this many topics are told.
_FEWEST, _MOST_PRAISED, _MOST_CRITICISED = 2, 10, 5
# A topic with at least this many sentences of praise for each criticism is mainly praised.
_MAINLY = 3
# How many sentences of the report's summary can sum it up.
_FIRST = 16
_ABOUT_PROGRESS = re.compile(
    r"\b(progress|improve(d|s|ment|ments)|improving|better|declin\w+|deteriorat\w+|weaken\w+|"
    r"(more|further|much) (work|to do)|sustained|not yet)\b",
    re.I,
)
_PROGRESS = re.compile(
    r"\b(progress|since the (last|previous) inspection|(more|work) to do)\b", re.I
)
# A sentence that only states the grade says nothing more than the grades above.
_STATES_GRADE = re.compile(
    r"\b(requires? improvement( to be good)?|(is|are|judged|remain|remains) "
    r"(good|outstanding|inadequate))\b",
    re.I,
)
_LEANS = re.compile(
    r"(however|this|these|they|it|in addition|also|consequently|as a result)\b", re.I
)
_OF_THE_WHOLE = ("leadership", "governance", "other", "quality-assurance")


class Spoken(msgspec.Struct, frozen=True):
    """A sentence of a report, as read. ``topic`` is empty if it is not certain.

    ``taken_back`` is true if the next sentence of the passage clearly criticises.
    """

    text: str
    polarity: str
    clear: bool
    sure: float
    area: str
    topic: str
    sources: Sources
    taken_back: bool = False


def chosen(spoken: Sequence[Spoken]) -> Said:
    """What to tell from all the sentences of a report, in their order."""
    clear = [one for one in spoken if one.clear and one.topic in TOPIC_PHRASES]
    counts = _counted(clear)
    praised = [c for c in counts if c.praise >= max(_FEWEST, _MAINLY * c.criticism)]
    criticised = [c for c in counts if c.criticism >= _FEWEST and c.criticism > c.praise]
    most_praised = _most(praised, _MOST_PRAISED, praise=True)
    most_criticised = _most(criticised, _MOST_CRITICISED, praise=False)
    # Where hardly anything was criticised, one sentence on a topic without praise is telling.
    also = [c for c in counts if c.criticism and not c.praise]
    return Said(
        summing_up=summing_up(spoken),
        praised=most_praised,
        criticised=most_criticised,
        praise=_quotes(clear, most_praised, praise=True),
        criticism=_quotes(clear, most_criticised or also, praise=False),
    )


def summing_up(spoken: Iterable[Spoken]) -> Quote | None:
    """The sentence of the summary that says most about progress overall, if there is one."""
    summary = [one for one in spoken if one.area == "overall"][:_FIRST]
    worth = [(_overall(one), one) for one in summary]
    best = max(worth, key=lambda each: each[0], default=(0, None))
    if best[1] is None or best[0] < _FEWEST:
        return None
    return Quote(best[1].text, best[1].sources)


def _overall(one: Spoken) -> int:
    """How well a sentence sums up a report; 0 if it cannot."""
    words = len(one.text.split())
    if not _ABOUT_PROGRESS.search(one.text) or _STATES_GRADE.search(one.text):
        return 0
    if not one.clear or one.polarity == "context" or not 8 <= words <= 60:
        return 0
    worth = 1 + (one.polarity == "mixed") + bool(_PROGRESS.search(one.text))
    return worth + (one.topic in _OF_THE_WHOLE) - 2 * bool(_LEANS.match(one.text))


def _counted(clear: Sequence[Spoken]) -> list[TopicSaid]:
    found = []
    for topic in TOPIC_PHRASES:
        own = [one for one in clear if one.topic == topic]
        praise = [one for one in own if one.polarity == "strength"]
        criticism = [one for one in own if one.polarity in ("weakness", "mixed")]
        way = len(praise) >= len(criticism)
        best = sorted(praise if way else criticism, key=lambda one: -points(one.text, praise=way))
        sources = tuple(source for one in best[:_FEWEST] for source in one.sources)
        found.append(TopicSaid(topic, len(praise), len(criticism), sources))
    return found


def _most(topics: Sequence[TopicSaid], number: int, *, praise: bool) -> tuple[TopicSaid, ...]:
    """The topics that inspectors said most about."""
    ordered = sorted(topics, key=lambda each: -(each.praise if praise else each.criticism))
    return tuple(ordered[:number])


def _quotes(
    clear: Sequence[Spoken], topics: Sequence[TopicSaid], *, praise: bool
) -> tuple[Quote, ...]:
    """The clearest sentences on some topics."""
    codes = {each.topic for each in topics}
    polarity = "strength" if praise else "weakness"
    usable = [
        one
        for one in clear
        if one.polarity == polarity
        and one.topic in codes
        and len(one.text.split()) <= _LONGEST
        and not (praise and one.taken_back)
    ]
    told = [Told(one.text, one.topic, one.area, one.sure) for one in usable]
    picked = [usable[place] for place in choose(told, _QUOTES, praise=praise)]
    return tuple(Quote(one.text, one.sources, one.topic) for one in picked)
