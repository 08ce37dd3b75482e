"""Replacing an incomplete report with a complete one on the same inspection."""

from __future__ import annotations

from typing import Any

import msgspec

from cusp.reports import Report
from cusp.web.record.models import Correction, Document, Inspection, SupersededReport

# What may differ between two copies of a report: the file, and positions on its pages.
_OF_THE_FILE = {
    "source",
    "cite",
    "cites",
    "published_cite",
    "lead_inspector_cite",
    "problems",
    "schema",
}


def same_values(report: Report, other: Report) -> bool:
    """Whether two readings have the same values, such as a report and a stamped copy of it."""
    return bool(_values(msgspec.to_builtins(report)) == _values(msgspec.to_builtins(other)))


def _values(read: Any) -> Any:
    if isinstance(read, dict):
        return {k: _values(v) for k, v in read.items() if k not in _OF_THE_FILE}
    return [_values(v) for v in read] if isinstance(read, list | tuple) else read


def set_aside(document: Document, inspection: Inspection) -> None:
    """Keep an incomplete report's PDF and record with its inspection, marked as superseded.

    The inspection already has its new document. Findings of the old one are deleted: they will be
    read from the new one.
    """
    kept = SupersededReport.objects.create(inspection=inspection, **document.stored_columns)
    SupersededReport.objects.filter(pk=kept.pk).update(added_at=document.added_at)
    inspection.sentences.all().delete()
    inspection.topic_counts.all().delete()
    inspection.places.all().delete()
    document.delete()


def carry_corrections(inspection: Inspection, old: Report, new: Report) -> dict[str, list[str]]:
    """Move officers' corrections to the items' new numbers.

    Returns, in words for the log, what moved, and what was dropped because its item is not in the
    complete report.
    """
    now: dict[str, list[int]] = {}
    for item in new.improvements:
        now.setdefault(_plain(item.text), []).append(item.number)
    before = {item.number: _plain(item.text) for item in old.improvements}
    said: dict[str, list[str]] = {"links_moved": [], "links_dropped": []}
    for side in ("earlier", "later"):
        for word in list(Correction.objects.filter(**{side: inspection})):
            number = getattr(word, f"{side}_number")
            found = now.get(before.get(number, ""), [])
            about = f"{word} ({side} item {number}, by {word.by_then})"
            if number in found:
                continue
            if len(found) == 1:
                Correction.objects.filter(pk=word.pk).update(**{f"{side}_number": found[0]})
                said["links_moved"].append(f"{about}: now item {found[0]}")
            else:
                word.delete()
                said["links_dropped"].append(about)
    return {what: words for what, words in said.items() if words}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
