"""Filters log entries and exports them as CSV. ``audit`` writes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from cusp.tables import csv_lines
from cusp.web.accounts.models import Event

COLUMNS = ("at", "who", "kind", "action", "about", "detail")


def chosen(wanted: dict[str, Any]) -> QuerySet[Event]:
    """Entries that match a filter (the cleaned form), newest first."""
    lines = Event.objects.select_related("who")
    if wanted.get("who"):
        lines = lines.filter(who=wanted["who"])
    for name in ("kind", "action"):
        if wanted.get(name):
            lines = lines.filter(**{name: wanted[name]})
    if wanted.get("about"):
        lines = lines.filter(about__icontains=wanted["about"])
    if wanted.get("first"):
        lines = lines.filter(at__date__gte=wanted["first"])
    if wanted.get("last"):
        lines = lines.filter(at__date__lte=wanted["last"])
    return lines


def as_csv(lines: QuerySet[Event]) -> Iterator[str]:
    """Entries as CSV, one line at a time."""
    return csv_lines(COLUMNS, map(_row, lines.iterator(chunk_size=1000)))


def _row(line: Event) -> dict[str, str]:
    return {
        "at": localtime(line.at).isoformat(timespec="seconds"),
        "who": line.who_then,
        "kind": line.kind,
        "action": line.action,
        "about": line.about,
        "detail": json.dumps(line.detail, ensure_ascii=False),
    }
