"""Forms to choose what goes into the statement of action, line by line."""

from __future__ import annotations

from typing import Any

from django import forms

from cusp.plans import record
from cusp.plans.leads import certain_job_title
from cusp.web.common.form_pages import EditForm
from cusp.web.common.wording import say_date
from cusp.web.response.choices import CountsFrom
from cusp.web.response.statement_choices import (
    ALL,
    LATEST,
    ChosenAction,
    ChosenArea,
    ChosenMeasure,
)

_UPDATES = 5  # how many of an action's latest updates can be chosen
_LONG = 120
_READINGS = [(LATEST, "The latest, with the baseline"), (ALL, "All of them")]


class TopForm(EditForm):
    """The top and the end of the statement."""

    title = forms.CharField(
        label="Title", max_length=200, error_messages={"required": "Enter a title"}
    )
    introduction = forms.CharField(
        label="Introduction", required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    contact = forms.CharField(
        label="Who to contact",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example, an office and its email address",
    )


class PublishForm(forms.Form):
    """The officer has checked what is about to become public."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    checked = forms.BooleanField(
        label="I have read the statement, and nobody can recognise a child in it",
        error_messages={"required": "Confirm that you have read the statement"},
    )


class AreaChoiceForm(EditForm):
    """What to publish of one area: its texts, actions and measures."""

    included = forms.BooleanField(label="Publish this area", required=False)
    words = forms.BooleanField(label="The inspectors’ words", required=False)
    outcome = forms.BooleanField(label="The outcome for children", required=False)
    impact = forms.BooleanField(
        label="The rating of impact", required=False, help_text="Without the reason for it"
    )

    def __init__(
        self, data: Any = None, *, area: record.Priority, chosen: ChosenArea | None
    ) -> None:
        self.area, self.chosen = area, chosen
        super().__init__(data, initial=self._start(chosen))
        if area.inspectors_words is None:
            del self.fields["words"]
        self.actions = [
            (action, self._action_fields(action)) for action in area.actions if not action.closed
        ]
        self.measures = [(measure, self._measure_fields(measure)) for measure in area.measures]

    @staticmethod
    def _start(chosen: ChosenArea | None) -> dict[str, Any]:
        start = chosen or ChosenArea("", included=False)
        return {
            "included": chosen.included if chosen else True,
            "words": start.words,
            "outcome": start.outcome,
            "impact": start.impact,
            "seen_version": start.version,
        }

    def _action_fields(self, action: record.Action) -> list[str]:
        chosen = self.chosen.actions if self.chosen else ()
        now = next((one for one in chosen if one.id == action.id), None)
        lead = now.lead if now else (action.lead if certain_job_title(action.lead) else "")
        left_out = action.lead and not certain_job_title(action.lead)
        return self._add(
            action.id,
            included=forms.BooleanField(
                label="Publish this action",
                required=False,
                initial=now is not None if self.chosen else True,
            ),
            lead=forms.CharField(
                label="Lead, as the public will see it",
                required=False,
                max_length=200,
                initial=lead,
                help_text=f"The plan says “{action.lead}”, which may be a person’s name. Enter a "
                "job title, or the name if it is to be public"
                if left_out
                else "A job title. Leave blank to show no lead",
            ),
            delivery=forms.BooleanField(
                label="The rating of delivery",
                required=False,
                initial=now.delivery if now else False,
            ),
            update=forms.TypedChoiceField(
                label="Update",
                required=False,
                coerce=int,
                empty_value=None,
                initial=now.update if now else None,
                choices=_updates(action, now),
            ),
        )

    def _measure_fields(self, measure: record.Measure) -> list[str]:
        chosen = self.chosen.measures if self.chosen else ()
        now = next((one for one in chosen if one.id == measure.id), None)
        start = now or ChosenMeasure(measure.id)
        return self._add(
            measure.id,
            included=forms.BooleanField(
                label="Publish this measure",
                required=False,
                initial=now is not None if self.chosen else True,
            ),
            definition=forms.BooleanField(
                label="Its definition", required=False, initial=start.definition
            ),
            readings=forms.ChoiceField(
                label="Which readings", choices=_READINGS, initial=start.readings
            ),
            counts_from=forms.ChoiceField(
                label="Do its readings add up during the year?",
                required=False,
                choices=CountsFrom.choices,
                initial=start.counts_from,
                help_text="If they do, the difference between two of them is a number of children",
            ),
        )

    def _add(self, public_id: str, **fields: forms.Field) -> list[str]:
        names = []
        for name, field in fields.items():
            self.fields[f"{public_id}_{name}"] = field
            names.append(f"{public_id}_{name}")
        return names

    @property
    def action_groups(self) -> list[dict[str, Any]]:
        """Each action with its fields."""
        return [{"of": one, "fields": [self[name] for name in n]} for one, n in self.actions]

    @property
    def measure_groups(self) -> list[dict[str, Any]]:
        """Each measure with its fields."""
        return [{"of": one, "fields": [self[name] for name in n]} for one, n in self.measures]

    @property
    def text_fields(self) -> list[forms.BoundField]:
        """The fields about the area itself."""
        names = ("included", "words", "outcome", "impact")
        return [self[name] for name in names if name in self.fields]

    def choice(self) -> ChosenArea:
        """What was chosen; call it once the form is valid."""
        typed = self.cleaned_data
        return ChosenArea(
            self.area.id,
            words=typed.get("words", False),
            outcome=typed["outcome"],
            impact=typed["impact"],
            included=typed["included"],
            actions=tuple(
                ChosenAction(
                    one.id,
                    typed[f"{one.id}_lead"].strip(),
                    typed[f"{one.id}_delivery"],
                    typed[f"{one.id}_update"],
                )
                for one, _ in self.actions
                if typed[f"{one.id}_included"]
            ),
            measures=tuple(
                ChosenMeasure(
                    one.id,
                    typed[f"{one.id}_definition"],
                    typed[f"{one.id}_readings"],
                    typed[f"{one.id}_counts_from"],
                )
                for one, _ in self.measures
                if typed[f"{one.id}_included"]
            ),
        )


def _updates(action: record.Action, now: ChosenAction | None) -> list[tuple[Any, str]]:
    """No update, the latest few, and the one that was chosen before."""
    places = list(range(len(action.updates)))[-_UPDATES:]
    if now and now.update is not None and now.update not in places:
        places.insert(0, now.update)
    found: list[tuple[Any, str]] = [("", "No update")]
    for place in reversed(places):
        update = action.updates[place]
        text = " ".join(update.text.split())
        short = text if len(text) <= _LONG else f"{text[:_LONG]}…"
        found.append((place, f"{say_date(update.on)}: {short}"))
    return found
