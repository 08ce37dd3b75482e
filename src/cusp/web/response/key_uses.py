"""Where the entries of a plan's keys have been used: an entry that has been used must stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cusp.plans import KeyEntry, why_not_key
from cusp.web.response.models import DeliveryRating, ImpactRating, Plan
from cusp.web.response.refusals import CannotChange
from cusp.wording import listed

_NAMED = 5
Uses = Mapping[str, list[str]]


def of_delivery(plan: Plan) -> Uses:
    """The actions that were ever rated with each entry of the delivery key, by its code."""
    given = DeliveryRating.objects.filter(action__priority__plan=plan)
    return _by_code("A", given.order_by().values_list("code", "action__number").distinct())


def of_impact(plan: Plan) -> Uses:
    """The priorities that were ever rated with each entry of the impact key, by its code."""
    given = ImpactRating.objects.filter(priority__plan=plan)
    return _by_code("P", given.order_by().values_list("code", "priority__number").distinct())


def check(key: tuple[KeyEntry, ...], uses: Uses) -> None:
    """Raises ``CannotChange`` if this cannot be the plan's key."""
    if not key:
        raise CannotChange("Each key needs at least one entry.")
    for why in why_not_key(key):
        raise CannotChange(why)
    kept = {entry.code for entry in key}
    for code, where in sorted(uses.items()):
        if code not in kept:
            raise CannotChange(
                f"“{code}” has been used for {in_words(where)}, so it must stay in the key"
            )


def in_words(where: list[str]) -> str:
    """What was rated, for a sentence: "actions A1, A2 and A5", "area 3"."""
    left_out = len(where) - _NAMED
    names = [one.removeprefix("P") for one in where]
    if left_out > 1:
        names = [*names[:_NAMED], f"{left_out:,} more"]
    kind = "area" if where[0].startswith("P") else "action"
    return f"{kind}{'' if len(where) == 1 else 's'} {listed(names)}"


def _by_code(letter: str, given: Iterable[tuple[str, int]]) -> Uses:
    found: dict[str, list[int]] = {}
    for code, number in given:
        found.setdefault(code, []).append(number)
    return {code: [f"{letter}{n}" for n in sorted(numbers)] for code, numbers in found.items()}
