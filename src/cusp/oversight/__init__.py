"""Statutory clocks and measures over a loaded return. Does not use Django.

- ``rules``: how long each clock runs (``rules.toml``); ``due_dates``: the days it falls due.
- ``lists``, ``events``: what the lists hold, and from when and by which rule each clock runs;
  ``assessments``, ``conferences``, ``plans``, ``care``, ``visits``, ``leavers`` for each list.
- ``shapes``: other returns as lists and events: ``reshaping``, ``from_census``, ``from_ssda903``,
  ``from_ssd``, ``ssd_events``; ``history``: clocks of returns that hold every event.
- ``statuses``, ``clocks``: where each clock stands. ``definitions``, ``judged``, ``measures``: how
  many of how many.
- ``workings``: all of this for a return, on DuckDB.
- ``gathering``, ``region``: the same for many councils, on any engine of Ibis; ``engines``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cusp.oversight.definitions import GROUPS
from cusp.oversight.rules import CannotUseRules, ClockRules, national_rules, rules_with
from cusp.oversight.statuses import (
    COLUMNS,
    DONE_LATE,
    DUE_SOON,
    IN_TIME,
    OVERDUE,
    STATUSES,
    UNDETERMINED,
)

if TYPE_CHECKING:
    from cusp.oversight.counted import Measure
    from cusp.oversight.gathering import CannotGather, gather, write_tables
    from cusp.oversight.measures import NotAGroup, check_group
    from cusp.oversight.region import Region
    from cusp.oversight.shapes import NoClocks
    from cusp.oversight.workings import Workings

# These need Ibis and DuckDB: a second and 100 MB. Pages only show what was worked out, so
# they are imported when they are first used.
_WITH_ENGINES = {
    "CannotGather": "gathering",
    "Measure": "counted",
    "NoClocks": "shapes",
    "NotAGroup": "measures",
    "Region": "region",
    "Workings": "workings",
    "check_group": "measures",
    "gather": "gathering",
    "write_tables": "gathering",
}

__all__ = [
    "COLUMNS",
    "DONE_LATE",
    "DUE_SOON",
    "GROUPS",
    "IN_TIME",
    "OVERDUE",
    "STATUSES",
    "UNDETERMINED",
    "CannotGather",
    "CannotUseRules",
    "ClockRules",
    "Measure",
    "NoClocks",
    "NotAGroup",
    "Region",
    "Workings",
    "check_group",
    "gather",
    "national_rules",
    "rules_with",
    "write_tables",
]


def __getattr__(name: str) -> Any:
    if name not in _WITH_ENGINES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_WITH_ENGINES[name]}"), name)
