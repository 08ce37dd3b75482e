"""Where to learn from councils that turned the weaknesses in a report into strengths.

A page of the record works the examples out. The plan only links to it, so that its own pages stay
quick, and quotes what the person has already put in their note.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from functools import lru_cache

from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse

from cusp.findings import NoModel
from cusp.web.record.models import ReportSentence, TopicCount
from cusp.web.record.topics import notes
from cusp.web.record.topics.similar_practice import about
from cusp.web.response.choices import WordsKind
from cusp.web.response.models import Plan, Priority

_log = logging.getLogger(__name__)


def examples_address(plan: Plan) -> str:
    """The page of examples for each area for improvement; empty if no other council was read."""
    place = plan.inspection
    others = TopicCount.objects.exclude(inspection__authority=place.authority_id)
    if not others.exists():
        return ""
    return reverse("learn-areas", args=[place.authority.slug, place.start])


def address_for(area: Priority) -> str:
    """The page of examples for the inspectors' words of one area."""
    place = area.plan.inspection
    origin = f"{place.authority.slug}/{place.start.isoformat()}/{area.address}"
    return f"{reverse('learn')}?from={origin}"


def noted_for(plan: Plan, session: SessionBase) -> dict[str, list[notes.Note]]:
    """What a person's note has on the topics of areas for improvement, by the area's address."""
    kept = notes.kept(session)
    if not kept:
        return {}
    areas = plan.priorities.filter(words_kind=WordsKind.AREA)
    try:
        topics = {row.address: _main_topic(" ".join(row.words.split())) for row in areas}
    except NoModel as error:
        _log.warning("no topics of areas for improvement: %s", error)
        return {}
    noted = _by_topic(kept, set(topics.values()))
    return {address: noted[topic] for address, topic in topics.items() if topic in noted}


@lru_cache(maxsize=500)
def _main_topic(text: str) -> str:
    return about(text).main


def _by_topic(kept: list[notes.Note], topics: set[str]) -> dict[str, list[notes.Note]]:
    texts = [note["text"] for note in kept]
    rows = ReportSentence.objects.filter(topic__in=topics, text__in=texts)
    topic_of = dict(rows.values_list("text", "topic"))
    by_topic: dict[str, list[notes.Note]] = defaultdict(list)
    for note in kept:
        if note["text"] in topic_of:
            by_topic[topic_of[note["text"]]].append(note)
    return by_topic
