"""What is criticised most, and who does it well?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cusp.findings import TOPICS
from cusp.reports.authorities import join_keys
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.common.charts.shares import share_bars
from cusp.web.common.downloads import site_of
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.paging import page_number
from cusp.web.record.archive.shared_columns import AUTHORITY_COLUMNS, ends
from cusp.web.record.models import ReportSentence
from cusp.web.record.topics import similar_practice
from cusp.web.record.topics.filters import GROUPS, CouncilFilters, GroupFilters
from cusp.web.record.topics.statistics import (
    COUNTED,
    FEW,
    NAMES,
    ReadReport,
    ReportFilters,
    Share,
    Turnaround,
    by_group,
    by_topic,
    end_of,
    grade_order,
    grouped,
    reports_read,
    share,
    sure_said,
    turned,
)

PER_PAGE = 25
# As many turns are shown with their words; the data has them all.
TURNS_SHOWN = 10
_BARS = 12
_OF_A_COUNCIL = 2
_FORMS = (("JSON", "json"), ("CSV", "csv"), ("Excel", "xlsx"), ("Parquet", "parquet"))
TOPIC_COLUMNS = (
    "group", "topic", "name", "reports", "criticised", "criticised_share", "praised",
    "praised_share", "few", "address",
)  # fmt: skip
COUNCIL_COLUMNS = (
    *AUTHORITY_COLUMNS, "region", "kind", "inspection", "framework", "grade", "praise",
    "criticism", "page", "sentence", "sure", "address",
)  # fmt: skip


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def topics(request: HttpRequest) -> HttpResponse:
    """What is criticised most."""
    form = GroupFilters(request.GET.dict())
    asked, every = form.asked, reports_read()
    reports = [one for one in every if asked.takes(one)]
    shares = by_topic(reports)
    group = form.cleaned_data.get("by", "")
    context: dict[str, Any] = {
        "form": form, "any_read": bool(every), "reports": len(reports), "shares": shares,
        "answer": most_criticised(shares), "few": FEW, "group": GROUPS.get(group, ""),
        "narrowed": asked != ReportFilters(), "end": end_of(every),
        "side_by_side": _side_by_side(reports, shares, group) if group else None,
        "bars": share_bars(
            shares[:_BARS], title="Topics by the share of reports that criticise them",
            part="criticised", address=address_of,
        ),
        "trail": [("Topics", "")], "data_links": _links("/topics", form.chosen),
    }  # fmt: skip
    return render(request, "record/topics/topics.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
def topics_data(request: HttpRequest, form: str) -> HttpResponse:
    """The same as data; with ``by`` a row for each topic in each group."""
    filters = GroupFilters(request.GET.dict())
    if not filters.is_valid():
        return _refused(filters)
    asked = filters.asked
    every = reports_read()
    reports = [one for one in every if asked.takes(one)]
    by = filters.cleaned_data["by"]
    groups = grouped(reports, by) if by else {"all": reports}
    found = [
        _share_row(one, name, site_of(request))
        for name, told in groups.items()
        for one in by_topic(told)
    ]
    if form == "json":
        told = {"schema": "cusp.topics/1", "asked": filters.chosen, "reports": len(reports)}
        return downloads.json_response({**told, **ends(end_of(every)), "topics": found})
    return downloads.response(found, form=form, name="topics", columns=TOPIC_COLUMNS)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def topic(request: HttpRequest, code: str) -> HttpResponse:
    """Who does this well."""
    name = _name(code)
    every = reports_read()
    form = CouncilFilters(request.GET.dict(), every)
    asked = form.asked
    reports = [one for one in every if asked.takes(one)]
    praised = councils(reports, code)
    last = max(1, -(-len(praised) // PER_PAGE))
    page = min(page_number(request), last)
    shown = praised[(page - 1) * PER_PAGE : page * PER_PAGE]
    turns = turns_of(every, asked, code)
    years = by_group(reports, code, "year")
    context: dict[str, Any] = {
        "form": form, "any_read": bool(every), "code": code, "name": name, "end": end_of(every),
        "what": next(one.what for one in TOPICS if one.code == code),
        "answer": who_does_it_well(praised, name), "all": share(code, reports, code),
        "councils": _with_sentences(shown, code), "years": years, "few": FEW,
        "bars": share_bars(
            years, title=f"{name}: share of reports that praise, by year", part="praised"
        ),
        "turns": _turns_shown(turns[:TURNS_SHOWN], code), "turned": len(turns),
        "page": page, "pages": _pages(form.chosen, page, last), "last": last,
        "trail": [("Topics", reverse("topics")), (name, "")],
        "data_links": _links(f"/topics/{code}", form.chosen),
    }  # fmt: skip
    return render(request, "record/topics/topic.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
def topic_data(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Every council praised for it, a sentence a row; JSON has the years and turns as well."""
    name = _name(code)
    every = reports_read()
    filters = CouncilFilters(request.GET.dict(), every)
    if not filters.is_valid():
        return _refused(filters)
    reports = [one for one in every if filters.asked.takes(one)]
    site = site_of(request)
    listed = _with_sentences(councils(reports, code), code)
    found = [
        _council_row(entry["report"], one, code, site)
        for entry in listed
        for one in entry["sentences"]
    ]
    if form != "json":
        return downloads.response(found, form=form, name=code, columns=COUNCIL_COLUMNS)
    return downloads.json_response({
        "schema": "cusp.topic/1", "topic": code, "name": name, "asked": filters.chosen,
        "reports": len(reports), **ends(end_of(every)), "praised": found,
        "by_year": [
            {"year": one.of, "reports": one.reports, "criticised": one.criticised,
             "praised": one.praised, "few": one.few}
            for one in by_group(reports, code, "year")
        ],
        "turned": [
            {"authority": one.after.name, "authority_code": one.after.code,
             **join_keys(one.after.code),
             "criticised": one.before.start, "praised": one.after.start,
             "address": site + _compared(one)}
            for one in turns_of(every, filters.asked, code)
        ],
    })  # fmt: skip


