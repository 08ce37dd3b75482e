"""Wording shared by pages: dates, areas and numbers."""

from __future__ import annotations

from datetime import date

from cusp.reports.dates import date_in_full

_AREAS = {
    "overall": "Overall effectiveness",
    "leaders": "Leadership",
    "help_and_protection": "Help and protection",
    "care_and_care_leavers": "Children in care and care leavers",
    "in_care": "Children in care",
    "care_leavers": "Care leavers",
    "adoption": "Adoption",
    "capacity_to_improve": "Capacity to improve",
    "outcomes": "Outcomes for children and young people",
    "quality_of_provision": "Quality of provision",
    "lscb": "Local Safeguarding Children Board",
}


def area_name(code: str) -> str:
    """The name of a judgement area for readers."""
    return _AREAS.get(code, code.replace("_", " ").capitalize())


def area_in_sentence(code: str) -> str:
    """The name of a judgement area in the middle of a sentence."""
    return f"the {_AREAS[code]}" if code == "lscb" else area_name(code).lower()


def area_order(code: str) -> int:
    """An area's position in a list: overall first, the safeguarding board last."""
    return list(_AREAS).index(code) if code in _AREAS else len(_AREAS)


def say_date(value: date | str) -> str:
    """22 October 2019; also accepts an ISO date as text."""
    return date_in_full(date.fromisoformat(value) if isinstance(value, str) else value)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 <= number % 100 <= 20 else ending}"


def with_page(source: str, page: int | None) -> str:
    """A source and its page, such as "paragraph 16, page 3"; only the source if page is None."""
    return f"{source}, page {page}" if page else source


def cited(start: date, page: int | None) -> str:
    """The report of an inspection as a source: "2019 report, page 3"."""
    return with_page(f"{start.year} report", page)
