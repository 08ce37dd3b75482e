"""Addresses of what can be done for a child."""

from __future__ import annotations

from django.urls import reverse

from cusp.web.practice.models import Child, Clock


def raise_challenge(child: Child) -> str:
    """The form to raise a challenge."""
    return reverse("practice-challenge-raise", args=[child.ref])


def give_reason(child: Child, clock: Clock) -> str:
    """The form to say why something is late; empty if it ran from no known day."""
    if clock.start is None:
        return ""
    return reverse("practice-late", args=[child.ref, clock.clock, clock.start])
