"""Template filters for accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template

register = template.Library()


@register.filter
def minutes(span: timedelta) -> str:
    """“30 minutes”."""
    whole = max(1, round(span.total_seconds() / 60))
    return f"{whole} minute{'' if whole == 1 else 's'}"


@register.filter
def in_words(detail: dict[str, Any]) -> list[str]:
    """Details of a log entry, each as text."""
    return [f"{name}: {_said(value)}" for name, value in detail.items()]


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(inner)}" for name, inner in value.items()) or "nothing"
    if isinstance(value, list):
        return ", ".join(_said(inner) for inner in value) or "none"
    return str(value)
