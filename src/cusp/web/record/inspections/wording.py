"""How inspections are described on pages: their kind, and when the next one is usually due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cusp.history.next_inspection import NextInspection
from cusp.history.sequence import Change
from cusp.web.common.wording import area_in_sentence
from cusp.web.record.models import Inspection
from cusp.wording import listed

_KINDS = {
    "standard": "Standard inspection (ILACS)",
    "short": "Short inspection (ILACS)",
    "single": "Inspection under the single inspection framework (SIF)",
    "looked-after": "Inspection of services for looked-after children",
    "lscb-review": "Review of the Local Safeguarding Children Board",
}
_VERBS = {"up": "improved", "down": "declined"}
_COMBINED = "care_and_care_leavers"
_TOGETHER = "children in care and care leavers were graded together"
_APART = "children in care and care leavers were graded separately"
_NOT_A_RULE = "This is usual practice, not a rule: Ofsted decides when to inspect."


def kind_of(inspection: Inspection) -> str:
    """The kind of inspection, such as "Short inspection (ILACS)"."""
    kind = _KINDS.get(inspection.kind, f"{inspection.framework} inspection")
    return f"{kind}, a reinspection" if inspection.reinspection else kind


def improvements_of(inspection: Inspection) -> str:
    """For example "4 areas for improvement, 1 of them a priority"."""
    if not inspection.improvements_read:
        return "The areas for improvement could not be counted."
    number = inspection.improvements
    counted = f"{number or 'No'} area{'' if number == 1 else 's'} for improvement"
    priorities = "a priority" if inspection.priority == 1 else "priorities"
    priority = f", {inspection.priority} of them {priorities}" if inspection.priority else ""
    return f"{counted}{priority}."


def changed(previous: date, changes: Sequence[Change]) -> str:
    """For example "Since 2019: leadership improved from requires improvement to good."."""
    year = previous.year
    moved: dict[str, list[str]] = {}
    for change in changes:
        if change.direction in _VERBS and change.area_after:
            move = f"{_VERBS[change.direction]} from {change.before} to {change.after}"
            areas = moved.setdefault(move, [])
            name = area_in_sentence(change.area_after)
            areas.extend([name] if name not in areas else [])
    if not moved:
        return f"No judgement has changed since {year}."
    moves = "; ".join(f"{listed(areas)} {move}" for move, areas in moved.items())
    together = _TOGETHER if any(change.area_before == _COMBINED for change in changes) else ""
    apart = _APART if any(change.area_after == _COMBINED for change in changes) else ""
    note = f" In {year}, {together or apart}." if together or apart else ""
    return f"Since {year}: {moves}.{note}"


def window(found: NextInspection) -> str:
    """The usual window in months, such as "April 2027 to April 2028"; empty if there is none."""
    if found.opens is None or found.closes is None:
        return ""
    return f"{_month(found.opens)} to {_month(found.closes)}"


def window_label(found: NextInspection, today: date) -> str:
    """What the window is, and whether it is open or has passed; always with its caveat."""
    state = ""
    if found.is_open(today):
        state = ", which is now"
    elif found.passed(today):
        state = ", now past"
    return f"usual time for the next inspection{state} (usual practice, not a rule)"


def about_next_inspection(found: NextInspection, today: date) -> str:
    """How to interpret the window, or why there is none."""
    if found.why_none == "inadequate":
        return (
            "There is no usual time for the next inspection: after an inadequate grade, monitoring "
            "visits usually come first."
        )
    if found.why_none == "could not be read":
        return (
            "No usual time can be given for the next inspection, because the latest overall grade "
            "could not be read."
        )
    counted = (
        "Inspections are usually about 3 years apart, up to 6 months early or late. This is "
        f"counted from {_month(found.last.start)}. {_NOT_A_RULE}"
    )
    if found.passed(today):
        return f"{counted} That time has passed with no later inspection in the record."
    return f"{counted} A new inspection framework planned for 2027 may change this."


def _month(day: date) -> str:
    return f"{day:%B} {day.year}"
