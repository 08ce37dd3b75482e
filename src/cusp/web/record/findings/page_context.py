"""What an inspection's report says, as shown on its pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cusp.web.common.wording import area_name
from cusp.web.record.archive.passages import Part
from cusp.web.record.findings import (
    clearest,
    counted_topics,
    place_wording,
    praise_and_criticism,
    stored_findings,
    topic_history,
)
from cusp.web.record.findings.counted_topics import PRAISE_OR_CRITICISM, SentenceRow, TopicCounts
from cusp.web.record.findings.praise_and_criticism import TopicSentences
from cusp.web.record.models import Inspection, Judgement, ReportSentence
from cusp.wording import listed


def summary(
    found: Inspection, judgements: Sequence[Judgement], parts: Mapping[str, Part]
) -> dict[str, Any]:
    """Judgements, and the clearest strengths and weaknesses."""
    why, sentences = _read(found)
    weak, strong = _both_ways(sentences, judgements)
    places = list(found.places.all()) if why is None else []
    placed = place_wording.on_page(judgements, places)
    return {
        "judgements": placed,
        "has_places": any(judgement.picture for judgement in placed),
        "differing": [area_name(j.area).lower() for j in placed if j.disagrees],
        "cannot_read": why,
        "has_words": why is None,
        "strengths": clearest.clearest(strong, praise=True),
        "weaknesses": clearest.clearest(weak, praise=False, items=_items(parts)),
        "without_improvement": _without_improvement(found, weak, parts),
    }


def findings(
    found: Inspection, judgements: Sequence[Judgement], parts: Mapping[str, Part]
) -> dict[str, Any]:
    """Every topic with its criticism and praise, most criticised first."""
    why, sentences = _read(found)
    weak, strong = _both_ways(sentences, judgements)
    return {
        "cannot_read": why,
        "answer": _most(weak, strong),
        "topics": praise_and_criticism.together(weak, strong),
        "without_improvement": _without_improvement(found, weak, parts),
    }


def places(found: Inspection, judgements: Sequence[Judgement]) -> dict[str, Any]:
    """Every judgement with its place in the grade, and how accurate these places are."""
    why = why_missing(found)
    placed = place_wording.on_page(judgements, found.places.all() if why is None else ())
    return {
        "cannot_read": why,
        "judgements": placed,
        "answer": place_wording.summary(placed),
        "has_places": any(judgement.picture for judgement in placed),
        "cannot_place": _one_reason(placed),
        "accuracy": place_wording.accuracy(),
    }


def of_authority(rows: Sequence[Inspection]) -> dict[str, Any] | None:
    """Topics over the inspections whose reports were read, or ``None`` if none were."""
    counts = _counts(rows)
    read = [row for row in rows if row.pk in counts]
    if not read:
        return None
    lines = topic_history.over_time([counts[row.pk] for row in read])
    return {
        "inspections": read,
        "unread": len(rows) - len(read),
        "first": lines[: topic_history.FIRST],
        "rest": lines[topic_history.FIRST :],
        "again": topic_history.repeated(lines, [row.start for row in read]),
    }


def of_comparison(before: Inspection, after: Inspection) -> dict[str, Any] | None:
    """Topics that changed between two inspections; ``None`` if either report cannot be read."""
    for inspection in (before, after):
        if inspection.document is None or why_missing(inspection) is not None:
            return None
    counts = _counts([before, after])
    better, worse = topic_history.turned(counts.get(before.pk, {}), counts.get(after.pk, {}))
    return {"better": better, "worse": worse}


def why_missing(found: Inspection) -> str | None:
    """Why an inspection has no findings to show; None if it has."""
    return stored_findings.why_missing(found)


def _read(found: Inspection) -> tuple[str | None, list[SentenceRow]]:
    """Why a report cannot be read, or else its sentences with praise or criticism."""
    why = why_missing(found)
    return why, _sentences(found.pk, polarity__in=PRAISE_OR_CRITICISM) if why is None else []


def _sentences(key: int, **chosen: object) -> list[SentenceRow]:
    """Sentences of an inspection in their order."""
    rows = ReportSentence.objects.filter(inspection=key, **chosen)
    return [SentenceRow(*row) for row in rows.values_list(*SentenceRow._fields)]


def _both_ways(
    sentences: Sequence[SentenceRow], judgements: Sequence[Judgement]
) -> tuple[list[TopicSentences], list[TopicSentences]]:
    """Criticised topics and praised topics."""
    graded = [judgement.area for judgement in judgements if judgement.area != "overall"]
    return (
        praise_and_criticism.criticised(sentences, graded),
        praise_and_criticism.praised(sentences, graded),
    )


def _without_improvement(
    found: Inspection, weak: Sequence[TopicSentences], parts: Mapping[str, Part]
) -> list[TopicSentences] | None:
    if not found.improvements_read:
        return None
    return praise_and_criticism.without_improvement(weak, list(_items(parts).values()))


def _items(parts: Mapping[str, Part]) -> dict[str, str]:
    """The areas for improvement by address."""
    return {part.address: part.text for part in parts.values() if part.kind == "item"}


def _one_reason(judgements: Sequence[place_wording.JudgementOnPage]) -> str:
    """The reason no judgement has a place, if it is the same for all of them; otherwise empty."""
    reasons = {judgement.cannot_say for judgement in judgements}
    return reasons.pop() if len(reasons) == 1 else ""


def _most(weak: Sequence[TopicSentences], strong: Sequence[TopicSentences]) -> str:
    """The most criticised topics, or else the most praised, in a sentence."""
    for way, topics in (("Criticised", weak), ("Praised", strong)):
        named = [
            topic.words.lower()
            for topic in topics
            if topic.code in praise_and_criticism.COUNCIL_TOPICS
            and any(sentence.clear for sentence in topic.sentences)
        ]
        if named:
            return f"{way} most for {listed(named[:3])}"
    return "What inspectors praised and criticised"


def _counts(rows: Iterable[Inspection]) -> dict[int, Mapping[str, TopicCounts]]:
    """By inspection; without those whose reports have not been read."""
    stored = counted_topics.stored()
    return {row.pk: stored[row.pk] for row in rows if row.pk in stored}
