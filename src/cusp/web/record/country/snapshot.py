"""The filters on the national page, read from an address, and what the record says for them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, get_args

import msgspec
from django import forms
from django.http import QueryDict

from cusp.history.country import (
    Country,
    Flows,
    Move,
    Shares,
    country_on,
    flows,
    grades_over_time,
)
from cusp.history.inspections import Inspection as Facts
from cusp.history.moved_between import MovedBetween, moved_between
from cusp.history.record_end import RecordEnd
from cusp.reports.authorities import Region, join_keys
from cusp.reports.record import AreaCode, FrameworkCode
from cusp.web.common.date_input import PARTS, DateInputField
from cusp.web.common.wording import area_name, say_date
from cusp.web.record.archive.national_facts import end_of_record, facts
from cusp.web.record.archive.revision import kept_until_changed

_FORMS_OF_A_DATE = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
_SEPARATOR = re.compile(r"[-/. ]+")
# Before then, no council had been inspected under a framework that Cusp reads.
EARLIEST = date(2009, 1, 1)


class CountryFilters(msgspec.Struct, frozen=True):
    """The filters on a page: grades on a given day, and councils that moved since an earlier day.

    ``ahead`` is the date that was typed, if it is in the future.
    """

    on: date
    area: AreaCode = "overall"
    region: Region | None = None
    framework: FrameworkCode | None = None
    ahead: date | None = None
    since: date | None = None

    @property
    def moved_since(self) -> date:
        """The date that grades are compared with."""
        return self.since or _year_before(self.on)

    @property
    def where(self) -> str:
        """As used in a heading, after "authorities"."""
        if self.region is None:
            return ""
        the = "" if self.region in {"London", "Yorkshire and the Humber"} else "the "
        return f" in {the}{self.region}"


class Picture(msgspec.Struct, frozen=True):
    """Everything that the page shows."""

    filters: CountryFilters
    country: Country
    moved: Flows
    between: MovedBetween
    over_time: tuple[Shares, ...]
    end: RecordEnd | None

    @property
    def last_moves(self) -> dict[str, Move]:
        """Each council's last move."""
        return {move.authority: move for move in self.moved.moves}

    def rows(self) -> list[dict[str, Any]]:
        """One row per authority, as in the downloads."""
        moves = self.last_moves
        return [self._row(council, moves) for council in self.country.councils]

    def _row(self, council: Any, moves: dict[str, Move]) -> dict[str, Any]:
        held, move = council.inspection, moves.get(council.code)
        came = move if move and held and move.later == held else None
        return {
            "code": council.code,
            **join_keys(council.code),
            "name": council.name,
            "slug": council.slug,
            "region": council.region,
            "as_at": self.filters.on,
            "record_ends": self.end.newest if self.end else None,
            "area": self.filters.area,
            "grade": council.grade,
            "why_none": council.why,
            "inspected_start": held.start if held else None,
            "inspected_end": held.end if held else None,
            "published": held.published if held else None,
            "counts_from": held.counts_from if held else None,
            "framework": held.framework if held else None,
            "grade_before": came.before if came else None,
            "inspected_before": came.earlier.start if came else None,
            "direction": came.direction if came else None,
        }


def read_day(text: str) -> date | None:
    """A date in the form that people and browsers write it, or ``None`` if it is not a date."""
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", " ".join(text.split()))
    for form in _FORMS_OF_A_DATE:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007  # a date has no time zone
        except ValueError:
            continue
    return None


