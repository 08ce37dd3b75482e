"""What officers choose for the statement, line by line. Nothing is public until it is published."""

from __future__ import annotations

from datetime import date

import msgspec
from django.db import transaction

from cusp.web.accounts.models import User
from cusp.web.response import history
from cusp.web.response.choices import CountsFrom
from cusp.web.response.models import LedgerEntry, Plan, StatementDraft
from cusp.web.response.refusals import CannotChange, ChangedMeanwhile

LATEST, ALL = "latest", "all"


class ChosenAction(msgspec.Struct, frozen=True):
    """An action to publish: who leads it, as the public will see it, and which update if any.

    ``update`` is the place of the update among the action's updates, which never changes.
    """

    id: str
    lead: str = ""
    delivery: bool = False
    update: int | None = None


class ChosenMeasure(msgspec.Struct, frozen=True):
    """A measure to publish, with its latest reading or with all of them."""

    id: str
    definition: bool = True
    readings: str = LATEST
    counts_from: str = CountsFrom.NOWHERE


class ChosenArea(msgspec.Struct, frozen=True):
    """A priority to publish, and which of its texts. ``version`` rises with every change."""

    id: str
    words: bool = True
    outcome: bool = True
    impact: bool = False
    actions: tuple[ChosenAction, ...] = ()
    measures: tuple[ChosenMeasure, ...] = ()
    included: bool = True
    version: int = 0


class ChosenTop(msgspec.Struct, frozen=True):
    """What stands at the top and at the end of the statement."""

    title: str = "Statement of action"
    introduction: str = ""
    contact: str = ""
    version: int = 0


class Chosen(msgspec.Struct, frozen=True):
    """Everything that was chosen."""

    top: ChosenTop = ChosenTop()
    areas: tuple[ChosenArea, ...] = ()

    def area(self, public_id: str) -> ChosenArea | None:
        """What was chosen for a priority."""
        return next((area for area in self.areas if area.id == public_id), None)


def chosen_for(plan: Plan) -> Chosen:
    """What has been chosen for the next version."""
    row = StatementDraft.objects.filter(plan=plan).first()
    return msgspec.convert(row.chosen, Chosen) if row else Chosen()


@transaction.atomic
def choose_top(plan: Plan, top: ChosenTop, *, seen_version: int, on: date, by: User | None) -> None:
    """Write the top of the statement. Raises ``ChangedMeanwhile`` or ``CannotChange``."""
    locked = history.begin(plan.pk, on=on)
    chosen = chosen_for(locked)
    if chosen.top.version != seen_version:
        raise ChangedMeanwhile(theirs=chosen.top, yours=top, version=chosen.top.version)
    if not top.title.strip():
        raise CannotChange("Enter a title", field="title")
    top = ChosenTop(
        top.title.strip()[:200], top.introduction.strip(), top.contact.strip(), seen_version + 1
    )
    _save(locked, msgspec.structs.replace(chosen, top=top), on=on, by=by, about="top")


@transaction.atomic
def choose_area(
    plan: Plan, area: ChosenArea, *, seen_version: int, on: date, by: User | None
) -> None:
    """Choose what to publish of a priority. Raises ``ChangedMeanwhile`` or ``CannotChange``."""
    locked = history.begin(plan.pk, on=on)
    chosen = chosen_for(locked)
    now = chosen.area(area.id)
    if (now.version if now else 0) != seen_version:
        raise ChangedMeanwhile(theirs=now, yours=area, version=now.version if now else 0)
    for measure in area.measures:
        _check_counts_from(measure)
    area = msgspec.structs.replace(area, version=seen_version + 1)
    others = tuple(one for one in chosen.areas if one.id != area.id)
    chosen = msgspec.structs.replace(chosen, areas=(*others, area))
    _save(locked, chosen, on=on, by=by, about=area.id)


def _check_counts_from(measure: ChosenMeasure) -> None:
    """What a measure counts cannot change once it is public, or the ledger could not compare."""
    first = LedgerEntry.objects.filter(thing=measure.id).first()
    if first and first.counts_from != measure.counts_from:
        label = CountsFrom(first.counts_from).label.lower()
        raise CannotChange(
            f"{first.paper} said of {measure.id}: “{label}”. This must stay the same.",
            field=f"{measure.id}_counts_from",
        )


def _save(plan: Plan, chosen: Chosen, *, on: date, by: User | None, about: str) -> None:
    plain = msgspec.to_builtins(chosen)
    StatementDraft.objects.update_or_create(plan=plan, defaults={"chosen": plain})
    history.write(plan, plan, "statement drafted", on=on, by=by, part=about)
