"""Filters for the topic pages; reading them never fails, whatever the address contains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from django import forms

from cusp.reports.authorities import Region
from cusp.reports.record import FrameworkCode, GradeCode
from cusp.web.common.filter_fields import ANY, choice_field, year_field
from cusp.web.record.models import Authority, MeasureSeries, Neighbours
from cusp.web.record.topics.statistics import ReadReport, ReportFilters

GROUPS = {
    "year": "Year of inspection",
    "grade": "Overall grade",
    "framework": "Framework",
    "region": "Region",
}

# The number of children in a council's care, in the published measures (LAIT).
CHILDREN_IN_CARE = "LACnum"
# Each with its highest number; about a quarter of councils are in each.
SIZES: tuple[tuple[str, str, int], ...] = (
    ("small", "Fewer than 300", 299),
    ("medium", "300 to 449", 449),
    ("large", "450 to 649", 649),
    ("largest", "650 or more", 10**9),
)


def size_of(children: float) -> str:
    """The band for a council with this number of children in care."""
    return next(name for name, _, most in SIZES if children <= most)


class TopicFilters(forms.Form):
    """Which reports to count; every filter may be left empty."""

    # Filters need no "(optional)".
    is_filter = True

    region = choice_field("Region", [(region, region) for region in get_args(Region)])
    grade = choice_field(
        "Overall grade", [(grade, grade.capitalize()) for grade in get_args(GradeCode)[::-1]]
    )
    framework = choice_field(
        "Framework", [(framework, framework) for framework in get_args(FrameworkCode)]
    )
    year_from = year_field("Inspected from (year)")
    year_to = year_field("Inspected to (year)")

    def __init__(self, query: Mapping[str, str]) -> None:
        clean = {name: _clean(query.get(name, "")) for name in self.base_fields}
        super().__init__(clean, auto_id="%s")

    @property
    def report_filters(self) -> ReportFilters:
        """Which reports to count; all of them if a filter cannot be used."""
        if not self.is_valid():
            return ReportFilters()
        values = {name: self.cleaned_data.get(name) for name in ReportFilters.__struct_fields__}
        # An empty set of codes is kept; it means that no council is counted.
        return ReportFilters(
            **{name: value for name, value in values.items() if value not in ("", None)}
        )

    @property
    def query(self) -> dict[str, str]:
        """What was chosen, as written in an address."""
        return {name: value for name, value in self.data.items() if value}


class GroupFilters(TopicFilters):
    """Filters for the page of all topics."""

    by = choice_field("Compare by", GROUPS.items())


class CouncilFilters(TopicFilters):
    """Filters for lists of councils: their kind, and which council they are similar to."""

    near = choice_field("Statistical neighbours of", [])
    size = choice_field(
        "Children in the council’s care", [(name, words) for name, words, _ in SIZES]
    )
    kind = choice_field("Type of council", [])

    def __init__(self, query: Mapping[str, str], reports: Iterable[ReadReport]) -> None:
        super().__init__(query)
        kinds = sorted({report.kind for report in reports if report.kind})
        self._choose("kind", [(kind, kind.capitalize()) for kind in kinds])
        known = Authority.objects.filter(code__in=Neighbours.objects.values("code"))
        rows = list(known.order_by("name").values_list("slug", "name", "code"))
        self._codes = {slug: code for slug, _, code in rows}
        self._choose("near", [(slug, name) for slug, name, _ in rows])
        if not rows:  # neighbours come from the published measures
            del self.fields["near"]
        self._sizes = _sizes()
        if not self._sizes:
            del self.fields["size"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ANY, *choices]

    def clean_near(self) -> frozenset[str] | None:
        """The codes of the neighbours."""
        slug = self.cleaned_data["near"]
        if not slug:
            return None
        found = Neighbours.objects.filter(code=self._codes[slug]).values_list("codes", flat=True)
        return frozenset(found.first() or ())

    def clean_size(self) -> frozenset[str] | None:
        """The codes of councils of that size."""
        size = self.cleaned_data["size"]
        if not size:
            return None
        return frozenset(code for code, held in self._sizes.items() if held == size)


class LearnForm(CouncilFilters):
    """What was criticised, in the user's words, and which councils to learn from."""

    q = forms.CharField(
        label="What was criticised, in your own words",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000}),
    )

    def __init__(self, query: Mapping[str, str], reports: Iterable[ReadReport]) -> None:
        super().__init__(query, reports)
        typed = str(query.get("q", ""))[:2000].replace("\x00", " ")
        self.data = {**self.data, "q": " ".join(typed.split())}

    @property
    def council_fields(self) -> list[forms.BoundField]:
        """The filters, without the words."""
        return [self[name] for name in self.fields if name != "q"]

    @property
    def councils_chosen(self) -> bool:
        """Whether a filter is in use."""
        return any(self.data.get(field.name) for field in self.council_fields)


def _sizes() -> dict[str, str]:
    """The band for each council's latest known number of children in care, in one query."""
    series = MeasureSeries.objects.filter(measure__code=CHILDREN_IN_CARE)
    latest = {
        place: next((value[1] for value in reversed(values) if value[1] is not None), None)
        for place, values in series.values_list("place", "values")
    }
    return {place: size_of(value) for place, value in latest.items() if value is not None}


def _clean(value: str) -> str:
    return str(value)[:100].replace("\x00", "").strip()
