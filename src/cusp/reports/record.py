"""The record that a report is read into: schema ``cusp.report/1``.

People store records, so field names and codes may be added but never renamed. Every value that a
reader may want to check comes with its place on the page.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from cusp.reports.authorities import join_keys

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

    ``page`` counts from 1. ``box`` is left, top, right and bottom in PDF points (1/72 inch),
    measured from the top left corner of the page as shown.
    """

    page: int
    box: tuple[float, float, float, float]


class Source(msgspec.Struct, frozen=True):
    """The file a record was read from.

    ``file`` is its path as given to the reader; ``sha256`` identifies it wherever it is stored.
    """

    file: str
    sha256: str
    bytes: int
    pages: int


class Authority(msgspec.Struct, frozen=True):
    """The council inspected: its name as printed, and the official name and code if matched.

    ``ofsted_urn`` and ``la_code`` depend on the code, so older records without them get them when
    they are loaded.
    """

    printed: str
    name: str | None = None
    code: str | None = None
    cites: tuple[Cite, ...] = ()
    ofsted_urn: str | None = None
    la_code: str | None = None

    def __post_init__(self) -> None:
        """Fill in the council's other keys from its code."""
        for name, value in join_keys(self.code).items():
            msgspec.structs.force_setattr(self, name, value)


class Period(msgspec.Struct, frozen=True):
    """The first and last day of a period on site, as ISO dates."""

    start: str
    end: str


class Inspected(msgspec.Struct, frozen=True):
    """The first and last day on site. ``periods`` lists the visits if there was more than one."""

    start: str
    end: str
    periods: tuple[Period, ...] = ()
    cites: tuple[Cite, ...] = ()


class Judgement(msgspec.Struct, frozen=True):
    """A graded area: the codes of its area and grade, and both as printed."""

    area: AreaCode
    grade: GradeCode
    printed: str
    cite: Cite
    area_printed: str = ""


class Improvement(msgspec.Struct, frozen=True):
    """An area for improvement (or recommendation), in printed order.

    ``number`` is as printed. If a list has no numbers or repeats one, its items are counted from 1.
    Nested bullets are on separate lines in the text. ``paragraphs`` are the numbers of the
    paragraphs that the item refers to.
    """

    number: int
    text: str
    priority: bool
    cites: tuple[Cite, ...]
    heading: str | None = None
    paragraphs: tuple[int, ...] = ()


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph in the body. ``number`` is as printed, or ``None`` if it has none."""

    number: int | None
    text: str
    cites: tuple[Cite, ...]
    heading: str | None = None


class Section(msgspec.Struct, frozen=True):
    """A part of the report under one heading, with its area and its grade as printed.

    ``area`` is ``None`` for parts without a judgement (such as those about the local authority).
    """

    area: AreaCode | None
    heading: str
    paragraphs: tuple[Paragraph, ...]
    grade: GradeCode | None = None
    grade_printed: str | None = None
    cites: tuple[Cite, ...] = ()


class Problem(msgspec.Struct, frozen=True):
    """A field that could not be read with certainty, and why. Nothing is guessed instead."""

    field: str
    why: str


class Report(msgspec.Struct, frozen=True):
    """One inspection report.

    ``overall_given`` is false if the framework has no overall grade (from April 2026). If there is
    one that could not be read, it is true, the judgement is missing and ``problems`` says so.
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
    # false if pages, paragraphs or a judged area's section seem to be missing
    complete: bool = True

    @property
    def last_paragraph(self) -> int | None:
        """The highest printed paragraph number, or ``None`` if there are none."""
        numbers = [p.number for s in self.sections for p in s.paragraphs if p.number is not None]
        return max(numbers, default=None)


def to_json(report: Report) -> bytes:
    """The report as one line of JSON in UTF-8, ``schema`` first."""
    plain = msgspec.to_builtins(report)
    return msgspec.json.encode({"schema": plain.pop("schema"), **plain})


def from_json(line: bytes | str) -> Report:
    """A report from one line of JSON. Raises :class:`msgspec.ValidationError` for anything else."""
    return msgspec.json.decode(line, type=Report)
