"""What pages of the country ask and get: filters read from an address, and the answer to them."""

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
from cusp.history.record_end import RecordEnd
from cusp.reports.authorities import KnownAuthority, Region, join_keys, known_authorities
from cusp.reports.record import AreaCode, FrameworkCode
from cusp.web.common.wording import area_name, say_date
from cusp.web.record.archive.national_facts import end_of_record, facts
from cusp.web.record.archive.revision import kept_until_changed

_FORMS_OF_A_DATE = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
# Before that no council of the table had been inspected under any framework that Cusp reads.
EARLIEST = date(2009, 1, 1)


class CountryFilters(msgspec.Struct, frozen=True):
    """The filters of a page; ``ahead`` is the day asked for where that lies in the future."""

    on: date
    area: AreaCode = "overall"
    region: Region | None = None
    framework: FrameworkCode | None = None
    ahead: date | None = None

    @property
    def where(self) -> str:
        """As in a heading, after "authorities"."""
        if self.region is None:
            return ""
        the = "" if self.region in {"London", "Yorkshire and the Humber"} else "the "
        return f" in {the}{self.region}"


class Picture(msgspec.Struct, frozen=True):
    """Everything that the page shows, worked out."""

    asked: CountryFilters
    country: Country
    moved: Flows
    over_time: tuple[Shares, ...]
    end: RecordEnd | None

    @property
    def last_moves(self) -> dict[str, Move]:
        """Each council's last move."""
        return {move.authority: move for move in self.moved.moves}

    def rows(self) -> list[dict[str, Any]]:
        """One row an authority, as the downloads have them."""
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
            "as_at": self.asked.on,
            "record_ends": self.end.newest if self.end else None,
            "area": self.asked.area,
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
    """A date as people and browsers write it, ``None`` where it is none."""
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", " ".join(text.split()))
    for form in _FORMS_OF_A_DATE:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


class FilterForm(forms.Form):
    """The filters of the country's page; each may be left out."""

    # A filter narrows what is shown: nobody expects that each field be filled in.
    is_filter = True

    on = forms.CharField(
        label="As at",
        required=False,
        max_length=40,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
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
        """The day, or what to write instead."""
        text = self.cleaned_data["on"]
        if not text.strip():
            return None
        day = read_day(text)
        if day is None:
            raise forms.ValidationError(
                f"“{text}” is no date. Write the day, month and year, such as 31 March 2019."
            )
        if day < EARLIEST:
            raise forms.ValidationError(
                f"The record begins in {EARLIEST.year}. Choose a later date than {say_date(day)}."
            )
        return day


def read_filters(query: QueryDict, *, today: date) -> tuple[FilterForm, CountryFilters]:
    """The form with what was asked, and what to show: where it has errors, the country today."""
    given = query.copy()
    given.setdefault("on", today.isoformat())
    given.setdefault("area", "overall")
    written = read_day(str(given["on"]))
    if written:
        # As the browser's own control for dates wants it back.
        given["on"] = written.isoformat()
    form = FilterForm(given)
    if not form.is_valid():
        return form, CountryFilters(on=today)
    told = form.cleaned_data
    day = told["on"] or today
    return form, CountryFilters(
        on=min(day, today),
        area=told["area"] or "overall",
        region=told["region"] or None,
        framework=told["framework"] or None,
        ahead=day if day > today else None,
    )


@kept_until_changed(at_most=64)
def picture(asked: CountryFilters) -> Picture:
    """What the record says of the country for these filters."""
    held = [inspection for inspection in facts() if asked.framework in {None, inspection.framework}]
    area, region = asked.area, asked.region
    return Picture(
        asked=asked,
        country=country_on(held, asked.on, area=area, region=region, framework=asked.framework),
        moved=flows(held, area=area, region=region, until=asked.on, latest_only=True),
        over_time=_years(held, asked),
        end=end_of_record(),
    )


def lately_moved(found: Picture, *, at_most: int) -> list[tuple[KnownAuthority, Move]]:
    """Whose grade went up or down last, the newest first."""
    known = {council.code: council for council in known_authorities()}
    moves = [move for move in found.moved.moves if move.direction in {"up", "down"}]
    moves.sort(key=lambda move: (move.later.counts_from, move.authority), reverse=True)
    return [(known[move.authority], move) for move in moves[:at_most]]


def _years(held: list[Facts], asked: CountryFilters) -> tuple[Shares, ...]:
    """The last day of each year since a grade was known, and the day asked for."""
    counted = [
        inspection.counts_from.year for inspection in held if inspection.counts_from <= asked.on
    ]
    ends = [date(year, 12, 31) for year in range(min(counted, default=9999), asked.on.year)]
    found = grades_over_time(held, [*ends, asked.on], area=asked.area, region=asked.region)
    return tuple(shares for shares in found if shares.known or shares.not_given)
