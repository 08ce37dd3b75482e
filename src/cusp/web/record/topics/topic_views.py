"""What do reports say about a topic, and which councils do it well?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.findings import TOPICS
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.common.charts.shares import share_bars
from cusp.web.common.downloads import site_of
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.paging import page_number
from cusp.web.common.sorting import read_sorting
from cusp.web.record.archive.shared_columns import ends
from cusp.web.record.findings.counted_topics import sentences_about
from cusp.web.record.models import ReportSentence
from cusp.web.record.topics import similar_practice
from cusp.web.record.topics.filters import CouncilFilters
from cusp.web.record.topics.rows import (
    COUNCIL_COLUMNS,
    compared,
    council_row,
    data_links,
    refused,
    shared,
    turn_row,
)
from cusp.web.record.topics.shares import FEW, NAMES, share
from cusp.web.record.topics.statistics import (
    COUNTED,
    ReadReport,
    ReportFilters,
    Turnaround,
    by_group,
    end_of,
    grade_order,
    reports_read,
    turned,
)
from cusp.web.record.topics.today import GradeToday, grade_today, grades_today
from cusp.web.record.topics.wording import in_sentence, share_sentence

PER_PAGE = 10
# The number of turnarounds shown with what was said; the table has them all.
TURNS_SHOWN = 3
_OF_A_COUNCIL = 2
Grades = dict[str, GradeToday]
_TURN_KEYS: dict[str, Any] = {
    "name": lambda row: row["turn"].after.name,
    "before": lambda row: row["turn"].before.start,
    "after": lambda row: row["turn"].after.start,
    "today": lambda row: (row["today"].place, grade_order(row["today"].grade)),
}
_YEAR_KEYS: dict[str, Any] = {
    "year": lambda share: share.of,
    "criticism": lambda share: share.criticism_share,
    "sentences": lambda share: share.sentences,
    "reports": lambda share: share.reports,
}


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def topic(request: HttpRequest, code: str) -> HttpResponse:
    """What reports say about a topic, and councils that improved on it or are praised for it."""
    name = _name(code)
    every = reports_read()
    form = CouncilFilters(request.GET.dict(), every)
    report_filters = form.report_filters
    reports = [report for report in every if report_filters.takes(report)]
    total = share(code, reports, code)
    context: dict[str, Any] = {
        "form": form,
        "any_read": bool(every),
        "code": code,
        "name": name,
        "name_in_sentence": in_sentence(name),
        "end": end_of(every),
        "what": next(topic.what for topic in TOPICS if topic.code == code),
        "answer": share_sentence(total),
        "total": total,
        "few": FEW,
        "back": request.get_full_path(),
        "trail": [("Topics", reverse("topics")), (name, "")],
        "data_links": data_links(f"/topics/{code}", form.query),
        **_praised(request, reports, code),
        **_turned(request, turns_of(every, report_filters, code), code),
        **_over_time(request, reports, code),
    }
    return render(request, "record/topics/topic.html", context)


def _praised(request: HttpRequest, reports: Sequence[ReadReport], code: str) -> dict[str, Any]:
    today = grades_today(timezone.localdate())
    praised = councils(reports, code, today)
    paginator = Paginator(praised, PER_PAGE)
    page = paginator.page(min(page_number(request), paginator.num_pages))
    return {
        "praised": len(praised),
        "councils": _with_sentences(list(page), code, today),
        "page": page,
    }


def _turned(request: HttpRequest, turns: Sequence[Turnaround], code: str) -> dict[str, Any]:
    today = grades_today(timezone.localdate())
    rows: list[dict[str, Any]] = [
        {
            "turn": turn,
            "today": grade_today(today, turn.after.code, turn.after.slug),
            "address": compared(turn),
        }
        for turn in turns
    ]
    rows.sort(key=lambda row: row["today"].place)  # newest stays first in each place
    sorting = read_sorting(request.GET, _TURN_KEYS, "today", "turns", anchor="turned")
    chosen = "turns" in request.GET
    return {
        "turned": len({turn.after.slug for turn in turns}),
        "turns": _with_words(rows[:TURNS_SHOWN], code),
        "turn_rows": sorting.sort(rows, _TURN_KEYS) if chosen else rows,
        "turn_sort": sorting.columns,
    }


def _over_time(request: HttpRequest, reports: Sequence[ReadReport], code: str) -> dict[str, Any]:
    years = by_group(reports, code, "year")
    sorting = read_sorting(request.GET, _YEAR_KEYS, "year", "years", anchor="over-time")
    title = f"{NAMES[code]}: share of criticism by year"
    return {
        "years": sorting.sort(years, _YEAR_KEYS),
        "year_sort": sorting.columns,
        "bars": share_bars(years, title=title),
    }


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
def topic_data(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Every council praised for it, one sentence per row. JSON also has years and turnarounds."""
    name = _name(code)
    every = reports_read()
    filters = CouncilFilters(request.GET.dict(), every)
    if not filters.is_valid():
        return refused(filters)
    chosen = filters.report_filters
    reports = [report for report in every if chosen.takes(report)]
    site, today = site_of(request), grades_today(timezone.localdate())
    listed = _with_sentences(councils(reports, code, today), code, today)
    found = [
        council_row(entry["report"], sentence, code, today=entry["today"], site=site)
        for entry in listed
        for sentence in entry["sentences"]
    ]
    if form != "json":
        return downloads.response(found, form=form, name=code, columns=COUNCIL_COLUMNS)
    return downloads.json_response(
        {
            "schema": "cusp.topic/1",
            "topic": code,
            "name": name,
            "asked": filters.query,
            "reports": len(reports),
            **ends(end_of(every)),
            "praised": found,
            "by_year": _year_rows(reports, code),
            "turned": [
                turn_row(
                    turn, today=grade_today(today, turn.after.code, turn.after.slug), site=site
                )
                for turn in turns_of(every, chosen, code)
            ],
        }
    )


