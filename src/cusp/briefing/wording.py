"""Names, dates, lists and quotations, as a briefing words them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from cusp.calendar.wording import with_weekday
from cusp.reports.dates import date_in_full
from cusp.reports.record import AreaCode

__all__ = ["TOPIC_PHRASES", "day", "listed", "quoted", "with_weekday"]

# At the start of a line.
AREA_NAMES: dict[AreaCode, str] = {
    "overall": "Overall effectiveness",
    "leaders": "Impact of leaders",
    "help_and_protection": "Help and protection",
    "care_and_care_leavers": "Children in care and care leavers",
    "in_care": "Children in care",
    "care_leavers": "Care leavers",
    "adoption": "Adoption",
    "lscb": "Safeguarding board",
    "capacity_to_improve": "Capacity to improve",
    "outcomes": "Outcomes for looked-after children",
    "quality_of_provision": "Quality of provision",
}
# Within a sentence.
AREA_PHRASES: dict[AreaCode, str] = {
    **{area: name[:1].lower() + name[1:] for area, name in AREA_NAMES.items()},
    "overall": "overall effectiveness",
    "leaders": "the impact of leaders",
    "lscb": "the safeguarding board",
}
# Each topic as what inspectors praise or criticise.
TOPIC_PHRASES: dict[str, str] = {
    "leadership": "leadership",
    "governance": "governance",
    "partnership": "work with partners",
    "quality-assurance": "quality assurance",
    "management-oversight": "oversight by managers",
    "workforce": "the workforce",
    "participation": "listening to children",
    "recording": "children’s records",
    "front-door": "the response to contacts and referrals",
    "early-help": "early help",
    "assessment": "assessments",
    "child-protection-enquiries": "child protection enquiries",
    "child-protection-plans": "child protection plans",
    "child-in-need": "support for children in need",
    "pre-proceedings": "work before and during court proceedings",
    "domestic-abuse": "support for children living with domestic abuse",
    "neglect": "the response to neglect",
    "exploitation-missing": "work with children who are exploited or go missing",
    "disabled-children": "services for disabled children",
    "homelessness": "help for homeless young people",
    "private-fostering": "private fostering",
    "allegations": "how allegations against professionals are handled",
    "missing-education": "support for children missing education or educated at home",
    "unaccompanied-children": "support for unaccompanied children seeking asylum",
    "edge-of-care": "decisions about children coming into care or going home",
    "care-planning": "planning for children in care",
    "independent-review": "independent reviewing officers and conference chairs",
    "permanence": "permanent homes for children",
    "adoption": "adoption",
    "fostering": "fostering",
    "placements": "homes for children in care",
    "health": "the health of children in care",
    "education": "the education of children in care",
    "family-time": "children’s time with their families",
    "pathway-plans": "pathway plans and contact with care leavers",
    "leavers-accommodation": "care leavers’ homes",
    "leavers-work": "care leavers’ work and study",
    "leavers-health": "care leavers’ health and rights",
}
_SPACES = re.compile(r"\s+")
_LEFT_OVER = re.compile(r"[\s,;:.(–—-]+$")


def day(value: date) -> str:
    """22 October 2019."""
    return date_in_full(value)


def listed(words: Iterable[str], *, last: str = "and") -> str:
    """One, two and three; with semicolons if a part has a comma or an "and" of its own."""
    every = list(words)
    if len(every) < 2:
        return "".join(every)
    if any("," in word or " and " in word for word in every):
        return f"{'; '.join(every[:-1])}; {last} {every[-1]}"
    return f"{', '.join(every[:-1])} {last} {every[-1]}"


def counted(number: int, one: str, several: str) -> str:
    """1 area, 2 areas, no areas."""
    return f"{number:,} {one}" if number == 1 else f"{number or 'no'} {several}"


def quoted(text: str, most: int = 60) -> str:
    """A quotation of at most so many words; three dots if it ends early.

    Only the first line of an item with nested bullets is quoted.
    """
    first, *rest = text.strip().split("\n")
    words = _SPACES.sub(" ", first).strip().split(" ")
    cut = len(words) > most or bool(rest)
    said = " ".join(words[:most])
    said = _LEFT_OVER.sub("", said) if cut else said.rstrip(";")
    inner = said.replace("“", "‘").replace("”", "’")
    return f"“{inner} …”" if cut else f"“{inner}”"


def capital(text: str) -> str:
    """The text with a capital letter."""
    return text[:1].upper() + text[1:]
