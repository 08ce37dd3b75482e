"""Clocks, measures and cases of a return, worked out once and stored as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from cusp.oversight import GROUPS, children
from cusp.oversight.clock_names import urgency
from cusp.returns.record import Return
from cusp.web.practice.models import Case, Clock, ClockCount, Figure, Snapshot

if TYPE_CHECKING:
    from cusp.oversight import Measure

_AT_ONCE = 2_000


class WorkedOut(msgspec.Struct, frozen=True):
    """What a return says: rows about children, and counts."""

    cases: Sequence[children.Case] = ()
    clocks: Sequence[Mapping[str, Any]] = ()
    happenings: Sequence[children.Happening] = ()
    # What measures are grouped by ("" for all), and the measures.
    measures: Sequence[tuple[str, Measure]] = ()


def work_out(loaded: Return) -> WorkedOut:
    """Everything that pages need of a return."""
    from cusp.oversight import NoClocks, Workings  # not before: pages do without their engines

    try:
        workings = Workings(loaded, as_at=loaded.as_at)
        clocks = workings.clocks().to_pylist()
    except NoClocks:
        return WorkedOut()
    if loaded.kind != "annex_a":
        return WorkedOut(clocks=clocks)
    measures: list[tuple[str, Measure]] = [("", one) for one in workings.measures()]
    for by in GROUPS:
        measures += [(by, one) for one in workings.measures(by) if one.numerator is not None]
    cases = children.cases(loaded)
    happenings = tuple(children.happenings(loaded))
    return WorkedOut(cases, _with_team(clocks, cases), happenings, measures)


def _with_team(
    clocks: Sequence[Mapping[str, Any]], cases: Sequence[children.Case]
) -> list[dict[str, Any]]:
    """Clocks with the team that has the child now, because that decides who sees the child.

    The worker is that of the clock's own row or, if it names none, the child's.
    """
    by_child = {one.child_id: one for one in cases}
    changed = []
    for one in clocks:
        case = by_child.get(one["child_id"])
        more = {"team": case.team, "worker": one["worker"] or case.worker} if case else {}
        changed.append({**one, **more})
    return changed


def urgencies(clocks: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How urgent each child's most urgent clock is."""
    found: dict[str, int] = {}
    for one in clocks:
        child, urgent = one["child_id"], urgency(one["status"], one["days"], one["why"])
        if urgent is not None:
            found[child] = max(urgent, found.get(child, urgent))
    return found


def store_counts(snapshot: Snapshot, found: WorkedOut) -> None:
    """Store the measures and the numbers of clocks of a snapshot."""
    figures = {(by, one.measure.split()[0], one.group or ""): one for by, one in found.measures}
    Figure.objects.bulk_create(
        (
            Figure(
                snapshot=snapshot, code=code, by=by, group=group[:200], numerator=one.numerator,
                denominator=one.denominator, undetermined=one.undetermined, value=one.value,
                why=(one.why or "")[:200],
            )
            for (by, code, group), one in figures.items()
        ),
        batch_size=_AT_ONCE,
    )  # fmt: skip
    counts = Counter(
        (one["clock"], (one["team"] or "")[:200], one["status"]) for one in found.clocks
    )
    ClockCount.objects.bulk_create(
        (
            ClockCount(snapshot=snapshot, clock=clock, team=team, status=status, number=number)
            for (clock, team, status), number in counts.items()
        ),
        batch_size=_AT_ONCE,
    )


def case_row(one: children.Case, child: int, urgent: int | None) -> Case:
    """A row for a case, and how urgent its most urgent clock is."""
    fields = msgspec.structs.asdict(one)
    del fields["child_id"]
    fields |= {"drift": list(one.drift), "drifts": bool(one.drift), "urgency": urgent}
    return Case(child_id=child, **fields)


def clock_row(one: Mapping[str, Any], child: int) -> Clock:
    """A row for a clock."""
    number = str(one["list"] or "")
    return Clock(
        child_id=child, clock=one["clock"], start=one["from"], due=one["due"], done=one["done"],
        status=one["status"], days=one["days"], why=(one["why"] or "")[:400],
        rule=one["rule"] or "", list=int(number) if number.isdigit() else None, row=one["row"],
        team=(one["team"] or "")[:200], worker=(one["worker"] or "")[:200],
    )  # fmt: skip
