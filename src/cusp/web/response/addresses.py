"""Addresses of what a plan contains, by the ids of its record."""

from __future__ import annotations

from django.urls import reverse


def area_address(public_id: str) -> str:
    """The page of a priority; the plan's if it is about no priority."""
    return reverse("plan-area", args=[int(public_id[1:])]) if public_id else reverse("plan")


def question_address(public_id: str) -> str:
    """A question on the page of all questions."""
    return f"{reverse('plan-challenges')}#{public_id}"


def duty_address(public_id: str) -> str:
    """A duty on the checklist."""
    return f"{reverse('plan-duties')}#{public_id}"


def action_address(public_id: str) -> str:
    """The page of an action."""
    return reverse("plan-action", args=[public_id])


def measure_address(public_id: str) -> str:
    """The page of a measure."""
    return reverse("plan-measure", args=[public_id])


def new_measure_address(public_id: str) -> str:
    """Where a measure is added to a priority."""
    return reverse("plan-measure-new", args=[int(public_id[1:])])
