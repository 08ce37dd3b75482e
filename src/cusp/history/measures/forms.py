"""Say whether a published figure can be compared between councils, and put its period into words.

Two columns in the tool's dictionary show this: the axis name and the type of year. If they do not,
the figure is not compared and its period is given as it is in the file.
"""

from __future__ import annotations

import re
from datetime import date

# Rates, percentages and averages: figures divided by the size of a council or group.
_DIVIDED = re.compile(
    r"%|\bper\b|\brates?\b|\baverages?\b|\bmean\b|\bmedian\b|\bscores?\b|\bratio\b|\bproportion\b"
)
# Axis words for a number of people or things. An average of these can be compared.
_COUNTED = re.compile(r"^(?:number|count|total)\b")
_AVERAGE = re.compile(r"\b(?:average|mean|median)\b")
_ONE_YEAR = re.compile(r"((?:19|20)\d\d)(?:[/-](\d\d))?")
# The last day of a year of each type; "Annual" alone does not say which day.
_ENDS = {"Financial Year": (3, 31), "Academic Year": (8, 31), "Annual (end of Sept)": (9, 30)}


def comparable(*, unit: str, title: str) -> bool:
    """Whether councils of any size can be ranked by a measure."""
    axis, name = " ".join(unit.lower().split()), title.lower()
    if _COUNTED.search(axis):
        return bool(_AVERAGE.search(f"{axis} {name}"))
    return bool(_DIVIDED.search(axis) or _DIVIDED.search(name))


def period_said(label: str, year_type: str) -> str:
    """For example "year ending 31 March 2024" for the financial year "2024"."""
    ends = period_ends(label, year_type)
    if ends is None:
        return label
    if year_type == "Financial Year":
        return f"year ending 31 March {ends.year}"
    if year_type == "Academic Year":
        return f"academic year {ends.year - 1}/{ends.year % 100:02}"
    return f"end of September {ends.year}"


def period_ends(label: str, year_type: str) -> date | None:
    """The last day of a period; ``None`` if the label and type of year do not show it."""
    found, day = _ONE_YEAR.fullmatch(label.strip()), _ENDS.get(year_type)
    if not found or not day:
        return None
    first = int(found[1])
    if not found[2]:
        return date(first, *day)
    # "2016/17" is one year; "2014-16" is several.
    return date(first + 1, *day) if (first + 1) % 100 == int(found[2]) else None
