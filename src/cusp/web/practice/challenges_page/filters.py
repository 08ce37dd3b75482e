"""Filters of the log of challenges: they are in the address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
from django import forms
from django.db.models import Q, QuerySet

from cusp.web.common.filter_fields import choice_field
from cusp.web.practice.choices import Stage, Theme
from cusp.web.practice.models import Challenge

STATES = (("waiting", "Waiting for an answer"), ("answered", "Answered"), ("closed", "Closed"))
LAST_YEAR, THIS_YEAR, ALL = "last-year", "this-year", "all"
PERIODS = (
    (THIS_YEAR, "This year, since 1 April"),
    (LAST_YEAR, "Last year, 1 April to 31 March"),
    (ALL, "Since the log began"),
)
_STATE_IS = {
    "waiting": Q(closed_on=None, answered_on=None),
    "answered": Q(closed_on=None, answered_on__isnull=False),
    "closed": Q(closed_on__isnull=False),
}


class Period(msgspec.Struct, frozen=True):
    """A period in words and days, and the one before it, to compare with."""

    words: str
    start: date | None
    end: date
    before: tuple[date, date] | None = None
    before_words: str = ""


class FilterForm(forms.Form):
    """Filters; each may be left empty."""

    is_filter = True
    state = choice_field("State", STATES)
    stage = choice_field("Stage", Stage.choices)
    theme = choice_field("Theme", Theme.choices)
    team = choice_field("Team", ())
    period = choice_field("Raised", PERIODS)

    def __init__(self, *args: Any, teams: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team, period, state = self.fields["team"], self.fields["period"], self.fields["state"]
        assert isinstance(team, forms.ChoiceField)
        assert isinstance(period, forms.ChoiceField)
        assert isinstance(state, forms.ChoiceField)
        team.choices = [("", "Any"), *((name, name) for name in teams)]
        period.choices = [("", "In the last 12 months"), *PERIODS]
        state.choices = [("", "Any open"), *STATES]

    def chosen(self) -> dict[str, str]:
        """The filters that were set and can be used."""
        if not self.is_valid():
            return {}
        return {name: value for name, value in self.cleaned_data.items() if value}


def matching(rows: QuerySet[Challenge], chosen: dict[str, str]) -> QuerySet[Challenge]:
    """Challenges by stage, theme and team; not yet by period or state."""
    return rows.filter(**{n: v for n, v in chosen.items() if n in ("stage", "theme", "team")})


def listed(rows: QuerySet[Challenge], chosen: dict[str, str], period: Period) -> Any:
    """Those to list: open ones whenever they were raised, closed ones of the period."""
    state = chosen.get("state", "")
    rows = rows.filter(_STATE_IS.get(state, Q(closed_on=None)))
    return within(rows, period) if state == "closed" else rows


def within(rows: QuerySet[Challenge], period: Period) -> QuerySet[Challenge]:
    """Challenges raised in a period."""
    if period.start is None:
        return rows
    return rows.filter(raised_on__range=(period.start, period.end))


def period_of(code: str, today: date) -> Period:
    """The period with this code; the last 12 months if there is none."""
    year = today.year if today >= date(today.year, 4, 1) else today.year - 1
    match code:
        case "this-year":
            start = date(year, 4, 1)
            before = (date(year - 1, 4, 1), _a_year_before(today))
            return Period("since 1 April", start, today, before, "the same months a year before")
        case "last-year":
            before = (date(year - 2, 4, 1), date(year - 1, 3, 31))
            words = f"in the year to 31 March {year}"
            return Period(words, date(year - 1, 4, 1), date(year, 3, 31), before, "the year before")
        case "all":
            return Period("since the log began", None, today)
    start = _day_after(_a_year_before(today))
    before = (_day_after(_a_year_before(_a_year_before(today))), _a_year_before(today))
    return Period("in the last 12 months", start, today, before, "the 12 months before")


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
