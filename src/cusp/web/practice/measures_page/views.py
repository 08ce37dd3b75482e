"""Is it getting better? Every measure with its trend; one measure by group and next to others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.practice import figures, looks, measure_words
from cusp.web.practice.beside_published import published_for
from cusp.web.practice.counts import series
from cusp.web.practice.measures_page import rows
from cusp.web.practice.models import Figure, Snapshot
from cusp.web.practice.pages import Asking, frame, private

_FORMS = (("JSON", "json"), ("CSV", "csv"), ("Excel", "xlsx"), ("Parquet", "parquet"))
_COLUMNS = (
    *("code", "measure", "as_at", "by", "group", "numerator", "denominator", "undetermined"),
    *("value", "why", "better", "basis"),
)


@needs(Permission.SEE_CHILDREN)
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """All measures."""
    asking = Asking(request)
    context = frame(asking, "practice-measures", ("Measures", ""))
    if asking.snapshot and not asking.reached.nobody:
        found = figures.over_time(series(asking.snapshot))
        context |= {
            "answer": rows.answer(found),
            "areas": rows.areas(found),
            "before": rows.since(next(iter(found.values()))),
            "data_links": _data_links(request),
        }
    return private(request, "practice/measures_page/measures.html", context)


@needs(Permission.SEE_CHILDREN)
@require_safe
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """One measure."""
    asking = Asking(request)
    _known(code)
    trail = (("Measures", reverse("practice-measures")), (measure_words.title(code), ""))
    context = frame(asking, "practice-measures", *trail)
    if asking.snapshot and not asking.reached.nobody:
        points = figures.over_time(series(asking.snapshot), [code])[code]
        published = published_for(code)
        by = _chosen(request, figures.groups_of(asking.reached))
        found = figures.of_groups(asking.snapshot, asking.reached, [code], [by] if by else ())
        context |= {
            "measure": rows.about(code, points),
            "chart": rows.chart(code, points),
            "table": rows.table(code, points),
            "published": published,
            "compared": rows.compared(published, points[-1]),
            "by": rows.GROUPED.get(by, ""),
            "choices": _choices(asking, by),
            "groups": rows.groups(found),
            "data_links": _data_links(request),
        }
    return private(request, "practice/measures_page/measure.html", context)


@needs(Permission.SEE_CHILDREN)
@require_safe
def measures_data(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every measure of the whole service in every snapshot."""
    asking = Asking(request)
    snapshot = _snapshot(asking)
    return _data(snapshot, tuple(measure_words.DEFINED), (), form=form, name="measures")


@needs(Permission.SEE_CHILDREN)
@require_safe
def measure_data(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """One measure in every snapshot, and its groups in the latest."""
    asking = Asking(request)
    _known(code)
    snapshot = _snapshot(asking)
    by = figures.groups_of(asking.reached)
    found = figures.of_groups(snapshot, asking.reached, [code], by)
    return _data(snapshot, (code,), found, form=form, name=f"measure-{code}")


def _data(
    snapshot: Snapshot,
    codes: tuple[str, ...],
    groups: Iterable[Figure],
    *,
    form: str,
    name: str,
) -> HttpResponseBase:
    made = rows.data(figures.over_time(series(snapshot), codes), groups, snapshot)
    if form == "json":
        return looks.never_kept(downloads.json_response(made))
    return looks.never_kept(downloads.response(made, form=form, name=name, columns=_COLUMNS))


def _snapshot(asking: Asking) -> Snapshot:
    if asking.snapshot is None or asking.reached.nobody:
        raise Http404
    return asking.snapshot


def _known(code: str) -> None:
    if code not in measure_words.DEFINED:
        raise Http404


def _chosen(request: HttpRequest, allowed: tuple[str, ...]) -> str:
    asked = request.GET.get("by", "")
    return asked if asked in allowed else next(iter(allowed), "")


def _choices(asking: Asking, chosen: str) -> list[dict[str, Any]]:
    return [
        {"name": rows.GROUPED[by], "address": f"?by={by}#groups", "here": by == chosen}
        for by in figures.groups_of(asking.reached)
    ]


def _data_links(request: HttpRequest) -> list[tuple[str, str]]:
    here = request.path.rstrip("/")
    return [(name, f"{here}.{ending}") for name, ending in _FORMS]
