"""How is the country doing, and which councils moved up or down a grade?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.history.country import OUTCOMES, Council
from cusp.history.moved_between import CouncilMove, MovedBetween
from cusp.history.sequence import NOT_GIVEN, Outcome
from cusp.history.tiles import tiles_on
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import charts, downloads
from cusp.web.common.addresses import address_of
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.sorting import read_sorting
from cusp.web.common.wording import area_name, say_date
from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.archive.shared_columns import ends
from cusp.web.record.country.snapshot import CountryFilters, Picture, picture, read_filters
from cusp.web.record.country.wording import (
    SOMETIMES,
    WHY_NONE,
    about_the_rest,
    answer,
    key,
    moved_answer,
)

_COLUMNS = ("authority", "grade", "inspected", "published", "before", "region")
_FORMS = (("JSON", "json"), ("CSV", "csv"), ("Excel", "xlsx"), ("Parquet", "parquet"))


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def country(request: HttpRequest) -> HttpResponse:
    """The page."""
    form, filters = read_filters(request.GET, today=timezone.localdate())
    found = picture(filters)
    query = request.GET.urlencode()
    sorting = read_sorting(request.GET, _COLUMNS, default="authority")
    context: dict[str, Any] = {
        "form": form,
        "filters": filters,
        "answer": answer(found),
        "area": area_name(filters.area),
        "country": found.country,
        "end": found.end,
        "reasons": [
            f"{number} {WHY_NONE[why]}"
            for why, number in found.country.whys.items()
            if why != NOT_GIVEN
        ],
        "rows": sorting.sort(_listed(found), _SORT_KEYS),
        "columns": sorting.columns,
        "key": key(found.country),
        "grades": _shown(found),
        "between": found.between,
        "moved_answer": moved_answer(found.between),
        "about_the_rest": about_the_rest(found.between),
        "matrix": _matrix(found.between),
        "groups": _groups(found.between),
        "over_time": found.over_time,
        "pictures": _pictures(filters),
        "trail": [("Country", "")],
        "data_links": [
            (name, f"/country.{ending}" + (f"?{query}" if query else "")) for name, ending in _FORMS
        ],
    }
    return render(
        request, "record/country/country.html", context, status=400 if form.errors else 200
    )


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
def country_data(request: HttpRequest, form: str) -> HttpResponse:
    """The page's data: a row for each authority. JSON also has the moves and the years."""
    typed, filters = read_filters(request.GET, today=timezone.localdate())
    if typed.errors:
        wrong = " ".join(str(error) for errors in typed.errors.values() for error in errors)
        return JsonResponse({"error": wrong}, status=400)
    found = picture(filters)
    if form == "json":
        return downloads.json_response(_as_json(found))
    name = f"country-{filters.on.isoformat()}"
    return downloads.response(found.rows(), form=form, name=name)


def move_address(before: Outcome, after: Outcome) -> str:
    """Where the page lists councils that moved between two grades."""
    return f"#moved-{before}-{after}".replace(" ", "-")


@kept_until_changed(at_most=16)
def _pictures(filters: CountryFilters) -> dict[str, Any]:
    found = picture(filters)
    country = found.country
    day, area = say_date(filters.on), area_name(filters.area)
    return {
        "shares": charts.shares_bar(country.counts, title=f"{area}: authorities by grade, {day}"),
        "map": charts.tile_map(
            tiles_on(filters.on),
            {council.code: council for council in country.councils},
            title=f"{area}: each authority’s grade on {day}",
            address=_address,
            say=_in_words,
        ),
        "flow": charts.flow_picture(
            found.between.counts,
            title=f"{area}: moves between grades, {say_date(found.between.since)} to {day}",
            before=say_date(found.between.since),
            after=day,
            address=move_address,
        ),
        "years": charts.years_bars(found.over_time, title=f"{area}: authorities by grade and year"),
    }


def _in_words(council: Council) -> str:
    if council.outcome and council.inspection:
        return f"{council.name}: {council.outcome}, inspected in {council.inspection.start.year}"
    return f"{council.name}: {WHY_NONE[council.why] if council.why else 'not known'}"


def _address(slug: str) -> str:
    return address_of("authority", slug)


def _inspection_address(slug: str, start: date | None) -> str:
    return address_of("inspection", slug, start.isoformat()) if start else ""


def _comparison_address(move: CouncilMove) -> str:
    days = (move.earlier.start.isoformat(), move.later.start.isoformat())
    return address_of("comparison", move.council.slug, *days) if move.inspected_between else ""


