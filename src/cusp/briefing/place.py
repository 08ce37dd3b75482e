"""Sentences on the place in the grade. It is Cusp's estimate, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from cusp.briefing.facts import Facts, Placed, Source
from cusp.briefing.sentences import Draft, needed
from cusp.briefing.wording import AREA_NAMES, AREA_PHRASES, listed
from cusp.findings.place.model import CARD, FOLDER
from cusp.reports.record import GradeCode

METHOD = Source("How Cusp places a judgement in its grade", "docs/place.md")
# Where each grade's band begins on the scale; each is 1 wide.
_BANDS: dict[GradeCode, float] = {
    "inadequate": 0.5,
    "requires improvement": 1.5,
    "good": 2.5,
    "outstanding": 3.5,
}
_ORDER = list(AREA_NAMES)


class _Accuracy(msgspec.Struct, frozen=True):
    sections: int
    same: float
    touches: float


class _Card(msgspec.Struct, frozen=True):
    blind_readings: _Accuracy


def drafts(facts: Facts) -> Iterator[Draft]:
    """The sentences, in order."""
    places = sorted(facts.places, key=lambda placed: _ORDER.index(placed.area))
    graded = [placed for placed in places if placed.printed]
    overall = next((placed for placed in graded if placed.area == "overall"), None)
    others = [placed for placed in graded if placed.area != "overall"]
    if overall:
        text = f"Going by its wording, the report as a whole reads as {_reads(overall)}."
        yield Draft("place", text, needed(overall.sources, [METHOD]))
    if others:
        parts = [f"{AREA_PHRASES[placed.area]} {_position(placed)}" for placed in others]
        text = f"For each area: {listed(parts)}."
        yield Draft(
            "place of areas", text, needed(*(placed.sources for placed in others), [METHOD])
        )
    if graded:
        yield _caution()


def _reads(placed: Placed) -> str:
    """The half of the band, the position and the range, and whether the printed grade differs."""
    low = _BANDS[placed.reads_as]
    half = "upper" if placed.position >= low + 0.5 else "lower"
    text = (
        f"{placed.reads_as}, in its {half} half: {_position(placed)}, on a scale on which "
        f"{placed.reads_as} runs from {low} to {low + 1}"
    )
    if placed.printed != placed.reads_as:
        text += f", although inspectors graded it {placed.printed}"
    return text


def _position(placed: Placed) -> str:
    return f"{placed.position:.1f} (range {placed.low:.1f} to {placed.high:.1f})"


def _caution() -> Draft:
    text = "This place is Cusp’s own estimate, not Ofsted’s view."
    accuracy = _accuracy()
    if accuracy:
        text = (
            f"{text[:-1]}: in tests on {accuracy.sections:,} judgements that Cusp had not seen, "
            f"the range included the printed grade for {accuracy.touches:.0%}."
        )
    return Draft("caution on place", text, (METHOD,))


@cache
def _accuracy() -> _Accuracy | None:
    """How often the range touched the printed grade; ``None`` without the model's card."""
    try:
        return msgspec.json.decode((Path(FOLDER) / CARD).read_bytes(), type=_Card).blind_readings
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None
