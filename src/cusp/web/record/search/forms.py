"""The search form: the words and every filter, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from django import forms

from cusp.reports.record import AreaCode, FrameworkCode, GradeCode
from cusp.web.common.filter_fields import ANY, choice_field, year_field
from cusp.web.common.wording import area_name
from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.models import Authority
from cusp.web.record.search import Order
from cusp.web.record.search.choice_counts import ChoiceCounts
from cusp.web.record.search.filters import Filters

Choices = list[tuple[str, str]]
# Areas that a passage's section can be about; the rest are judged only in old reports' tables.
AREAS: tuple[str, ...] = get_args(AreaCode)
_FRAMEWORKS = {
    "ILACS": "ILACS (from 2018)",
    "SIF": "Single inspection framework (2013 to 2017)",
    "pre-SIF": "Before November 2013",
}
KINDS = {"item": "Areas for improvement", "paragraph": "Paragraphs"}
FINDINGS = {"praise": "Includes praise", "criticism": "Includes criticism"}
ORDERS: dict[Order, str] = {
    "best": "Best match",
    "newest": "Newest first",
    "oldest": "Oldest first",
}
# There are many choices, so only those that would find something are offered.
_MANY = ("authority",)


@kept_until_changed()
def _councils() -> list[tuple[str, str, str]]:
    """The slug, name and region of every council."""
    return list(Authority.objects.order_by("name").values_list("slug", "name", "region"))


class SearchForm(forms.Form):
    """What to look for and where; every field may be left empty."""

    # Filters need no "(optional)".
    is_filter = True

    q = forms.CharField(
        label="Search all reports",
        help_text="Type words, a “phrase in quotation marks”, or -word to leave a word out",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 2000}),
    )
    authority = choice_field("Council", [])
    region = choice_field("Region", [])
    kind = choice_field("Type of passage", list(KINDS.items()))
    finding = choice_field(
        "Praise or criticism",
        list(FINDINGS.items()),
        help_text="Paragraphs with clear praise or criticism, as read by Cusp",
    )
    area = choice_field(
        "Section of the report",
        [(code, area_name(code)) for code in AREAS],
        help_text="Areas for improvement are not in a section",
    )
    area_grade = choice_field("Grade of that section", [])
    grade = choice_field("Overall grade", [])
    framework = choice_field("Framework", [(c, _FRAMEWORKS[c]) for c in get_args(FrameworkCode)])
    year_from = year_field("Inspected from (year)")
    year_to = year_field("Inspected to (year)")
    order = forms.ChoiceField(required=False, choices=list(ORDERS.items()))

    def __init__(self, query: Mapping[str, str]) -> None:
        clean = {
            name: str(query.get(name, ""))[:2000].replace("\x00", "") for name in self.base_fields
        }
        clean["order"] = clean["order"] or "best"
        super().__init__(clean, auto_id="%s")
        rows = _councils()
        grades = [(grade, grade.capitalize()) for grade in get_args(GradeCode)]
        regions = sorted({region for _, _, region in rows if region})
        self._choose("authority", [(slug, name) for slug, name, _ in rows])
        self._choose("region", [(region, region) for region in regions])
        self._choose("grade", grades)
        self._choose("area_grade", grades)
        for field in self.filter_fields:  # these are outside the form element, whose id is "search"
            field.field.widget.attrs["form"] = "search"

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ANY, *choices]

    def show_counts(self, counts: ChoiceCounts) -> None:
        """Show the number of passages that each choice would find."""
        for name, of_choice in counts.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            choices = cast("Choices", list(field.choices))  # type: ignore[arg-type]
            field.choices = [
                (value, f"{label} ({of_choice[value]:,})")
                for value, label in choices
                if name not in _MANY or of_choice[value] or value in ("", self.data[name])
            ]

    @property
    def filters(self) -> Filters:
        """What was chosen; call this on a valid form."""
        return Filters(**{name: self.cleaned_data[name] for name in Filters.__struct_fields__})

    @property
    def query(self) -> dict[str, str]:
        """What was typed and chosen, as written in an address."""
        return {k: v for k, v in self.data.items() if v and (k, v) != ("order", "best")}

    @property
    def chosen_order(self) -> Order:
        """The order of hits; call this on a valid form."""
        order: Order = self.cleaned_data["order"] or "best"
        return order

    @property
    def filter_fields(self) -> list[forms.BoundField]:
        """The filters, shown next to the hits."""
        return [self[name] for name in self.fields if name not in ("q", "order")]

    @property
    def chosen_filters(self) -> list[tuple[str, str]]:
        """Each filter in use: its label, and its value in words. Call this before show_counts."""
        found = []
        for field in self.filter_fields:
            value = self.data[field.name]
            if value:
                choices = dict(getattr(field.field, "choices", ()))
                found.append((str(field.label), str(choices.get(value, value))))
        return found
