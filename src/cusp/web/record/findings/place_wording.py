"""The place of a judgement within its grade, in words; and how well such places are read."""

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
from cusp.web.record.findings.praise_and_criticism import TOPIC_WORDS
from cusp.web.record.models import GradePlace, Judgement

# So near to a border it is said.
_NEAR = 0.15


class Shown(msgspec.Struct, frozen=True):
    """A judgement as the page shows it: the printed grade, and where the words place it."""

    area: str
    grade: str
    judged: bool
    picture: SafeString | None = None
    reads: str = ""
    span: str = ""
    disagrees: str = ""
    cannot_say: str = ""
    up: tuple[dict[str, Any], ...] = ()
    down: tuple[dict[str, Any], ...] = ()


def shown(judgements: Iterable[Judgement], places: Iterable[GradePlace]) -> list[Shown]:
    """Every judgement with its place, and areas that were read without being graded."""
    by_area = {place.area: place for place in places}
    grades = {judgement.area: judgement.grade for judgement in judgements}
    areas = sorted({*grades, *by_area}, key=area_order)
    return [_shown(area, grades.get(area, ""), by_area.get(area)) for area in areas]


def reads(position: float) -> str:
    """As "requires improvement, in its upper half, close to good"."""
    grade, low = _band(position)
    half = "upper" if position >= low + 0.5 else "lower"
    said = f"{grade}, in its {half} half"
    names = [name for name, _ in BANDS]
    at = names.index(grade)
    if at + 1 < len(names) and low + 1 - position <= _NEAR:
        return f"{said}, close to {names[at + 1]}"
    if at and position - low <= _NEAR:
        return f"{said}, close to {names[at - 1]}"
    return said


def span(low: float, high: float) -> str:
    """The range in words: "from the upper half of good to the lower half of outstanding"."""
    first, last = _half(low), _half(high)
    if first == last:
        return f"within the {first[0]} half of {first[1]}"
    if first[1] == last[1]:
        return f"from the {first[0]} to the {last[0]} half of {first[1]}"
    return f"from the {first[0]} half of {first[1]} to the {last[0]} half of {last[1]}"


def disagreement(place: GradePlace) -> str:
    """What to say where the words read as another grade than the printed one; else empty."""
    if place.position is None or not place.printed or place.printed == place.reads_as:
        return ""
    bottom = dict(BANDS).get(place.printed)
    reaches = bottom is not None and (place.low or 0) <= bottom + 1 and (place.high or 0) >= bottom
    rest = (
        f"its range reaches {place.printed}, so the two may well agree"
        if reaches
        else f"even its range does not reach {place.printed}"
    )
    return (
        f"Ofsted graded this {place.printed}; the words read as {place.reads_as}. The place has "
        f"been read from the wording alone, and {rest}."
    )


@cache
def how_well() -> dict[str, Any] | None:
    """How well reports are read by models that saw none on the authority; ``None`` without card."""
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


def _shown(area: str, grade: str, place: GradePlace | None) -> Shown:
    if place is None:
        return Shown(area, grade, bool(grade))
    if place.position is None or place.low is None or place.high is None:
        return Shown(area, grade, bool(grade), cannot_say=place.cannot_say)
    said, ranging = reads(place.position), span(place.low, place.high)
    picture = place_scale(
        place.position, (place.low, place.high), printed=grade,
        title=f"{area_name(area)}: reads as {said}", about=f"Its range goes {ranging}.",
        name=f"place-{area.replace('_', '-')}",
    )  # fmt: skip
    return Shown(
        area, grade, bool(grade), picture, said,
        f"{ranging} ({place.position:.2f}; range {place.low:.2f} to {place.high:.2f})",
        disagreement(place), "", _pulls(place, up=True), _pulls(place, up=False),
    )  # fmt: skip


def _pulls(place: GradePlace, *, up: bool) -> tuple[dict[str, Any], ...]:
    """The sentences that draw one way, strongest first."""
    found = [pull for pull in place.pulls if (pull["weight"] > 0) == up]
    ordered = sorted(found, key=lambda pull: -abs(pull["weight"]))
    return tuple({**p, "words": TOPIC_WORDS.get(p["topic"] or "", "")} for p in ordered)


def _band(position: float) -> tuple[str, float]:
    """The grade at a position, and where its band begins; as ``reads_as`` says it."""
    for grade, low in BANDS:
        if position <= low + 1 or low + 1 >= TOP:  # a border belongs to the band below
            return grade, low
    return BANDS[0][0], BOTTOM


def _half(position: float) -> tuple[str, str]:
    grade, low = _band(position)
    return "upper" if position >= low + 0.5 else "lower", grade
