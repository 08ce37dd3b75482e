"""A country of four inspected councils, and helpers that read its pages."""

import re
from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import pytest

from cusp.web.record.models import Authority, Inspection, Judgement

LEEDS, ESSEX, KENT, OLD_DORSET = "E08000035", "E10000012", "E10000016", "E10000009"
SVG = "{http://www.w3.org/2000/svg}"
ON = "2024-01-01"
Inspected = Callable[..., Inspection]


@pytest.fixture
def inspected(db: None) -> Inspected:
    """Makes an inspection that was published a month after it began."""

    def make(code: str, start: str, framework: str = "ILACS", **grades: str) -> Inspection:
        day = date.fromisoformat(start)
        row = Inspection.objects.create(
            authority=Authority.objects.get(code=code),
            start=day,
            end=day,
            published=date(day.year, day.month + 1, day.day),
            framework=framework,
            kind="standard",
        )
        Judgement.objects.bulk_create(
            [Judgement(inspection=row, area=area, grade=grade) for area, grade in grades.items()]
        )
        return row

    return make


@pytest.fixture
def four(inspected: Inspected) -> None:
    """A country of four councils whose grades are known, one of them abolished in 2019."""
    Judgement.objects.all().delete()
    Inspection.objects.all().delete()
    inspected(LEEDS, "2018-03-05", overall="outstanding", help_and_protection="good")
    inspected(LEEDS, "2022-03-07", overall="good", help_and_protection="good")
    inspected(ESSEX, "2016-03-07", "SIF", overall="requires improvement")
    inspected(ESSEX, "2023-03-06", overall="outstanding", help_and_protection="outstanding")
    inspected(KENT, "2019-03-04", overall="inadequate")
    inspected(OLD_DORSET, "2016-03-07", "SIF", overall="good")


def tidy(text: str) -> str:
    """Words without the spaces that markup leaves before full stops and commas."""
    return re.sub(r" (?=[.,;:])", "", text)


def pictures(markup: str) -> dict[str, ElementTree.Element]:
    """Every chart on a page by its id; fails if one is not well formed."""
    found = re.findall(r"<svg.*?</svg>", markup, re.DOTALL)
    return {tree.get("id") or "": tree for tree in map(ElementTree.fromstring, found)}
