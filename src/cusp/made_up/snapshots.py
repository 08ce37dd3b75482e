"""The lists of Annex A as they stand on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cusp.made_up.adopters import Adopter, adopter_columns
from cusp.made_up.books import Book, Codes, Mask, People, known
from cusp.made_up.care_lists import CareLists
from cusp.made_up.days import months
from cusp.made_up.lives import Child
from cusp.made_up.others import Others
from cusp.made_up.series import Numbers, Series, plain
from cusp.made_up.staff import NOBODY, TEAMS, Staff
from cusp.outside.workbooks import column_letters
from cusp.returns.building import arrow_type
from cusp.returns.forms import annex_a
from cusp.returns.record import Table

Columns = dict[str, Any]


class Snapshots:
    """All lives as columns, so that the lists of a day are cut out quickly."""

    def __init__(
        self, children: Sequence[Child], staff: Staff, others: Others, adopters: Sequence[Adopter]
    ) -> None:
        self.people, self.others, self.adopters = People(children), others, adopters
        self._workers = Series(
            ((day, (team, who)) for day, team, who in child.with_worker) for child in children
        )
        pairs = self._workers.words
        self._team = Codes([TEAMS[team] for team, _ in pairs])
        self._worker = Codes([staff.names[who] if who != NOBODY else "" for _, who in pairs])
        self._front(children)
        self._protection(children)
        self._care = CareLists(children)

    def tables(self, as_at: date) -> Mapping[int, Table]:
        """Every list on a day."""
        day, since = as_at.toordinal(), months(as_at, -6).toordinal()
        found: dict[int, Table] = {
            1: _table(1, self._contacts(as_at, day, since)),
            2: _table(2, self.others.early_help(as_at, day, since)),
        }
        for number, cut in (
            (3, self._referred), (4, self._assessed), (5, self._enquired), (6, self._in_need),
            (7, self._protected),
        ):  # fmt: skip
            who, columns = cut(day, since)
            found[number] = _table(number, self._whole(who, as_at, columns))
        for number in (8, 9, 10):
            who, columns = self._care.cut(number, as_at)
            whole = self._whole(who, as_at, columns)
            found[number] = _table(number, whole | {"personal_adviser": whole["worker"]})
        found[11] = _table(11, adopter_columns(self.adopters, as_at))
        return found

    def _whole(self, who: Numbers, as_at: date, columns: Columns) -> Columns:
        place = self._workers.value_places(self._workers.at(who, as_at.toordinal()))
        team, worker = self._team.of(place), self._worker.of(place)
        return {**self.people.columns(who, as_at), "team": team, "worker": worker, **columns}

    # Lists 1 and 3 to 6

    def _front(self, children: Sequence[Child]) -> None:
        book = self._referrals = Book(children, lambda child: child.referrals)
        self._referral_day = book.days(lambda each: each.day)
        self._source = book.codes(lambda each: each.source)
        self._nfa = book.codes(lambda each: "yes" if each.closed else "no")
        self._earlier = book.counts(lambda each: each.earlier)
        assessed = self._assessments = Book(children, lambda child: child.assessments)
        self._started = assessed.days(lambda each: each.start)
        self._done = assessed.days(lambda each: each.done)
        self._given_up = assessed.days(lambda each: each.closed)
        self._seen = assessed.codes(lambda each: each.seen)
        self._support = assessed.codes(lambda each: each.support)
        cases = self._cases = Book(children, lambda child: child.cases)
        self._need_start, self._need_end = (
            cases.days(lambda c: c.start),
            cases.days(lambda c: c.end),
        )
        self._need = cases.codes(lambda each: each.need)
        self._closure = cases.codes(lambda each: each.reason)
        self._status = Series(sorted(each.statuses, key=lambda s: s[0]) for each in cases.items)
        self._last_seen = plain(each.seen for each in cases.items)

    def _contacts(self, as_at: date, day: int, since: int) -> Columns:
        rows = np.flatnonzero((self._referral_day > since) & (self._referral_day <= day))
        who = self._referrals.child[rows]
        first = self.people.columns(who, as_at) | {
            "contact_date": known(self._referral_day[rows], day),
            "contact_source": self._source.of(rows),
        }
        other = self.others.contacts(as_at, day, since)
        return {name: pa.concat_arrays([first[name], other[name]]) for name in other}

    def _referred(self, day: int, since: int) -> tuple[Numbers, Columns]:
        rows = np.flatnonzero((self._referral_day > since) & (self._referral_day <= day))
        return self._referrals.child[rows], {
            "referral_date": known(self._referral_day[rows], day),
            "referral_source": self._source.of(rows),
            "no_further_action": self._nfa.of(rows),
            "referrals_12_months": pa.array(self._earlier[rows]),
        }

    def _assessed(self, day: int, since: int) -> tuple[Numbers, Columns]:
        recent = (self._started > since) | (self._done > since)
        waiting = (self._done == 0) & (self._given_up > day)
        rows = np.flatnonzero((self._started <= day) & (recent | waiting))
        done = self._done[rows]
        over = (done > 0) & (done <= day)
        return self._assessments.child[rows], {
            "assessment_start": known(self._started[rows], day),
            "child_seen": self._seen.of(rows),
            "assessment_authorised": known(done, day),
            "support_needed": self._support.of(rows, over),
        }

    def _in_need(self, day: int, since: int) -> tuple[Numbers, Columns]:
        rows = self._cases.latest((self._need_start <= day) & (self._need_end > since))
        closed = self._need_end[rows] <= day
        status = self._status.values(self._status.at(rows, day))
        return self._cases.child[rows], {
            "need_start": known(self._need_start[rows], day),
            "primary_need": self._need.of(rows),
            "last_seen": self._last_seen.days(self._last_seen.at(rows, day)),
            "need_end": known(self._need_end[rows], day),
            "closure_reason": self._closure.of(rows, closed),
            "case_status": pc.if_else(pa.array(closed), pa.scalar("closed"), status),
        }

    # Lists 5 and 7

    def _protection(self, children: Sequence[Child]) -> None:
        book = self._enquiries = Book(
            children, lambda child: sorted(child.enquiries, key=lambda each: each.strategy)
        )
        self._strategy = book.days(lambda each: each.strategy)
        self._decided = book.days(lambda each: each.decided)
        self._conference = book.days(lambda each: each.conference)
        self._waiting_until = book.days(
            lambda e: e.closed if e.needed and not e.conference and not e.on_plan else None
        )
        self._unnecessary = book.codes(lambda each: "no" if each.needed else "yes")
        self._led = book.codes(lambda each: "yes" if each.led_to_plan else "no")
        self._before = book.counts(lambda each: each.earlier)
        self._before_held = book.counts(lambda each: each.earlier_conferences)
        plans = self._plans = Book(children, lambda child: child.plans)
        self._plan_start = plans.days(lambda each: each.start)
        self._plan_end = plans.days(lambda each: each.end)
        self._category = Series(each.categories for each in plans.items)
        self._first_category = plans.codes(lambda each: each.categories[0][1])
        self._plan_visits = Series(each.visits for each in plans.items)
        self._plan_reviews = plain(each.reviews for each in plans.items)
        self._previous = plans.counts(lambda each: each.previous)
        self._emergency = plans.codes(lambda each: each.emergency)

    def _enquired(self, day: int, since: int) -> tuple[Numbers, Columns]:
        recent = (self._strategy > since) | (self._conference > since)
        waiting = self._waiting_until > day
        rows = np.flatnonzero((self._strategy <= day) & (recent | waiting))
        held: Mask = (self._conference[rows] > 0) & (self._conference[rows] <= day)
        return self._enquiries.child[rows], {
            "strategy_discussion": known(self._strategy[rows], day),
            "conference_unnecessary": self._unnecessary.of(rows, self._decided[rows] <= day),
            "conference_date": known(self._conference[rows], day),
            "led_to_plan": self._led.of(rows, held),
            "enquiries_12_months": pa.array(self._before[rows] + 1),
            "conferences_12_months": pa.array(self._before_held[rows] + held),
        }

    def _protected(self, day: int, since: int) -> tuple[Numbers, Columns]:
        rows = self._plans.latest((self._plan_start <= day) & (self._plan_end > since))
        visit = self._plan_visits.at(rows, day)
        review = self._plan_reviews.at(rows, day)
        return self._plans.child[rows], {
            "plan_start": known(self._plan_start[rows], day),
            "first_category": self._first_category.of(rows),
            "latest_category": self._category.values(self._category.at(rows, day)),
            "last_visit": self._plan_visits.days(visit),
            "seen_alone": self._plan_visits.values(visit),
            "latest_review": self._plan_reviews.days(review),
            "plan_end": known(self._plan_end[rows], day),
            "emergency_protection": self._emergency.of(rows),
            "previous_plans": pa.array(self._previous[rows]),
        }


def _table(number: int, columns: Columns) -> Table:
    """A list as if it had been read from a file with Ofsted's headings in their order."""
    form = annex_a()[number]
    count = len(columns[form.id_column])
    cells = {"row": pa.array(np.arange(2, count + 2, dtype=np.int32))}
    headings: dict[str, tuple[str, str]] = {}
    for place, column in enumerate(form.columns):
        cells[column.name] = columns[column.name].cast(arrow_type(column))
        headings[column.name] = column_letters(place + 1), column.heading
    cells["unread"] = pa.nulls(count, pa.list_(pa.string()))
    if "unborn" in columns:
        cells["unborn"] = columns["unborn"]
    return Table(form.name, pa.table(cells), headings)
