"""Which councils have put this right? Examples for a weakness or for each area for improvement."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.findings import NoModel
from cusp.reports.authorities import join_keys
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.common.downloads import site_of
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.wording import say_date
from cusp.web.record.archive.lookup import inspection_at
from cusp.web.record.archive.renamed_authorities import follows_moves
from cusp.web.record.archive.shared_columns import AUTHORITY_COLUMNS
from cusp.web.record.models import Inspection, Passage
from cusp.web.record.topics import learn
from cusp.web.record.topics.council_choice import CouncilChoice
from cusp.web.record.topics.filters import LearnForm
from cusp.web.record.topics.learn import AreaExamples, PracticeExample, PracticeFound
from cusp.web.record.topics.statistics import reports_read

_log = logging.getLogger(__name__)
_FROM = re.compile(r"([-\w]{1,120})/(\d{4}-\d\d-\d\d)/([-\w]{1,30})/?", re.ASCII)
_LONGEST = 2_000
EXAMPLES = (
    "Supervision of social workers is irregular",
    "Children who go missing are not offered return interviews in time",
    "Pathway plans are out of date",
)
COLUMNS = (
    *AUTHORITY_COLUMNS,
    "inspection",
    "area",
    "grade",
    "grade_today",
    "turned_from",
    "page",
    "sentence",
    "sure",
    "topic",
    "worth",
    "address",
)
AREA_COLUMNS = ("number", "area_for_improvement", "about", *COLUMNS)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def learn_page(request: HttpRequest) -> HttpResponse:
    """Examples for a described weakness or a passage; without either, ways to start."""
    every = reports_read()
    form = LearnForm(request.GET.dict(), every)
    passage, text = _subject(request)
    councils = None if text else CouncilChoice(request.GET.dict())
    if councils and (latest := councils.latest_inspection):
        return redirect(areas_address(latest))
    context: dict[str, Any] = {
        "form": form,
        "councils": councils,
        "any_read": bool(every),
        "passage": passage,
        "text": text,
        "came_from": request.GET.get("from", "")[:200] if passage else "",
        "answer": "Who put this right?",
        "examples": [(example, urlencode({"q": example})) for example in EXAMPLES],
        "passage_missing": bool(request.GET.get("from")) and not text,
        "back": request.get_full_path(),
        "trail": [("Topics", reverse("topics")), ("Learn from others", "")],
    }
    if passage:
        inspection = passage.inspection
        context["areas_address"] = areas_address(inspection)
    if text and every:
        try:
            found = _find(form, text, passage)
            context |= {"found": found, "answer": answer(found)}
        except NoModel as error:
            context["cannot_say"] = _cannot_say(error)
        query = {k: v for k, v in request.GET.items() if k in {"from", *form.fields} and v}
        context["data_links"] = [
            (name, f"/learn.{ending}?{urlencode(query)}")
            for name, ending in (("JSON", "json"), ("CSV", "csv"))
        ]
    return render(request, "record/topics/learn.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
def learn_data(request: HttpRequest, form: str) -> HttpResponse:
    """The same examples as data."""
    every = reports_read()
    filters = LearnForm(request.GET.dict(), every)
    passage, text = _subject(request)
    found = None
    try:
        if text and every:
            found = _find(filters, text, passage)
    except NoModel as error:
        return downloads.json_response({"detail": _cannot_say(error)}, 503)
    data = [_row(example, site_of(request)) for example in found.examples] if found else []
    if form != "json":
        return downloads.response(data, form=form, name="learn", columns=COLUMNS)
    topics = found.subject.topics if found else ()
    about = [{"topic": code, "sure": sure} for code, sure in topics]
    return downloads.json_response(
        {"schema": "cusp.learn/1", "text": text, "about": about, "examples": data}
    )


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def areas_page(request: HttpRequest, slug: str, start: date) -> HttpResponse:
    """Councils that put right each of an inspection's areas for improvement."""
    inspection = inspection_at(slug, start)
    context: dict[str, Any] = {
        "inspection": inspection,
        "any_read": bool(reports_read()),
        "back": request.get_full_path(),
        "trail": [
            ("Authorities", reverse("authorities")),
            (inspection.authority.name, inspection.authority.get_absolute_url()),
            (f"Inspection of {say_date(inspection.start)}", inspection.get_absolute_url()),
            ("Learn from others", ""),
        ],
        "data_links": [
            (name, f"{request.path.rstrip('/')}.{ending}")
            for name, ending in (("JSON", "json"), ("CSV", "csv"))
        ],
    }
    try:
        areas = learn.for_areas(inspection, on=timezone.localdate())
        context |= {"areas": areas, "answer": areas_answer(areas)}
    except NoModel as error:
        context |= {"cannot_say": _cannot_say(error), "answer": "Who put this right?"}
    return render(request, "record/topics/learn_areas.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@follows_moves
def areas_data(request: HttpRequest, slug: str, start: date, form: str) -> HttpResponse:
    """The same as data: a row for each example for each area for improvement."""
    inspection = inspection_at(slug, start)
    try:
        areas = learn.for_areas(inspection, on=timezone.localdate())
    except NoModel as error:
        return downloads.json_response({"detail": _cannot_say(error)}, 503)
    rows = [
        {
            "number": area.passage.number,
            "area_for_improvement": area.passage.text,
            "about": area.found.subject.main,
            **_row(example, site_of(request)),
        }
        for area in areas
        for example in area.found.examples
    ]
    if form != "json":
        return downloads.response(rows, form=form, name="learn", columns=AREA_COLUMNS)
    return downloads.json_response(
        {
            "schema": "cusp.learn-areas/1",
            "authority": inspection.authority.name,
            "inspection": inspection.start,
            "areas_for_improvement": len(areas),
            "examples": rows,
        }
    )


def areas_address(inspection: Inspection) -> str:
    """The page that starts from an inspection's areas for improvement."""
    return reverse("learn-areas", args=[inspection.authority.slug, inspection.start])


def answer(found: PracticeFound) -> str:
    """What was found, in a sentence."""
    if not found.councils:
        return f"{found.name}: no council is praised for this"
    return (
        f"{found.name}: {found.councils} council{'' if found.councils == 1 else 's'} to learn from"
    )


def areas_answer(areas: Sequence[AreaExamples]) -> str:
    """How many areas for improvement have a council to learn from, in a sentence."""
    if not areas:
        return "This report lists no areas for improvement"
    put_right = sum(
        any(not example.today.weak for example in area.found.examples) for area in areas
    )
    of = f"{len(areas)} area{'' if len(areas) == 1 else 's'} for improvement"
    return f"Councils to learn from for {put_right} of {of}"


def _find(form: LearnForm, text: str, passage: Passage | None) -> PracticeFound:
    own = passage.inspection.authority.slug if passage else ""
    return learn.find(text, form.report_filters, leave_out=own, on=timezone.localdate())


def _cannot_say(error: NoModel) -> str:
    # The reason includes names of server files, which belong in the log and are not for visitors.
    _log.error("learn from others: %s", error)
    return (
        "Cusp cannot work out what this is about, because its model cannot be used. "
        "The server’s log has the reason."
    )


def _subject(request: HttpRequest) -> tuple[Passage | None, str]:
    """The words typed, or else the passage given in ``from`` and its text."""
    typed = " ".join(request.GET.get("q", "")[:_LONGEST].replace("\x00", " ").split())
    if typed:
        return None, typed
    passage = _passage(request.GET.get("from", "")[:200])
    return passage, " ".join(passage.text.split())[:_LONGEST] if passage else ""


def _passage(address: str) -> Passage | None:
    parts = _FROM.fullmatch(address)
    if not parts:
        return None
    try:
        start = date.fromisoformat(parts[2])
    except ValueError:
        return None
    rows = Passage.objects.select_related("inspection__authority")
    return rows.filter(
        inspection__authority__slug=parts[1], inspection__start=start, address=parts[3]
    ).first()


def _row(example: PracticeExample, site: str) -> downloads.Row:
    sentence, report = example.sentence, example.report
    given = report.area_grades.get(sentence.area) or report.grade
    return {
        "authority": report.name,
        "authority_code": report.code,
        **join_keys(report.code),
        "inspection": report.start,
        "area": sentence.area or None,
        "grade": given or (None if report.overall_given else "not given"),
        "grade_today": example.today.grade or None,
        "turned_from": example.turn.before.start if example.turn else None,
        "page": sentence.page,
        "sentence": sentence.text,
        "sure": sentence.sure,
        "topic": sentence.topic,
        "worth": example.worth,
        "address": site + reverse("passage", args=[*report.address, sentence.address]),
    }
