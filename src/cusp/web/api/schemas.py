"""Responses of the API. Their fields are those of the pages' data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema

from cusp.reports.record import AreaCode, FrameworkCode, GradeCode

Kind = Literal["judgement", "item", "lscb-item", "paragraph"]
Polarity = Literal["strength", "weakness", "mixed", "context"]
Overall = GradeCode | Literal["not given"]


class Problem(Schema):
    """An error: what went wrong and, for parameters, where and why."""

    detail: str
    errors: list[dict[str, str]] = Field(default_factory=list)
    address: str | None = Field(None, description="The new address of a renamed authority")


class Grades(Schema):
    """The grade of each area; null if it was not judged or could not be read."""

    overall: Overall | None
    leaders: GradeCode | None
    help_and_protection: GradeCode | None
    care_and_care_leavers: GradeCode | None
    in_care: GradeCode | None
    care_leavers: GradeCode | None
    adoption: GradeCode | None
    lscb: GradeCode | None
    capacity_to_improve: GradeCode | None
    outcomes: GradeCode | None
    quality_of_provision: GradeCode | None


class Keys(Schema):
    """An authority's codes in other data; null if it has been abolished or has none."""

    ofsted_urn: str | None = Field(description="Ofsted's unique reference number")
    la_code: str | None = Field(description="The Department for Education's 3-digit code")


class Named(Keys):
    """The authority that a row is about."""

    authority: str
    authority_code: str | None = Field(description="Office for National Statistics code")


class RecordEnds(Schema):
    """The date when the record ends; nothing published later is counted."""

    record_ends: date | None = Field(
        description="Publication date of the latest report in the record"
    )
    record_ends_note: str | None = Field(
        description="The same information, in a sentence you can show"
    )


class Authority(Grades, Keys):
    """An authority with its latest inspection."""

    name: str
    slug: str = Field(description="Name used in addresses")
    code: str | None = Field(description="Office for National Statistics code")
    region: str | None
    kind: str | None
    began: date | None
    ended: date | None
    inspections: int = Field(description="Number of inspections in the record")
    latest_start: date | None
    latest_published: date | None
    latest_framework: FrameworkCode | None
    improvements: int | None
    address: str


class Inspection(Grades, Named):
    """Facts about an inspection."""

    start: date = Field(description="First day on site")
    end: date
    published: date | None
    published_from: Literal["report", "ofsted"] | None
    counts_from: date = Field(
        description="Publication date, or the last day on site if that is not known"
    )
    framework: FrameworkCode
    kind: str | None
    reinspection: bool
    lead_inspector: str | None
    improvements: int | None
    priority_improvements: int
    report_held: bool = Field(description="Whether the record has the report itself")
    complete: bool = Field(description="False if parts of the report seem to be missing")
    address: str


class Passage(Named):
    """An area for improvement or a paragraph, with its page."""

    inspection: date
    id: str
    kind: Kind
    number: int | None
    name: str
    area: AreaCode | None
    heading: str | None
    page: int | None
    text: str
    address: str


class Hit(Named):
    """A search result."""

    inspection: date
    framework: FrameworkCode
    kind: Kind
    number: int | None
    name: str
    area: AreaCode | None
    heading: str | None
    page: int | None
    text: str
    address: str


class Paged(Schema):
    """One page of a list."""

    count: int = Field(description="Number of results on all pages")
    page: int
    pages: int


class Authorities(Paged, RecordEnds):
    """One page of authorities."""

    items: list[Authority]


class Passages(Paged):
    """One page of a report's passages."""

    items: list[Passage]


class InspectionInFull(Schema):
    """An inspection and, if there is one, the record of its report (``cusp.report/1``)."""

    inspection: Inspection
    report: dict[str, Any] | None = Field(
        description="As written by `cusp read`: see docs/record.md"
    )


class Found(Schema):
    """One page of search results (``cusp.search/1``)."""

    schema_: str = Field(alias="schema")
    asked: dict[str, str]
    passages: int = Field(description="Number of passages found")
    inspections: int = Field(description="Number of inspections they are in")
    ranked: bool = Field(description="False if the words are too common to rank results")
    page: int
    pages: int
    hits: list[Hit]


class Topic(Schema):
    """A sentence's topic."""

    topic: str
    sure: float = Field(description="How likely it is that the sentence is about the topic")


