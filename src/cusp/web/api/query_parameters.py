"""What may be asked: parameters of the operations, checked before anything is looked up."""

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
    raise ValueError("write a day as 2019-07-15")


Slug = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]+$", max_length=120)]
# Nothing but an ISO date: a plain number would else be taken for seconds.
Day = Annotated[date, BeforeValidator(_only_iso)]
Year = Annotated[int, Field(ge=2000, le=2100)]


def _topic(value: str) -> str:
    if value in CODES:
        return value
    raise ValueError("there is no such topic; /topics/ lists them")


TopicCode = Annotated[
    str,
    AfterValidator(_topic),
    WithJsonSchema({"type": "string", "enum": list(CODES)}),
]


class Parameters(Schema):
    """Names that are not known are refused, so that a slip does not pass for "any"."""

    @model_validator(mode="wrap")
    @classmethod
    def _known(cls, value: Any, handler: Any, info: ValidationInfo) -> Any:
        # ninja hands over the parameters that it knows only, and the request beside them.
        request = (info.context or {}).get("request")
        unknown = sorted(set(request.GET) - set(cls.model_fields)) if request else []
        if unknown:
            raise ValueError(f"there is no parameter called {unknown[0][:60]!r}")
        return handler(value)


class PageParameters(Parameters):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=10_000, description="The page, from 1")
    per_page: int = Field(25, ge=1, le=200, description="How many on a page")


class AuthoritiesParameters(PageParameters):
    """Which authorities."""

    region: Region | None = Field(None, description="Those of a region only")
    current: bool = Field(False, description="Without councils that have ended")


class PassagesParameters(PageParameters):
    """Which passages of a report."""

    kind: Literal["item", "lscb-item", "paragraph"] | None = Field(
        None, description="Areas for improvement, those of the safeguarding board, or paragraphs"
    )


class FindingsParameters(PageParameters):
    """Which sentences of a report."""

    polarity: Literal["strength", "weakness", "mixed", "context"] | None = Field(
        None, description="Those that praise, criticise, do both, or only tell"
    )
    topic: TopicCode | None = Field(None, description="Those that are surely about a topic")
    sure: bool = Field(False, description="Only those whose polarity is sure")


class CountryParameters(Parameters):
    """Which day and area."""

    on: Day | None = Field(None, description="The day; today if left out")
    area: AreaCode = Field("overall", description="The area judged")
    region: Region | None = Field(None, description="Councils of a region only")


class SearchParameters(PageParameters):
    """Which words, and where."""

    q: str = Field(
        min_length=1,
        max_length=2000,
        description='Words that must all stand in a passage, "a phrase", -without this word',
    )
    authority: Slug | None = Field(None, description="The authority's name in addresses")
    region: Region | None = None
    area: AreaCode | None = Field(None, description="Passages of the report's part on this area")
    area_grade: GradeCode | None = Field(None, description="The grade of that part")
    grade: GradeCode | None = Field(None, description="The inspection's overall grade")
    framework: FrameworkCode | None = None
    kind: Literal["item", "paragraph"] | None = None
    finding: Literal["praise", "criticism"] | None = Field(
        None, description="Paragraphs with a sentence that clearly praises, or criticises"
    )
    year_from: Year | None = Field(None, description="Year of the first day on site, or later")
    year_to: Year | None = Field(None, description="Year of the first day on site, or earlier")
    order: Literal["best", "newest", "oldest"] = "best"

    def filters(self) -> Filters:
        """As search takes them."""
        chosen = {name: getattr(self, name) for name in Filters.__struct_fields__}
        return Filters(**{name: value for name, value in chosen.items() if value is not None})