def most_criticised(shares: Sequence[Share]) -> str:
    """What is criticised most, in a sentence."""
    if not shares or not shares[0].criticised:
        return "No topic is criticised in these reports"
    one = shares[0]
    of = f"{one.reports} report{'' if one.reports == 1 else 's'}"
    said = f"{one.name[0].lower()}{one.name[1:]}, in {one.criticised} of {of}"
    return f"Criticised most: {said} ({one.criticised_share}%)"


def who_does_it_well(praised: Sequence[ReadReport], name: str) -> str:
    """Who is praised, in a sentence."""
    if not praised:
        return f"{name}: nobody here is praised for it"
    best = sum(one.grade == "outstanding" for one in praised)
    n = len(praised)
    councils = f"{n} council{'' if n == 1 else 's'} {'is' if n == 1 else 'are'} praised for it"
    return f"{name}: {councils}, {best or 'none'} of them outstanding overall"


def councils(reports: Sequence[ReadReport], code: str) -> list[ReadReport]:
    """Each council's latest report that praises the topic; the best grade first, then the most."""
    latest: dict[str, ReadReport] = {}
    for one in sorted(reports, key=lambda one: one.start):
        if one.praised.get(code):
            latest[one.slug] = one
    return sorted(
        latest.values(),
        key=lambda one: (
            grade_order(one.grade), one.criticised.get(code, 0) - one.praised[code],
            -one.start.toordinal(), one.name,
        ),
    )  # fmt: skip


def turns_of(every: Sequence[ReadReport], asked: ReportFilters, code: str) -> list[Turnaround]:
    """The turns whose later report is meant; the earlier may be of any year, grade, framework."""
    return [turn for turn in turned(every, code) if asked.takes(turn.after)]


def address_of(code: str) -> str:
    """A topic's page."""
    return reverse("topic", args=[code])


def _name(code: str) -> str:
    if code not in COUNTED:
        raise Http404(f"There is no topic called “{code}”.")
    return NAMES[code]


def _said(pks: Sequence[int], code: str, polarity: str) -> dict[int, list[ReportSentence]]:
    """The sentences on a topic of some reports, the surest and plainest first; one query."""
    by_report: dict[int, list[ReportSentence]] = defaultdict(list)
    for one in sure_said().filter(inspection__in=pks, topic=code, polarity=polarity):
        by_report[one.inspection_id].append(one)
    for found in by_report.values():
        found.sort(key=lambda one: (-similar_practice.plainness(one.text) * one.sure, one.pk))
    return by_report


def _with_sentences(reports: Sequence[ReadReport], code: str) -> list[dict[str, Any]]:
    said = _said([one.pk for one in reports], code, "strength")
    return [{"report": one, "sentences": said.get(one.pk, [])[:_OF_A_COUNCIL]} for one in reports]


def _turns_shown(turns: Sequence[Turnaround], code: str) -> list[dict[str, Any]]:
    before = _said([one.before.pk for one in turns], code, "weakness")
    after = _said([one.after.pk for one in turns], code, "strength")
    return [
        {
            "turn": one, "address": _compared(one),
            "said": [
                (one.before, before.get(one.before.pk, [None])[0]),
                (one.after, after.get(one.after.pk, [None])[0]),
            ],
        }
        for one in turns
    ]  # fmt: skip


def _compared(turn: Turnaround) -> str:
    days = (turn.before.start.isoformat(), turn.after.start.isoformat())
    return reverse("comparison", args=[turn.after.slug, *days])


def _side_by_side(
    reports: Sequence[ReadReport], shares: Sequence[Share], by: str
) -> dict[str, Any]:
    groups = grouped(reports, by)
    return {
        "heads": [(name, len(told), len(told) < FEW) for name, told in groups.items()],
        "rows": [
            (one, [share(one.of, told, one.of) for told in groups.values()]) for one in shares
        ],
    }


def _share_row(one: Share, group: str, site: str) -> downloads.Row:
    values = (
        group, one.of, one.name, one.reports, one.criticised, one.criticised_share, one.praised,
        one.praised_share, one.few, site + address_of(one.of),
    )  # fmt: skip
    return dict(zip(TOPIC_COLUMNS, values, strict=True))


def _council_row(report: ReadReport, said: ReportSentence, code: str, site: str) -> downloads.Row:
    values = (
        report.name, report.code, *join_keys(report.code).values(), report.region, report.kind,
        report.start, report.framework,
        report.grade or (None if report.overall_given else "not given"),
        report.praised.get(code, 0), report.criticised.get(code, 0),
        said.page, said.text, said.sure,
        site + reverse("passage", args=[*report.address, said.address]),
    )  # fmt: skip
    return dict(zip(COUNCIL_COLUMNS, values, strict=True))


def _links(address: str, chosen: dict[str, str]) -> list[tuple[str, str]]:
    query = f"?{urlencode(chosen)}" if chosen else ""
    return [(name, f"{address}.{ending}{query}") for name, ending in _FORMS]


def _refused(form: GroupFilters | CouncilFilters) -> HttpResponse:
    wrong = {name: [str(one) for one in errors] for name, errors in form.errors.items()}
    return downloads.json_response({"detail": "A filter cannot be used.", "errors": wrong}, 400)


def _pages(chosen: dict[str, str], page: int, last: int) -> list[dict[str, Any]]:
    return [
        {"number": n, "here": n == page, "address": f"?{urlencode({**chosen, 'page': n})}"}
        for n in range(1, last + 1)
    ]
