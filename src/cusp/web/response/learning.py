"""Councils that turned the weakness of an area for improvement into a strength."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import date

import msgspec
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from cusp.findings import NoModel
from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.models import Inspection, ReportSentence
from cusp.web.record.topics import learn, notes
from cusp.web.response.models import Plan

_log = logging.getLogger(__name__)


class Examples(msgspec.Struct, frozen=True):
    """Examples for an area: their page, the councils, and what the person has in their note."""

    address: str
    councils: tuple[str, ...]
    topic: str
    noted: tuple[notes.Note, ...] = ()


def examples_for(plan: Plan, session: SessionBase) -> dict[str, Examples]:
    """Examples by the address of the area for improvement; areas without any are left out."""
    found = _examples(plan.inspection_id, timezone.localdate())
    noted = _noted(session, {one.topic for one in found.values()})
    return {
        address: msgspec.structs.replace(one, noted=tuple(noted.get(one.topic, ())))
        for address, one in found.items()
    }


@kept_until_changed(at_most=4)
def _examples(inspection: int, on: date) -> dict[str, Examples]:
    row = Inspection.objects.select_related("authority").get(pk=inspection)
    try:
        areas = learn.for_areas(row, on=on)
    except NoModel as error:
        _log.warning("no examples from other councils: %s", error)
        return {}
    return {
        area.passage.address: Examples(
            address=area.address,
            councils=tuple(dict.fromkeys(one.report.name for one in area.found.examples)),
            topic=area.found.subject.main,
        )
        for area in areas
        if area.found.examples
    }


def _noted(session: SessionBase, about: set[str]) -> dict[str, list[notes.Note]]:
    """The examples in a person's note, by topic."""
    kept = notes.kept(session)
    if not kept:
        return {}
    texts = [note["text"] for note in kept]
    rows = ReportSentence.objects.filter(topic__in=about, text__in=texts)
    topics = dict(rows.values_list("text", "topic"))
    by_topic: dict[str, list[notes.Note]] = defaultdict(list)
    for note in kept:
        if note["text"] in topics:
            by_topic[topics[note["text"]]].append(note)
    return by_topic
