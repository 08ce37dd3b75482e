"""An inspection's findings as plain rows: sentences, places in the grade and topics.

Used by the pages' data and the API, like ``record_rows``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from cusp.web.record.archive.shared_columns import AUTHORITY_COLUMNS, Row, named
from cusp.web.record.findings import page_context, topic_history
from cusp.web.record.findings.counted_topics import TopicCounts, topics_of
from cusp.web.record.models import Authority, GradePlace, Inspection, ReportSentence

FINDING_COLUMNS = (
    *AUTHORITY_COLUMNS,
    "inspection",
    "id",
    "page",
    "area",
    "sentence",
    "text",
    "polarity",
    "sure",
    "polarity_is_sure",
    "topics",
    "topics_sure",
    "address",
)
PLACE_COLUMNS = (
    *AUTHORITY_COLUMNS,
    "inspection",
    "area",
    "printed",
    "position",
    "range_from",
    "range_to",
    "reads_as",
    "cannot_say",
)
# Must be shown with every place.
PLACE_IS = "A model’s reading of the report’s wording, not Ofsted’s."


def findings(
    inspection: Inspection, site: str, said: Iterable[ReportSentence] | None = None
) -> list[Row]:
    """Every sentence of a report with its polarity and topics, in report order."""
    rows = inspection.sentences.all() if said is None else said
    return [_finding(inspection, row, site) for row in rows]


def findings_flat(inspection: Inspection, site: str) -> list[Row]:
    """The same for a spreadsheet: topics in one cell, separated by semicolons."""
    return [
        row
        | {
            "topics": "; ".join(topic["topic"] for topic in row["topics"]),
            "topics_sure": "; ".join(f"{topic['sure']:.2f}" for topic in row["topics"]),
        }
        for row in findings(inspection, site)
    ]


def _finding(inspection: Inspection, row: ReportSentence, site: str) -> Row:
    place = [inspection.authority.slug, inspection.start.isoformat(), row.address]
    return {
        **named(inspection.authority),
        "inspection": inspection.start,
        "id": row.address,
        "page": row.page,
        "area": row.area or None,
        "sentence": row.sentence,
        "text": row.text,
        "polarity": row.polarity,
        "sure": row.sure,
        "polarity_is_sure": row.clear,
        "topics": [{"topic": code, "sure": sure} for code, sure in row.topics],
        "address": site + reverse("passage", args=place),
    }


def about(rows: Iterable[ReportSentence], topic: str) -> list[ReportSentence]:
    """The sentences clearly about a topic."""
    return [row for row in rows if topic in topics_of(row)]


def places(inspection: Inspection, site: str) -> list[Row]:
    """The place of each judgement in its grade, and the findings that pull it up or down."""
    return [_place(inspection, place, site) for place in inspection.places.all()]


def places_flat(inspection: Inspection, site: str) -> list[Row]:
    """The same for a spreadsheet: without the pulls, and with the range in two columns."""
    flat = []
    for place in places(inspection, site):
        low, high = place["range"] or (None, None)
        row = place | {
            **named(inspection.authority),
            "inspection": inspection.start,
            "range_from": low,
            "range_to": high,
        }
        flat.append({name: row[name] for name in PLACE_COLUMNS})
    return flat


def _place(inspection: Inspection, place: GradePlace, site: str) -> Row:
    return {
        "area": place.area,
        "printed": place.printed or None,
        "position": place.position,
        "range": None if place.low is None else [place.low, place.high],
        "reads_as": place.reads_as or None,
        "cannot_say": place.cannot_say or None,
        "pulls": [
            {
                "towards": pull["towards"],
                "topic": pull["topic"],
                "page": pull["page"],
                "text": pull["text"],
                "weight": pull["weight"],
                "address": _pull_address(inspection, pull["address"], site),
            }
            for pull in place.pulls
        ],
    }


def _pull_address(inspection: Inspection, address: str, site: str) -> str | None:
    if not address:
        return None
    return site + reverse(
        "passage", args=[inspection.authority.slug, inspection.start.isoformat(), address]
    )


def over_time(read: Sequence[Inspection], lines: Iterable[topic_history.Line]) -> list[Row]:
    """Each topic in each inspection that was read."""
    return [
        {
            "topic": line.code,
            "inspections": [
                {"inspection": inspection.start, **_told(counts)}
                for inspection, counts in zip(read, line.counts, strict=True)
            ],
        }
        for line in lines
    ]


def turned(turns: Iterable[topic_history.TopicChange]) -> list[Row]:
    """Topics that went from criticised to praised, or the other way round."""
    return [
        {"topic": turn.code, "before": _told(turn.before), "after": _told(turn.after)}
        for turn in turns
    ]


def _told(told: TopicCounts) -> Row:
    return {
        "state": told.state,
        "strengths": told.strengths,
        "weaknesses": told.weaknesses,
        "mixed": told.mixed,
    }


def places_in_full(found: Inspection, site: str) -> dict[str, Any]:
    """The places of an inspection's judgements, or why there are none."""
    why = page_context.why_missing(found)
    standing = [] if why else places(found, site)
    return {"about": PLACE_IS, "cannot_say": why, "places": standing}


def topics_over_time(found: Authority) -> list[Row]:
    """Topics in each inspection of an authority whose report was read."""
    held = list(found.inspections.order_by("start"))
    told = page_context.of_authority(held)
    if told is None:
        return []
    return over_time(told["inspections"], [*told["first"], *told["rest"]])


def topics_turned(before: Inspection, after: Inspection) -> Row | None:
    """Topics that changed from one to the other; ``None`` if either report could not be read."""
    turns = page_context.of_comparison(before, after)
    if turns is None:
        return None
    return {way: turned(turns[way]) for way in ("better", "worse")}
