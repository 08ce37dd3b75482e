"""Sentences on what inspectors praised and criticised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cusp.briefing.facts import Facts, Quote, TopicSaid
from cusp.briefing.sentences import Draft, needed
from cusp.briefing.wording import TOPIC_PHRASES, listed, quoted


def drafts(facts: Facts) -> Iterator[Draft]:
    """The sentences, in order."""
    said = facts.said
    if said.summing_up:
        text = f"Overall, inspectors wrote: {quoted(said.summing_up.text)}"
        yield Draft("summing up", text, needed(said.summing_up.sources))
    if said.praised:
        text = f"Mainly praised: {_named(said.praised)}."
        yield Draft("praised", text, needed(*(topic.sources for topic in said.praised)), -1)
    yield from _quotes("praise", said.praise, first=1)
    if said.criticised:
        text = f"Mainly criticised: {_named(said.criticised)}."
        yield Draft("criticised", text, needed(*(topic.sources for topic in said.criticised)), -2)
    yield from _quotes("criticism", said.criticism, first=1 + len(said.praise))


def _quotes(kind: str, quotes: Sequence[Quote], *, first: int) -> Iterator[Draft]:
    for line, quote in enumerate(quotes, first):
        yield Draft(kind, _quoted(kind, quote), needed(quote.sources), line)


def _named(topics: Sequence[TopicSaid]) -> str:
    return listed(TOPIC_PHRASES[topic.topic] for topic in topics)


def _quoted(kind: str, quote: Quote) -> str:
    about = TOPIC_PHRASES[quote.topic]
    word = {"praise": "Praise for", "criticism": "Criticism of"}[kind]
    return f"{word} {about}: {quoted(quote.text)}"
