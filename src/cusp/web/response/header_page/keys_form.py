"""The form for both rating keys: a row of fields for each entry, and empty rows for new ones."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Literal

from django import forms

from cusp.plans.record import KeyEntry
from cusp.web.common.form_pages import EditForm
from cusp.web.response import key_uses
from cusp.web.response.place_field import PlaceField, same_place
from cusp.web.response.plans import Keys

Name = Literal["delivery", "impact"]
NAMES: tuple[Name, ...] = ("delivery", "impact")
# Empty rows at the end of each key.
_EMPTY = 2
_CHOOSE = ("", "Choose")
MEANINGS: dict[Name, dict[str, str]] = {
    "delivery": {
        "not started": "Not started",
        "on track": "On track",
        "at risk": "At risk",
        "late": "Late",
        "delivered": "Delivered",
        "complete": "Complete, with evidence",
        "none": "None of these",
    },
    "impact": {
        "not started": "Too early to say",
        "late": "Getting worse",
        "at risk": "No change yet",
        "on track": "First signs of change",
        "delivered": "Change shown",
        "complete": "Lasting, with evidence",
        "none": "None of these",
    },
}
COLOURS = {
    "none": "No colour",
    "red": "Red",
    "amber": "Amber",
    "yellow": "Yellow",
    "green": "Green",
    "blue": "Blue",
    "grey": "Grey",
}


class KeysForm(EditForm):
    """Both keys. A row without a word and a meaning is left out."""

    is_filter = True  # labels do not say "optional": what is needed depends on the row
    compared: ClassVar = {"delivery": "Delivery key", "impact": "Impact key"}

    def __init__(
        self, *args: Any, keys: Keys, uses: dict[Name, key_uses.Uses], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._stored, self._uses = keys, uses
        for name in NAMES:
            for n in range(self._how_many(name)):
                self._add_row(name, n)

    def clean(self) -> dict[str, Any]:
        """Each row needs a word, what it means and how Cusp treats it, and its own place."""
        cleaned = super().clean() or {}
        self._entries = {name: self._read(name, cleaned) for name in NAMES}
        return cleaned

    def keys(self) -> Keys:
        """The keys in the order of their places."""
        return Keys(delivery=self._entries["delivery"], impact=self._entries["impact"])

    def groups(self, name: Name) -> Iterator[dict[str, Any]]:
        """The rows of a key for the page."""
        for n in range(self._how_many(name)):
            fields = {part: self[f"{name}-{n}-{part}"] for part in _PARTS}
            code = str(fields["code"].value() or "")
            where = self._uses[name].get(code, [])
            yield {
                "name": code or "New entry",
                "fields": fields,
                "used": key_uses.in_words(where) if where else "",
                "new": not code,
            }

    def _how_many(self, name: Name) -> int:
        """The rows that were sent, or those of the stored key and some empty ones."""
        sent = 0
        while self.is_bound and f"{name}-{sent}-code" in self.data:
            sent += 1
        return sent or len(getattr(self._stored, name)) + _EMPTY

    def _add_row(self, name: Name, n: int) -> None:
        key = getattr(self._stored, name)
        entry: KeyEntry | None = key[n] if n < len(key) else None
        made: dict[str, forms.Field] = {
            "place": PlaceField(label="Place", required=False, initial=n + 1 if entry else None),
            "code": forms.CharField(
                label="Rating",
                max_length=40,
                required=False,
                initial=entry.code if entry else "",
                widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            ),
            "words": forms.CharField(
                label="What it means",
                max_length=200,
                required=False,
                initial=entry.words if entry else "",
            ),
            "means": forms.ChoiceField(
                label="Cusp treats it as",
                choices=[_CHOOSE, *MEANINGS[name].items()],
                required=False,
                initial=entry.means if entry else "",
            ),
            "colour": forms.ChoiceField(
                label="Colour",
                choices=[*COLOURS.items()],
                required=False,
                initial=entry.colour if entry else "none",
            ),
            "evidence": forms.BooleanField(
                label="Needs evidence",
                required=False,
                initial=entry.needs_evidence if entry else False,
            ),
            "remove": forms.BooleanField(label="Remove", required=False),
        }
        for part, field in made.items():
            self.fields[f"{name}-{n}-{part}"] = field

    def _read(self, name: Name, data: dict[str, Any]) -> tuple[KeyEntry, ...]:
        """The entries in order: those without a place last, as they stand on the page."""
        rows = {}
        for n in range(self._how_many(name)):
            row = {part: data.get(f"{name}-{n}-{part}") for part in _PARTS}
            if not row["remove"] and (row["code"] or row["words"]):
                rows[f"{name}-{n}"] = row
        codes: set[str] = set()
        for where, row in rows.items():
            self._check(where, row, codes)
        placed = [(where, row["place"]) for where, row in rows.items() if row["place"] is not None]
        for where, other in same_place(placed).items():
            both = f"“{rows[other]['code']}” and “{rows[where]['code']}”"
            self.add_error(f"{where}-place", f"{both} have the same place")
        last = Decimal("Infinity")
        ordered = sorted(rows.values(), key=lambda row: _or(row["place"], last))
        return tuple(map(_entry, ordered))

    def _check(self, where: str, row: dict[str, Any], codes: set[str]) -> None:
        code = row["code"]
        if not code:
            self._say(f"{where}-code", "Enter the rating, or select Remove")
            return
        if code in codes:
            self._say(f"{where}-code", f"“{code}” is in the key twice")
        codes.add(code)
        if not row["words"]:
            self._say(f"{where}-words", f"Enter what “{code}” means")
        if not row["means"]:
            self._say(f"{where}-means", f"Choose how Cusp treats “{code}”")

    def _say(self, field: str, error: str) -> None:
        if field not in self.errors:
            self.add_error(field, error)


def _entry(row: dict[str, Any]) -> KeyEntry:
    return KeyEntry(
        code=row["code"] or "",
        words=row["words"] or "",
        means=row["means"] or "none",
        colour=row["colour"] or "none",
        needs_evidence=bool(row["evidence"]),
    )


def _or(place: Decimal | None, other: Decimal) -> Decimal:
    return other if place is None else place


_PARTS = ("place", "code", "words", "means", "colour", "evidence", "remove")
