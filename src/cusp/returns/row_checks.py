"""Checks of single rows: dates in the wrong order, ages, blanks, and the same child twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow.compute as pc

from cusp.calendar.wording import in_words
from cusp.returns.building import Values
from cusp.returns.forms import ListForm
from cusp.returns.record import Problem, Severity, Table

# A list may say what happened before a child was born. 40 weeks, and some more for wrong dates.
_BEFORE_BIRTH = timedelta(days=300)
_UNBORN_ON = {1, 2, 3, 4, 5, 6, 7}
# Pairs of dates: the second cannot be before the first.
_ORDER: dict[int, tuple[tuple[str, str], ...]] = {
    2: (("assessment_start", "assessment_end"),),
    4: (("assessment_start", "assessment_authorised"),),
    5: (("strategy_discussion", "conference_date"),),
    6: (("need_start", "need_end"),),
    7: (("plan_start", "plan_end"),),
    8: (("care_start", "care_end"),),
    10: (("placed", "adoption_order"),),
    11: (
        ("stage_1_start", "stage_1_end"), ("stage_2_start", "stage_2_end"), ("enquiry", "left"),
        ("application", "approved"),
    ),
}  # fmt: skip
# The same in the tables of other returns, wherever a table has both.
_STARTS_AND_ENDS = (
    ("start", "end"), ("plan_start", "plan_end"), ("placement_start", "placement_end"),
    ("assessment_start", "assessment_authorised"), ("referral_date", "need_end"),
    ("legal_status_start", "legal_status_end"), ("strategy_discussion", "enquiry_end"),
)  # fmt: skip
# Pairs that are usually in this order, but need not be.
_USUAL_ORDER: dict[int, tuple[tuple[str, str], ...]] = {
    7: (("plan_start", "latest_review"), ("plan_start", "last_visit")),
    8: (
        ("care_start", "placement_start"), ("care_start", "latest_review"),
        ("care_start", "last_visit"),
    ),
    10: (("care_start", "adoption_decision"), ("adoption_decision", "placement_order"),
         ("matched", "placed")),
    11: (("enquiry", "stage_1_start"), ("stage_1_end", "stage_2_start")),
}  # fmt: skip
_BIRTHS = ("birth_date", "expected_birth_date")
# An end and its reason belong together.
_REASONS = {
    6: ("need_end", "closure_reason"), 8: ("care_end", "care_end_reason"),
    10: ("decision_reversed", "reversal_reason"), 11: ("left", "leaving_reason"),
}  # fmt: skip
# The end of a row that is still open.
ENDS = {6: "need_end", 7: "plan_end", 8: "care_end"}


class RowChecks:
    """The checks of one list."""

    def __init__(self, form: ListForm, table: Table, values: Values, as_at: date) -> None:
        self.form, self.table, self.values, self.as_at = form, table, values, as_at
        self.rows = table.rows
        self.ids: list[str | None] = values[form.id_column]
        self.numbers: list[int] = self.rows["row"].to_pylist()

    def problems(self) -> Iterator[Problem]:
        """Every problem of the list's rows, check by check."""
        yield from self._blanks()
        yield from self._order()
        yield from self._future()
        if "birth_date" in self.values:
            yield from self._birth()
        yield from self._reasons()
        yield from self._twice()
        yield from self._special()

    def problem(self, row: int, name: str, severity: Severity, what: str, mend: str) -> Problem:
        """A problem of a cell; ``row`` is its place in the table."""
        letter, heading = self.table.headings.get(name) or (None, self.form.column(name).heading)
        return Problem(
            list=self.form.label, row=self.numbers[row], column=letter, heading=heading,
            child_id=self.ids[row], severity=severity, what=what, mend=mend,
        )  # fmt: skip

    def where(self, mask: Any) -> list[int]:
        """The rows for which a mask is true; null is false."""
        return pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()  # type: ignore[no-any-return]

    def _was_read(self, name: str, rows: Iterable[int]) -> list[int]:
        """Of these rows, those whose blank is a blank and not something unread."""
        unread = self.rows["unread"]
        return [row for row in rows if name not in (unread[row].as_py() or ())]

    def _blanks(self) -> Iterator[Problem]:
        form, count = self.form, len(self.table)
        for column in form.columns:
            if column.blank or not self.table.has(column.name):
                continue
            if not self.rows[column.name].null_count:
                continue
            rows = self._was_read(column.name, self.where(pc.is_null(self.rows[column.name])))
            if not rows:
                continue
            if column.name in (form.id_column, *form.needs):
                for row in rows:
                    yield self.problem(
                        row, column.name, "error", f"“{column.heading}” is blank",
                        "Enter it: without it this row cannot be used.",
                    )  # fmt: skip
            else:
                yield Problem(
                    list=form.label, row=self.numbers[rows[0]] if len(rows) == 1 else None,
                    column=self.table.headings[column.name][0],
                    heading=self.table.headings[column.name][1],
                    child_id=self.ids[rows[0]] if len(rows) == 1 else None, severity="warning",
                    what=f"“{column.heading}” is blank in {len(rows):,} of {count:,} rows, "
                    f"first in row {self.numbers[rows[0]]}",
                    mend="Enter it where it is known.",
                )  # fmt: skip

    def _order(self) -> Iterator[Problem]:
        if not self.form.number:
            for first, second in _STARTS_AND_ENDS:
                if first in self.values and second in self.values:
                    yield from self._pair(first, second, "error")
        for severity, pairs in (("error", _ORDER), ("warning", _USUAL_ORDER)):
            for first, second in pairs.get(self.form.number, ()):
                yield from self._pair(first, second, severity)  # type: ignore[arg-type]

    def _pair(self, first: str, second: str, severity: Severity) -> Iterator[Problem]:
        rows = self.where(pc.less(self.rows[second], self.rows[first]))
        if not rows:
            return
        earlier, later = self.values[first], self.values[second]
        named = self.form.column(first).heading
        for row in rows:
            yield self.problem(
                row, second, severity,
                f"{in_words(later[row])} is before “{named}”, {in_words(earlier[row])}",
                "Check both dates.",
            )  # fmt: skip

    def _future(self) -> Iterator[Problem]:
        for column in self.form.columns:
            if column.type != "date" or column.to_come or column.name in _BIRTHS:
                continue
            rows = self.where(pc.greater(self.rows[column.name], self.as_at))
            days = self.values[column.name]
            for row in rows:
                yield self.problem(
                    row, column.name, "error",
                    f"{in_words(days[row])} is after {in_words(self.as_at)}, the as-at date of "
                    "the return",
                    "Check both dates.",
                )  # fmt: skip

    def _birth(self) -> Iterator[Problem]:
        days = self.values["birth_date"]
        if "age" in self.values:
            yield from self._future_birth(days, self.values["age"])
            yield from self._ages(days, self.values["age"])
        yield from self._before_birth(days)

    def _future_birth(
        self, days: Sequence[date | None], given: Sequence[float | None]
    ) -> Iterator[Problem]:
        births, ages = self.rows["birth_date"], self.rows["age"]
        after = pc.greater(births, self.as_at)
        for row in self.where(pc.and_(after, pc.greater_equal(ages, 0))):
            born = days[row]
            assert born
            yield self.problem(
                row, "birth_date", "error",
                f"The date of birth, {in_words(born)}, is in the future, but the age is "
                f"{given[row] or 0:g}",
                "Correct the date of birth, or enter the age -1 if the child is unborn.",
            )  # fmt: skip

    def _ages(
        self, days: Sequence[date | None], given: Sequence[float | None]
    ) -> Iterator[Problem]:
        pairs = set(zip(days, given, strict=True))
        wrong = {pair: years for pair in pairs if (years := self._other_age(*pair)) is not None}
        if not wrong:
            return
        for row, pair in enumerate(zip(days, given, strict=True)):
            if (years := wrong.get(pair)) is not None and pair[0]:
                what = f"The age is {pair[1]:g}, but a child born on {in_words(pair[0])} is {years}"
                yield self.problem(
                    row, "age", "warning", f"{what} on {in_words(self.as_at)}",
                    "Check the age, the date of birth and the as-at date of the return.",
                )  # fmt: skip

    def _other_age(self, born: date | None, age: float | None) -> int | None:
        """The age at the last birthday, if another was given."""
        if born is None or age is None or born > self.as_at:
            return None
        birthday_to_come = (born.month, born.day) > (self.as_at.month, self.as_at.day)
        years = self.as_at.year - born.year - birthday_to_come
        return None if int(age // 1) == years else years

    def _before_birth(self, days: Sequence[date | None]) -> Iterator[Problem]:
        """Events before birth. Annex A may hold unborn children, as may the census."""
        name = next((n for n in (*self.form.key[1:], *self.form.needs) if n in self._dates()), None)
        if name is None:
            return
        leeway = _BEFORE_BIRTH if self.form.number in _UNBORN_ON else timedelta()
        rows = self.where(pc.less(self.rows[name], self.rows["birth_date"]))
        events = self.values[name]
        for row in rows:
            born = days[row]
            if born and events[row] < born - leeway:
                yield self.problem(
                    row, name, "error",
                    f"{in_words(events[row])} is before the date of birth, {in_words(born)}",
                    "Check both dates.",
                )  # fmt: skip

    def _dates(self) -> set[str]:
        return {column.name for column in self.form.columns if column.type == "date"}

    def _reasons(self) -> Iterator[Problem]:
        if self.form.number not in _REASONS:
            return
        end, reason = _REASONS[self.form.number]
        if not (self.table.has(end) and self.table.has(reason)):
            return
        ended, given = pc.is_valid(self.rows[end]), pc.is_valid(self.rows[reason])
        for row in self._was_read(reason, self.where(pc.and_(ended, pc.invert(given)))):
            yield self.problem(
                row, reason, "warning", "There is an end date but no reason", "Enter the reason."
            )
        for row in self._was_read(end, self.where(pc.and_(given, pc.invert(ended)))):
            yield self.problem(
                row, end, "warning", "There is a reason for ending but no end date",
                "Enter the date, or delete the reason.",
            )  # fmt: skip

    def _twice(self) -> Iterator[Problem]:
        form = self.form
        keys = list(zip(*(self.values[name] for name in form.key), strict=True))
        whose = self.ids if form.once else keys
        if len(set(whose)) == len(whose):
            return
        before: dict[Any, list[int]] = defaultdict(list)
        for row, (key, said) in enumerate(zip(keys, whose, strict=True)):
            if key[0] is None:
                continue
            first = before[said]
            if first:
                same = any(keys[other] == key for other in first)
                yield self._again(row, first[0], certain=same and form.once)
            first.append(row)

    def _again(self, row: int, first: int, *, certain: bool) -> Problem:
        where = f"also in row {self.numbers[first]}"
        if not self.form.once:
            return self.problem(
                row, self.form.id_column, "warning", f"The same row is here twice: {where}",
                "Delete one of the rows, or correct the date.",
            )  # fmt: skip
        return self.problem(
            row, self.form.id_column, "error" if certain else "warning",
            f"The child is on this list twice: {where}"
            if self.form.number != 11 else f"The adopter is on this list twice: {where}",
            "Keep one row for each child." if self.form.number != 11 else "Keep one row.",
        )  # fmt: skip

    def _special(self) -> Iterator[Problem]:
        from cusp.returns.list_checks import CHECKS

        for check in CHECKS.get(self.form.number, ()):
            yield from check(self)
