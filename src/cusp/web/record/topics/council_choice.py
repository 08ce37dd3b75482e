"""Choosing which council's areas for improvement to start from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from cusp.web.record.choices import PassageKind
from cusp.web.record.models import Inspection, Passage


class CouncilChoice(forms.Form):
    """A council with an inspection whose report lists areas for improvement."""

    is_filter = True

    council = forms.ChoiceField(
        label="Council",
        required=False,
        help_text="Cusp will show councils that put each area for improvement right",
        error_messages={"invalid_choice": "Choose a council from the list"},
    )

    def __init__(self, query: Mapping[str, str]) -> None:
        chosen = str(query.get("council", ""))[:120].replace("\x00", "")
        own = chosen or str(getattr(settings, "HOME_AUTHORITY", "") or "")
        super().__init__({"council": own}, auto_id="%s")
        self._chosen = chosen
        rows = _with_areas().order_by("authority__name")
        names = dict(rows.values_list("authority__slug", "authority__name"))
        field = self.fields["council"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose a council"), *names.items()]

    @property
    def latest_inspection(self) -> Inspection | None:
        """The latest such inspection of the council, if one was chosen."""
        if not self._chosen:
            return None
        rows = _with_areas().filter(authority__slug=self._chosen)
        return rows.select_related("authority").order_by("-start").first()

    @property
    def any(self) -> bool:
        """Whether there are any councils to choose from."""
        field: Any = self.fields["council"]
        return len(field.choices) > 1


def _with_areas() -> QuerySet[Inspection, Any]:
    items = Passage.objects.filter(inspection=OuterRef("pk"), kind=PassageKind.ITEM)
    return Inspection.objects.filter(Exists(items))