def _year_rows(reports: Iterable[ReadReport], code: str) -> list[downloads.Row]:
    return [
        {
            "year": share.of,
            **shared(share),
        }
        for share in by_group(reports, code, "year")
    ]


def councils(reports: Iterable[ReadReport], code: str, today: Grades) -> list[ReadReport]:
    """Each council's latest report in which the topic is praised.

    Councils with good grades today come first and those with weak grades last; then by the report's
    grade.
    """
    latest: dict[str, ReadReport] = {}
    for report in sorted(reports, key=lambda report: report.start):
        if report.about(code).state == "praised":
            latest[report.slug] = report

    def order(report: ReadReport) -> tuple[Any, ...]:
        return (
            grade_today(today, report.code, report.slug).place,
            grade_order(report.grade),
            report.about(code).criticism - report.about(code).praise,
            -report.start.toordinal(),
            report.name,
        )

    return sorted(latest.values(), key=order)


def turns_of(every: Sequence[ReadReport], chosen: ReportFilters, code: str) -> list[Turnaround]:
    """Turnarounds whose later report matches; the earlier one may be any report."""
    return [turn for turn in turned(every, code) if chosen.takes(turn.after)]


def _name(code: str) -> str:
    if code not in COUNTED:
        raise Http404(f"There is no topic called “{code}”.")
    return NAMES[code]


def _said(pks: Sequence[int], code: str, polarity: str) -> dict[int, list[ReportSentence]]:
    """What some reports say about a topic, clearest sentence first, in one query."""
    by_report: dict[int, list[ReportSentence]] = defaultdict(list)
    for sentence in sentences_about(code, polarity, pks):
        by_report[sentence.inspection_id].append(sentence)
    for found in by_report.values():
        found.sort(key=lambda row: (-similar_practice.plainness(row.text) * row.sure, row.pk))
    return by_report


def _with_sentences(
    reports: Sequence[ReadReport], code: str, today: Grades
) -> list[dict[str, Any]]:
    said = _said([report.pk for report in reports], code, "strength")
    return [
        {
            "report": report,
            "today": grade_today(today, report.code, report.slug),
            "sentences": said.get(report.pk, [])[:_OF_A_COUNCIL],
        }
        for report in reports
    ]


def _with_words(rows: Sequence[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    """Turnarounds with the clearest sentence from each report."""
    before = _said([row["turn"].before.pk for row in rows], code, "weakness")
    after = _said([row["turn"].after.pk for row in rows], code, "strength")
    return [
        {
            **row,
            "criticism": before.get(row["turn"].before.pk, [None])[0],
            "praise": after.get(row["turn"].after.pk, [None])[0],
        }
        for row in rows
    ]
