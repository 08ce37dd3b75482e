"""What an officer writes about an item in one form: the minute and, with a resolution, a decision.

A resolution is a decision. It is kept as one as well, so that decisions can be listed.
"""

from __future__ import annotations

from datetime import date

import msgspec
from django.db import transaction

from cusp.web.accounts.models import User
from cusp.web.boards import decisions
from cusp.web.boards.attendance import begin_minutes
from cusp.web.boards.decisions import AboutDecision, DecisionFields, Named
from cusp.web.boards.minutes import MinuteFields, write_minute
from cusp.web.boards.models import AgendaItem, Decision, MinuteItem
from cusp.web.boards.refusals import CannotChange, ChangedMeanwhile


class ItemMinutes(AboutDecision, frozen=True, kw_only=True):
    """What is minuted about an item. Without a resolution, only ``text`` may be given."""

    text: str = ""
    resolution: str = ""
    names_for: tuple[str, ...] = ()
    names_against: tuple[str, ...] = ()
    names_abstained: tuple[str, ...] = ()


def minuted(item: AgendaItem) -> tuple[ItemMinutes, int]:
    """What is minuted about an item, and its version: 0 if nothing is."""
    row = MinuteItem.objects.filter(item=item).first()
    if row is None:
        return ItemMinutes(), 0
    known = ItemMinutes(text=row.text, resolution=row.resolution, reasons=row.reasons)
    decision = _decision(item)
    if decision is None:
        return known, row.row_version
    said = decisions.fields_of(decision)
    return msgspec.structs.replace(
        known,
        options_rejected=said.options_rejected,
        interests=said.interests,
        votes_for=said.votes_for,
        votes_against=said.votes_against,
        abstained=said.abstained,
        names_for=said.named.votes_for,
        names_against=said.named.votes_against,
        names_abstained=said.named.abstained,
    ), row.row_version


@transaction.atomic
def record_item(
    item: AgendaItem, fields: ItemMinutes, *, seen_version: int, on: date, by: User | None
) -> None:
    """Save what is minuted about an item, with its decision.

    Raises ``ChangedMeanwhile`` or ``CannotChange``, also for a resolution without a quorum.
    """
    begin_minutes(item.meeting, on=on)
    now, version = minuted(item)
    if fields == now:
        return
    if version != seen_version:
        raise ChangedMeanwhile(theirs=now, yours=fields, version=version)
    if not fields.resolution.strip():
        _check_without_resolution(fields)
    minute = MinuteFields(text=fields.text, resolution=fields.resolution, reasons=fields.reasons)
    row = write_minute(item, minute, seen_version=version, on=on, by=by)
    _bring_in_line(item, fields, on=on, by=by)
    if row.row_version == version:  # only the decision changed
        row.row_version += 1
        row.save()


def _bring_in_line(item: AgendaItem, fields: ItemMinutes, *, on: date, by: User | None) -> None:
    decision = _decision(item)
    if not fields.resolution.strip():
        if decision:
            decisions.remove_decision(decision, on=on, by=by)
        return
    said = DecisionFields(
        text=fields.resolution,
        reasons=fields.reasons,
        options_rejected=fields.options_rejected,
        interests=fields.interests,
        votes_for=fields.votes_for,
        votes_against=fields.votes_against,
        abstained=fields.abstained,
        named=Named(
            votes_for=fields.names_for,
            votes_against=fields.names_against,
            abstained=fields.names_abstained,
        ),
    )
    if decision is None:
        decisions.record_decision(item, said, on=on, by=by)
        return
    version = decision.row_version
    decisions.change_decision(decision, said, seen_version=version, on=on, by=by)


def _check_without_resolution(fields: ItemMinutes) -> None:
    rest = msgspec.structs.replace(fields, text="", resolution="", reasons="")
    if rest != ItemMinutes():
        raise CannotChange(
            "Enter the resolution that the rest is about, or clear the other fields",
            field="resolution",
        )


def _decision(item: AgendaItem) -> Decision | None:
    return item.decisions.order_by("number").first()
