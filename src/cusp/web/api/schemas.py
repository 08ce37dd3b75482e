"""What the API answers with. Fields are those of the pages' data (``record.rows``)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema

from cusp.reports.record import AreaCode, FrameworkCode, GradeCode

Kind = Literal["judgement", "item", "lscb-item", "paragraph"]
Polarity = Literal["strength", "weakness", "mixed", "context"]
Overall = GradeCode | Literal["not given"]


class Problem(Schema):
    """What went wrong: a sentence, and for parameters where and why."""

    detail: str
    errors: list[dict[str, str]] = Field(default_factory=list)
    address: str | None = Field(None, description="Where it is now, for an authority renamed")


class Grades(Schema):
    """The grade of each area; null where it was not judged or could not be read."""

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
    """What other tables know an authority by; null for those abolished, and for unknown ones."""

    ofsted_urn: str | None = Field(description="Ofsted's number for it")
    la_code: str | None = Field(description="The Department for Education's three digits")


class Named(Keys):
    """The authority that a row is about."""

    authority: str
    authority_code: str | None = Field(description="Of the Office for National Statistics")


class RecordEnds(Schema):
    """Where the record ends: nothing published later is counted."""

    record_ends: date | None = Field(description="The day of the newest report held")
    record_ends_note: str | None = Field(description="The same in a sentence, to be shown")


class Authority(Grades, Keys):
    """An authority with its latest inspection."""

    name: str
    slug: str = Field(description="Its name in addresses")
    code: str | None = Field(description="Of the Office for National Statistics")
    region: str | None
    kind: str | None
    began: date | None
    ended: date | None
    inspections: int = Field(description="How many are known")
    latest_start: date | None
    latest_published: date | None
    latest_framework: FrameworkCode | None
    improvements: int | None
    address: str


class Inspection(Grades, Named):
    """An inspection's facts."""

    start: date = Field(description="First day on site")
    end: date
    published: date | None
    published_from: Literal["report", "ofsted"] | None
    counts_from: date = Field(description="Publication, or the last day on site if not known")
    framework: FrameworkCode
    kind: str | None
    reinspection: bool
    lead_inspector: str | None
    improvements: int | None
    priority_improvements: int
    report_held: bool = Field(description="Whether the report itself is here")
    complete: bool = Field(description="False where parts of the report seem to be missing")
    address: str


class Passage(Named):
    """An area for improvement or a paragraph with its page."""

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
    """A passage found."""

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
    """A page of a list."""

    count: int = Field(description="How many there are on all pages")
    page: int
    pages: int


class Authorities(Paged, RecordEnds):
    """A page of authorities."""

    items: list[Authority]


class Passages(Paged):
    """A page of a report's passages."""

    items: list[Passage]


class InspectionInFull(Schema):
    """An inspection, and the record of its report (``cusp.report/1``) where it is here."""

    inspection: Inspection
    report: dict[str, Any] | None = Field(description="As `cusp read` writes it: docs/record.md")


class Found(Schema):
    """A page of hits (``cusp.search/1``)."""

    schema_: str = Field(alias="schema")
    asked: dict[str, str]
    passages: int = Field(description="How many passages are found")
    inspections: int = Field(description="In how many inspections")
    ranked: bool = Field(description="False where the words are too common for a best")
    page: int
    pages: int
    hits: list[Hit]


class Topic(Schema):
    """A topic that a sentence is about."""

    topic: str
    sure: float = Field(description="How likely it belongs")


class Finding(Named):
    """A sentence of a report and how it reads."""

    inspection: date
    id: str = Field(description="The passage that it stands in")
    page: int | None
    area: AreaCode | None
    sentence: int = Field(description="Counted from 1 in its paragraph")
    text: str
    polarity: Polarity
    sure: float = Field(description="How likely the polarity is right")
    polarity_is_sure: bool = Field(description="False where pages say “not sure”")
    topics: list[Topic] = Field(description="What it is mainly about first")
    address: str


class Findings(Paged):
    """A page of a report's sentences."""

    items: list[Finding]
    cannot_say: str | None = Field(description="Why there are none, where none could be read")


class Pull(Schema):
    """A finding that pulls a place up or down."""

    towards: str
    topic: str | None
    page: int | None
    text: str
    weight: float
    address: str | None


class GradePlace(Schema):
    """Where a judgement stands in its grade, read from the words."""

    area: AreaCode
    printed: GradeCode | None
    position: float | None = Field(
        description="0.5 to 4.5: inadequate to 1.5, requires improvement to 2.5, good to 3.5"
    )
    range: list[float] | None = Field(description="Where it lies in four of five cases")
    reads_as: GradeCode | None
    cannot_say: str | None
    pulls: list[Pull]


class GradePlaces(Schema):
    """The places of an inspection's judgements."""

    about: str = Field(description="What a place is, to be said wherever one is shown")
    cannot_say: str | None = Field(description="Why there are none, where none could be read")
    places: list[GradePlace]


class TopicTold(Schema):
    """How a topic stood in one inspection: counts of sentences that are surely about it."""

    state: str
    strengths: int
    weaknesses: int
    mixed: int


class TopicTurn(Schema):
    """A topic before and after."""

    topic: str
    before: TopicTold
    after: TopicTold


class TopicsTurned(Schema):
    """Topics from criticised to praised, and from praised to criticised."""

    better: list[TopicTurn]
    worse: list[TopicTurn]


class TopicThen(TopicTold):
    """How a topic stood in one inspection."""

    inspection: date


class TopicOverTime(Schema):
    """A topic through an authority's inspections."""

    topic: str
    inspections: list[TopicThen]


class AuthorityInFull(RecordEnds):
    """An authority and all its inspections, oldest first."""

    authority: Authority
    answer: str | None = Field(description="How it stands, in a sentence")
    inspections: list[Inspection]
    topics: list[TopicOverTime] = Field(description="In those inspections whose report was read")


class Source(Schema):
    """The file that was read."""

    file: str
    sha256: str
    bytes: int
    pages: int


class Change(Schema):
    """One judgement before and after."""

    area: AreaCode
    area_before: AreaCode | None
    before: Overall | None
    after: Overall | None
    direction: str


class Correction(Schema):
    """An officer's word."""

    verdict: Literal["same", "partial", "none"]
    by: str
    at: datetime
    note: str | None


class Link(Schema):
    """A later item and the earlier one that it carries on, by their numbers."""

    later: int
    earlier: int
    kind: Literal["same", "partial"]
    score: float | None
    sure: bool
    correction: Correction | None


class Refused(Schema):
    """A link that an officer refused."""

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
    reports_held: bool = Field(description="False where a report is missing: nothing is linked")
    topics_turned: TopicsTurned | None = Field(description="Null where not both could be read")


class Council(Keys):
    """A council on a day."""

    code: str
    name: str
    region: str
    grade: GradeCode | None
    why: str | None = Field(description="Why there is no grade")
    inspected: date | None
    published: date | None
    counts_from: date | None = Field(description="Publication, or the last day on site")


class Country(RecordEnds):
    """All councils on a day."""

    on: date
    area: AreaCode
    region: str | None
    answer: str
    counts: dict[str, int] = Field(description="By grade, and “no overall grade given”")
    known: int = Field(description="Councils with a grade")
    not_given: int = Field(description="Councils whose latest inspection gives no overall grade")
    not_known: int = Field(description="Councils without an inspection, or whose grade is unread")
    total: int
    inspections_counted: int
    inspections_undated: int = Field(description="Of those, the ones without a known publication")
    inspections_undated_note: str | None = Field(description="What was taken for them instead")
    councils: list[Council]
