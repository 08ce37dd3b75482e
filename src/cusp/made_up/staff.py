"""Teams, workers, chairs and reviewing officers of the made-up council. All names are made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from cusp.made_up.chance import Chance
from cusp.made_up.lives import Child

_GIVEN = (
    "Adaeze", "Alison", "Amina", "Andrew", "Anjali", "Beata", "Bronwen", "Callum", "Carol",
    "Chidi", "Claire", "Daniel", "Deborah", "Devon", "Elif", "Emma", "Farida", "Gareth",
    "Grace", "Hannah", "Imran", "Ioana", "Jacqueline", "Jamal", "Joanne", "Kasia", "Kwame",
    "Laura", "Leroy", "Mandeep", "Marcia", "Mei", "Michael", "Nadia", "Niamh", "Olu", "Patrick",
    "Priya", "Rachel", "Rosa", "Ruth", "Samuel", "Sinead", "Stella", "Tariq", "Tomasz",
    "Tracey", "Victoria", "Yusuf", "Zoe",
)  # fmt: skip
_FAMILY = (
    "Abara", "Ahmed", "Akhtar", "Asante", "Ashworth", "Banerjee", "Barlow", "Begum", "Bennett",
    "Brathwaite", "Chowdhury", "Clegg", "Costa", "Cresswell", "Daley", "Davies", "Doyle",
    "Edusei", "Fairhurst", "Fernandes", "Gill", "Greenhalgh", "Haddad", "Hargreaves", "Hussain",
    "Iqbal", "Jankowska", "Kaur", "Kelleher", "Khan", "Lau", "Lockwood", "Mahmood", "Marsh",
    "McBride", "Mensah", "Nowak", "Obi", "Oduya", "Patel", "Pemberton", "Popescu", "Quinn",
    "Rahman", "Reid", "Sesay", "Sharma", "Thackeray", "Wójcik", "Yilmaz",
)  # fmt: skip
TEAMS = (
    "Front door", "Assessment East", "Assessment West", "Safeguarding East", "Safeguarding West",
    "Disabled children", "Children in care", "Leaving care",
)  # fmt: skip
FRONT_DOOR, _ASSESSMENT, _SAFEGUARDING, DISABLED, IN_CARE, LEAVING = 0, 1, 3, 5, 6, 7
# How many workers, chairs and reviewing officers there are for each child on list 6.
_WORKERS = (0.004, 0.006, 0.006, 0.009, 0.009, 0.003, 0.010, 0.005)
_CHAIRS, _OFFICERS = 0.003, 0.003
NOBODY = -1


@dataclass(frozen=True)
class Staff:
    """Names by number: workers team by team, then chairs, then reviewing officers."""

    names: tuple[str, ...]
    of_team: tuple[tuple[int, ...], ...]
    chairs: tuple[int, ...]
    officers: tuple[int, ...]


def staff_for(children: int, seed: int) -> Staff:
    """Staff for so many children."""
    sizes = [max(2, round(children * share)) for share in (*_WORKERS, _CHAIRS, _OFFICERS)]
    marks = [sum(sizes[:n]) for n in range(len(sizes) + 1)]
    groups = [tuple(range(low, high)) for low, high in pairwise(marks)]
    return Staff(
        names=tuple(_name(number, seed) for number in range(marks[-1])),
        of_team=tuple(groups[:-2]),
        chairs=groups[-2],
        officers=groups[-1],
    )


def _name(number: int, seed: int) -> str:
    """A name for each number: no two of the same council have one."""
    pairs = len(_GIVEN) * len(_FAMILY)
    again, place = divmod(number, pairs)
    given, family = divmod((place * 1_721 + seed * 97) % pairs, len(_FAMILY))
    more = f" ({again + 1})" if again else ""
    return f"{_GIVEN[given]} {_FAMILY[(family + given) % len(_FAMILY)]}{more}"


def assessment_team(east: bool) -> int:
    """The assessment team of one half of the area."""
    return _ASSESSMENT + (not east)


def safeguarding_team(east: bool) -> int:
    """The safeguarding team of one half of the area."""
    return _SAFEGUARDING + (not east)


def allocate(chance: Chance, child: Child, staff: Staff, day: date, team: int) -> None:
    """A worker of a team from a day on, now and then after a time without one."""
    while len(child.with_worker) > 1 and child.with_worker[-1][0] > day:
        child.with_worker.pop()  # a later worker of the team before
    if chance.happens(0.04):
        child.with_worker.append((day, team, NOBODY))
        day += timedelta(days=chance.between(4, 45))
    child.with_worker.append((day, team, chance.choose(staff.of_team[team])))
    if chance.happens(0.3):
        later = day + timedelta(days=chance.between(90, 400))
        child.with_worker.append((later, team, chance.choose(staff.of_team[team])))
