"""The content of the topic pages as rows of data."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from cusp.reports.authorities import join_keys
from cusp.web.common import downloads
from cusp.web.record.archive.shared_columns import AUTHORITY_COLUMNS
from cusp.web.record.models import ReportSentence
from cusp.web.record.topics.filters import CouncilFilters, GroupFilters
from cusp.web.record.topics.shares import Share
from cusp.web.record.topics.statistics import ReadReport, TopicTrend, Turnaround
from cusp.web.record.topics.today import GradeToday

_FORMS = (("JSON", "json"), ("CSV", "csv"), ("Excel", "xlsx"), ("Parquet", "parquet"))
TOPIC_COLUMNS = (
    "group",
    "topic",
    "name",
    "reports",
    "criticised",
    "praised",
    "both",
    "few",
    "sentences_of_criticism",
    "sentences_of_praise",
    "sentences_of_both",
    "share_of_criticism",
    "share_from",
    "share_to",
    "share_before",
    "share_lately",
    "change",
    "councils_turned",
    "address",
)
COUNCIL_COLUMNS = (
    *AUTHORITY_COLUMNS,
    "region",
    "kind",
    "inspection",
    "framework",
    "grade",
    "grade_today",
    "praise",
    "criticism",
    "both",
    "page",
    "sentence",
    "sure",
    "address",
)


def shared(share: Share) -> downloads.Row:
    """What some reports say about a topic, as data: reports first, then sentences."""
    low, high = share.criticism_range or (None, None)
    return {
        "reports": share.reports,
        "criticised": share.criticised,
        "praised": share.praised,
        "both": share.both,
        "few": share.few,
        "sentences_of_criticism": share.criticism,
        "sentences_of_praise": share.praise,
        "sentences_of_both": share.mixed,
        "share_of_criticism": share.criticism_share,
        "share_from": low,
        "share_to": high,
    }


def topic_row(trend: TopicTrend, group: str, site: str) -> downloads.Row:
    """A topic as data."""
    share = trend.all
    return {
        "group": group,
        "topic": share.of,
        "name": share.name,
        **shared(share),
        "share_before": trend.before.criticism_share,
        "share_lately": trend.recent.criticism_share,
        "change": trend.change,
        "councils_turned": trend.turned,
        "address": site + reverse("topic", args=[share.of]),
    }


def council_row(
    report: ReadReport, said: ReportSentence, code: str, *, today: GradeToday, site: str
) -> downloads.Row:
    """A sentence that praises a council, as data."""
    return {
        "authority": report.name,
        "authority_code": report.code,
        **join_keys(report.code),
        "region": report.region,
        "kind": report.kind,
        "inspection": report.start,
        "framework": report.framework,
        "grade": report.grade or (None if report.overall_given else "not given"),
        "grade_today": today.grade or None,
        "praise": report.about(code).strengths,
        "criticism": report.about(code).weaknesses,
        "both": report.about(code).mixed,
        "page": said.page,
        "sentence": said.text,
        "sure": said.sure,
        "address": site + reverse("passage", args=[*report.address, said.address]),
    }


def turn_row(turn: Turnaround, *, today: GradeToday, site: str) -> downloads.Row:
    """A council that turned weakness into strength, as data."""
    return {
        "authority": turn.after.name,
        "authority_code": turn.after.code,
        **join_keys(turn.after.code),
        "criticised": turn.before.start,
        "praised": turn.after.start,
        "grade_today": today.grade or None,
        "address": site + compared(turn),
    }


def compared(turn: Turnaround) -> str:
    """The address of the page that compares the two inspections."""
    days = (turn.before.start.isoformat(), turn.after.start.isoformat())
    return reverse("comparison", args=[turn.after.slug, *days])


def data_links(address: str, query: dict[str, str]) -> list[tuple[str, str]]:
    """Links to a page's data, with the same filters."""
    suffix = f"?{urlencode(query)}" if query else ""
    return [(name, f"{address}.{ending}{suffix}") for name, ending in _FORMS]


def refused(form: GroupFilters | CouncilFilters) -> HttpResponse:
    """The response to a request for data with filters that cannot be used."""
    wrong = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
    return downloads.json_response({"detail": "A filter is not valid.", "errors": wrong}, 400)
