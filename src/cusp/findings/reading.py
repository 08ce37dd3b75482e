"""What the sentences of a report say: findings, schema ``cusp.finding/1``.

Each sentence is read by its own words alone: no grade, no council, no neighbours.
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
_ROWS = 500  # sentences read at once, so that a long file does not fill the memory


class Finding(msgspec.Struct, frozen=True):
    """One sentence and how it reads.

    ``paragraph`` is the printed number, ``sentence`` counts from 1 within the paragraph (within the
    file where there is no report). ``cannot_say`` gives the reason where nothing can be said: the
    polarity is then ``context`` and ``sure`` 0.
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
    cannot_say: str | None = None
    schema: str = SCHEMA

    @property
    def is_sure(self) -> bool:
        """Whether the polarity is sure enough to be shown without "not sure"."""
        return self.sure >= SURE_POLARITY


def findings_of(report: Report) -> list[Finding]:
    """Every sentence of a report's paragraphs in reading order.

    A sentence's cites are its paragraph's: the record tells no lines apart. Raises
    :class:`~cusp.findings.findings_model.NoModel` if the model cannot be used.
    """
    places = [
        Finding(
            report.source.file, section.area, paragraph.number, i, sentence.text,
            paragraph.cites, "context", 0.0, (),
        )
        for section in report.sections
        for paragraph in section.paragraphs
        for i, sentence in enumerate(split(paragraph.text), 1)
    ]  # fmt: skip
    return _read(places)


def findings_of_sentences(texts: Sequence[str], *, file: str | None = None) -> list[Finding]:
    """One finding a text, each taken for one sentence of no report."""
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
        told = {"cannot_say": why, "topics": (Topic("other", 0.0),)} if why else {
            "polarity": POLARITIES[best],
            "sure": round(float(polarity[best]), 3),
            "topics": topics_of(topic),
        }  # fmt: skip
        found.append(msgspec.structs.replace(place, **told))
    return found


def to_builtins(finding: Finding) -> dict[str, Any]:
    """The finding as plain values, ``schema`` first."""
    plain = msgspec.to_builtins(finding)
    return {"schema": plain.pop("schema"), **plain}


def to_json(finding: Finding) -> bytes:
    """The finding as one line of JSON in UTF-8, ``schema`` first."""
    return msgspec.json.encode(to_builtins(finding))
