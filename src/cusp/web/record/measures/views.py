"""Do published figures agree with inspectors? Compares a council's measures with others."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.history.measures import FEWEST, MOSTLY, MOSTLY_NOT
from cusp.history.sequence import Standing
from cusp.reports.authorities import join_keys
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import charts, downloads
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.sorting import Sorting, read_sorting
from cusp.web.record.archive.lookup import authority_at
from cusp.web.record.archive.national_facts import end_for, standings
from cusp.web.record.archive.renamed_authorities import follows_moves
from cusp.web.record.archive.shared_columns import ends
from cusp.web.record.measures import wording
from cusp.web.record.measures.council_measures import Line, Sheet, as_row, sheet_of
from cusp.web.record.models import Authority

# "order" is the data dictionary's order, which no heading sorts by. Ranks sort as a share of
# councils.
_SORT_KEYS: dict[str, Callable[[Line], Any]] = {
    "order": lambda _line: 0,
    "measure": lambda line: line.place.measure.title.lower(),
    "figure": lambda line: line.place.value.value if line.place.value else None,
    "rank": lambda line: line.place.rank / line.place.of if line.place.rank else None,
}
_FORMS = (("JSON", "json"), ("CSV", "csv"), ("Excel", "xlsx"), ("Parquet", "parquet"))


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def measures(request: HttpRequest, slug: str) -> HttpResponse:
    """The page."""
    found = authority_at(slug)
    sheet = sheet_of(found)
    context: dict[str, Any] = {
        "authority": found,
        "sheet": sheet,
        "trail": [
            ("Authorities", reverse("authorities")),
            (found.name, found.get_absolute_url()),
            ("Published measures", ""),
        ],
    }
    if sheet:
        here = request.path.rstrip("/")
        standing = standings(on=timezone.localdate()).get(found.code or found.slug)
        context["answer"] = wording.answer(found.name, sheet, standing)
        context["about_the_grade"] = wording.about_the_grade(standing)
        context["about_periods"] = wording.about_periods(sheet)
        context["rule"] = {"mostly": MOSTLY, "mostly_not": MOSTLY_NOT, "fewest": FEWEST}
        context["end"] = end_for(found)
        sorting = read_sorting(request.GET, _SORT_KEYS, default="order")
        context["topics"] = _topics(found, sheet, standing, sorting)
        context["columns"] = sorting.columns
        context["data_links"] = [(name, f"{here}.{ending}") for name, ending in _FORMS]
    return render(request, "record/measures/measures.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@follows_moves
def measures_data(_request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The page's data: a row for each measure. JSON also has every period."""
    found = authority_at(slug)
    sheet = sheet_of(found)
    if form == "json":
        return downloads.json_response(_as_json(found, sheet))
    rows = [as_row(line, found) for line in sheet.lines] if sheet else []
    return downloads.response(rows, form=form, name=f"measures-{found.slug}")


def _topics(
    authority: Authority, sheet: Sheet, standing: Standing | None, sorting: Sorting
) -> list[dict[str, Any]]:
    groups = groupby(sheet.lines, key=lambda line: line.place.measure.topic)
    better = {line.place.measure.code for line in sheet.better_half}
    judged = {line.place.measure.code for line in sheet.judged}
    numbered = enumerate((topic, list(lines)) for topic, lines in groups)
    return [
        {
            "name": topic,
            "id": f"topic-{position}",
            "summary": wording.topic_summary(
                better=sum(line.place.measure.code in better for line in lines),
                judged=sum(line.place.measure.code in judged for line in lines),
                grade=wording.area_beside(topic, standing),
            ),
            "lines": [
                _line(authority, line, f"line-{position}-{number}")
                for number, line in enumerate(sorting.sort(lines, _SORT_KEYS))
            ],
        }
        for position, (topic, lines) in numbered
    ]


def _line(authority: Authority, line: Line, name: str) -> dict[str, Any]:
    place = line.place
    figure = wording.figure
    england = {value.period: value.value for value in line.england}
    series = [
        (value.period, figure(value.value), figure(england.get(value.period)))
        for value in place.series
    ]
    own = place.value.value if place.value else None
    title = (
        f"{place.measure.title}, {series[0][0]} to {series[-1][0]}: "
        f"{authority} from {series[0][1]} to {series[-1][1]}, "
        f"England from {series[0][2]} to {series[-1][2]}"
    )
    return {
        "title": place.measure.title,
        "unit": place.measure.unit,
        "direction": wording.DIRECTION[place.measure.polarity],
        "period": place.period_said,
        "comparable": place.comparable,
        "value": figure(own),
        # A number cannot be compared with totals, or with councils of a different size.
        "england": figure(place.england if place.comparable else None),
        "region": figure(place.region if place.comparable else None),
        "neighbours": figure(place.neighbours if place.comparable else None),
        "neighbours_known": place.neighbours_known,
        "neighbours_missing": place.comparable and place.neighbours_known < place.neighbours_listed,
        "quarter": wording.quarter(place),
        "colour": wording.quarter_colour(place),
        "rank": place.rank,
        "of": place.of,
        "ranked_by": place.ranked_by,
        "trend": wording.trend(place) if own is not None else "",
        "missing": wording.missing(place),
        "source": place.measure.source,
        "series": series,
        "picture": charts.sparkline(place.series, line.england, title=title, name=name),
    }


def _as_json(authority: Authority, sheet: Sheet | None) -> dict[str, Any]:
    about: dict[str, Any] = {
        "schema": "cusp.measures/1",
        "authority": {
            "code": authority.code,
            **join_keys(authority.code),
            "name": authority.name,
            "slug": authority.slug,
        },
        **ends(end_for(authority)),
        "file": None,
        "measures": [],
    }
    if sheet is None:
        return about
    lines = [
        as_row(line, authority)
        | {"series": [[v.period, v.value, v.mark] for v in line.place.series]}
        for line in sheet.lines
    ]
    file = {"name": sheet.file.name, "sha256": sheet.file.sha256, "loaded": sheet.file.at}
    standing = standings(on=timezone.localdate()).get(authority.code or authority.slug)
    first, last = sheet.periods or (None, None)
    return about | {
        "file": file,
        "sentence": wording.answer(authority.name, sheet, standing),
        "grade": standing.grade if standing else None,
        "periods": {"earliest": first, "latest": last},
        "better_half": len(sheet.better_half),
        "judged": len(sheet.judged),
        "measures": lines,
    }
