"""Improvement plans: what they contain, and whether what they say about themselves holds.

A plan is plain typed data, :class:`~cusp.plans.record.Plan`. It knows no database: the web
application, the workbook and the papers all use the same record and the same rules.
"""

from cusp.plans.record import (
    Action,
    Answer,
    Challenge,
    DueDate,
    Evidence,
    Grade,
    Header,
    InspectorsWords,
    KeyEntry,
    Measure,
    Plan,
    Priority,
    Rating,
    Reading,
    Update,
)

__all__ = [
    "Action",
    "Answer",
    "Challenge",
    "DueDate",
    "Evidence",
    "Grade",
    "Header",
    "InspectorsWords",
    "KeyEntry",
    "Measure",
    "Plan",
    "Priority",
    "Rating",
    "Reading",
    "Update",
]
