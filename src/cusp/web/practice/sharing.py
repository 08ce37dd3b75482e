"""The one door out of practice: measures shared with the plan and the boards.

A figure is checked by disclosure control against everything that was shared or published before;
one that is not safe is stored as withheld, without its number. Measures of the plan that draw from
a shared measure get their readings with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec
from django.db import transaction

from cusp.calendar import add_months
from cusp.disclosure import CannotDisclose, Ledger, Published, Reading, Shown, may_publish
from cusp.disclosure.rules import is_small
from cusp.oversight import challenges as library
from cusp.oversight.definitions import DEFINITIONS, Definition
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.refusals import CannotChange
from cusp.web.common.wording import say_date
from cusp.web.practice import challenge_log
from cusp.web.practice.models import Challenge, Figure, Snapshot
from cusp.web.response import drawn_readings, shared_figures
from cusp.web.response.choices import Better, Unit
from cusp.web.response.measures import percentage
from cusp.web.response.models import Measure as PlanMeasure
from cusp.web.response.models import SharedFigure, SharedMeasure

_BETTER = {"up": Better.HIGHER, "down": Better.LOWER, "context": ""}
_NEAR = "It is nearly as large as another number that is shared, and the difference is small."
_WRONG = "The return it was counted from was wrong and has been deleted or replaced."
_NOT_COUNTED = "It could not be counted."
_RAISED = "Of challenges raised in the 12 months before."
# Measures of the challenge log, which no list holds.
_OF_CHALLENGES = (
    Definition("H1", "formal challenges answered in time", 0, (), "up", basis=_RAISED),
    Definition(
        "H2", "challenges that changed something for the child", 0, (), "up",
        basis=f"{_RAISED} Without those that are too early to say.",
    ),
    Definition(
        "H3", "challenges raised in the last 12 months", 0, (), "context", False,
        "Many challenges can be a good sign.",
    ),
)  # fmt: skip
_ALL = {one.code: one for one in (*DEFINITIONS, *_OF_CHALLENGES)}


class Choice(msgspec.Struct, frozen=True):
    """A measure that can be shared, and whether it is."""

    code: str
    title: str
    basis: str
    shared: bool


def choices() -> list[Choice]:
    """Every measure, and whether it is shared."""
    shared = set(SharedMeasure.objects.filter(ended=None).values_list("code", flat=True))
    return [
        Choice(code, _title(one), one.basis, code in shared)
        for code, one in _ALL.items()
        if not one.events  # no return that is loaded holds every event
    ]


@transaction.atomic
def share(codes: Iterable[str], *, on: date, by: User | None) -> None:
    """Share exactly these measures, with the figures of every snapshot since then or before.

    Figures that were shared before stay as they are. Raises ``CannotChange``.
    """
    wanted, known = set(codes), _ALL
    if unknown := wanted - known.keys():
        raise CannotChange(f"There is no measure {min(unknown)}.")
    now = {row.code: row for row in SharedMeasure.objects.all()}
    begun = sorted(code for code in wanted if code not in now or now[code].ended)
    over = sorted(code for code, row in now.items() if code not in wanted and not row.ended)
    for code in begun:
        _begin(known[code], on=on, by=by)
    SharedMeasure.objects.filter(code__in=over).update(ended=on)
    if begun or over:
        audit.record_change("chose measures to share", by=by, begun=begun, ended=over)
    for snapshot in Snapshot.objects.filter(kind="annex_a").order_by("as_at"):
        add_figures(snapshot, on=on, by=by)


def _begin(definition: Definition, *, on: date, by: User | None) -> None:
    SharedMeasure.objects.update_or_create(
        code=definition.code,
        defaults={
            "title": _title(definition),
            "definition": definition.basis,
            "unit": Unit.PERCENT if definition.is_share else Unit.NUMBER,
            "better": _BETTER[definition.better],
            "since": on,
            "by_then": str(by or ""),
            "ended": None,
        },
    )


@transaction.atomic
def add_figures(snapshot: Snapshot, *, on: date, by: User | str | None) -> int:
    """Share the figures of a snapshot, and draw the plan's readings from them; how many are new.

    A figure that was shared for this day stays as it is.
    """
    rows = list(SharedMeasure.objects.filter(ended=None))
    figures = {
        one.code: one
        for one in Figure.objects.filter(snapshot=snapshot, by="", code__in=[r.code for r in rows])
    } | _of_challenges(snapshot)
    ledger = _ledger()
    there = set(
        SharedFigure.objects.filter(as_at=snapshot.as_at).values_list("measure_id", flat=True)
    )
    populations = _populations(snapshot.as_at)
    added = 0
    for row in rows:
        if row.pk in there or row.code not in figures:
            continue
        made = _safe(row, figures[row.code], snapshot, ledger, populations)
        made.save()
        ledger = ledger.add(_published(made))
        populations = _populations(snapshot.as_at)
        added += 1
    if added:
        audit.record_change("shared measures", by=by, about=str(snapshot), figures=added)
        _draw(rows, on=on, by=by if isinstance(by, User) else None)
    return added


def _of_challenges(snapshot: Snapshot) -> dict[str, Figure]:
    """Figures of the challenge log on the day of the newest return.

    What the log said on the day of an earlier one cannot be told from how it stands now.
    """
    newest = Snapshot.objects.filter(kind="annex_a").first()
    if newest != snapshot:
        return {}
    start = add_months(snapshot.as_at, -12)
    rows = Challenge.objects.filter(raised_on__gt=start, raised_on__lte=snapshot.as_at)
    found = library.figures(challenge_log.logged(rows), on=snapshot.as_at)
    return {
        "H1": Figure(code="H1", numerator=found.in_time.part, denominator=found.in_time.whole),
        "H2": Figure(code="H2", numerator=found.changed.part, denominator=found.changed.whole),
        "H3": Figure(code="H3", numerator=found.raised),
    }


@transaction.atomic
def withdraw(
    as_at: date, *, on: date, by: User | str | None, replaced_by: Snapshot | None = None
) -> int:
    """Withdraw the figures of a day whose return was wrong, also from the plan; how many.

    If another return has replaced it, figures that are the same stay. Those withdrawn stay
    withheld: a later figure for that day could tell of a child by the difference.
    """
    rows = SharedFigure.objects.filter(as_at=as_at, withheld=False)
    if replaced_by:
        changed = [row.pk for row in rows.select_related("measure") if _differs(row, replaced_by)]
        rows = rows.filter(pk__in=changed)
    codes = [shared_figures.code_of(row.measure) for row in rows.select_related("measure")]
    withdrawn = rows.update(
        withheld=True, value=None, numerator=None, denominator=None, undetermined="", why=_WRONG
    )
    user = by if isinstance(by, User) else None
    for measure in PlanMeasure.objects.filter(published_code__in=codes):
        drawn_readings.withdraw_reading(measure, as_at, on=on, by=user)
    if withdrawn:
        audit.record_change(
            "withdrew shared measures", by=by, about=f"as at {as_at}", figures=withdrawn
        )
    return withdrawn


def _differs(row: SharedFigure, snapshot: Snapshot) -> bool:
    """Whether the return that was loaded instead counts something else. Challenges are no part."""
    if row.measure.code in {one.code for one in _OF_CHALLENGES}:
        return False
    now = Figure.objects.filter(snapshot=snapshot, by="", code=row.measure.code).first()
    if now is None or row.measure.unit == Unit.NUMBER:
        return now is None or now.numerator != row.value
    return (now.numerator, now.denominator) != (row.numerator, row.denominator)


def _safe(
    row: SharedMeasure,
    figure: Figure,
    snapshot: Snapshot,
    ledger: Ledger,
    populations: Sequence[int],
) -> SharedFigure:
    """The figure as it may be shared."""
    reading = _reading(row, figure, snapshot.as_at)
    why = ""
    if reading is None:
        why = f"{_NOT_COUNTED} {figure.why}".strip()
    else:
        try:
            decided = may_publish(reading, ledger)
            why = "" if isinstance(decided, Shown) else decided.reason
        except CannotDisclose as error:
            why = str(error)
        whole = reading.denominator if reading.unit == "%" else int(reading.value or 0)
        if not why and any(is_small(abs((whole or 0) - other)) for other in populations):
            why = _NEAR
    shown = reading if reading and not why else None
    return SharedFigure(
        measure=row,
        as_at=snapshot.as_at,
        value=shown.value if shown else None,
        numerator=shown.numerator if shown else None,
        denominator=shown.denominator if shown else None,
        undetermined=_undetermined(figure) if shown else "",
        source=f"Annex A as at {say_date(snapshot.as_at)}",
        withheld=shown is None,
        why=why[:300],
    )


def _reading(row: SharedMeasure, figure: Figure, as_at: date) -> Reading | None:
    part, whole = figure.numerator, figure.denominator
    if row.unit == Unit.NUMBER:
        return None if part is None else Reading(row.code, as_at, float(part), unit="number")
    if part is None or not whole:
        return None
    return Reading(row.code, as_at, percentage(part, whole), part, whole)


def _undetermined(figure: Figure) -> str:
    number = figure.undetermined or 0
    if not number:
        return ""
    return f"{'a few' if is_small(number) else f'{number:,}'} could not be judged"


def _populations(as_at: date) -> list[int]:
    """The numbers of children or events that are shared for a day.

    Two of them may be one within the other, such as children on a plan and those on one for three
    months. If they differ by little, the difference is a small number too.
    """
    rows = SharedFigure.objects.filter(as_at=as_at, withheld=False).select_related("measure")
    return [
        int((one.denominator if one.measure.unit == Unit.PERCENT else one.value) or 0)
        for one in rows
    ]


def _ledger() -> Ledger:
    rows = SharedFigure.objects.select_related("measure").order_by("as_at", "pk")
    return Ledger(tuple(_published(row) for row in rows))


def _published(row: SharedFigure) -> Published:
    unit = "%" if row.measure.unit == Unit.PERCENT else "number"
    reading = Reading(
        row.measure.code, row.as_at, row.value, row.numerator, row.denominator, unit=unit
    )
    paper = f"Practice, {say_date(row.as_at)}"
    if row.withheld:
        return Published(paper, withheld=(reading,))
    return Published(paper, readings=(reading,))


def _draw(rows: Iterable[SharedMeasure], *, on: date, by: User | None) -> None:
    codes = [shared_figures.code_of(row) for row in rows]
    measures = PlanMeasure.objects.filter(published_code__in=codes).select_related("priority__plan")
    for measure in measures:
        series = drawn_readings.source_of(measure)
        try:
            if series:
                drawn_readings.draw_readings(measure, series, on=on, by=by)
        except CannotChange as refused:
            # A measure that does not fit must not stop a return from being loaded.
            audit.record_change(
                "could not draw readings", by=by, about=measure.public_id, why=str(refused)
            )


def _title(definition: Definition) -> str:
    return definition.name[:1].upper() + definition.name[1:]
