"""The form for an officer's correction."""

from __future__ import annotations

from typing import Any

from django import forms

from cusp.web.record.archive.carried_links import VERDICTS
from cusp.web.record.models import Inspection


class CorrectionForm(forms.Form):
    """An officer's decision on whether one item continues another."""

    later_number = forms.TypedChoiceField(label="Later item", coerce=int)
    earlier_number = forms.TypedChoiceField(label="Earlier item", coerce=int)
    verdict = forms.ChoiceField(label="Is it carried over?", choices=list(VERDICTS.items()))
    note = forms.CharField(
        label="Reason",
        required=False,
        max_length=500,
        help_text="Shown with your name",
    )

    def __init__(self, before: Inspection, after: Inspection, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("earlier_number", before)
        self._choose("later_number", after)

    def _choose(self, name: str, inspection: Inspection) -> None:
        items = inspection.document.report.improvements if inspection.document else ()
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(i.number, f"{i.number}. {i.text[:90]}") for i in items]
        field.label = f"Area for improvement in {inspection.start.year}"