class FilterForm(forms.Form):
    """The filters on the national page; each may be left empty."""

    # Filters narrow what is shown, so nobody expects to fill in every field.
    is_filter = True

    on = DateInputField(label="Grades on", required=False)
    since = DateInputField(label="Compared with", required=False)
    area = forms.ChoiceField(
        label="Judgement",
        required=False,
        choices=[(code, area_name(code)) for code in get_args(AreaCode)],
        error_messages={"invalid_choice": "Choose a judgement from the list."},
    )
    region = forms.ChoiceField(
        label="Region",
        required=False,
        choices=[("", "All of England"), *((region, region) for region in get_args(Region))],
        error_messages={"invalid_choice": "Choose a region from the list."},
    )
    framework = forms.ChoiceField(
        label="Framework",
        required=False,
        choices=[("", "Any"), *((framework, framework) for framework in get_args(FrameworkCode))],
        error_messages={"invalid_choice": "Choose a framework from the list."},
    )

    def clean_on(self) -> date | None:
        """The date to show grades for."""
        return self._not_too_early("on", "Grades on")

    def clean_since(self) -> date | None:
        """The date they are compared with."""
        return self._not_too_early("since", "Compared with")

    def _not_too_early(self, name: str, label: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day < EARLIEST:
            raise forms.ValidationError(f"{label} must be in or after {EARLIEST.year}")
        return day


def read_filters(query: QueryDict, *, today: date) -> tuple[FilterForm, CountryFilters]:
    """The form as filled in, and what to show; if it has errors, the country today."""
    given = query.copy()
    given.setdefault("area", "overall")
    _fill_date(given, "on", today)
    on = min(_typed(given, "on") or today, today)
    _fill_date(given, "since", _year_before(on) if _year_before(on) >= EARLIEST else None)
    form = FilterForm(given)
    if form.is_valid() and (form.cleaned_data["since"] or EARLIEST) > on:
        form.add_error("since", f"Compared with must be no later than {say_date(on)}")
    if form.errors:
        return form, CountryFilters(on=today)
    chosen = form.cleaned_data
    day = chosen["on"] or today
    return form, CountryFilters(
        on=min(day, today),
        area=chosen["area"] or "overall",
        region=chosen["region"] or None,
        framework=chosen["framework"] or None,
        ahead=day if day > today else None,
        since=chosen["since"],
    )


def _fill_date(given: QueryDict, name: str, usual: date | None) -> None:
    """Fill in the three fields of a date from an address that has it as a whole, in any format.

    If the address has neither, the usual date is used.
    """
    fields = _fields(name)
    if any(given.get(field) for field in fields):
        return
    whole = str(given.pop(name, [""])[-1])
    day = read_day(whole) or (None if whole.strip() else usual)
    parts = [str(day.day), str(day.month), str(day.year)] if day else _SEPARATOR.split(whole, 2)
    for field, part in zip(fields, parts, strict=False):
        given[field] = part


def _typed(given: QueryDict, name: str) -> date | None:
    """The date in three fields, or ``None`` if it is not a date: the form says why."""
    try:
        day: date | None = DateInputField(required=False).clean(
            [given.get(field, "") for field in _fields(name)]
        )
    except forms.ValidationError:
        return None
    return day


def _fields(name: str) -> list[str]:
    return [f"{name}_{part}" for part in PARTS]


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


@kept_until_changed(at_most=64)
def picture(filters: CountryFilters) -> Picture:
    """What the record says about the country for these filters."""
    held = [
        inspection for inspection in facts() if filters.framework in {None, inspection.framework}
    ]
    area, region = filters.area, filters.region
    return Picture(
        filters=filters,
        country=country_on(held, filters.on, area=area, region=region, framework=filters.framework),
        moved=flows(held, area=area, region=region, until=filters.on, latest_only=True),
        between=moved_between(
            held,
            since=filters.moved_since,
            until=filters.on,
            area=area,
            region=region,
            framework=filters.framework,
        ),
        over_time=_years(held, filters),
        end=end_of_record(),
    )


def _years(held: list[Facts], filters: CountryFilters) -> tuple[Shares, ...]:
    """The last day of each year since the first known grade, and the day shown."""
    counted = [
        inspection.counts_from.year for inspection in held if inspection.counts_from <= filters.on
    ]
    ends = [date(year, 12, 31) for year in range(min(counted, default=9999), filters.on.year)]
    found = grades_over_time(held, [*ends, filters.on], area=filters.area, region=filters.region)
    return tuple(shares for shares in found if shares.known or shares.not_given)
