"""The record that a report becomes: schema ``cusp.report/1``.

Field names and codes are a promise to everyone who stores records: add, never rename.
Every value that a reader may want to check carries the place on the page it came from.
"""

from __future__ import annotations

from typing import Literal

import msgspec

SCHEMA = "cusp.report/1"

AreaCode = Literal[
    "overall",
    "leaders",
    "help_and_protection",
    "care_and_care_leavers",
    "in_care",
    "care_leavers",
    "adoption",
    "lscb",
    # Judged only by inspections of looked-after services before the single framework.
    "capacity_to_improve",
    "outcomes",
    "quality_of_provision",
]
GradeCode = Literal["inadequate", "requires improvement", "adequate", "good", "outstanding"]
FrameworkCode = Literal["ILACS", "SIF", "pre-SIF"]
KindCode = Literal["standard", "short", "single", "looked-after", "lscb-review"]


class Cite(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """A place in the report.

    ``page`` counts from 1. ``box`` is left, top, right, bottom in PDF points (1/72 inch), measured
    from the top left corner of the page as it is shown.
    """

    page: int
    box: tuple[float, float, float, float]


class Source(msgspec.Struct, frozen=True):
    """The file a record was read from.

    ``file`` is its path as given to the reader; ``sha256`` identifies it wherever it is kept.
    """

    file: str
    sha256: str
    bytes: int
    pages: int


class Authority(msgspec.Struct, frozen=True):
    """The council inspected: its name as printed, and the official name and code if matched."""

    printed: str
    name: str | None = None
    code: str | None = None
    cites: tuple[Cite, ...] = ()


class Period(msgspec.Struct, frozen=True):
    """Days on site, first and last, as ISO dates."""

    start: str
    end: str


class Inspected(msgspec.Struct, frozen=True):
    """First and last day on site; ``periods`` lists each visit where there was more than one."""

    start: str
    end: str
    periods: tuple[Period, ...] = ()
    cites: tuple[Cite, ...] = ()


class Judgement(msgspec.Struct, frozen=True):
    """One graded area: the code of area and grade, and both as printed."""

    area: AreaCode
    grade: GradeCode
    printed: str
    cite: Cite
    area_printed: str = ""


class Improvement(msgspec.Struct, frozen=True):
    """One area for improvement (or recommendation), in printed order, numbered from 1.

    ``paragraphs`` are the numbers of the body paragraphs that the report itself points to.
    """

    number: int
    text: str
    priority: bool
    cites: tuple[Cite, ...]
    heading: str | None = None
    paragraphs: tuple[int, ...] = ()


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph of the body; ``number`` is the printed one, ``None`` where it has none."""

    number: int | None
    text: str
    cites: tuple[Cite, ...]
    heading: str | None = None


class Section(msgspec.Struct, frozen=True):
    """A part of the report under one heading, with the area it judges and its grade as printed.

    ``area`` is ``None`` for parts that judge nothing (about the inspection, the local authority).
    """

    area: AreaCode | None
    heading: str
    paragraphs: tuple[Paragraph, ...]
    grade: GradeCode | None = None
    grade_printed: str | None = None
    cites: tuple[Cite, ...] = ()


class Problem(msgspec.Struct, frozen=True):
    """Something that could not be read for sure: which field, and why. Never guessed instead."""

    field: str
    why: str


class Report(msgspec.Struct, frozen=True):
    """One inspection report.

    ``overall_given`` tells an inspection that gives no overall grade (from April 2026) from one
    whose overall grade could not be read: then it is true, the judgement is missing and
    ``problems`` names it.
    """

    source: Source
    authority: Authority | None
    framework: FrameworkCode
    kind: KindCode | None
    reinspection: bool
    inspected: Inspected | None
    published: str | None
    lead_inspector: str | None
    judgements: tuple[Judgement, ...]
    improvement_heading: str | None
    improvements: tuple[Improvement, ...]
    sections: tuple[Section, ...]
    problems: tuple[Problem, ...] = ()
    schema: str = SCHEMA
    framework_version: str = ""
    title: str = ""
    overall_given: bool = True
    published_cite: Cite | None = None
    lead_inspector_cite: Cite | None = None
    lscb_improvements: tuple[Improvement, ...] = ()
    # false where pages, paragraphs or a judged area's section seem to be missing
    complete: bool = True

    @property
    def last_paragraph(self) -> int | None:
        """The highest printed paragraph number, ``None`` where no paragraph is numbered."""
        numbers = [p.number for s in self.sections for p in s.paragraphs if p.number is not None]
        return max(numbers, default=None)


def to_json(report: Report) -> bytes:
    """The report as one line of JSON in UTF-8, ``schema`` first."""
    plain = msgspec.to_builtins(report)
    return msgspec.json.encode({"schema": plain.pop("schema"), **plain})


def from_json(line: bytes | str) -> Report:
    """A report from one line of JSON; raises :class:`msgspec.ValidationError` for anything else."""
    return msgspec.json.decode(line, type=Report)
