"""Which topics are criticised most, and how has that changed?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.common.charts.shares import share_bars
from cusp.web.common.downloads import site_of
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.sorting import read_sorting
from cusp.web.record.archive.shared_columns import ends
from cusp.web.record.topics.filters import GROUPS, GroupFilters
from cusp.web.record.topics.rows import TOPIC_COLUMNS, data_links, refused, topic_row
from cusp.web.record.topics.shares import FEW, Share, share
from cusp.web.record.topics.statistics import (
    ReadReport,
    ReportFilters,
    end_of,
    grouped,
    recent_from,
    reports_read,
    trends,
)
from cusp.web.record.topics.wording import most_criticised

_BARS = 10
_SORT_KEYS: dict[str, Any] = {
    "name": lambda trend: trend.all.name.lower(),
    "criticism": lambda trend: None if trend.all.few else trend.all.exact_share,
    "sentences": lambda trend: trend.all.sentences,
    "before": lambda trend: trend.before.criticism_share,
    "recent": lambda trend: trend.recent.criticism_share,
    "change": lambda trend: trend.change,
    "turned": lambda trend: trend.turned,
}


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def topics(request: HttpRequest) -> HttpResponse:
    """Which topics are criticised most."""
    form = GroupFilters(request.GET.dict())
    report_filters, every = form.report_filters, reports_read()
    reports = [report for report in every if report_filters.takes(report)]
    found = trends(reports, every)
    shares = [trend.all for trend in found]
    sorting = read_sorting(request.GET, _SORT_KEYS, "-criticism", anchor="all-topics")
    group = form.cleaned_data.get("by", "")
    context: dict[str, Any] = {
        "form": form,
        "any_read": bool(every),
        "reports": len(reports),
        "shares": shares[:_BARS],
        "trends": sorting.sort(found, _SORT_KEYS),
        "sort": sorting.columns,
        "answer": most_criticised(shares),
        "few": FEW,
        "filtered": report_filters != ReportFilters(),
        "end": end_of(every),
        **_years(reports),
        "group": GROUPS.get(group, ""),
        "comparison": _compared_by(reports, shares, group) if group else None,
        "bars": share_bars(
            shares[:_BARS],
            title="Topics by share of criticism",
            address=address_of,
        ),
        "trail": [("Topics", "")],
        "data_links": data_links("/topics", form.query),
    }
    return render(request, "record/topics/topics.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
def topics_data(request: HttpRequest, form: str) -> HttpResponse:
    """The same as data; with ``by``, one row for each topic in each group."""
    filters = GroupFilters(request.GET.dict())
    if not filters.is_valid():
        return refused(filters)
    every = reports_read()
    reports = [report for report in every if filters.report_filters.takes(report)]
    by = filters.cleaned_data["by"]
    groups = grouped(reports, by) if by else {"all": reports}
    found = [
        topic_row(trend, name, site_of(request))
        for name, members in groups.items()
        for trend in trends(members, every)
    ]
    if form == "json":
        head = {"schema": "cusp.topics/1", "asked": filters.query, "reports": len(reports)}
        return downloads.json_response({**head, **ends(end_of(every)), "topics": found})
    return downloads.response(found, form=form, name="topics", columns=TOPIC_COLUMNS)


def address_of(code: str) -> str:
    """A topic's page."""
    return reverse("topic", args=[code])


def _years(reports: Sequence[ReadReport]) -> dict[str, Any]:
    """The recent years, and the first of them, as worded in column headings."""
    first = recent_from(reports)
    newest = max((report.start.year for report in reports), default=None)
    return {"recent_from": first, "recent_years": f"{first} to {newest}"}


def _compared_by(reports: Sequence[ReadReport], shares: Sequence[Share], by: str) -> dict[str, Any]:
    groups = grouped(reports, by)
    return {
        "heads": [(name, len(members), len(members) < FEW) for name, members in groups.items()],
        "rows": [
            (total, [share(total.of, members, total.of) for members in groups.values()])
            for total in shares
        ],
    }
