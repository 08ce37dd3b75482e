"""Days in addresses."""

from __future__ import annotations

from datetime import date


class DayConverter:
    """2019-07-15; what is no day of the calendar matches no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """As in addresses."""
        return value if isinstance(value, str) else value.isoformat()
