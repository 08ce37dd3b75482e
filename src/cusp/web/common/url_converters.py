"""Parts of addresses that are more than words: days, and the forms of data."""

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


class FormConverter:
    """A form of data that a page may be asked for in."""

    regex = "json|csv|xlsx|parquet"

    def to_python(self, value: str) -> str:
        """The form."""
        return value

    def to_url(self, value: str) -> str:
        """As in addresses."""
        return value
