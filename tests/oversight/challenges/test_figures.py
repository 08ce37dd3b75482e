"""What a log adds up to, and that nothing published gives a small number away."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from cusp.calendar import england_and_wales
from cusp.disclosure import Ledger, Published, Table, audit
from cusp.oversight.challenges import Logged, Step, ages, challenge_rules, figures, spans, standing
from cusp.oversight.challenges import published as safe
from cusp.oversight.challenges.published import safe_figures
from tests.length import examples

RULES, CALENDAR = challenge_rules(), england_and_wales()
ON = date(2026, 11, 30)
START = date(2026, 3, 9)
PERIOD = (START, ON)


def logged(
    theme: str = "drift", *, formal: bool = False, answer: date | None = None, effect: str = ""
) -> Logged:
    steps = [Step(kind="raised", on=START, stage="formal" if formal else "informal", level=1,
                  level_name="Team manager")]  # fmt: skip
    if answer:
        steps.append(Step(kind="answered", on=answer))
    if effect:
        steps.append(Step(kind="effect", on=answer or START, effect=effect))
    return Logged(theme, standing(steps, RULES, CALENDAR), tuple(spans(steps, CALENDAR)))


IN_TIME, LATE = date(2026, 3, 12), date(2026, 4, 30)


def test_counts_shares_and_medians() -> None:
    log = [
        logged("drift", formal=True, answer=IN_TIME, effect="changed"),
        logged("drift", formal=True, answer=LATE, effect="nothing"),
        logged("plan", formal=True),
        logged("plan", answer=IN_TIME, effect="too early"),
    ]
    found = figures(log, on=ON)
    assert (found.raised, found.waiting, found.answered, found.closed) == (4, 1, 3, 0)
    assert found.themes == {"drift": 2, "plan": 2}
    assert found.effects == {"changed": 1, "nothing": 1, "too early": 1, "": 1}
    # Late without an answer too: its 20 working days have passed.
    assert (found.in_time.part, found.in_time.whole) == (1, 3)
    assert (found.changed.part, found.changed.whole, found.changed.percent) == (1, 2, 50.0)
    # 3, 3 and 36 working days after 9 March (Good Friday and Easter Monday left out).
    assert [(d.median, d.number) for d in found.days] == [(3.0, 3)]


def test_a_share_of_none_has_no_value() -> None:
    assert figures([logged()], on=ON).in_time.percent is None


def test_open_ones_by_stage_and_age() -> None:
    table = ages([logged(formal=True).standing, logged().standing], on=date(2026, 3, 24),
                 calendar=CALENDAR)  # fmt: skip
    assert table["formal"]["11 to 15"] == table["informal"]["11 to 15"] == 1


def test_nothing_is_published_about_five_challenges() -> None:
    found = safe_figures(figures([logged()] * 5, on=ON))
    assert (found.raised, found.themes, found.effects) == (None, {}, {})
    assert found.in_time is None


def test_a_share_is_withheld_where_all_but_a_few_are_counted() -> None:
    log = [logged(formal=True, answer=IN_TIME, effect="changed")] * 12
    assert safe_figures(figures(log, on=ON)).changed is not None
    log += [logged(formal=True, answer=IN_TIME, effect="nothing")] * 3
    found = safe_figures(figures(log, on=ON))
    assert found.changed is None
    assert found.in_time is not None
    assert found.effects[safe.NOTHING] is None


KINDS = [
    logged(theme, formal=formal, answer=answer, effect=effect)
    for theme in ("drift", "plan", "health")
    for formal in (True, False)
    for answer in (IN_TIME, LATE, None)
    for effect in ("", "changed", "nothing", "too early")
]


@pytest.mark.parametrize("seed", range(examples(6)))
def test_no_small_number_can_be_worked_out(seed: int) -> None:
    random = Random(seed)
    some = random.sample(KINDS, random.randint(2, 10))
    log = [one for one in some for _ in range(random.choice((0, 1, 1, 3, 6, 12)))]
    found = figures(log, on=ON)
    given_out = safe_figures(found)
    tables = (given_out.themes, given_out.stages, given_out.levels, given_out.effects,
              given_out.cafcass)  # fmt: skip
    for true, shown in zip(safe.counts(found).values(), tables, strict=True):
        if shown:
            assert given_out.raised == found.raised
            assert_safe({**true, "all": found.raised}, shown)
    for share in (given_out.in_time, given_out.changed):
        assert share is None or (share.whole >= 10 and not 1 <= share.part <= 5)


def assert_safe(true: dict[str, int], shown: dict[str, int | None]) -> None:
    """What is shown is true and not small, and no small number that is hidden can be told."""
    rows = {name.casefold(): count for name, count in true.items()}
    assert all(count in (None, true[name]) for name, count in shown.items())
    assert not any(1 <= (count or 0) <= 5 for count in shown.values())
    known = Table(("all",), ("n",), ((true["all"],),))
    table = Table(tuple(shown), ("n",), tuple((count,) for count in shown.values()))
    papers = (Published("total", (known,)), Published("table", (table,)))
    for finding in audit(Ledger(papers)):
        assert finding.safe or not 1 <= rows[finding.cell.group.casefold()] <= 5
