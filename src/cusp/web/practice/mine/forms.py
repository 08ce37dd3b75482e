"""The form to choose a worker of one's teams."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms


class WorkerForm(forms.Form):
    """Whose children to show."""

    is_filter = True
    worker = forms.ChoiceField(label="Worker", required=False)

    def __init__(self, *args: Any, names: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["worker"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "All workers"), *((name, name) for name in names)]

    @property
    def chosen(self) -> str:
        """The worker; empty for all, and for a name that is not among them."""
        return str(self.cleaned_data["worker"]) if self.is_valid() else ""
