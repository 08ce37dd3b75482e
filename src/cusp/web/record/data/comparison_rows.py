"""A comparison of two inspections as plain rows, for JSON, CSV, Excel and the API."""

from __future__ import annotations

import msgspec

from cusp.history import sequence
from cusp.web.record.archive.carried_links import CarriedLink
from cusp.web.record.archive.library_records import inspection_facts
from cusp.web.record.archive.shared_columns import AUTHORITY_COLUMNS, Row, named
from cusp.web.record.comparison import carried_over
from cusp.web.record.data.record_rows import passages
from cusp.web.record.models import Correction, Inspection

COMPARED_COLUMNS = (
    *AUTHORITY_COLUMNS,
    "what",
    *(
        f"{side}_{column}"
        for side in ("earlier", "later")
        for column in ("inspection", "number", "text", "page", "address")
    ),
    "kind",
    "score",
    "corrected_by",
)


def comparison(before: Inspection, after: Inspection) -> Row:
    """Two inspections as ``cusp.comparison/1``, with officers' corrections."""
    found = carried_over.carried(before, after)
    return {
        "schema": "cusp.comparison/1",
        **named(after.authority),
        "earlier": _source(before),
        "later": _source(after),
        "judgements": [
            {
                "area": change.area_after or change.area_before,
                "area_before": change.area_before,
                "before": change.before if change.before_given else "not given",
                "after": change.after if change.after_given else "not given",
                "direction": change.direction,
            }
            for change in sequence.changes(
                earlier=inspection_facts(before), later=inspection_facts(after)
            )
        ],
        "links": [_link(link) for link in found.links] if found else [],
        "new": list(found.new) if found else [],
        "no_longer_raised": list(found.no_longer_raised) if found else [],
        "refused": [
            {"later": word.later_number, "earlier": word.earlier_number, "correction": _word(word)}
            for word in (found.refused if found else ())
        ],
        "reports_held": found is not None,
    }


def comparison_items(before: Inspection, after: Inspection, site: str) -> list[Row]:
    """Both inspections' areas for improvement: a row for each link or unlinked item."""
    found = comparison(before, after)
    old = {row["number"]: row for row in passages(before, site) if row["kind"] == "item"}
    new = {row["number"]: row for row in passages(after, site) if row["kind"] == "item"}
    pairs = [
        (
            "carried over" if link["sure"] else "perhaps carried over",
            link["earlier"],
            link["later"],
            link,
        )
        for link in found["links"]
    ]
    pairs += [("new", None, number, {}) for number in found["new"]]
    pairs += [("no longer raised", number, None, {}) for number in found["no_longer_raised"]]
    return [
        {
            **named(after.authority),
            "what": what,
            **_side("earlier", before, old.get(was)),
            **_side("later", after, new.get(now)),
            "kind": link.get("kind"),
            "score": link.get("score"),
            "corrected_by": (link.get("correction") or {}).get("by"),
        }
        for what, was, now, link in pairs
    ]


def _side(name: str, inspection: Inspection, row: Row | None) -> Row:
    values = row or {}
    return {
        f"{name}_inspection": inspection.start,
        f"{name}_number": values.get("number"),
        f"{name}_text": values.get("text"),
        f"{name}_page": values.get("page"),
        f"{name}_address": values.get("address"),
    }


def _source(inspection: Inspection) -> Row | None:
    return msgspec.to_builtins(inspection.document.report.source) if inspection.document else None


def _link(link: CarriedLink) -> Row:
    return {
        "later": link.later,
        "earlier": link.earlier,
        "kind": link.kind,
        "score": link.score,
        "sure": link.sure,
        "correction": _word(link.correction) if link.correction else None,
    }


def _word(word: Correction) -> Row:
    return {"verdict": word.verdict, "by": word.by_then, "at": word.at, "note": word.note or None}
