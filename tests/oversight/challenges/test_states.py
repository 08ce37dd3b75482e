"""Where a challenge stands follows from its steps; time is counted in working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cusp.calendar import england_and_wales
from cusp.oversight import CannotUseRules
from cusp.oversight.challenges import (
    Standing,
    Step,
    challenge_rules,
    days_used,
    in_time,
    spans,
    standing,
    why_not,
)
from tests.length import examples

RULES, CALENDAR = challenge_rules(), england_and_wales()
RAISED = date(2026, 3, 2)
TODAY = date(2026, 11, 30)


def stands(*steps: Step) -> Standing:
    return standing(steps, RULES, CALENDAR)


def raised(on: date = RAISED, stage: str = "informal", level: int = 1) -> Step:
    return Step(kind="raised", on=on, stage=stage, level=level)  # type: ignore[arg-type]


def formal(on: date, level: int = 1) -> Step:
    return Step(kind="escalated", on=on, stage="formal", level=level)


def answered(on: date) -> Step:
    return Step(kind="answered", on=on)


def counted_by_hand(start: date, end: date) -> int:
    """Working days after the start, one day at a time."""
    closed = {holiday.day for holiday in CALENDAR.holidays}
    every = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(day.weekday() < 5 and day not in closed for day in every)


def test_the_formal_process_takes_at_most_20_working_days_over_easter() -> None:
    # 23 March 2026 is a Monday. 20 weekdays later is 20 April, and Good Friday and Easter Monday
    # (3 and 6 April) move it to 22 April.
    now = stands(raised(), formal(date(2026, 3, 23)))
    assert (now.formal_from, now.due) == (date(2026, 3, 23), date(2026, 4, 22))


def test_an_informal_challenge_has_no_limit() -> None:
    now = stands(raised())
    assert (now.due, now.state, in_time(now, on=TODAY)) == (None, "waiting", None)


def test_another_escalation_leaves_the_first_day_and_waits_for_the_new_level() -> None:
    now = stands(
        raised(), formal(date(2026, 3, 9)), answered(date(2026, 3, 12)),
        formal(date(2026, 3, 16), level=3),
    )  # fmt: skip
    assert now.formal_from == date(2026, 3, 9)
    assert (now.level, now.answered_on, now.state) == (3, None, "waiting")
    assert now.due == date(2026, 4, 8)  # over Easter


@pytest.mark.parametrize(("day", "expected"), [(date(2026, 4, 8), True), (date(2026, 4, 9), False)])
def test_an_answer_on_the_last_day_is_in_time(day: date, expected: bool) -> None:
    now = stands(raised(), formal(date(2026, 3, 9)), answered(day))
    assert in_time(now, on=TODAY) is expected


def test_without_an_answer_it_is_late_only_after_its_last_day() -> None:
    now = stands(raised(), formal(date(2026, 3, 9)))
    assert in_time(now, on=date(2026, 4, 8)) is None
    assert in_time(now, on=date(2026, 4, 9)) is False


def test_closed_in_time_without_an_answer_counts_neither_way() -> None:
    closed = Step(kind="closed", on=date(2026, 3, 20))
    assert in_time(stands(raised(), formal(date(2026, 3, 9)), closed), on=TODAY) is None
    late = Step(kind="closed", on=date(2026, 4, 9))
    assert in_time(stands(raised(), formal(date(2026, 3, 9)), late), on=TODAY) is False


def test_no_due_date_where_bank_holidays_are_not_known() -> None:
    now = stands(raised(date(2061, 1, 3), stage="formal"))
    assert now.due is None
    assert "Bank holidays are only known" in now.why_not_due
    assert days_used(now, on=date(2061, 2, 3), calendar=CALENDAR) is None


def test_each_level_has_its_own_days() -> None:
    steps = [
        Step(kind="raised", on=date(2026, 3, 2), level=1, level_name="Team manager"),
        Step(kind="escalated", on=date(2026, 3, 9), stage="formal", level=3, level_name="Head"),
        Step(kind="answered", on=date(2026, 3, 12)),
    ]
    found = [(one.level_name, one.days) for one in spans(steps, CALENDAR)]
    assert found == [("Team manager", 5), ("Head", 3)]


REFUSED = [
    (Step(kind="answered", on=date(2026, 3, 1)), "latest step is dated 2 March 2026"),
    (Step(kind="answered", on=date(2026, 12, 1)), "cannot be in the future"),
    (Step(kind="escalated", on=TODAY, level=2), "higher level, or start the formal process"),
    (Step(kind="escalated", on=TODAY, level=1, stage="formal"), "has reached or a higher one"),
]


@pytest.mark.parametrize(("step", "why"), REFUSED)
def test_steps_that_cannot_come_next_say_why(step: Step, why: str) -> None:
    assert why in why_not(stands(raised(level=2)), step, today=TODAY)


def test_levels_may_be_skipped_and_the_same_level_may_become_formal() -> None:
    now = stands(raised())
    assert why_not(now, formal(TODAY, level=5), today=TODAY) == ""
    assert why_not(now, formal(TODAY, level=1), today=TODAY) == ""


def test_a_formal_challenge_does_not_become_informal_again() -> None:
    back = Step(kind="escalated", on=TODAY, level=2)
    assert "cannot become informal" in why_not(stands(raised(stage="formal")), back, today=TODAY)


def test_after_closure_only_an_effect_that_was_left_open_can_be_recorded() -> None:
    early = Step(kind="effect", on=RAISED, effect="too early")
    changed = Step(kind="effect", on=TODAY, effect="changed")
    closed = Step(kind="closed", on=RAISED)
    assert why_not(stands(raised(), early, closed), changed, today=TODAY) == ""
    known = stands(raised(), Step(kind="effect", on=RAISED, effect="nothing"), closed)
    assert "it stands" in why_not(known, changed, today=TODAY)
    assert "Raise a new one" in why_not(known, answered(TODAY), today=TODAY)


def test_a_council_sets_its_own_ladder() -> None:
    own = RULES.with_levels(["Practice lead", "Director"])
    assert [own.level_name(n) for n in (1, 2, 3)] == ["Practice lead", "Director", "Level 3"]
    for wrong in ([], ["A", "a"], ["A", " "], ["x" * 81]):
        with pytest.raises(CannotUseRules):
            RULES.with_levels(wrong)


# For any dates and steps

days = st.dates(date(2015, 1, 1), date(2026, 11, 30))
moves = st.lists(
    st.tuples(st.sampled_from(["escalated", "answered", "effect", "closed"]), st.integers(0, 40),
              st.sampled_from(["informal", "formal"]), st.integers(1, 5)),
    max_size=8,
)  # fmt: skip


@settings(max_examples=examples(60), deadline=None)
@given(days)
def test_the_last_day_is_the_20th_working_day(first: date) -> None:
    due = stands(raised(first, stage="formal")).due
    assert due is not None
    assert counted_by_hand(first, due) == 20
    assert counted_by_hand(first, due - timedelta(days=1)) == 19


@settings(max_examples=examples(80), deadline=None)
@given(days, moves)
def test_the_state_and_the_time_agree_with_the_allowed_steps(
    first: date, tried: list[tuple[str, int, str, int]]
) -> None:
    steps, last = [raised(first)], date(2027, 6, 30)
    for kind, later, stage, level in tried:
        on = min(steps[-1].on + timedelta(days=later), last)
        step = Step(kind=kind, on=on, stage=stage, level=level)  # type: ignore[arg-type]
        if not why_not(stands(*steps), step, today=last):
            steps.append(step)
    now = stands(*steps)
    kinds = [step.kind for step in steps]
    assert (now.state == "closed") is ("closed" in kinds)
    levels = [step.level for step in steps if step.kind in ("raised", "escalated")]
    assert levels == sorted(levels)
    assert now.level == levels[-1]
    went_formal = [step.on for step in steps if step.stage == "formal" and step.kind == "escalated"]
    assert now.formal_from == (went_formal[0] if went_formal else None)
    waits_from = max(n for n, kind in enumerate(kinds) if kind in ("raised", "escalated"))
    assert (now.answered_on is not None) is ("answered" in kinds[waits_from:])
    end = now.answered_on or now.closed_on or last
    begin = now.formal_from or first
    assert days_used(now, on=last, calendar=CALENDAR) == counted_by_hand(begin, end)
