"""Facts about made-up inspections, each with a source of its own, and how to take one away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

import msgspec

from cusp.briefing import (
    Briefing,
    Facts,
    Inspected,
    MeetingFact,
    Received,
    Source,
    Statement,
    brief,
)
from cusp.briefing.facts import Carried, Item, Placed, Quote, Said, TopicSaid
from cusp.history.inspections import Inspection
from cusp.reports.record import AreaCode, Cite, FrameworkCode, GradeCode

RI: GradeCode = "requires improvement"
TODAY = date(2020, 1, 1)


def source(document: str, part: str, page: int = 1) -> Source:
    return Source(document, f"{document}.pdf", Cite(page, (1.0, 2.0, 3.0, 4.0)), part)


def inspection(
    start: date,
    grades: Mapping[AreaCode, GradeCode],
    *,
    improvements: int = 0,
    framework: FrameworkCode = "ILACS",
    **more: Any,
) -> Inspection:
    return Inspection(
        authority="E06000033",
        framework=framework,
        reinspection=more.pop("reinspection", False),
        kind=more.pop("kind", "standard"),
        start=start,
        end=date(start.year, start.month, start.day + 4),
        published=None,
        published_from=None,
        grades=dict(grades),
        overall_given=more.pop("overall_given", True),
        improvements=improvements,
        priority=0,
        paragraphs=1,
        sha256=start.isoformat(),
        **more,
    )


def inspected(found: Inspection, *items: str) -> Inspected:
    name = f"report {found.start.year}"
    return Inspected(
        found,
        days=(source(name, "dates"),),
        grades={area: source(name, area) for area in found.grades},
        items=tuple(
            Item(number, text, False, (source(name, f"area {number}"),))
            for number, text in enumerate(items, 1)
        ),
    )


def graded(year: int, overall: GradeCode, *items: str, **more: Any) -> Inspected:
    """An inspection with the same grade for everything."""
    grades: dict[AreaCode, GradeCode] = {
        "overall": overall,
        "leaders": overall,
        "help_and_protection": overall,
        "care_and_care_leavers": overall,
    }
    return inspected(inspection(date(year, 7, 1), grades, improvements=len(items), **more), *items)


def everything() -> Facts:
    """Facts that give rise to nearly every kind of sentence."""
    return Facts(
        authority="Wexcombe",
        latest=graded(2019, RI, "Supervision.", "Visits.", "Plans.", "Records."),
        earlier=(graded(2016, RI, "Oversight.", "Visits to children.", "Audits."),),
        later=graded(2019 + 1, "good"),
        carried=(
            Carried(1, 1, "partial", sure=True),
            Carried(2, 2, "same", sure=True, confirmed=True),
            Carried(3, 1, "partial", sure=False),
        ),
        said=Said(
            Quote("There is more to do.", (source("report 2019", "paragraph 1"),)),
            (TopicSaid("adoption", 2, 0, (source("report 2019", "paragraph 2"),)),),
            (TopicSaid("recording", 0, 3, (source("report 2019", "paragraph 3"),)),),
            (Quote("Adopters wait less.", (source("report 2019", "paragraph 4"),), "adoption"),),
            (Quote("Records are late.", (source("report 2019", "paragraph 5"),), "recording"),),
        ),
        places=(
            Placed("overall", RI, 2.2, 1.9, 2.4, RI, (source("report 2019", "paragraph 6"),)),
            Placed("leaders", RI, 1.6, 1.2, 2.0, RI, (source("report 2019", "paragraph 7"),)),
        ),
        response=Statement(date(2019, 11, 1), 4, 12, 3, Source("The statement", "/response/")),
        received=Received(date(2019, 8, 19), Source("The plan", "/plan/")),
        meeting=MeetingFact(
            "Education Board", date(2019, 10, 22), Source("The agenda", "/agenda/"), time(8, 15),
            "Tickfield Centre", "The official response", "5",
        ),
    )  # fmt: skip


def made(facts: Facts) -> Briefing:
    return brief(facts, as_at=TODAY)


def texts(facts: Facts) -> list[str]:
    return [sentence.text for sentence in made(facts).sentences]


def of_kind(facts: Facts, kind: str) -> list[str]:
    return [sentence.text for sentence in made(facts).sentences if sentence.kind == kind]


def sources_in(value: object) -> Iterator[Source]:
    """Every source in some facts."""
    if isinstance(value, Source):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from sources_in(getattr(value, name))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from sources_in(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from sources_in(each)


def without(value: Any, gone: Source) -> Any:
    """The same facts without one source."""
    if isinstance(value, Source):
        return None if value == gone else value
    if isinstance(value, msgspec.Struct):
        names = value.__struct_fields__
        kept = {name: without(getattr(value, name), gone) for name in names}
        return msgspec.structs.replace(value, **kept)
    if isinstance(value, Mapping):
        return {key: without(each, gone) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(without(each, gone) for each in value)
    return value
