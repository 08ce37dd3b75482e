"""Make a briefing from facts. A sentence is only said if none of its sources is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from cusp.briefing import grades, improvements, inspectors, place, what_next
from cusp.briefing.facts import Facts, LeftOut, Source
from cusp.briefing.leaving_out import of_sentences
from cusp.briefing.sentences import Briefing, Draft, Part, Sentence, SourceSaid

_Drafts = Sequence[tuple[Part, Draft]]


def brief(facts: Facts, *, as_at: date) -> Briefing:
    """The briefing on the latest inspection in the facts.

    Sentences are drafted from all the facts. Then each one that lacks a source is left out, so that
    a missing source never changes another sentence. ``as_at`` is the day of the record.
    """
    inspection = facts.latest.inspection
    drafts = list(_drafted(facts, as_at))
    said = tuple(_numbered(drafts))
    services = f"Children’s services in {facts.authority}"
    answer = any(sentence.kind == "overall" for sentence in said) and grades.in_short(facts)
    return Briefing(
        authority=facts.authority,
        title=f"{services}: {answer or f'the inspection of {inspection.start.year}'}",
        inspected=(inspection.start, inspection.end),
        as_at=as_at,
        sentences=said,
        left_out=(*facts.left_out, *_left_out(drafts)),
    )


def _drafted(facts: Facts, as_at: date) -> Iterator[tuple[Part, Draft]]:
    yield from (("grade", draft) for draft in grades.drafts(facts, as_at=as_at))
    yield from (("improvements", draft) for draft in improvements.drafts(facts))
    yield from (("inspectors", draft) for draft in inspectors.drafts(facts))
    yield from (("place", draft) for draft in place.drafts(facts))
    yield from (("next", draft) for draft in what_next.drafts(facts))


def _numbered(drafts: _Drafts) -> Iterator[Sentence]:
    number = 0
    for part, draft in drafts:
        sources = [source for source in draft.sources if source]
        if sources and len(sources) == len(draft.sources):
            number += 1
            said = tuple(dict.fromkeys(map(_said, sources)))
            yield Sentence(number, draft.text, said, part, draft.kind, draft.line)


def _left_out(drafts: _Drafts) -> Iterator[LeftOut]:
    return of_sentences(
        draft.kind for _, draft in drafts if not draft.sources or None in draft.sources
    )


def _said(source: Source) -> SourceSaid:
    return SourceSaid(source.what, source.file, source.cite, source.document, source.part)
