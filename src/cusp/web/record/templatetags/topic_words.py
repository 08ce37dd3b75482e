"""Template filters for the topic pages."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def percent(share: int | None) -> str:
    """A percentage, or a dash if there is none."""
    return "–" if share is None else f"{share}%"


@register.filter
def points(change: int | None) -> str:
    """A change of a percentage in points: “+5”, “−41”, “0”; a dash if unknown."""
    if change is None:
        return "–"
    return f"{change:+}".replace("-", "−") if change else "0"
