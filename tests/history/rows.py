"""Inspections for tests, each written in one line: give what matters, the rest is filled in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

from hypothesis import strategies as st

from cusp.history.inspections import Inspection
from cusp.reports.record import AreaCode, GradeCode

SHORT: dict[str, GradeCode] = {
    "I": "inadequate",
    "A": "adequate",
    "R": "requires improvement",
    "G": "good",
    "O": "outstanding",
}
AREA: dict[str, AreaCode] = {"help": "help_and_protection", "both": "care_and_care_leavers"}
SOUTHEND, LEEDS = "E06000033", "E08000035"


def inspected(day: str, grades: str = "", **values: Any) -> Inspection:
    """An inspection from its first day on site, and grades such as "overall R, leaders G".

    Its last day is eleven days later, and its publication date is not known unless given.
    """
    start = date.fromisoformat(day)
    graded: dict[AreaCode, GradeCode] = {}
    for pair in filter(None, grades.split(", ")):
        area, letter = pair.split()
        known = {area: area for area in get_args(AreaCode)} | AREA
        graded[known[area]] = SHORT[letter]
    facts: dict[str, Any] = {
        "authority": SOUTHEND,
        "framework": "ILACS",
        "kind": "standard",
        "reinspection": False,
        "start": start,
        "end": start + timedelta(days=11),
        "published": None,
        "published_from": None,
        "grades": graded,
        "overall_given": True,
        "improvements": 0,
        "priority": 0,
        "paragraphs": 0,
        "sha256": f"{day} {grades}",
    }
    for name in ("end", "published"):
        if isinstance(values.get(name), str):
            values[name] = date.fromisoformat(values[name])
    if values.get("published"):
        values.setdefault("published_from", "ofsted")
    return Inspection(**facts | values)


DAYS = st.dates(date(2009, 1, 1), date(2027, 12, 31))
CODES = (SOUTHEND, LEEDS, "E06000058", "E06000028", "E10000009", "E06000059", "E10000021")


@st.composite
def any_inspection(draw: st.DrawFn) -> Inspection:
    """Any inspection: of an old or new council, fully or partly graded, published or not."""
    start = draw(DAYS)
    end = start + timedelta(days=draw(st.integers(0, 40)))
    after = draw(st.none() | st.integers(0, 200))
    areas = draw(st.lists(st.sampled_from(get_args(AreaCode)), unique=True))
    grades = {area: draw(st.sampled_from(get_args(GradeCode))) for area in areas}
    return Inspection(
        authority=draw(st.sampled_from(CODES)),
        framework=draw(st.sampled_from(["ILACS", "SIF"])),
        kind=draw(st.sampled_from([None, "standard", "short", "looked-after", "lscb-review"])),
        reinspection=draw(st.booleans()),
        start=start,
        end=end,
        published=None if after is None else end + timedelta(days=after),
        published_from=None if after is None else "ofsted",
        grades=grades,
        overall_given=draw(st.booleans()),
        improvements=draw(st.integers(0, 30)),
        priority=0,
        paragraphs=0,
        sha256=str(draw(st.integers(0, 10**6))),
        improvements_read=draw(st.booleans()),
    )


ANY = st.lists(any_inspection(), max_size=12)
