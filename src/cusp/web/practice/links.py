"""Addresses of what can be done for a child. Pages that are not there have none."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from cusp.web.practice.models import Challenge, Child, Clock


def raise_challenge(child: Child) -> str:
    """The form to raise a challenge."""
    try:
        return reverse("practice-challenge-raise", args=[child.ref])
    except NoReverseMatch:
        return ""


def challenge(row: Challenge) -> str:
    """The page of a challenge."""
    try:
        return row.get_absolute_url()
    except NoReverseMatch:
        return ""


def give_reason(child: Child, clock: Clock) -> str:
    """The form to say why something is late."""
    if clock.start is None:
        return ""
    return reverse("practice-late", args=[child.ref, clock.clock, clock.start])
