"""Parameters for the operations, checked before anything is looked up."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import (
    AfterValidator,
    BeforeValidator,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from cusp.findings.topics import CODES
from cusp.reports.authorities import Region
from cusp.reports.record import AreaCode, FrameworkCode, GradeCode
from cusp.web.record.search import Filters

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _only_iso(value: Any) -> Any:
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("enter a date in the format 2019-07-15")


Slug = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]+$", max_length=120)]
# Only an ISO date: otherwise a number would be read as seconds.
Day = Annotated[date, BeforeValidator(_only_iso)]
Year = Annotated[int, Field(ge=2000, le=2100)]


def _topic(value: str) -> str:
    if value in CODES:
        return value
    raise ValueError("there is no such topic: see /topics/ for a list")


TopicCode = Annotated[
    str,
    AfterValidator(_topic),
    WithJsonSchema({"type": "string", "enum": list(CODES)}),
]


class Parameters(Schema):
    """Unknown names are refused, so that a typing error does not return everything."""

    @model_validator(mode="wrap")
    @classmethod
    def _known(cls, value: Any, handler: Any, info: ValidationInfo) -> Any:
        # ninja passes only the parameters it knows, and passes the request separately.
        request = (info.context or {}).get("request")
        unknown = sorted(set(request.GET) - set(cls.model_fields)) if request else []
        if unknown:
            raise ValueError(f"there is no parameter called {unknown[0][:60]!r}")
        return handler(value)


class PageParameters(Parameters):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=10_000, description="Page number, starting at 1")
    per_page: int = Field(25, ge=1, le=200, description="Number of results on a page")


class AuthoritiesParameters(PageParameters):
    """Which authorities."""

    region: Region | None = Field(None, description="Only councils in this region")
    current: bool = Field(False, description="Leave out councils that no longer exist")


class PassagesParameters(PageParameters):
    """Which passages of a report."""

    kind: Literal["item", "lscb-item", "paragraph"] | None = Field(
        None,
        description="Areas for improvement (item), those for the safeguarding board (lscb-item) "
        "or paragraphs",
    )


class FindingsParameters(PageParameters):
    """Which sentences of a report."""

    polarity: Literal["strength", "weakness", "mixed", "context"] | None = Field(
        None, description="Only sentences that praise, criticise, do both or do neither"
    )
    topic: TopicCode | None = Field(
        None, description="Only sentences that are clearly about this topic"
    )
    sure: bool = Field(False, description="Only sentences whose polarity is certain")


class CountryParameters(Parameters):
    """Which date and area."""

    on: Day | None = Field(None, description="The date; today if not given")
    area: AreaCode = Field("overall", description="Area of judgement")
    region: Region | None = Field(None, description="Only councils in this region")


class SearchParameters(PageParameters):
    """Which words, and where."""

    q: str = Field(
        min_length=1,
        max_length=2000,
        description='Words that a passage must contain, "a phrase", -excluded word',
    )
    authority: Slug | None = Field(None, description="The authority's name in addresses")
    region: Region | None = None
    area: AreaCode | None = Field(
        None, description="Only passages in the part of the report about this area"
    )
    area_grade: GradeCode | None = Field(
        None, description="Only where this is the grade of that area"
    )
    grade: GradeCode | None = Field(None, description="Only inspections with this overall grade")
    framework: FrameworkCode | None = None
    kind: Literal["item", "paragraph"] | None = None
    finding: Literal["praise", "criticism"] | None = Field(
        None, description="Only paragraphs with a sentence that clearly praises or criticises"
    )
    year_from: Year | None = Field(
        None, description="Only inspections that began in this year or later"
    )
    year_to: Year | None = Field(
        None, description="Only inspections that began in this year or earlier"
    )
    order: Literal["best", "newest", "oldest"] = "best"

    def filters(self) -> Filters:
        """The search filters."""
        chosen = {name: getattr(self, name) for name in Filters.__struct_fields__}
        return Filters(**{name: value for name, value in chosen.items() if value is not None})
