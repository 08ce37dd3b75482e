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
    reports = [report for report in every if asked.takes(report)]
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
    reports = [report for report in every if asked.takes(report)]
    by = filters.cleaned_data["by"]
    groups = grouped(reports, by) if by else {"all": reports}
    found = [
        _share_row(share, name, site_of(request))
        for name, told in groups.items()
        for share in by_topic(told)
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
    reports = [report for report in every if asked.takes(report)]
    praised = councils(reports, code)
    last = max(1, -(-len(praised) // PER_PAGE))
    page = min(page_number(request), last)
    shown = praised[(page - 1) * PER_PAGE : page * PER_PAGE]
    turns = turns_of(every, asked, code)
    years = by_group(reports, code, "year")
    context: dict[str, Any] = {
        "form": form, "any_read": bool(every), "code": code, "name": name, "end": end_of(every),
        "what": next(topic.what for topic in TOPICS if topic.code == code),
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
    reports = [report for report in every if filters.asked.takes(report)]
    site = site_of(request)
    listed = _with_sentences(councils(reports, code), code)
    found = [
        _council_row(entry["report"], sentence, code, site)
        for entry in listed
        for sentence in entry["sentences"]
    ]
    if form != "json":
        return downloads.response(found, form=form, name=code, columns=COUNCIL_COLUMNS)
    return downloads.json_response({
        "schema": "cusp.topic/1", "topic": code, "name": name, "asked": filters.chosen,
        "reports": len(reports), **ends(end_of(every)), "praised": found,
        "by_year": [
            {"year": share.of, "reports": share.reports, "criticised": share.criticised,
             "praised": share.praised, "few": share.few}
            for share in by_group(reports, code, "year")
        ],
        "turned": [
            {"authority": turn.after.name, "authority_code": turn.after.code,
             **join_keys(turn.after.code),
             "criticised": turn.before.start, "praised": turn.after.start,
             "address": site + _compared(turn)}
            for turn in turns_of(every, filters.asked, code)
        ],
    })  # fmt: skip


def most_criticised(shares: Sequence[Share]) -> str:
    """What is criticised most, in a sentence."""
    if not shares or not shares[0].criticised:
        return "No topic is criticised in these reports"
    most = shares[0]
    of = f"{most.reports} report{'' if most.reports == 1 else 's'}"
    said = f"{most.name[0].lower()}{most.name[1:]}, in {most.criticised} of {of}"
    return f"Criticised most: {said} ({most.criticised_share}%)"


def who_does_it_well(praised: Sequence[ReadReport], name: str) -> str:
    """Who is praised, in a sentence."""
    if not praised:
        return f"{name}: nobody here is praised for it"
    best = sum(report.grade == "outstanding" for report in praised)
    n = len(praised)
    councils = f"{n} council{'' if n == 1 else 's'} {'is' if n == 1 else 'are'} praised for it"
    return f"{name}: {councils}, {best or 'none'} of them outstanding overall"


def councils(reports: Sequence[ReadReport], code: str) -> list[ReadReport]:
    """Each council's latest report that praises the topic; the best grade first, then the most."""
    latest: dict[str, ReadReport] = {}
    for report in sorted(reports, key=lambda report: report.start):
        if report.praised.get(code):
            latest[report.slug] = report
    return sorted(
        latest.values(),
        key=lambda report: (
            grade_order(report.grade), report.criticised.get(code, 0) - report.praised[code],
            -report.start.toordinal(), report.name,
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
    for sentence in sure_said().filter(inspection__in=pks, topic=code, polarity=polarity):
        by_report[sentence.inspection_id].append(sentence)
    for found in by_report.values():
        found.sort(key=lambda row: (-similar_practice.plainness(row.text) * row.sure, row.pk))
    return by_report


def _with_sentences(reports: Sequence[ReadReport], code: str) -> list[dict[str, Any]]:
    said = _said([report.pk for report in reports], code, "strength")
    return [
        {"report": report, "sentences": said.get(report.pk, [])[:_OF_A_COUNCIL]}
        for report in reports
    ]


def _turns_shown(turns: Sequence[Turnaround], code: str) -> list[dict[str, Any]]:
    before = _said([turn.before.pk for turn in turns], code, "weakness")
    after = _said([turn.after.pk for turn in turns], code, "strength")
    return [
        {
            "turn": turn, "address": _compared(turn),
            "said": [
                (turn.before, before.get(turn.before.pk, [None])[0]),
                (turn.after, after.get(turn.after.pk, [None])[0]),
            ],
        }
        for turn in turns
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
            (whole, [share(whole.of, told, whole.of) for told in groups.values()])
            for whole in shares
        ],
    }


def _share_row(share: Share, group: str, site: str) -> downloads.Row:
    values = (
        group, share.of, share.name, share.reports, share.criticised, share.criticised_share,
        share.praised, share.praised_share, share.few, site + address_of(share.of),
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
    wrong = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
    return downloads.json_response({"detail": "A filter cannot be used.", "errors": wrong}, 400)


def _pages(chosen: dict[str, str], page: int, last: int) -> list[dict[str, Any]]:
    return [
        {"number": n, "here": n == page, "address": f"?{urlencode({**chosen, 'page': n})}"}
        for n in range(1, last + 1)
    ]
