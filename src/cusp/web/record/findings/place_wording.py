"""A judgement's place in its grade, in words, and how accurate these places are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from django.utils.safestring import SafeString

from cusp.findings.place import model as place_model
from cusp.web.common.charts.place import BANDS, BOTTOM, TOP, place_scale
from cusp.web.common.wording import area_name, area_order
from cusp.web.record.findings.counted_topics import TOPIC_WORDS
from cusp.web.record.models import GradePlace, Judgement

# This close to the next grade, the wording mentions it.
_NEAR = 0.15


class Pull(msgspec.Struct, frozen=True):
    """A sentence that moves a place up or down."""

    text: str
    address: str
    page: int | None
    words: str = ""
    """The topic in plain words; empty if there is none."""
    shown_under: str = ""
    """The area further up the page where this sentence is already shown."""


class JudgementOnPage(msgspec.Struct, frozen=True):
    """A judgement with its printed grade, and where Cusp places its wording on the scale."""

    area: str
    grade: str
    judged: bool
    picture: SafeString | None = None
    reads: str = ""
    span: str = ""
    disagrees: str = ""
    cannot_say: str = ""
    pulls_up: tuple[Pull, ...] = ()
    pulls_down: tuple[Pull, ...] = ()

    @property
    def address(self) -> str:
        """Its address among the parts of the report, and its anchor on pages."""
        return f"judgement-{self.area.replace('_', '-')}"


def on_page(judgements: Iterable[Judgement], places: Iterable[GradePlace]) -> list[JudgementOnPage]:
    """Every judgement with its place, including areas with text but no grade."""
    by_area = {place.area: place for place in places}
    grades = {judgement.area: judgement.grade for judgement in judgements}
    areas = sorted({*grades, *by_area}, key=area_order)
    shown: dict[str, str] = {}
    return [_on_page(area, grades.get(area, ""), by_area.get(area), shown) for area in areas]


def summary(judgements: Iterable[JudgementOnPage]) -> str:
    """How many judgements have wording that matches the grade Ofsted gave, in a sentence."""
    placed = [judgement for judgement in judgements if judgement.picture and judgement.judged]
    if not placed:
        return "Cusp cannot place these judgements within their grades"
    agree = sum(not judgement.disagrees for judgement in placed)
    if agree == len(placed) == 1:
        return "The wording matches the grade Ofsted gave"
    if agree == len(placed):
        return f"The wording matches the grade Ofsted gave in all {agree} judgements"
    return f"The wording matches the grade Ofsted gave in {agree} of {len(placed)} judgements"


def reads(position: float) -> str:
    """For example "requires improvement, in its upper half, close to good"."""
    grade, low = _band(position)
    half = "upper" if position >= low + 0.5 else "lower"
    words = f"{grade}, in its {half} half"
    names = [name for name, _ in BANDS]
    index = names.index(grade)
    if index + 1 < len(names) and low + 1 - position <= _NEAR:
        return f"{words}, close to {names[index + 1]}"
    if index and position - low <= _NEAR:
        return f"{words}, close to {names[index - 1]}"
    return words


def span(low: float, high: float) -> str:
    """The range in words: "from the upper half of good to the lower half of outstanding"."""
    first, last = _half(low), _half(high)
    if first == last:
        return f"within the {first[0]} half of {first[1]}"
    if first[1] == last[1]:
        return f"from the {first[0]} to the {last[0]} half of {first[1]}"
    return f"from the {first[0]} half of {first[1]} to the {last[0]} half of {last[1]}"


def disagreement(place: GradePlace, grade: str) -> str:
    """What to say if the wording suggests a different grade from the one shown; else empty."""
    bottom = dict(BANDS).get(grade)
    if place.position is None or bottom is None or grade == place.reads_as:
        return ""
    reaches = (place.low or 0) <= bottom + 1 and (place.high or 0) >= bottom
    rest = (
        f"its range reaches {grade}, so the two may agree"
        if reaches
        else f"its range does not reach {grade}"
    )
    said = (
        f"Ofsted graded this {grade}, but the wording suggests {place.reads_as}. "
        f"Cusp only reads the wording, and {rest}."
    )
    if not a_band_away(place.position, bottom):
        return said
    return (
        f"{said} They are a whole grade apart, so check that this text belongs to this judgement."
    )


def a_band_away(position: float, bottom: float) -> bool:
    """Whether a position is a whole band or more from the middle of the band of a grade."""
    return abs(position - (bottom + 0.5)) >= 1


@cache
def accuracy() -> dict[str, Any] | None:
    """How accurate models are for councils they have not seen; ``None`` if there is no card."""
    try:
        card = json.loads((Path(place_model.FOLDER) / place_model.CARD).read_bytes())
        blind = card["blind_readings"]
        return {
            "sections": blind["sections"],
            "same": round(100 * blind["same"]),
            "touches": round(100 * blind["touches"]),
            "width": f"{blind['width']:.1f}",
            "kappa": f"{blind['kappa']:.2f}",
            "authorities": card["authorities"],
            "weaknesses": card["weaknesses"],
        }
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _on_page(
    area: str, grade: str, place: GradePlace | None, shown: dict[str, str]
) -> JudgementOnPage:
    if place is None:
        return JudgementOnPage(area, grade, bool(grade))
    if place.position is None or place.low is None or place.high is None:
        return JudgementOnPage(area, grade, bool(grade), cannot_say=place.cannot_say)
    words, ranging = reads(place.position), span(place.low, place.high)
    picture = place_scale(
        place.position,
        (place.low, place.high),
        printed=grade,
        title=f"{area_name(area)}: the wording suggests {words}",
        about=f"The range is {ranging}.",
        name=f"place-{area.replace('_', '-')}",
    )
    return JudgementOnPage(
        area,
        grade,
        bool(grade),
        picture=picture,
        reads=words,
        span=f"{ranging} ({place.position:.2f}; range {place.low:.2f} to {place.high:.2f})",
        disagrees=disagreement(place, grade),
        pulls_up=_pulls(place, shown, up=True),
        pulls_down=_pulls(place, shown, up=False),
    )


def _pulls(place: GradePlace, shown: dict[str, str], *, up: bool) -> tuple[Pull, ...]:
    """Sentences that pull one way, strongest first; `shown` says where each already appears."""
    found = [pull for pull in place.pulls if (pull["weight"] > 0) == up]
    ordered = sorted(found, key=lambda pull: -abs(pull["weight"]))
    return tuple(
        Pull(
            text=pull["text"],
            address=pull["address"],
            page=pull["page"],
            words=TOPIC_WORDS.get(pull["topic"] or "", ""),
            shown_under=_earlier(shown, " ".join(pull["text"].split()), place.area),
        )
        for pull in ordered
    )


def _earlier(shown: dict[str, str], text: str, area: str) -> str:
    earlier = shown.setdefault(text, area)
    return "" if earlier == area else earlier


def _band(position: float) -> tuple[str, float]:
    """The grade at a position, and where its band begins; this matches ``reads_as``."""
    for grade, low in BANDS:
        if position <= low + 1 or low + 1 >= TOP:  # a border belongs to the band below
            return grade, low
    return BANDS[0][0], BOTTOM


def _half(position: float) -> tuple[str, str]:
    grade, low = _band(position)
    return "upper" if position >= low + 0.5 else "lower", grade
