"""What sentences in a report say: findings, schema ``cusp.finding/1``.

Only a sentence's own words are used, not its grade, its council or the sentences around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from cusp.findings.findings_model import load
from cusp.findings.polarity import POLARITIES, SURE_POLARITY, Polarity, why_cannot_say
from cusp.findings.sentences import split
from cusp.findings.topics import Topic, topics_of
from cusp.reports.record import Cite, Report

SCHEMA = "cusp.finding/1"
_ROWS = 500  # sentences read at a time, so that a long file does not fill the memory


class Finding(msgspec.Struct, frozen=True):
    """A sentence, its polarity and its topics.

    ``paragraph`` is the printed number. ``sentence`` counts from 1 within the paragraph, or within
    the file if there is no report. ``clear`` is whether pages show the polarity without "not sure".
    ``cannot_say`` is the reason if the sentence cannot be classified: then the polarity is
    ``context``, ``sure`` is 0 and ``clear`` is false.
    """

    file: str | None
    area: str | None
    paragraph: int | None
    sentence: int
    text: str
    cites: tuple[Cite, ...]
    polarity: Polarity
    sure: float
    topics: tuple[Topic, ...]
    clear: bool = False
    cannot_say: str | None = None
    schema: str = SCHEMA


def findings_of(report: Report) -> list[Finding]:
    """Every sentence of a report's paragraphs, in reading order.

    A sentence has its paragraph's cites, because the record does not store lines. Raises
    :class:`~cusp.findings.findings_model.NoModel` if the model cannot be used.
    """
    places = [
        Finding(
            file=report.source.file,
            area=section.area,
            paragraph=paragraph.number,
            sentence=number,
            text=sentence.text,
            cites=paragraph.cites,
            polarity="context",
            sure=0.0,
            topics=(),
        )
        for section in report.sections
        for paragraph in section.paragraphs
        for number, sentence in enumerate(split(paragraph.text), 1)
    ]
    return _read(places)


def findings_of_sentences(texts: Sequence[str], *, file: str | None = None) -> list[Finding]:
    """A finding for each text, each taken as a sentence without a report."""
    return _read(
        [Finding(file, None, None, i, t, (), "context", 0.0, ()) for i, t in enumerate(texts, 1)]
    )


def _read(places: Sequence[Finding]) -> list[Finding]:
    found: list[Finding] = []
    for start in range(0, len(places), _ROWS):
        found += _read_some(places[start : start + _ROWS])
    return found


def _read_some(places: Sequence[Finding]) -> list[Finding]:
    model = load()
    seen = model.see([place.text for place in places])
    found = []
    for place, polarity, topic in zip(
        places, model.polarities(seen), model.topics(seen), strict=True
    ):
        why = why_cannot_say(place.text)
        best = int(np.argmax(polarity))
        values: dict[str, Any] = {"cannot_say": why, "topics": (Topic("other", 0.0),)}
        if why is None:
            sure = round(float(polarity[best]), 3)
            values = {
                "polarity": POLARITIES[best],
                "sure": sure,
                "clear": sure >= SURE_POLARITY,
                "topics": topics_of(topic),
            }
        found.append(msgspec.structs.replace(place, **values))
    return found


def to_builtins(finding: Finding) -> dict[str, Any]:
    """The finding as plain values, ``schema`` first."""
    plain = msgspec.to_builtins(finding)
    return {"schema": plain.pop("schema"), **plain}


def to_json(finding: Finding) -> bytes:
    """The finding as one line of JSON in UTF-8, ``schema`` first."""
    return msgspec.json.encode(to_builtins(finding))
