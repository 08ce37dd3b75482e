"""Converters for parts of addresses: dates, meetings and data formats."""

from __future__ import annotations

from datetime import date


class DayConverter:
    """A date such as 2019-07-15; dates that do not exist match no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """As in addresses."""
        return value if isinstance(value, str) else value.isoformat()


class FormConverter:
    """A format in which a page's data can be downloaded."""

    regex = "json|csv|xlsx|parquet"

    def to_python(self, value: str) -> str:
        """The format."""
        return value

    def to_url(self, value: str) -> str:
        """As in addresses."""
        return value


class MeetingConverter:
    """A meeting: the day for which it was first called, with "-2" if it was the second that day."""

    regex = r"\d{4}-\d{2}-\d{2}(?:-[1-9]\d{0,2})?"

    def to_python(self, value: str) -> str:
        """Its address."""
        return value

    def to_url(self, value: str) -> str:
        """As in addresses."""
        return value
