"""Where each judgement in a report is within its grade, based on wording: ``cusp.place/1``.

It is our estimate from the wording, with a range. It is not Ofsted's. Printed grades are hidden
from the model: if ``reads_as`` and ``printed`` differ, the words and the grade disagree.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence

import msgspec

from cusp.findings.place.features import whole_sentences
from cusp.findings.place.model import Model, NoModel, load, load_blind
from cusp.findings.place.ordinal import Array, grade_at
from cusp.findings.place.pulls import pulls_of
from cusp.findings.place.text import LEAST_WORDS, Line, Part, Reading, reading_of
from cusp.reports.record import AreaCode, Cite, GradeCode, Report

__all__ = ["NoModel", "Place", "Places", "Pull", "load", "places_of", "to_json"]
SCHEMA = "cusp.place/1"
# The lowest acceptable share of known words: no report in the corpus has less than 0.9.
_LEAST_KNOWN = 0.75
Topics = Callable[[str], str | None]


class Pull(msgspec.Struct, frozen=True):
    """A sentence that pulls a section up or down.

    ``towards`` is the grade it pulls towards. ``weight`` is how much the section's average would
    change without it, in grades; it is negative for a sentence that pulls down.
    """

    towards: GradeCode
    topic: str | None
    paragraph: int | None
    text: str
    cite: Cite
    weight: float


class Place(msgspec.Struct, frozen=True):
    """The place of a judgement on the scale from 0.5 to 4.5, with its 80 % range.

    ``cannot_say`` is the reason if there is no place: then position, range and ``reads_as`` are
    ``None``. ``printed`` is ``None`` if the report does not grade the area.
    """

    area: AreaCode
    printed: GradeCode | None
    position: float | None
    range: tuple[float, float] | None
    reads_as: GradeCode | None
    pulls: tuple[Pull, ...] = ()
    cannot_say: str | None = None


class Places(msgspec.Struct, frozen=True):
    """The places of all judgements in a report."""

    file: str
    places: tuple[Place, ...]
    sha256: str = ""
    schema: str = SCHEMA


def places_of(
    report: Report, *, model: Model | None = None, topics: Topics | None = None
) -> Places:
    """The place of each judgement of a report, and of each area with words but no grade.

    Unless a model is given, it uses one that did not learn from reports on the same authority.
    ``topics`` finds a sentence's main topic; by default Cusp's own model does this, if there is
    one. Without an overall grade there is no overall place. Raises :class:`NoModel` if the trained
    model is missing or is not the one its card describes.
    """
    printed: dict[AreaCode, GradeCode] = {j.area: j.grade for j in report.judgements}
    reading = reading_of(report)
    parts = {part.area: part for part in reading.parts}
    areas = [*printed, *(a for a in parts if a not in printed and a != "overall")]
    if report.framework == "pre-SIF":
        why = "inspections before the single framework were written and graded differently"
        found = {area: _no_place(area, printed.get(area), why) for area in areas}
        return Places(report.source.file, tuple(found.values()), report.source.sha256)
    model = model or load_blind(report.authority.code if report.authority else None)
    reasons = {area: _why_not(parts.get(area), model) for area in areas}
    placeable = [part for part in reading.parts if reasons.get(part.area, "") is None]
    name = topics or _topics()
    read = msgspec.structs.replace(reading, parts=tuple(placeable))
    placed = _all_placed(read, printed, model, name) if placeable else {}
    return Places(
        report.source.file,
        tuple(placed.get(a) or _no_place(a, printed.get(a), reasons[a] or "") for a in areas),
        report.source.sha256,
    )


def _all_placed(
    reading: Reading, printed: dict[AreaCode, GradeCode], model: Model, topics: Topics
) -> dict[AreaCode, Place]:
    signs = model.signs(reading)
    found = zip(reading.parts, *model.places(signs), signs, strict=True)
    return {
        part.area: _placed(
            # What pulls the overall place can be anywhere in the report.
            part.area,
            reading.whole if part.area == "overall" else part.lines,
            printed.get(part.area),
            float(position),
            ends,
            whole_sentences(signs) if part.area == "overall" else own.sentences,
            topics,
        )
        for part, position, ends, own in found
    }


def _why_not(part: Part | None, model: Model) -> str | None:
    if part is None:
        return "no part of the report could be matched to this judgement"
    if part.words < LEAST_WORDS:
        return f"it has {part.words} words, and at least {LEAST_WORDS} are needed"
    if model.known_share(part) < _LEAST_KNOWN:
        return "too many of its words are unknown: it may be garbled or not in English"
    return None


def _placed(
    area: AreaCode,
    lines: Sequence[Line],
    printed: GradeCode | None,
    position: float,
    ends: Array,
    sentences: Array,
    topics: Topics,
) -> Place:
    position = round(position, 2)
    low, high = ends
    reads_as = grade_at(position)
    pulls = tuple(
        Pull(towards, topics(line.text), line.paragraph, line.text, line.cite, round(weight, 4))
        for line, towards, weight in pulls_of(lines, sentences, reads_as)
    )
    return Place(
        area=area,
        printed=printed,
        position=position,
        range=(min(round(float(low), 2), position), max(round(float(high), 2), position)),
        reads_as=reads_as,
        pulls=pulls,
    )


def _no_place(area: AreaCode, printed: GradeCode | None, why: str) -> Place:
    return Place(area, printed, None, None, None, (), why)


def _topics() -> Topics:
    """Cusp's own function for a sentence's main topic, or one that gives no topic.

    Imported by name, since a place must not depend on the findings model.
    """
    try:
        model = importlib.import_module("cusp.findings.findings_model")
        found = importlib.import_module("cusp.findings.topics")
    except ImportError:
        return _no_topic
    try:
        model.load()
    except model.NoModel:
        return _no_topic
    hook: Topics = found.main_topic
    return hook


def _no_topic(_: str) -> str | None:
    return None


def to_json(places: Places) -> bytes:
    """The places of a report as one line of JSON in UTF-8, ``schema`` first."""
    plain = msgspec.to_builtins(places)
    return msgspec.json.encode({"schema": plain.pop("schema"), **plain})
