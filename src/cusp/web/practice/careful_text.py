"""Free text that may name a child is sent back once, so that whoever wrote it can look again."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

from django import forms

from cusp.oversight.free_text import CHILD_NUMBER, identifiers_in
from cusp.web.practice.models import Child
from cusp.wording import listed

_WORD = re.compile(r"[\w/-]*\d[\w/-]*")
_SHORTEST, _MOST = 5, 200
CONFIRM = "confirmed"


def doubts(text: str, *, child_id: str, today: date) -> list[str]:
    """What a text seems to hold that it should not: also the number of any other child."""
    found = identifiers_in(text, child_id=child_id, today=today)
    words = [word for word in _WORD.findall(text) if len(word) >= _SHORTEST][:_MOST]
    if CHILD_NUMBER not in found and Child.objects.filter(child_id__in=words).exists():
        found.insert(0, CHILD_NUMBER)
    return found


class CarefulForm(forms.Form):
    """A form whose fields ``careful`` are checked; its checkbox appears with the warning.

    Give ``child_id`` and ``today``.
    """

    careful: ClassVar[tuple[str, ...]] = ("text",)
    confirmed = forms.BooleanField(
        label="I have checked the text, and it is right as it is", required=False
    )

    def __init__(self, *args: Any, child_id: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child_id, self.today = child_id, today
        if not self.is_bound:
            del self.fields[CONFIRM]

    def clean(self) -> dict[str, Any]:
        """Warn once for each field that seems to hold an identifier."""
        typed = super().clean() or {}
        confirmed = typed.pop(CONFIRM, False)
        found = {
            name: held
            for name in self.careful
            if (held := doubts(typed.get(name) or "", child_id=self.child_id, today=self.today))
        }
        if not found:
            self.fields.pop(CONFIRM, None)
        elif not confirmed:
            for name, held in found.items():
                self.add_error(
                    name,
                    f"This seems to contain {listed(held)}. Remove it, or confirm that the text is "
                    "right",
                )
        return typed
