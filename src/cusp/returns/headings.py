"""Which column a heading is: by whole words, and never by a guess.

Headings drift between editions and councils. A heading is a column's if it has the same words, or
leaves out a few of them, or adds only words that say nothing ("date", "child"). A heading with any
other word is a column that Cusp does not know: "Team Manager" is not the team.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from cusp.returns.forms import ListForm, annex_a

# A heading that leaves out words must have this share of them.
_ENOUGH = 0.6
_WORD = re.compile(r"[a-z0-9]+")
_SAME = {
    "gender": "sex", "episode": "period", "episodes": "period", "periods": "period",
    "dob": "date birth", "birthdate": "date birth", "icpc": "initial child protection conference",
    "icpcs": "initial child protection conference", "conferences": "conference", "cin": "need",
    "s47": "section 47", "s47s": "section 47", "cpps": "child protection plan",
    "rcpc": "review child protection conference",
    "sec47": "section 47", "cpp": "child protection plan",
    "cp": "child protection", "lac": "looked after", "cla": "looked after", "sw": "social work",
    "identifier": "id", "identity": "id", "no": "number", "num": "number", "enquiries": "enquiry",
    "referrals": "referral", "plans": "plan", "placements": "placement", "last": "latest",
    "advisor": "adviser", "ffa": "fostering adoption", "worker": "worker", "nfa": "further action",
    "unique": "id", "months": "month", "mths": "month", "six": "6", "twelve": "12",
    "organization": "organisation", "visits": "visit", "childs": "child", "children": "child",
    "childrens": "child",
}  # fmt: skip
# Words that tell no column from another.
_EMPTY = {
    "a", "an", "and", "as", "at", "be", "been", "being", "by", "did", "does", "for", "from", "has",
    "have", "if", "in", "is", "it", "its", "of", "on", "or", "s", "that", "the", "their", "this",
    "to", "was", "were", "what", "whether", "with", "within", "y", "n",
}  # fmt: skip
_HARMLESS = {
    "child", "date", "dd", "mm", "yyyy", "yes", "field", "code", "codes", "form", "id", "years",
    "la", "local", "authority", "applicable", "person", "young",
}  # fmt: skip


class Found(msgspec.Struct, frozen=True):
    """The headings of a sheet: where they stand and which columns they are.

    ``columns`` and ``unknown`` are places in the row, from 0. ``doubtful`` are columns with two
    headings; neither is read.
    """

    number: int
    row: int
    columns: Mapping[str, int]
    unknown: Mapping[int, str]
    doubtful: Mapping[str, tuple[int, ...]]
    score: float


@lru_cache(4096)
def words(heading: str) -> frozenset[str]:
    """The words of a heading that tell it from others."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = re.sub(r"['’‘`´]", "", text).replace("d.o.b", "dob")
    found: set[str] = set()
    for word in _WORD.findall(text):
        found.update(_SAME.get(word, word).split())
    return frozenset(found - _EMPTY)


def matches(heading: str, form: ListForm) -> list[tuple[str, float]]:
    """The columns of a list that fit a heading best, with how well: 1 for the same words."""
    said = words(heading)
    if not said:
        return []
    found = [(name, share) for name, ways in _ways(form) if (share := _fit(said, ways))]
    best = max((share for _, share in found), default=0.0)
    return [each for each in found if each[1] == best]


def _fit(said: frozenset[str], ways: Sequence[frozenset[str]]) -> float:
    return max(_share(said, way) for way in ways)


def _share(said: frozenset[str], way: frozenset[str]) -> float:
    if said == way:
        return 1.0
    extra, common = said - way, len(said & way)
    if extra - _HARMLESS or not common:
        return 0.0
    share = common / len(way) - 0.02 * len(extra)
    # A single word says too little, unless it is the whole heading of the column.
    return share if share >= _ENOUGH and (common > 1 or len(way) == 1) else 0.0


Ways = tuple[tuple[str, tuple[frozenset[str], ...]], ...]


@lru_cache(32)
def _ways_of(number: int) -> Ways:
    return _ways_in(annex_a()[number])


def _ways_in(form: ListForm) -> Ways:
    return tuple((column.name, tuple(map(words, column.headings))) for column in form.columns)


def _ways(form: ListForm) -> Ways:
    return _ways_of(form.number) if form.number else _ways_in(form)


def read_headings(number: int, row: int, cells: Sequence[Any]) -> Found:
    """The columns of a list of Annex A in a row of headings."""
    return read_headings_of(annex_a()[number], row, cells)


def read_headings_of(form: ListForm, row: int, cells: Sequence[Any]) -> Found:
    """The columns of a list in a row of headings."""
    claims: dict[str, list[tuple[float, int]]] = {}
    unknown: dict[int, str] = {}
    for place, cell in enumerate(cells):
        if not isinstance(cell, str) or not cell.strip():
            continue
        fits = matches(cell, form)
        if len(fits) == 1:
            claims.setdefault(fits[0][0], []).append((fits[0][1], place))
        else:
            unknown[place] = " ".join(cell.split())
    columns, doubtful, score = {}, {}, 0.0
    for name, claimed in claims.items():
        best = max(share for share, _ in claimed)
        first = [place for share, place in claimed if share == best]
        unknown |= {p: " ".join(cells[p].split()) for share, p in claimed if share < best}
        if len(first) > 1:
            doubtful[name] = tuple(first)
        else:
            columns[name] = first[0]
            score += best * (0.5 if form.column(name).shared else 1.0)
    return Found(form.number, row, columns, dict(sorted(unknown.items())), doubtful, score)


def specific(found: Found) -> int:
    """How many columns were found that other lists do not share."""
    form = annex_a()[found.number]
    return sum(not form.column(name).shared for name in (*found.columns, *found.doubtful))


def is_list(found: Found) -> bool:
    """Whether the headings are enough to say that this is the list."""
    form = annex_a()[found.number]
    if form.id_column not in (*found.columns, *found.doubtful):
        return False
    return specific(found) >= min(2, sum(not column.shared for column in form.columns))
