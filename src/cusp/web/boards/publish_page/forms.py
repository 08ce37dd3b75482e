"""The form to publish an agenda."""

from __future__ import annotations

from typing import Any

from django import forms


class PublishForm(forms.Form):
    """Why it is late, if it is."""

    late_reason = forms.CharField(
        label="Why it is published late",
        help_text="The reason is kept with the publication",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_filter = True  # the reason is only asked for if it is needed

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_reason"]