class Finding(Named):
    """A sentence in a report, with its polarity and topics."""

    inspection: date
    id: str = Field(description="The passage it is in")
    page: int | None
    area: AreaCode | None
    sentence: int = Field(description="Number in its paragraph, starting at 1")
    text: str
    polarity: Polarity
    sure: float = Field(description="How likely it is that the polarity is right")
    polarity_is_sure: bool = Field(description="False if pages show the polarity as not sure")
    topics: list[Topic] = Field(description="Main topic first")
    address: str


class Findings(Paged):
    """One page of sentences in a report."""

    items: list[Finding]
    cannot_say: str | None = Field(description="Why there are none, if they could not be read")


class Pull(Schema):
    """A finding that pulls a judgement up or down in its grade."""

    towards: str
    topic: str | None
    page: int | None
    text: str
    weight: float
    address: str | None


class GradePlace(Schema):
    """A judgement's place in its grade, estimated from the report's wording."""

    area: AreaCode
    printed: GradeCode | None
    position: float | None = Field(
        description="From 0.5 to 4.5: up to 1.5 is inadequate, 2.5 requires improvement, 3.5 good"
    )
    range: list[float] | None = Field(
        description="The position is in this range in 4 out of 5 cases"
    )
    reads_as: GradeCode | None
    cannot_say: str | None
    pulls: list[Pull]


class GradePlaces(Schema):
    """The places of an inspection's judgements."""

    about: str = Field(description="Explains what a place is: show this text with every place")
    cannot_say: str | None = Field(description="Why there are none, if they could not be read")
    places: list[GradePlace]


class TopicTold(Schema):
    """A topic in one inspection: the number of sentences that are clearly about it."""

    state: str
    strengths: int
    weaknesses: int
    mixed: int


class TopicTurn(Schema):
    """A topic in the earlier and the later inspection."""

    topic: str
    before: TopicTold
    after: TopicTold


class TopicsTurned(Schema):
    """Topics that went from criticised to praised (better), or the other way round (worse)."""

    better: list[TopicTurn]
    worse: list[TopicTurn]


class TopicThen(TopicTold):
    """A topic in one inspection."""

    inspection: date


class TopicOverTime(Schema):
    """A topic in each of an authority's inspections."""

    topic: str
    inspections: list[TopicThen]


class AuthorityInFull(RecordEnds):
    """An authority and all its inspections, oldest first."""

    authority: Authority
    answer: str | None = Field(description="Its latest result in a sentence")
    inspections: list[Inspection]
    topics: list[TopicOverTime] = Field(description="In inspections whose report has been read")


class Source(Schema):
    """The file that was read."""

    file: str
    sha256: str
    bytes: int
    pages: int


class Change(Schema):
    """A judgement in the earlier and the later inspection."""

    area: AreaCode
    area_before: AreaCode | None
    before: Overall | None
    after: Overall | None
    direction: str


class Correction(Schema):
    """An officer's correction."""

    verdict: Literal["same", "partial", "none"]
    by: str
    at: datetime
    note: str | None


class Link(Schema):
    """A later area for improvement and the earlier one it continues, by their numbers."""

    later: int
    earlier: int
    kind: Literal["same", "partial"]
    score: float | None
    sure: bool
    correction: Correction | None


class Refused(Schema):
    """A link that an officer rejected."""

    later: int
    earlier: int
    correction: Correction


class Comparison(Named):
    """Two inspections of an authority (``cusp.comparison/1``)."""

    schema_: str = Field(alias="schema")
    earlier: Source | None
    later: Source | None
    judgements: list[Change]
    links: list[Link]
    new: list[int]
    no_longer_raised: list[int]
    refused: list[Refused]
    reports_held: bool = Field(description="False if a report is missing, so nothing is linked")
    topics_turned: TopicsTurned | None = Field(
        description="Null if either report could not be read"
    )


class Council(Keys):
    """A council on a date."""

    code: str
    name: str
    region: str
    grade: GradeCode | None
    why: str | None = Field(description="Why there is no grade")
    inspected: date | None
    published: date | None
    counts_from: date | None = Field(description="Publication date, or the last day on site")


class Country(RecordEnds):
    """All councils on a date."""

    on: date
    area: AreaCode
    region: str | None
    answer: str
    counts: dict[str, int] = Field(description="By grade, including “no overall grade given”")
    known: int = Field(description="Councils with a grade")
    not_given: int = Field(description="Councils whose latest inspection gives no overall grade")
    not_known: int = Field(
        description="Councils with no inspection, or whose grade could not be read"
    )
    total: int
    inspections_counted: int
    inspections_undated: int = Field(description="How many of these have no known publication date")
    inspections_undated_note: str | None = Field(description="Which date is used for them instead")
    councils: list[Council]
