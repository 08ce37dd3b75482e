"""The data sets: what each row is, and what each column means.

The page, the description of each CSV file and the catalogue are all made from these.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from cusp.web.record.archive.shared_columns import AUTHORITY_COLUMNS

Type = Literal["string", "integer", "boolean", "date", "anyURI", "number"]
LICENCE = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
LICENCE_NAME = "Open Government Licence v3.0"
ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0. "
    "Source: Ofsted inspection reports."
)


class Column(msgspec.Struct, frozen=True):
    """A column: what it means and the type of its values."""

    about: str
    type: Type = "string"


class DataSet(msgspec.Struct, frozen=True):
    """A table about the whole country; ``path`` is its address without the format."""

    name: str
    title: str
    rows: str
    path: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    keywords: tuple[str, ...]

    def address(self, form: str) -> str:
        """The address of its file in a format."""
        return f"{self.path}.{form}"


_GRADE = "Grade: inadequate, requires improvement, adequate (until 2013), good or outstanding"
COLUMNS: dict[str, Column] = {
    "authority": Column("Name of the council"),
    "authority_code": Column("Office for National Statistics code of the council"),
    "ofsted_urn": Column("Ofsted’s number for the council"),
    "la_code": Column("The Department for Education’s three-digit code for the council"),
    "name": Column("Name"),
    "slug": Column("Name of the council in addresses of this site"),
    "code": Column("Office for National Statistics code of the council"),
    "region": Column("Region of England"),
    "kind": Column("Kind of council or inspection"),
    "began": Column("First day of the council", "date"),
    "ended": Column("Last day of the council; empty if it still exists", "date"),
    "inspections": Column("Number of inspections in the record", "integer"),
    "latest_start": Column("First day on site of the latest inspection", "date"),
    "latest_published": Column("Date when the latest report was published", "date"),
    "latest_framework": Column("Framework of the latest inspection: ILACS, SIF or pre-SIF"),
    "improvements": Column("Number of areas for improvement in the latest report", "integer"),
    "address": Column("Address of the page about this row", "anyURI"),
    "record_ends": Column("Date of the newest report in the record", "date"),
    "as_at": Column("Date for which the grade is given", "date"),
    "area": Column("Area judged, such as overall or leaders"),
    "grade": Column(f"{_GRADE}; empty if there is none"),
    "why_none": Column("Why there is no grade"),
    "inspected_start": Column("First day on site of the inspection that gave the grade", "date"),
    "inspected_end": Column("Last day on site of that inspection", "date"),
    "published": Column("Date when the report was published; empty if not known", "date"),
    "counts_from": Column("Date from which the grade counts", "date"),
    "framework": Column("Framework of the inspection: ILACS, SIF or pre-SIF"),
    "grade_before": Column("Grade before that, on the same framework of grades"),
    "inspected_before": Column("First day on site of the inspection before", "date"),
    "direction": Column("Whether the grade went up or down or stayed the same"),
    "group": Column("Group of reports; all for every report"),
    "topic": Column("Code of the topic"),
    "reports": Column("Reports that mention the topic", "integer"),
    "criticised": Column("Reports with at least two thirds of comments critical", "integer"),
    "praised": Column("Reports with at least two thirds of comments positive", "integer"),
    "both": Column("Reports that both praise and criticise", "integer"),
    "few": Column("Whether there are too few reports for the shares to mean much", "boolean"),
    "sentences_of_criticism": Column("Sentences that criticise", "integer"),
    "sentences_of_praise": Column("Sentences that praise", "integer"),
    "sentences_of_both": Column("Sentences that do both", "integer"),
    "share_of_criticism": Column("Percentage of criticism", "integer"),
    "share_from": Column("Lower end of the range of that percentage", "integer"),
    "share_to": Column("Upper end of the range of that percentage", "integer"),
    "share_before": Column("Percentage of criticism in earlier years", "integer"),
    "share_lately": Column("Percentage of criticism in recent years", "integer"),
    "change": Column("Change in percentage points", "integer"),
    "councils_turned": Column("Councils that turned a weakness into a strength", "integer"),
    "inspection": Column("First day on site of the inspection", "date"),
    "inspection_ended": Column("Last day on site of the inspection", "date"),
    "printed": Column("The grade as printed in the report"),
    "number": Column("Number of the area for improvement as printed", "integer"),
    "page": Column("Page of the report", "integer"),
    "text": Column("The area for improvement in Ofsted’s words"),
}  # fmt: skip
_GRADED_AREAS = (
    "overall", "leaders", "help_and_protection", "care_and_care_leavers", "in_care", "care_leavers",
    "adoption", "lscb", "capacity_to_improve", "outcomes", "quality_of_provision",
)  # fmt: skip
COLUMNS |= {
    area: Column(f"{_GRADE}, for {area.replace('_', ' ')}; “not given” if no grade was given")
    for area in _GRADED_AREAS
}
JUDGEMENT_COLUMNS = (
    *AUTHORITY_COLUMNS, "region", "inspection", "inspection_ended", "published", "counts_from",
    "framework", "kind", "area", "grade", "printed", "address",
)  # fmt: skip
IMPROVEMENT_COLUMNS = (
    *AUTHORITY_COLUMNS, "region", "inspection", "published", "framework", "number", "page", "text",
    "address",
)  # fmt: skip
DATA_SETS = (
    DataSet(
        name="authorities",
        title="Councils and their latest grades",
        rows="a council",
        path="/authorities",
        columns=(
            "name", "slug", "code", "ofsted_urn", "la_code", "region", "kind", "began", "ended",
            "inspections", "latest_start", "latest_published", "latest_framework", *_GRADED_AREAS,
            "improvements", "address", "record_ends",
        ),
        key=("slug",),
        keywords=("councils", "Ofsted", "grades"),
    ),
    DataSet(
        name="judgements",
        title="Judgements of every inspection",
        rows="a judgement in an inspection",
        path="/data/judgements",
        columns=JUDGEMENT_COLUMNS,
        key=("authority", "inspection", "area"),
        keywords=("Ofsted", "inspections", "grades"),
    ),
    DataSet(
        name="areas-for-improvement",
        title="Areas for improvement in every report",
        rows="an area for improvement in a report",
        path="/data/areas-for-improvement",
        columns=IMPROVEMENT_COLUMNS,
        key=("address",),
        keywords=("Ofsted", "inspections", "areas for improvement", "recommendations"),
    ),
    DataSet(
        name="country",
        title="Each council’s overall grade today",
        rows="a council",
        path="/country",
        columns=(
            "code", "ofsted_urn", "la_code", "name", "slug", "region", "as_at", "record_ends",
            "area", "grade", "why_none", "inspected_start", "inspected_end", "published",
            "counts_from", "framework", "grade_before", "inspected_before", "direction",
        ),
        key=("code",),
        keywords=("councils", "Ofsted", "grades"),
    ),
    DataSet(
        name="topics",
        title="What reports praise and criticise, by topic",
        rows="a topic",
        path="/topics",
        columns=(
            "group", "topic", "name", "reports", "criticised", "praised", "both", "few",
            "sentences_of_criticism", "sentences_of_praise", "sentences_of_both",
            "share_of_criticism", "share_from", "share_to", "share_before", "share_lately",
            "change", "councils_turned", "address",
        ),
        key=("group", "topic"),
        keywords=("topics", "praise", "criticism"),
    ),
)  # fmt: skip
BY_NAME = {data_set.name: data_set for data_set in DATA_SETS}
