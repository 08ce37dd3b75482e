"""Forms for adding reports and for deciding on reports that are waiting."""

from __future__ import annotations

from typing import Any

from django import forms

from cusp.web.common.many_files import ManyFilesField
from cusp.web.record.intake.waiting import councils_for
from cusp.web.record.models import Authority, WaitingReport


class AddForm(forms.Form):
    """Reports to add."""

    reports = ManyFilesField(
        label="Inspection reports",
        help_text="PDF files published by Ofsted. You can select several files.",
        error_messages={
            "empty": "One of the files is empty",
            "required": "Select one or more reports",
        },
    )


class ChooseCouncilForm(forms.Form):
    """Which council a report is about, as chosen by an officer."""

    council = forms.ModelChoiceField(
        label="Which council is this report about?",
        queryset=Authority.objects.none(),
        empty_label="Choose a council",
        error_messages={"required": "Choose a council", "invalid_choice": "Choose a council"},
    )

    def __init__(self, held: WaitingReport, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["council"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Authority.objects.filter(
            pk__in=[council.pk for council in councils_for(held)]
        )


class RefuseReportForm(forms.Form):
    """Why an officer rejects a report."""

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        help_text="Anyone who adds this file again will see this reason",
        error_messages={"required": "Enter a reason for rejecting the report"},
    )
