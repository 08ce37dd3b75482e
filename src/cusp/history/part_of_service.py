"""Inspections of only one part of a council's services."""

from __future__ import annotations

from cusp.history.inspections import Inspection
from cusp.reports.record import AreaCode, KindCode

# What each of these inspections covered, and the area that its grade is stored under.
_PARTS: dict[KindCode, tuple[str, AreaCode]] = {
    "looked-after": ("Services for looked-after children", "overall"),
    "lscb-review": ("Local Safeguarding Children Board", "lscb"),
}


def part_sentence(inspection: Inspection) -> str:
    """What was inspected and its grade: "Services for looked-after children: adequate".

    Raises ValueError for an inspection of the whole service.
    """
    if inspection.kind is None or inspection.kind not in _PARTS:
        raise ValueError("this was an inspection of the whole service")
    words, area = _PARTS[inspection.kind]
    return f"{words}: {inspection.grades.get(area, 'grade not read')}"
