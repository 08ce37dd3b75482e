"""What sentences in a report say: findings, schema ``cusp.finding/1``.

A sentence is read together with the one before it in its paragraph. Nothing else in the report is
used, except the grade of its section, which only decides whether a polarity is ``clear``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np

from cusp.findings.likelihoods import likelihoods, settings
from cusp.findings.polarity import POLARITIES, Polarity, why_cannot_say
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
    grades = {judgement.area: judgement.grade for judgement in report.judgements}
    sentences: list[_Sentence] = []
    for section in report.sections:
        grade = grades.get(section.area) if section.area else None
        for paragraph in section.paragraphs:
            before = ""
            for number, sentence in enumerate(split(paragraph.text), 1):
                found = Finding(
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
                sentences.append(_Sentence(found, before, grade))
                before = sentence.text
    return _read(sentences)


def findings_of_sentences(texts: Sequence[str], *, file: str | None = None) -> list[Finding]:
    """A finding for each text, each taken as a sentence without a report."""
    return _read(
        [
            _Sentence(Finding(file, None, None, i, t, (), "context", 0.0, ()), "", None)
            for i, t in enumerate(texts, 1)
        ]
    )


class _Sentence(NamedTuple):
    """A sentence to be read, the one before it in its paragraph, and its section's grade.

    The grade only decides how sure a reading must be to be clear: see ``likelihoods``.
    """

    found: Finding
    before: str
    grade: str | None


def _read(sentences: Sequence[_Sentence]) -> list[Finding]:
    found: list[Finding] = []
    for start in range(0, len(sentences), _ROWS):
        found += _read_some(sentences[start : start + _ROWS])
    return found


def _read_some(sentences: Sequence[_Sentence]) -> list[Finding]:
    polarity, topic = likelihoods([(s.before, s.found.text) for s in sentences])
    chosen = settings()
    found = []
    for sentence, likely, topics in zip(sentences, polarity, topic, strict=True):
        why = why_cannot_say(sentence.found.text)
        values: dict[str, Any] = {"cannot_say": why, "topics": (Topic("other", 0.0),)}
        if why is None:
            best = POLARITIES[int(np.argmax(likely))]
            sure = round(float(likely.max()), 3)
            values = {
                "polarity": best,
                "sure": sure,
                "clear": chosen.is_clear(best, sure, sentence.grade),
                "topics": topics_of(topics),
            }
        found.append(msgspec.structs.replace(sentence.found, **values))
    return found


def to_builtins(finding: Finding) -> dict[str, Any]:
    """The finding as plain values, ``schema`` first."""
    plain = msgspec.to_builtins(finding)
    return {"schema": plain.pop("schema"), **plain}


def to_json(finding: Finding) -> bytes:
    """The finding as one line of JSON in UTF-8, ``schema`` first."""
    return msgspec.json.encode(to_builtins(finding))
