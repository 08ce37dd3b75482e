"""Template filters for practice: numbers and changes in words."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def number(value: int | None) -> str:
    """A whole number with commas, or a dash if it is not known."""
    return "–" if value is None else f"{value:,}"


@register.filter
def change(value: int | None) -> str:
    """A change such as "12 more", "3 fewer" or "no change"; a dash if it is not known."""
    if value is None:
        return "–"
    if not value:
        return "no change"
    return f"{abs(value):,} {'more' if value > 0 else 'fewer'}"
