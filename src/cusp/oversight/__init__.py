"""Statutory clocks and measures over a loaded return. Does not use Django.

- ``rules``: how long each clock runs (``rules.toml``); ``due_dates``: the days it falls due.
- ``lists``, ``events``: what the lists hold, and from when and by which rule each clock runs;
  ``assessments``, ``conferences``, ``plans``, ``care``, ``visits``, ``leavers`` for each list.
- ``shapes``: other returns as lists and events: ``reshaping``, ``from_census``, ``from_ssda903``,
  ``from_ssd``, ``ssd_events``; ``history``: clocks of returns that hold every event.
- ``clocks``: where each clock stands. ``judged``, ``measures``: how many of how many.
- ``workings``: all of this for a return, on DuckDB.
- ``gathering``, ``region``: the same for many councils, on any engine of Ibis; ``engines``.
"""

from cusp.oversight.clocks import (
    COLUMNS,
    DONE_LATE,
    DUE_SOON,
    IN_TIME,
    OVERDUE,
    STATUSES,
    UNDETERMINED,
)
from cusp.oversight.counted import Measure
from cusp.oversight.gathering import CannotGather, gather, write_tables
from cusp.oversight.measures import GROUPS, NotAGroup, check_group
from cusp.oversight.region import Region
from cusp.oversight.rules import CannotUseRules, ClockRules, national_rules, rules_with
from cusp.oversight.shapes import NoClocks
from cusp.oversight.workings import Workings

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
