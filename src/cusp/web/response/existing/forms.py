"""Forms about an existing plan: the file, which column is what, and where its actions go."""

from __future__ import annotations

from typing import Any

from django import forms

from cusp.plans.record import Plan
from cusp.plans.workbook import Choice, Proposal
from cusp.web.response.existing.accepting import Columns
from cusp.web.response.existing.choosing import FIELDS, Prepared, areas_to_choose, same_area

_WHAT = [("", "Do not import"), *((field.name, field.heading) for field in FIELDS)]


class FileForm(forms.Form):
    """The file with the existing plan."""

    file = forms.FileField(
        label="Existing plan",
        max_length=255,
        help_text="An Excel workbook (.xlsx) or a Word document (.docx) with the plan in a table",
        error_messages={"required": "Choose the file with the plan", "empty": "The file is empty"},
    )


class ColumnsForm(forms.Form):
    """Which sheets to read, and what each of their columns is."""

    is_filter = True

    def __init__(self, *args: Any, columns: Columns, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = columns.proposals
        chosen = {choice.sheet: choice for choice in columns.choices}
        for number, sheet in enumerate(self.proposals):
            choice = chosen.get(sheet.sheet)
            proposed = {c.column: c.field for c in sheet.columns if c.field in _names()}
            fields = choice.fields if choice else proposed
            read = bool(choice) if chosen else "action" in proposed.values()
            label = f"Import from “{sheet.sheet}”"
            self.fields[f"read-{number}"] = forms.BooleanField(
                label=label, required=False, initial=read
            )
            self.fields[f"head-{number}"] = forms.IntegerField(
                label="Row of the headings",
                help_text="Rows above it are not read. Enter 0 if there are no headings",
                min_value=0,
                max_value=100_000,
                required=False,
                initial=choice.heading_row if choice else sheet.heading_row,
            )
            for column in sheet.columns:
                self.fields[f"column-{number}-{column.column}"] = forms.ChoiceField(
                    label=f"Column {column.column} of “{sheet.sheet}”",
                    choices=_WHAT,
                    required=False,
                    initial=fields.get(column.column, ""),
                )

    def clean(self) -> dict[str, Any]:
        """Each sheet that is read needs a column with actions, and no field twice."""
        cleaned = super().clean() or {}
        read = [n for n in range(len(self.proposals)) if cleaned.get(f"read-{n}")]
        if not read and not self.errors:
            raise forms.ValidationError("Choose at least one table to import from")
        for number in read:
            self._check(number, cleaned)
        return cleaned

    def choices(self) -> tuple[Choice, ...]:
        """The choices for the sheets that are read."""
        data = self.cleaned_data
        return tuple(
            Choice(sheet.sheet, data.get(f"head-{n}") or 0, self._fields(n, data))
            for n, sheet in enumerate(self.proposals)
            if data.get(f"read-{n}")
        )

    def sheets(self) -> list[dict[str, Any]]:
        """Each sheet with its fields, for the page."""
        return [
            {
                "name": sheet.sheet,
                "read": self[f"read-{number}"],
                "head": self[f"head-{number}"],
                "columns": [
                    {"column": column, "field": self[f"column-{number}-{column.column}"]}
                    for column in sheet.columns
                ],
            }
            for number, sheet in enumerate(self.proposals)
        ]

    def _fields(self, number: int, data: dict[str, Any]) -> dict[str, str]:
        letters = [column.column for column in self.proposals[number].columns]
        chosen = {letter: data.get(f"column-{number}-{letter}") or "" for letter in letters}
        return {letter: field for letter, field in chosen.items() if field}

    def _check(self, number: int, data: dict[str, Any]) -> None:
        sheet: Proposal = self.proposals[number]
        fields = self._fields(number, data)
        names = dict(_WHAT)
        if "action" not in fields.values():
            why = f"Choose the column of “{sheet.sheet}” that says what will be done"
            self.add_error(f"read-{number}", why)
        seen: dict[str, str] = {}
        for letter, field in fields.items():
            first = seen.setdefault(field, letter)
            if first != letter:
                why = f"Columns {first} and {letter} are both “{names[field]}”. Choose one of them"
                self.add_error(f"column-{number}-{letter}", why)


class AreasForm(forms.Form):
    """Where the actions of each priority in the file go."""

    is_filter = True

    def __init__(self, *args: Any, prepared: Prepared, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titles = prepared.priorities
        for number, title in enumerate(self.titles):
            said = f"“{title}”" if title else "Actions without a priority"
            many = sum(one.priority == title for one in prepared.actions)
            self.fields[f"area-{number}"] = forms.ChoiceField(
                label=said,
                help_text=f"{many:,} action{'' if many == 1 else 's'}",
                choices=areas_to_choose(title, plan),
                initial=same_area(title, plan),
                error_messages={"required": f"Choose an area for {said[:1].lower() + said[1:]}"},
            )

    def areas(self) -> dict[str, str]:
        """The choice for each title."""
        return {title: self.cleaned_data[f"area-{n}"] for n, title in enumerate(self.titles)}


def _names() -> set[str]:
    return {field.name for field in FIELDS}
