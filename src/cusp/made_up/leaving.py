"""Leaving care: eligibility, pathway plans, and how a young person is doing."""

from __future__ import annotations

from datetime import timedelta

from cusp.made_up.chance import Chance
from cusp.made_up.days import DAY, months
from cusp.made_up.lives import Care, Child, Dated, Leaver
from cusp.made_up.staff import LEAVING, Staff, allocate

_HOMES = {
    "B": 12,
    "C": 3,
    "D": 12,
    "E": 22,
    "K": 4,
    "R": 2,
    "T": 12,
    "U": 25,
    "V": 3,
    "Y": 2,
    "Z": 3,
}
_ACTIVITIES = {"F1": 5, "F2": 28, "P2": 3, "F4": 8, "F5": 12, "P5": 4, "G4": 10, "G5": 24, "G6": 6}


def leave(chance: Chance, child: Child, staff: Staff, care: Care) -> None:
    """Support as a care leaver, if the child left care at 16 or older."""
    sixteen, adult = months(child.born, 192), months(child.born, 216)
    if care.end < sixteen + timedelta(days=91) or child.leaver:
        return
    end = months(child.born, 12 * (25 if chance.happens(0.25) else 21))
    relevant = (care.end - max(care.start, months(child.born, 168))).days >= 91
    if not relevant or chance.happens(0.04):
        eligibility: list[Dated] = [(care.end, "qualifying")]
    else:
        eligibility = [(adult, "former_relevant")]
        if care.end < adult:
            eligibility.insert(0, (care.end, "relevant"))
    found = Leaver(care.end, end, eligibility)
    if chance.happens(0.96):
        day = care.end
        while (day := max(chance.done(day, months(day, 6), in_time=0.8), day + DAY)) < end:
            found.reviews.append(day)
    day = care.end
    while (day := day + timedelta(days=chance.between(20, 70))) < end:
        found.contacts.append(day)
    _by_year(chance, found)
    child.leaver = found
    allocate(chance, child, staff, care.end, LEAVING)


def _by_year(chance: Chance, found: Leaver) -> None:
    day = found.start
    while day < found.end:
        touch = chance.one_of(
            {"yes": 93, "no": 4, "refused": 1.5, "not_required": 1, "returned_home": 0.5}
        )
        found.in_touch.append((day, touch))
        known = touch == "yes" or chance.happens(0.3)
        found.accommodation.append((day, chance.one_of(_HOMES) if known else ""))
        suitable = chance.one_of({"suitable": 90, "unsuitable": 10}) if known else ""
        found.suitable.append((day, suitable))
        found.activity.append((day, chance.one_of(_ACTIVITIES) if known else ""))
        day = months(day, 12)
