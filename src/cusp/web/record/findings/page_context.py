"""What the words of an inspection say, as its pages show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cusp.web.record.archive.passages import Part
from cusp.web.record.findings import (
    place_wording,
    praise_and_criticism,
    stored_findings,
    topic_history,
)
from cusp.web.record.models import Inspection, Judgement, ReportSentence

_COLUMNS = (
    "inspection_id", "address", "page", "area", "sentence", "polarity", "sure", "topics",
)  # fmt: skip


def of_inspection(
    found: Inspection, judgements: Sequence[Judgement], parts: Mapping[str, Part]
) -> dict[str, Any]:
    """Judgements with their places, and what is praised and criticised."""
    why = why_missing(found) if found.document else None
    has_words = bool(found.document) and why is None
    said = list(found.sentences.all()) if has_words else []
    places = list(found.places.all()) if has_words else []
    graded = [judgement.area for judgement in judgements if judgement.area != "overall"]
    weak = praise_and_criticism.criticised(said, graded)
    items = [part.text for part in parts.values() if part.kind == "item"]
    left = praise_and_criticism.never_asked(weak, items) if found.improvements_read else None
    return {
        "placed": place_wording.shown(judgements, places),
        "has_places": any(place.position is not None for place in places),
        "how_well": place_wording.how_well(),
        "cannot_read": why,
        "has_words": has_words,
        "praised": _split(praise_and_criticism.praised(said, graded)),
        "criticised": _split(weak),
        "never_asked": left,
    }


def of_authority(rows: Sequence[Inspection]) -> dict[str, Any] | None:
    """Topics over those inspections whose reports were read; ``None`` where none was."""
    told = _told(rows)
    read = [row for row in rows if row.pk in told]
    if not read:
        return None
    lines = topic_history.over_time([told[row.pk] for row in read])
    return {
        "inspections": read,
        "unread": len(rows) - len(read),
        "first": lines[: topic_history.FIRST],
        "rest": lines[topic_history.FIRST :],
        "again": topic_history.repeated(lines, [row.start for row in read]),
    }


def of_comparison(before: Inspection, after: Inspection) -> dict[str, Any] | None:
    """Topics that turned between two inspections; ``None`` where not both reports can be read."""
    for inspection in (before, after):
        if inspection.document is None or why_missing(inspection) is not None:
            return None
    told = _told([before, after])
    better, worse = topic_history.turned(told.get(before.pk, {}), told.get(after.pk, {}))
    return {"better": better, "worse": worse}


def why_missing(found: Inspection) -> str | None:
    """Why an inspection has no findings to show; None if it has."""
    return stored_findings.why_missing(found)


def _told(rows: Iterable[Inspection]) -> dict[int, dict[str, topic_history.TopicCounts]]:
    """By inspection, in one query, without the words themselves."""
    keys = [row.pk for row in rows]
    sentences: dict[int, list[ReportSentence]] = defaultdict(list)
    for sentence in ReportSentence.objects.filter(inspection__in=keys).only(*_COLUMNS):
        sentences[sentence.inspection_id].append(sentence)
    return {key: topic_history.told_of(said) for key, said in sentences.items()}


def _split(topics: list[praise_and_criticism.Topical]) -> dict[str, Any]:
    """The first topics, to be read at once, and the others."""
    return {
        "first": topics[: praise_and_criticism.FIRST_TOPICS],
        "rest": topics[praise_and_criticism.FIRST_TOPICS :],
        "topics": sum(topic.code != praise_and_criticism.UNSURE_TOPIC for topic in topics),
    }
