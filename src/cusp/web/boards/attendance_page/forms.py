"""The form for who came to a meeting: a group of fields for each member."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import time
from types import SimpleNamespace
from typing import Any

from django import forms

from cusp.web.boards.attendance import AttendanceFields
from cusp.web.boards.choices import MemberRole, Presence
from cusp.web.boards.models import Attendance, Membership
from cusp.web.common.form_pages import EditForm
from cusp.web.common.time_input import TimeInputField

_PRESENCE = [("", "Choose"), *[c for c in Presence.choices if c[0] != Presence.SUBSTITUTE]]


class AttendanceForm(EditForm):
    """Each member in post, with whoever stood in for them, and everyone else who attended."""

    is_filter = True  # most fields are usually left empty, so labels do not say "optional"

    def __init__(
        self, *args: Any, seats: Sequence[Membership], rows: Sequence[Attendance], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = [seat for seat in seats if seat.role != MemberRole.SUBSTITUTE]
        self.substitutes = [seat for seat in seats if seat.role == MemberRole.SUBSTITUTE]
        labels = {s.public_id: s.name for s in self.members}
        self.compared = labels | {"others": "Others who attended"}  # type: ignore[misc]
        for seat in self.members:
            self._add(seat, _stored(seat, rows))
        self.fields["others"] = forms.CharField(
            label="Others who attended",
            help_text="One name on each line, such as officers who presented reports",
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            initial="\n".join(_others(rows)),
        )

    def _add(self, seat: Membership, stored: dict[str, Any]) -> None:
        name, before = seat.name, seat.public_id
        self.fields[f"{before}_presence"] = forms.ChoiceField(
            label="Attendance",
            choices=_PRESENCE,
            initial=stored.get("presence"),
            error_messages={"required": f"Choose whether {name} was present"},
        )
        self.fields[f"{before}_came"] = _time("Arrived late at", stored.get("came"))
        self.fields[f"{before}_left"] = _time("Left early at", stored.get("left"))
        if seat.role != MemberRole.ADVISER:
            self.fields[f"{before}_substitute"] = forms.CharField(
                label="Substitute",
                max_length=200,
                required=False,
                initial=stored.get("substitute"),
            )
        self.fields[f"{before}_remote"] = forms.BooleanField(
            label="Attended remotely", required=False, initial=stored.get("remote")
        )

    def groups(self) -> Iterator[tuple[Membership, list[forms.BoundField]]]:
        """Each member with the fields about them."""
        for seat in self.members:
            names = [n for n in self.fields if n.startswith(f"{seat.public_id}_")]
            yield seat, [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """Refuse a substitute for somebody who was present."""
        typed = super().clean() or {}
        for seat in self.members:
            field = f"{seat.public_id}_substitute"
            if typed.get(field) and typed.get(f"{seat.public_id}_presence") == Presence.PRESENT:
                self.add_error(field, f"{seat.name} was present, so nobody stood in for them")
        return typed

    def attended(self) -> list[AttendanceFields]:
        """What was typed, as it is recorded."""
        rows = [row for seat in self.members for row in self._of(seat)]
        names = self.cleaned_data["others"].splitlines()
        return rows + [AttendanceFields(name=n.strip()) for n in names if n.strip()]

    def _of(self, seat: Membership) -> Iterator[AttendanceFields]:
        typed = {
            name: self.cleaned_data.get(f"{seat.public_id}_{name}")
            for name in ("presence", "substitute", "remote", "came", "left")
        }
        there: dict[str, Any] = {"came": typed["came"], "left": typed["left"]}
        there["remote"] = bool(typed["remote"])
        present = typed["presence"] == Presence.PRESENT
        said: dict[str, Any] = {"membership": seat, "presence": str(typed["presence"])}
        yield AttendanceFields(**said, **(there if present else {}))
        if not typed["substitute"]:
            return
        name = str(typed["substitute"]).strip()
        own = next((s for s in self.substitutes if s.name.casefold() == name.casefold()), None)
        yield AttendanceFields(
            membership=own,
            name=name,
            presence=Presence.SUBSTITUTE.value,
            stands_in_for=seat,
            **there,
        )

    def words(self, attended: Iterable[AttendanceFields]) -> SimpleNamespace:
        """What is recorded about each member, to compare two versions."""
        said: dict[str, list[str]] = {}
        for one in attended:
            seat = one.stands_in_for or one.membership
            words = [str(Presence(one.presence).label)]
            words += [one.name] if one.membership is None or one.stands_in_for else []
            words += ["remotely"] if one.remote else []
            words += [f"{one.came or ''} to {one.left or ''}"] if one.came or one.left else []
            said.setdefault(seat.public_id if seat else "others", []).append(", ".join(words))
        return SimpleNamespace(**{key: "\n".join(lines) for key, lines in said.items()})


def _time(label: str, stored: time | None) -> TimeInputField:
    return TimeInputField(label=label, required=False, initial=stored)


def _stored(seat: Membership, rows: Sequence[Attendance]) -> dict[str, Any]:
    """What is recorded about a seat: times and remote are of whoever attended."""
    own = next((row for row in rows if row.membership_id == seat.pk), None)
    if own is None:
        return {}
    stood_in = next((row for row in rows if row.stands_in_for_id == seat.pk), None)
    there = stood_in or own
    return {
        "presence": own.presence,
        "substitute": stood_in.name if stood_in else "",
        "remote": there.remote,
        "came": there.came,
        "left": there.left,
    }


def _others(rows: Sequence[Attendance]) -> list[str]:
    return [row.name for row in rows if row.membership_id is None and row.stands_in_for_id is None]
