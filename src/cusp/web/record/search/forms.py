"""The search form: the words and every filter, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from django import forms

from cusp.reports.record import AreaCode, FrameworkCode, GradeCode
from cusp.web.common.wording import area_name
from cusp.web.record.models import Authority
from cusp.web.record.search import Order
from cusp.web.record.search.filters import Filters

Choices = list[tuple[str, str]]
# What can stand in a passage's section; the rest are judged only in old reports' tables.
AREAS: tuple[str, ...] = get_args(AreaCode)
_FRAMEWORKS = {
    "ILACS": "ILACS (from 2018)",
    "SIF": "Single inspection framework (2013 to 2017)",
    "pre-SIF": "Before November 2013",
}
KINDS = {"item": "Areas for improvement only", "paragraph": "Paragraphs only"}
ORDERS = {"best": "Best first", "newest": "Newest first"}
_ANY = ("", "Any")


def _year(label: str, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=2000, max_value=2100,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"{label}: give a year, as 2019."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4, **more}),
    )  # fmt: skip


def _one_of(label: str, choices: Choices, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[_ANY, *choices],
        error_messages={"invalid_choice": f"{label}: choose one of the list."}, **more,
    )  # fmt: skip


class SearchForm(forms.Form):
    """What is looked for and where; every field may stay empty."""

    # A filter narrows what is shown: nobody expects that each field be filled in.
    is_filter = True

    q = forms.CharField(label="Words", required=False)
    authority = _one_of("Authority", [])
    region = _one_of("Region", [])
    kind = _one_of("What it is", list(KINDS.items()))
    area = _one_of(
        "Part of the report on",
        [(code, area_name(code)) for code in AREAS],
        help_text="Areas for improvement stand under no part",
    )
    area_grade = _one_of("Grade of that part", [])
    grade = _one_of("Overall grade", [])
    framework = _one_of("Framework", [(c, _FRAMEWORKS[c]) for c in get_args(FrameworkCode)])
    year_from = _year("Inspected from")
    year_to = _year("Inspected until")
    order = forms.ChoiceField(label="Order", required=False, choices=list(ORDERS.items()))

    def __init__(self, asked: Mapping[str, str]) -> None:
        clean = {
            name: str(asked.get(name, ""))[:2000].replace("\x00", "") for name in self.base_fields
        }
        clean["order"] = clean["order"] or "best"
        super().__init__(clean, auto_id="%s")
        rows = list(Authority.objects.order_by("name").values_list("slug", "name", "region"))
        grades = [(grade, grade.capitalize()) for grade in get_args(GradeCode)]
        self._choose("authority", [(slug, name) for slug, name, _ in rows])
        self._choose(
            "region", [(region, region) for region in sorted({r for _, _, r in rows if r})]
        )
        self._choose("grade", grades)
        self._choose("area_grade", grades)
        for field in self.fields.values():  # they stand beside the form, which is called "search"
            field.widget.attrs.update({"form": "search", "class": "govuk-!-width-full"})

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [_ANY, *choices]

    @property
    def filters(self) -> Filters:
        """What was chosen; call it on a valid form."""
        return Filters(**{name: self.cleaned_data[name] for name in Filters.__struct_fields__})

    @property
    def asked(self) -> dict[str, str]:
        """What was typed and chosen, as it stands in an address."""
        return {k: v for k, v in self.data.items() if v and (k, v) != ("order", "best")}

    @property
    def order_asked(self) -> Order:
        """The order of hits."""
        return "newest" if self.cleaned_data["order"] == "newest" else "best"

    @property
    def at_the_side(self) -> list[forms.BoundField]:
        """The filters, which stand beside the hits."""
        return [self[name] for name in self.fields if name != "q"]
