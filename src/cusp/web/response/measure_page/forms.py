"""Forms about a measure: what it is, and a reading entered by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from cusp.web.common.date_input import DateInputField
from cusp.web.common.form_pages import EditForm
from cusp.web.response.choices import Better, Unit

_LARGEST = 1_000_000_000
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


class FigureField(forms.FloatField):
    """A number as people write it: "1,200", "78.5"."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"})

    def __init__(self, **options: Any) -> None:
        """Make the field; ``options`` are those that every number field has."""
        words = dict.fromkeys(("invalid", "required"), "Enter a number, like 78.5")
        limit = f"Enter a number between -{_LARGEST:,} and {_LARGEST:,}"
        words |= dict.fromkeys(("min_value", "max_value"), limit)
        super().__init__(min_value=-_LARGEST, max_value=_LARGEST, error_messages=words, **options)

    def to_python(self, value: Any) -> Any:
        """The number without the commas between thousands."""
        return super().to_python(_bare(value))

    def prepare_value(self, value: Any) -> Any:
        """A stored number without needless decimals."""
        is_whole = isinstance(value, float) and value.is_integer()
        return int(value) if is_whole else value


class CountField(forms.IntegerField):
    """A number of children or cases: "1,200"."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10"})

    def __init__(self, **options: Any) -> None:
        """Make the field; ``options`` are those that every number field has."""
        words = dict.fromkeys(("invalid", "min_value"), "Enter a whole number, like 78")
        words["max_value"] = f"Enter a number up to {_LARGEST:,}"
        super().__init__(min_value=0, max_value=_LARGEST, error_messages=words, **options)

    def to_python(self, value: Any) -> Any:
        """The number without the commas between thousands."""
        return super().to_python(_bare(value))


def _bare(value: Any) -> Any:
    """Other commas stay, so that "7,5" is refused and never read as 75."""
    if isinstance(value, str) and _THOUSANDS.fullmatch(value.strip()):
        return value.replace(",", "")
    return value


# Figures to choose from: for each topic its name, and the code and title of each series.
Topics = Sequence[tuple[str, Sequence[tuple[str, str]]]]


class MeasureForm(forms.Form):
    """What people write about a measure."""

    name = forms.CharField(
        label="Name",
        max_length=300,
        help_text="For example, children seen within 10 working days",
        error_messages={"required": "Enter the name of the measure"},
    )
    definition = forms.CharField(
        label="Definition",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What is counted, and out of how many",
    )
    published_code = forms.ChoiceField(
        label="Draw readings from figures that Cusp holds",
        required=False,
        help_text="Measures that practice shares, or published figures, become readings",
    )
    unit = forms.ChoiceField(
        label="Unit",
        choices=[("", "Select the unit"), *Unit.choices],
        error_messages={"required": "Select the unit"},
    )
    better = forms.ChoiceField(
        label="Direction",
        required=False,
        choices=[("", "Not chosen"), *Better.choices],
        help_text="Needed if there is a target",
    )
    baseline_value = FigureField(
        label="Baseline",
        required=False,
        help_text="If it is a percentage, you can enter its numerator and denominator instead",
    )
    baseline_numerator = CountField(label="Numerator of the baseline", required=False)
    baseline_denominator = CountField(label="Denominator of the baseline", required=False)
    baseline_on = DateInputField(label="Date of the baseline", required=False)
    target = FigureField(label="Target", required=False)
    target_by = DateInputField(label="Date for the target", required=False)

    def __init__(self, *args: Any, topics: Topics, drawn: bool = False, **kwargs: Any) -> None:
        """Make the form; the source of ``drawn`` readings cannot be changed."""
        super().__init__(*args, **kwargs)
        if drawn or not topics:
            del self.fields["published_code"]
            return
        code, unit = self.fields["published_code"], self.fields["unit"]
        assert isinstance(code, forms.ChoiceField)
        code.choices = [("", "None"), *self._known(topics)]
        unit.required = False
        unit.help_text = "If you do not select one, the unit of the figures is used"
        self.fields["better"].help_text = (
            "Needed if there is a target. If you do not choose one, the direction of the "
            "figures is used, if they have one"
        )

    def _known(self, topics: Topics) -> Iterable[Any]:
        yield from topics
        now = self.initial.get("published_code")
        if now and all(now != code for _, rows in topics for code, _ in rows):
            yield now, f"{now} (not among the figures that are held)"

    def clean_unit(self) -> Unit | None:
        """The unit, if one was selected."""
        typed = self.cleaned_data["unit"]
        return Unit(typed) if typed else None

    def clean_better(self) -> Better | None:
        """The direction, if one was selected."""
        typed = self.cleaned_data["better"]
        return Better(typed) if typed else None


class EditMeasureForm(MeasureForm, EditForm):
    """A change of what people write about a measure."""


class ReadingForm(forms.Form):
    """A reading entered by hand."""

    as_at = DateInputField(
        label="As at",
        help_text="The last day that the figure covers. For example, 30 6 2024",
        error_messages={"required": "Enter the date of the reading"},
    )
    value = FigureField(label="Value", required=False)
    numerator = CountField(label="Numerator", required=False)
    denominator = CountField(label="Denominator", required=False)
    source = forms.CharField(
        label="Source",
        max_length=300,
        help_text="For example, the monthly performance report",
        error_messages={"required": "Enter the source"},
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        """Make the form for a measure in this unit."""
        super().__init__(*args, **kwargs)
        value = self.fields["value"]
        value.help_text = unit.label
        if unit == Unit.PERCENT:
            value.help_text += ". Leave blank to work it out from the numerator and the denominator"
        else:
            value.required = True
