"""How does the country stand, and who moved?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.history.country import OUTCOMES, Council, Flows
from cusp.history.sequence import NOT_GIVEN, Outcome
from cusp.history.tiles import tiles_on
from cusp.reports.authorities import known_authorities
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import charts, downloads
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.wording import area_name, say_date
from cusp.web.record.archive.shared_columns import ends
from cusp.web.record.country.snapshot import Picture, picture, read_filters
from cusp.web.record.country.wording import SOMETIMES, WHY_NONE, answer, key, moved_answer

_FORMS = (("JSON", "json"), ("CSV", "csv"), ("Excel", "xlsx"), ("Parquet", "parquet"))


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def country(request: HttpRequest) -> HttpResponse:
    """The page."""
    form, asked = read_filters(request.GET, today=timezone.localdate())
    found = picture(asked)
    query = request.GET.urlencode()
    context: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "answer": answer(found),
        "area": area_name(asked.area),
        "country": found.country,
        "end": found.end,
        "whys": [(n, WHY_NONE[w]) for w, n in found.country.whys.items() if w != NOT_GIVEN],
        "rows": _listed(found),
        "key": key(found.country),
        "grades": _shown(found),
        "moved": found.moved,
        "moved_answer": moved_answer(found.moved),
        "matrix": _matrix(found.moved),
        "groups": _groups(found.moved),
        "over_time": found.over_time,
        "pictures": _pictures(found),
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
    """The page as data: one row an authority; JSON has the moves and the years as well."""
    filters, asked = read_filters(request.GET, today=timezone.localdate())
    if filters.errors:
        said = " ".join(str(error) for errors in filters.errors.values() for error in errors)
        return JsonResponse({"error": said}, status=400)
    found = picture(asked)
    if form == "json":
        return downloads.json_response(_as_json(found))
    name = f"country-{asked.on.isoformat()}"
    return downloads.response(found.rows(), form=form, name=name)


def move_address(before: Outcome, after: Outcome) -> str:
    """Where on the page those who moved so are listed."""
    return f"#moved-{before}-{after}".replace(" ", "-")


def _pictures(found: Picture) -> dict[str, Any]:
    asked, country = found.asked, found.country
    day, area = say_date(asked.on), area_name(asked.area)
    return {
        "shares": charts.shares_bar(country.counts, title=f"{area}: authorities by grade, {day}"),
        "map": charts.tile_map(
            tiles_on(asked.on),
            {council.code: council for council in country.councils},
            title=f"{area}: the grade of each authority on {day}",
            address=_address,
            say=_said,
        ),
        "flow": charts.flow_picture(
            found.moved.counts,
            title=f"{area}: from the inspection before to the latest",
            address=move_address,
        ),
        "years": charts.years_bars(found.over_time, title=f"{area}: authorities by grade, by year"),
    }


def _said(council: Council) -> str:
    if council.outcome and council.inspection:
        return f"{council.name}: {council.outcome}, inspected in {council.inspection.start.year}"
    return f"{council.name}: {WHY_NONE[council.why] if council.why else 'not known'}"


def _address(slug: str) -> str:
    return reverse("authority", args=[slug])


def _shown(found: Picture) -> list[Outcome]:
    """What the page's tables have columns for: what there is on some day of the page."""
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
            "outcome": outcomes[row["code"]],
            "said": WHY_NONE.get(row["why_none"] or "", ""),
        }
        for row in found.rows()
    ]


def _matrix(moved: Flows) -> dict[str, Any]:
    """The moves as a table: a row for each grade before, a cell for each grade after."""
    present = [outcome for outcome in OUTCOMES if any(outcome in pair for pair in moved.counts)]
    rows = [
        {
            "before": before,
            "cells": [
                (moved.counts.get((before, after), 0), move_address(before, after), after)
                for after in present
            ],
        }
        for before in present
        if before != NOT_GIVEN or any(pair[0] == before for pair in moved.counts)
    ]
    return {"grades": present, "rows": rows}


def _groups(moved: Flows) -> list[dict[str, Any]]:
    """Who moved, under the grades they moved between: the best before first."""
    known = {council.code: council for council in known_authorities()}
    groups = []
    for before in OUTCOMES:
        for after in OUTCOMES:
            inside = [m for m in moved.moves if (m.before, m.after) == (before, after)]
            if inside:
                listed = sorted(((known[m.authority], m) for m in inside), key=lambda p: p[0].name)
                groups.append({
                    "id": move_address(before, after)[1:],
                    "before": before,
                    "after": after,
                    "title": _group_title(before, after),
                    "moves": [(council, _address(council.slug), m) for council, m in listed],
                })  # fmt: skip
    return groups


def _group_title(before: Outcome, after: Outcome) -> str:
    if before == after == NOT_GIVEN:
        return "No overall grade given, as before"
    return f"Stayed {after}" if before == after else f"From {before} to {after}"


def _as_json(found: Picture) -> dict[str, Any]:
    asked, country = found.asked, found.country
    return {
        "schema": "cusp.country/1",
        "as_at": asked.on,
        **ends(found.end),
        "area": asked.area,
        "region": asked.region,
        "framework": asked.framework,
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
        "over_time": [
            {"on": s.on, "known": s.known, "not_given": s.not_given, "counts": s.counts}
            for s in found.over_time
        ],
    }
