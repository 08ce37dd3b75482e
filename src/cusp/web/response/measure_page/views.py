"""One measure: is it nearing its target? With the forms to add it, change it and add readings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cusp.plans import measure_exceptions
from cusp.web.accounts import people
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.response import drawn_readings, measure_words, measures, shared_figures
from cusp.web.response.choices import Unit
from cusp.web.response.drawn_readings import series_of, source_of
from cusp.web.response.lookup import FoundMeasure, area_at, measure_at
from cusp.web.response.measure_page import rows
from cusp.web.response.measure_page.forms import EditMeasureForm, MeasureForm, ReadingForm, Topics
from cusp.web.response.measure_series import Series
from cusp.web.response.measures import MeasureFields
from cusp.web.response.models import Plan, PlanChange, Priority
from cusp.web.response.published_figures import Loaded, loaded_for
from cusp.web.response.refusals import CannotChange

_FORM = ["GET", "HEAD", "POST"]
_TEMPLATE = "response/measure_page/edit.html"


@needs(Permission.SEE_PLAN)
@require_safe
def measure(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The page about a measure."""
    found = measure_at(measure_id)
    record, as_at = found.record, found.plan.as_at
    readings = rows.readings(found.row, record)
    context = {
        "measure": record,
        "answer": measure_words.answer(record, as_at),
        "doubts": [one.sentence for one in measure_exceptions(found.plan, record)],
        "area": found.row.priority,
        "unit": Unit(found.row.unit).label,
        "baseline": record.baseline and measure_words.reading_in_words(record, record.baseline),
        "target": measure_words.target_in_words(record),
        "chart": rows.chart(record, as_at),
        "readings": readings,
        "shares": any(row["reading"].denominator for row in readings),
        "code": found.row.published_code,
        "drawn_from": source_of(found.row),
        "drawn": len(measures.drawn_rows(found.row)),
        "history": PlanChange.objects.filter(
            plan=found.row.priority.plan, kind="measure", thing=record.id
        ).order_by("-id"),
        "trail": [*_trail(found.row.priority), (record.id, "")],
    }
    return render(request, "response/measure_page/measure.html", context)


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Add a measure to an area."""
    area = area_at(number).row
    loaded = loaded_for(area.plan)
    form = MeasureForm(request.POST or None, topics=_topics(loaded))
    made: dict[str, Any] = {}

    def save(typed: dict[str, Any]) -> None:
        fields, series = _read(area.plan, typed)
        row, drawn = drawn_readings.add_measure(area, fields, series, **_who(request))
        made["to"] = reverse("plan-measure", args=[row.public_id])
        made["said"] = f"The measure has been added. {drawn.sentence if drawn else ''}".rstrip()

    if form_pages.saved(form, save):
        messages.success(request, made["said"])
        return redirect(made["to"])
    return _show(
        request,
        form,
        title="Add a measure",
        caption=f"{area.number}. {area.title}",
        back=f"{area.get_absolute_url()}#measures",
        trail=_trail(area),
        not_loaded=loaded is None,
        none_for_us=bool(loaded and not loaded.topics),
        shared=bool(shared_figures.choices()),
    )


def _topics(loaded: Loaded | None) -> Topics:
    """The figures that readings can be drawn from: what practice shares, then what is published."""
    shared = shared_figures.choices()
    return (
        *([(shared_figures.GROUP, shared)] if shared else []),
        *(loaded.topics if loaded else ()),
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def edit(request: HttpRequest, measure_id: str) -> HttpResponse:
    """Change what a measure is, its baseline and its target."""
    found = measure_at(measure_id)
    row, plan = found.row, found.row.priority.plan
    now = measures.fields_of(row)
    start = {name: getattr(now, name) for name in MeasureForm.base_fields}
    form = EditMeasureForm(
        request.POST or None,
        initial=start | {"seen_version": row.row_version},
        topics=_topics(loaded_for(plan)),
        drawn=bool(measures.drawn_rows(row)),
    )

    def save(typed: dict[str, Any]) -> None:
        fields, series = _read(plan, {"published_code": now.published_code} | typed)
        drawn_readings.change_measure(
            row, fields, series, seen_version=typed["seen_version"], **_who(request)
        )

    if form_pages.saved(form, save):
        messages.success(request, "The measure has been saved.")
        return redirect("plan-measure", found.record.id)
    return _show(request, form, title="Edit the measure", **_of(found))


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def new_reading(request: HttpRequest, measure_id: str) -> HttpResponse:
    """Add a reading by hand, or correct the one for the same day."""
    found = measure_at(measure_id)
    unit = Unit(found.row.unit)
    form = ReadingForm(request.POST or None, unit=unit)
    said = ["The reading has been added."]

    def save(typed: dict[str, Any]) -> None:
        reading = measures.reading_from(on=typed.pop("as_at"), **typed, unit=unit)
        row = measures.add_reading(found.row, reading, **_who(request))
        if earlier := measures.corrected_by(row):
            said.append(measure_words.corrected(found.record, earlier.value, earlier.as_at))

    if form_pages.saved(form, save):
        messages.success(request, " ".join(said))
        return redirect("plan-measure", found.record.id)
    return _show(request, form, title="Add a reading", **_of(found))


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def draw(request: HttpRequest, measure_id: str) -> HttpResponse:
    """Update the readings from their figures, and return to the measure."""
    found = measure_at(measure_id)
    series = source_of(found.row)
    if request.method == "POST" and series:
        try:
            drawn = drawn_readings.draw_readings(found.row, series, **_who(request))
            messages.success(request, drawn.sentence)
        except CannotChange as refused:
            messages.error(request, str(refused))
    return redirect("plan-measure", found.record.id)


def _read(plan: Plan, typed: dict[str, Any]) -> tuple[MeasureFields, Series | None]:
    """What was typed about a measure, and the series that its readings are drawn from."""
    code = typed.get("published_code", "")
    series = series_of(plan, code)
    unit, better = drawn_readings.unit_and_direction(
        series, unit=typed["unit"], better=typed["better"]
    )
    names = ("on", "value", "numerator", "denominator")
    baseline = measures.baseline_from(
        **{name: typed[f"baseline_{name}"] for name in names}, unit=unit
    )
    fields = MeasureFields(
        name=typed["name"],
        definition=typed["definition"],
        unit=unit,
        better=better,
        baseline=baseline,
        target=typed["target"],
        target_by=typed["target_by"],
        published_code=code,
    )
    return fields, series


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"on": timezone.localdate(), "by": people.me(request)}


def _of(found: FoundMeasure) -> dict[str, Any]:
    """What a page with a form about a measure says around it."""
    record = found.record
    here = reverse("plan-measure", args=[record.id])
    return {
        "caption": f"{record.id}. {record.name}",
        "back": here,
        "trail": [*_trail(found.row.priority), (record.id, here)],
    }


def _show(
    request: HttpRequest,
    form: Form,
    *,
    title: str,
    trail: list[tuple[str, str]],
    **context: Any,
) -> HttpResponse:
    shown = {"form": form, "title": title, "trail": [*trail, (title, "")], **context}
    return render(request, _TEMPLATE, shown, status=400 if form.is_bound else 200)


def _trail(area: Priority) -> list[tuple[str, str]]:
    return [("Plan", reverse("plan")), (f"{area.number}. {area.title}", area.get_absolute_url())]
