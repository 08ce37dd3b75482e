"""Which earlier inspections raised the same area for improvement, by what was carried over."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from cusp.history.carried_over import SURE
from cusp.web.record.choices import Verdict
from cusp.web.record.models import Comparison, Correction, Inspection


def raised_before(inspection: Inspection) -> dict[int, list[date]]:
    """For each item number, the first days of the earlier inspections that raised it.

    A link counts if it is sure, or if an officer made or confirmed it.
    """
    carried: dict[tuple[int, date], set[int]] = defaultdict(set)
    rows = Comparison.objects.filter(later=inspection).select_related("earlier")
    for row in rows:
        for later, earlier, _kind, score in row.links:
            if score is not None and score >= SURE:
                carried[later, row.earlier.start].add(earlier)
    corrections = Correction.objects.filter(later=inspection).select_related("earlier")
    for word in corrections:  # oldest first, so the latest on two items applies
        items = carried[word.later_number, word.earlier.start]
        if word.verdict == Verdict.NONE:
            items.discard(word.earlier_number)
        else:
            items.add(word.earlier_number)
    found: dict[int, list[date]] = defaultdict(list)
    for (number, start), items in sorted(carried.items()):
        if items:
            found[number].append(start)
    return found
