"""The keys that a new plan starts with; the council can put its own in their place."""

from __future__ import annotations

from typing import Any

import msgspec

from cusp.plans.record import KeyEntry

DELIVERY = (
    KeyEntry("White", "not started", "not started", "none"),
    KeyEntry("Green", "on track", "on track", "green"),
    KeyEntry("Amber", "at risk, but recoverable", "at risk", "amber"),
    KeyEntry("Red", "off track or late", "late", "red"),
    KeyEntry("Amber E", "delivered, evidence to be tested", "delivered", "yellow"),
    KeyEntry("Blue", "complete and embedded", "complete", "blue", needs_evidence=True),
)
IMPACT = (
    KeyEntry("0", "too early to say", "not started", "none"),
    KeyEntry("1", "no change for children yet", "at risk", "red"),
    KeyEntry("2", "early signs of change for children", "on track", "amber"),
    KeyEntry("3", "clear change for children", "delivered", "green"),
    KeyEntry("4", "lasting change for children", "complete", "blue", needs_evidence=True),
)


def stored(key: tuple[KeyEntry, ...]) -> list[dict[str, Any]]:
    """A key in the form in which a plan stores it."""
    entries: list[dict[str, Any]] = msgspec.to_builtins(key)
    return list(entries)
