"""Faults of a file that must not change what is read: headings that drifted, dates as text …"""

from __future__ import annotations

from datetime import date
from typing import Any

from cusp.made_up.chance import Chance
from cusp.returns.forms import Column

EXTRA_HEADING = "Team Manager"
TITLE = ("Made-up council: Annex A", "", "Printed for a test")
_BLANKS = ("#N/A", "N/A", "–", "")


class Faults:
    """What goes wrong in one list of one file."""

    def __init__(self, seed: int) -> None:
        self._chance = Chance(seed, awkward_days=False)

    def heading(self, column: Column) -> str:
        """A heading of another edition, or with stray spaces."""
        heading = self._chance.choose(column.headings)
        return f" {heading}  " if self._chance.happens(0.3) else heading

    def cell(self, column: Column, value: Any) -> Any:
        """A value written in another way."""
        if value is None:
            return self._chance.choose(_BLANKS) if self._chance.happens(0.3) else None
        if not self._chance.happens(0.15):
            return value
        if isinstance(value, date):
            words = f"{value:%d %B %Y}"
            return self._chance.choose([f"{value:%d/%m/%Y}", value.isoformat(), words])
        if column.type == "id":
            return self._chance.choose([f"{value}.0", f"{value} "]) if value.isdigit() else value
        if column.type == "age" and value >= 0:
            return value + 0.5
        return f"{value} " if isinstance(value, str) else value
