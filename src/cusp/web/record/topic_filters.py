"""The filters of the pages about topics: read from an address, never failing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from django import forms

from cusp.reports.authorities import Region
from cusp.reports.record import FrameworkCode, GradeCode
from cusp.web.record.models import Authority, Neighbours
from cusp.web.record.trends import Asked, Told

_ANY = ("", "Any")
GROUPS = {
    "year": "Year of inspection", "grade": "Overall grade", "framework": "Framework",
    "region": "Region",
}  # fmt: skip


def _one_of(label: str, choices: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[_ANY, *choices],
        error_messages={"invalid_choice": f"{label}: choose one of the list."},
    )  # fmt: skip


def _year(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=2000, max_value=2100,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"{label}: give a year, as 2019."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
    )  # fmt: skip


class TopicFilters(forms.Form):
    """Which reports are meant; each filter may stay empty."""

    region = _one_of("Region", [(one, one) for one in get_args(Region)])
    grade = _one_of("Overall grade", [(one, one.capitalize()) for one in get_args(GradeCode)[::-1]])
    framework = _one_of("Framework", [(one, one) for one in get_args(FrameworkCode)])
    year_from = _year("Inspected from")
    year_to = _year("Inspected until")

    def __init__(self, asked: Mapping[str, str]) -> None:
        clean = {name: _clean(asked.get(name, "")) for name in self.base_fields}
        super().__init__(clean, auto_id="%s")

    @property
    def asked(self) -> Asked:
        """Which reports are meant; all of them where a filter cannot be used."""
        if not self.is_valid():
            return Asked()
        taken = {name: self.cleaned_data.get(name) for name in Asked.__struct_fields__}
        return Asked(**{name: value for name, value in taken.items() if value})

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, as it stands in an address."""
        return {name: value for name, value in self.data.items() if value}


class GroupFilters(TopicFilters):
    """The filters of the page of all topics."""

    by = _one_of("Set side by side", GROUPS.items())


class CouncilFilters(TopicFilters):
    """The filters where councils are listed: like whom, and of what kind."""

    near = _one_of("Statistical neighbours of", [])
    kind = _one_of("Kind of council", [])

    def __init__(self, asked: Mapping[str, str], reports: Iterable[Told]) -> None:
        super().__init__(asked)
        kinds = sorted({one.kind for one in reports if one.kind})
        self._choose("kind", [(one, one.capitalize()) for one in kinds])
        known = set(Neighbours.objects.values_list("code", flat=True))
        rows = Authority.objects.order_by("name").values_list("slug", "name", "code")
        self._codes = {slug: code for slug, _, code in rows if code in known}
        self._choose("near", [(slug, name) for slug, name, _ in rows if slug in self._codes])
        if not known:  # they come with the published measures
            del self.fields["near"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [_ANY, *choices]

    def clean_near(self) -> frozenset[str] | None:
        """The codes of the neighbours."""
        slug = self.cleaned_data["near"]
        if not slug:
            return None
        found = Neighbours.objects.filter(code=self._codes[slug]).values_list("codes", flat=True)
        return frozenset(found.first() or ())


def _clean(value: str) -> str:
    return str(value)[:100].replace("\x00", "").strip()
