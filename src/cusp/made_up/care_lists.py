"""Lists 8 to 10: children in care, care leavers and children in the adoption process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cusp.made_up.books import Book, known
from cusp.made_up.days import months
from cusp.made_up.lives import Adoption, Care, Child, Leaver, Placement
from cusp.made_up.series import Numbers, Series, plain

Columns = dict[str, Any]
_BLANK_TEXT = pa.scalar(None, pa.string())


class CareLists:
    """Periods of care, care leavers and adoptions as columns."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._uasc = np.array([child.uasc for child in children], dtype=bool)
        self._periods(Book(children, lambda child: child.cares))
        self._left(Book(children, lambda child: [child.leaver] if child.leaver else []))
        self._adopted(children)

    def cut(self, number: int, as_at: date) -> tuple[Numbers, Columns]:
        """The children of list 8, 9 or 10 on a day, and its columns."""
        return {8: self._in_care, 9: self._leavers, 10: self._adoptions}[number](as_at)

    # List 8

    def _periods(self, book: Book[Care]) -> None:
        self._cares = book
        self._start, self._end = book.days(lambda c: c.start), book.days(lambda c: c.end)
        self._reason = book.codes(lambda each: each.reason)
        self._need = book.codes(lambda each: each.need)
        self._second = book.codes(lambda each: "yes" if each.second else "no")
        self._legal = Series(each.statuses for each in book.items)
        self._places = Series(map(_placements, book.items))
        self._moves = plain(_moves(each.placements) for each in book.items)
        self._permanence = Series(each.permanence for each in book.items)
        self._missing = Series(
            ((day, (offered, accepted)) for day, offered, accepted in each.missing)
            for each in book.items
        )
        self._absent = plain(each.absent for each in book.items)
        self._latest = {
            "latest_review": plain(each.reviews for each in book.items),
            "last_visit": plain(each.visits for each in book.items),
            "last_iro_contact": plain(each.contacts for each in book.items),
            "last_health_assessment": plain(each.health for each in book.items),
            "last_dental_check": plain(each.dental for each in book.items),
        }

    def _in_care(self, as_at: date) -> tuple[Numbers, Columns]:
        day, since = as_at.toordinal(), months(as_at, -6).toordinal()
        rows = self._cares.latest((self._start <= day) & (self._end > since))
        who, ended = self._cares.child[rows], self._end[rows] <= day
        legal = self._legal.at(rows, day)
        latest = {
            column: series.days(series.at(rows, day)) for column, series in self._latest.items()
        }
        return who, {
            "uasc": _yes_no(self._uasc[who] & (self._start[rows] > months(as_at, -12).toordinal())),
            "care_start": known(self._start[rows], day),
            "need_category": self._need.of(rows),
            "second_period": self._second.of(rows),
            "legal_status_start": self._legal.days(legal),
            "legal_status": self._legal.values(legal),
            "permanence_plan": self._permanence.values(self._permanence.at(rows, day)),
            "care_end": known(self._end[rows], day),
            "care_end_reason": self._reason.of(rows, ended),
            **latest,
            **self._placement(rows, as_at),
            **self._away(rows, as_at),
        }

    def _placement(self, rows: Numbers, as_at: date) -> Columns:
        day, year = as_at.toordinal(), months(as_at, -12).toordinal()
        place = self._places.at(rows, day)
        kinds = self._places.value_places(place)
        words: list[tuple[str, str, bool]] = self._places.words
        number = 1 + kinds % 8
        homes = [f"SC{100_000 + n}" for n in range(len(words))]
        before = self._moves.at(rows, year) >= 0
        count = self._moves.count(rows, year, day) + before
        return {
            "placements_12_months": pa.array(count),
            "placement_start": self._places.days(place),
            "placement_type": _word([kind for kind, _, _ in words], kinds),
            "placement_provider": _word([provider for _, provider, _ in words], kinds),
            "placement_postcode": _word([f"ZZ{n} 1ZZ" for n in range(10)], number),
            "placement_urn": _word(
                [
                    home if kind[0] in "KR" else None
                    for home, (kind, _, _) in zip(homes, words, strict=True)
                ],
                kinds,
            ),
            "placement_location": _word(
                ["out_of_area" if out else "in_area" for *_, out in words], kinds
            ),
            "placement_authority": _word(
                ["Another council" if out else "This council" for *_, out in words], kinds
            ),
        }

    def _away(self, rows: Numbers, as_at: date) -> Columns:
        day, year = as_at.toordinal(), months(as_at, -12).toordinal()
        count = self._missing.count(rows, year, day)
        last = np.where(count > 0, self._missing.at(rows, day), -1)
        said = self._missing.value_places(last)
        return {
            "missing_episodes": pa.array(count),
            "absent_episodes": pa.array(self._absent.count(rows, year, day)),
            "interview_offered": _word([offered for offered, _ in self._missing.words], said),
            "interview_accepted": _word([accepted for _, accepted in self._missing.words], said),
        }

    # List 9

    def _left(self, book: Book[Leaver]) -> None:
        self._leaving = book
        self._left_on = book.days(lambda each: each.start)
        self._until = book.days(lambda each: each.end)
        self._said = {
            name: Series(getattr(each, name) for each in book.items)
            for name in ("eligibility", "in_touch", "accommodation", "suitable", "activity")
        }
        self._pathway = plain(each.reviews for each in book.items)
        self._contacted = plain(each.contacts for each in book.items)

    def _leavers(self, as_at: date) -> tuple[Numbers, Columns]:
        day = as_at.toordinal()
        rows = np.flatnonzero((self._left_on <= day) & (self._until > day))
        who = self._leaving.child[rows]
        said = {name: series.values(series.at(rows, day)) for name, series in self._said.items()}
        return who, {
            "uasc": _yes_no(self._uasc[who]),
            "eligibility": said["eligibility"],
            "pathway_plan_review": self._pathway.days(self._pathway.at(rows, day)),
            "in_touch": said["in_touch"],
            "latest_contact": self._contacted.days(self._contacted.at(rows, day)),
            "accommodation_type": said["accommodation"],
            "accommodation_suitable": said["suitable"],
            "activity": said["activity"],
        }

    # List 10

    def _adopted(self, children: Sequence[Child]) -> None:
        found = Book(children, lambda child: [each for each in child.cares if each.adoption])
        self._adopting = found
        self._entered = found.days(lambda each: each.start)
        self._gone = found.days(lambda each: each.end)
        self._of_adoption = {
            column: found.days(lambda each, name=name: _day(each.adoption, name))  # type: ignore[misc]
            for column, name in (
                ("adoption_decision", "decision"), ("placement_order", "placement_order"),
                ("matched", "matched"), ("placed", "placed"), ("adoption_order", "order"),
                ("decision_reversed", "reversed"),
            )
        }  # fmt: skip

    def _adoptions(self, as_at: date) -> tuple[Numbers, Columns]:
        day, year = as_at.toordinal(), months(as_at, -12).toordinal()
        decided, turned = (self._of_adoption[n] for n in ("adoption_decision", "decision_reversed"))
        over = np.where((turned > 0) & (turned < self._gone), turned, self._gone)
        rows = self._adopting.latest((decided <= day) & (over > year))
        columns = {name: known(days[rows], day) for name, days in self._of_adoption.items()}
        reversed_ = pc.is_valid(columns["decision_reversed"])
        family = pa.array([f"F{place:05}" for place in rows.tolist()], pa.string())
        return self._adopting.child[rows], {
            **columns,
            "family_id": pc.if_else(pc.is_valid(columns["matched"]), family, _BLANK_TEXT),
            "care_start": known(self._entered[rows], day),
            "reversal_reason": pc.if_else(reversed_, pa.scalar("RD3"), _BLANK_TEXT),
            "foster_to_adopt_placed": pa.nulls(len(rows), pa.date32()),
        }


def _day(adoption: Adoption | None, name: str) -> date | None:
    found: date | None = getattr(adoption, name)
    return found


def _placements(care: Care) -> Iterable[tuple[date, tuple[str, str, bool]]]:
    return ((each.start, (each.kind, each.provider, each.out_of_area)) for each in care.placements)


def _moves(placements: Iterable[Placement]) -> Iterable[date]:
    """The starts of placements that are not temporary."""
    return (each.start for each in placements if not each.kind.startswith("T"))


def _word(words: Sequence[str | None], places: Numbers) -> Any:
    found = pa.array(words, pa.string())
    return found.take(pa.array(places, mask=places < 0))


def _yes_no(said: Any) -> Any:
    return pc.if_else(pa.array(said), pa.scalar("yes"), pa.scalar("no"))