def _shown(found: Picture) -> list[Outcome]:
    """The grades that need columns in the page's tables: those found on any of its days."""
    then = (found.country.counts, *(shares.counts for shares in found.over_time))
    return [
        outcome
        for outcome in OUTCOMES
        if outcome not in SOMETIMES or any(counts[outcome] for counts in then)
    ]


def _listed(found: Picture) -> list[dict[str, Any]]:
    outcomes = {council.code: council.outcome for council in found.country.councils}
    return [
        row
        | {
            "address": _address(row["slug"]),
            "inspection": _inspection_address(row["slug"], row["inspected_start"]),
            "outcome": outcomes[row["code"]],
            "why": WHY_NONE.get(row["why_none"] or "", ""),
        }
        for row in found.rows()
    ]


def _best_first(outcome: Outcome | None) -> int | None:
    return OUTCOMES.index(outcome) if outcome else None


_SORT_KEYS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "authority": lambda row: row["name"],
    "grade": lambda row: _best_first(row["outcome"]),
    "inspected": lambda row: row["inspected_start"],
    "published": lambda row: row["published"],
    "before": lambda row: _best_first(row["grade_before"]),
    "region": lambda row: row["region"],
}


def _matrix(between: MovedBetween) -> dict[str, Any]:
    """The moves as a table: a row for each earlier grade, a cell for each later grade."""
    counts = between.counts
    present = [outcome for outcome in OUTCOMES if any(outcome in pair for pair in counts)]
    rows = [
        {
            "before": before,
            "cells": [
                (counts.get((before, after), 0), move_address(before, after), after)
                for after in present
            ],
        }
        for before in present
        if before != NOT_GIVEN or any(pair[0] == before for pair in counts)
    ]
    return {"grades": present, "rows": rows}


def _groups(between: MovedBetween) -> dict[str, list[dict[str, Any]]]:
    """Councils that moved down, up or neither, grouped by the grades they moved between."""
    return {
        "fell": _by_grades(between.fell),
        "rose": _by_grades(between.rose),
        "rest": _by_grades((*between.stayed, *between.not_graded)),
    }


def _by_grades(moves: Iterable[CouncilMove]) -> list[dict[str, Any]]:
    together: dict[tuple[Outcome, Outcome], list[CouncilMove]] = {}
    for move in moves:
        together.setdefault((move.before, move.after), []).append(move)
    return [
        {
            "id": move_address(before, after)[1:],
            "title": _group_title(before, after),
            "moves": [
                (_address(move.council.slug), _comparison_address(move), move) for move in inside
            ],
        }
        for (before, after), inside in together.items()
    ]


def _group_title(before: Outcome, after: Outcome) -> str:
    if before == after == NOT_GIVEN:
        return "No overall grade given on either date"
    return f"Stayed {after}" if before == after else f"From {before} to {after}"


def _as_json(found: Picture) -> dict[str, Any]:
    filters, country = found.filters, found.country
    return {
        "schema": "cusp.country/1",
        "as_at": filters.on,
        **ends(found.end),
        "area": filters.area,
        "region": filters.region,
        "framework": filters.framework,
        "sentence": answer(found),
        "authorities_known": country.known,
        "authorities_not_given": country.not_given,
        "authorities_not_known": country.not_known,
        "authorities_all": country.total,
        "inspections_counted": country.inspections,
        "inspections_undated": country.undated,
        "inspections_undated_note": country.undated_sentence or None,
        "counts": country.counts,
        "authorities": found.rows(),
        "moves": found.moved.rows(),
        "moved_between": _between_as_json(found.between),
        "over_time": [
            {"on": s.on, "known": s.known, "not_given": s.not_given, "counts": s.counts}
            for s in found.over_time
        ],
    }


def _between_as_json(between: MovedBetween) -> dict[str, Any]:
    return {
        "since": between.since,
        "until": between.until,
        "sentence": moved_answer(between),
        "fell": len(between.fell),
        "rose": len(between.rose),
        "stayed": len(between.stayed),
        "graded_on_both_days": between.graded,
        "not_compared": between.not_compared,
        "authorities": [
            {
                "code": move.council.code,
                "name": move.council.name,
                "before": move.before,
                "after": move.after,
                "direction": move.direction,
                "inspected_before": move.earlier.start,
                "inspected_after": move.later.start,
            }
            for move in between.moves
        ],
    }
