"""What a plan's measures show: the latest reading, and how far it is from the target.

A distance is in the measure's own unit. Nothing is called better or worse unless someone has said
which direction is an improvement. See ``docs/plan-rules.md``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from cusp.plans.record import Measure, Priority, Reading
from cusp.plans.wording import number
from cusp.reports.dates import date_in_full

Trend = Literal["better", "worse", "no change"]

_PER = {"%": 100, "number": 1, "days": 1, "rate per 10,000": 10_000}


class Distance(msgspec.Struct, frozen=True):
    """How far the latest reading is from the target.

    ``away`` is the reading less the target, in the measure's unit. ``met`` is ``None`` if nobody
    has said which direction is an improvement.
    """

    reading: Reading
    target: float
    away: float
    met: bool | None
    sentence: str


def readings_by_day(measure: Measure, *, as_at: date) -> tuple[Reading, ...]:
    """Readings up to a day, earliest first.

    A figure for an earlier day may be entered later. If a day has several, the last one entered
    corrects the others.
    """
    by_day = {one.on: one for one in measure.readings if one.on <= as_at}
    return tuple(by_day[day] for day in sorted(by_day))


def latest_reading(measure: Measure, *, as_at: date) -> Reading | None:
    """The reading with the latest date. A baseline is not a reading."""
    found = readings_by_day(measure, as_at=as_at)
    return found[-1] if found else None


def distance_to_target(measure: Measure, *, as_at: date) -> Distance | None:
    """The distance to the target; ``None`` without a target or reading, or if either is unusable.

    "78% on 30 June 2020: 12 percentage points below the target of 90%."
    """
    latest, target = latest_reading(measure, as_at=as_at), measure.target
    if (
        latest is None
        or target is None
        or not (math.isfinite(latest.value) and math.isfinite(target))
    ):
        return None
    away = round(latest.value - target, 6)
    met = None
    if measure.better:
        met = away >= 0 if measure.better == "higher" else away <= 0
    return Distance(
        reading=latest,
        target=target,
        away=away,
        met=met,
        sentence=f"{_reading(latest, measure)}: {_distance_in_words(measure, target, away)}.",
    )


def share_of_the_way(measure: Measure, *, as_at: date) -> float | None:
    """How much of the way from baseline to target is done: 0.25 is a quarter.

    Negative if the measure is further away than it was, over 1 if it is past the target. ``None``
    if this cannot be said.
    """
    latest, baseline, target = (
        latest_reading(measure, as_at=as_at),
        measure.baseline,
        measure.target,
    )
    if latest is None or baseline is None or target is None or not _sensible_target(measure):
        return None
    way = target - baseline.value
    values = (latest.value, baseline.value, target)
    if not way or not all(math.isfinite(value) for value in values):
        return None
    return (latest.value - baseline.value) / way


def trend(measure: Measure, *, as_at: date) -> Trend | None:
    """How the latest reading compares with the one before, or with the baseline if it is the first.

    ``None`` if there is nothing to compare, or nobody has said which direction is an improvement.
    """
    found = readings_by_day(measure, as_at=as_at)
    if not found or measure.better is None:
        return None
    before = found[-2] if len(found) > 1 else measure.baseline
    if before is None or not (math.isfinite(before.value) and math.isfinite(found[-1].value)):
        return None
    return _better_or_worse(found[-1].value - before.value, measure.better)


def trend_since_baseline(measure: Measure, *, as_at: date) -> Trend | None:
    """How the latest reading compares with the baseline; ``None`` if this cannot be said."""
    latest = latest_reading(measure, as_at=as_at)
    if latest is None or measure.baseline is None or measure.better is None:
        return None
    if not (math.isfinite(latest.value) and math.isfinite(measure.baseline.value)):
        return None
    return _better_or_worse(latest.value - measure.baseline.value, measure.better)


def reading_problems(reading: Reading, unit: str) -> tuple[str, ...]:
    """What is wrong with a reading, one sentence each.

    The value may be rounded, so it agrees with numerator and denominator if they round to it.
    """
    value, above, below = reading.value, reading.numerator, reading.denominator
    when = f"The reading of {date_in_full(reading.on)}"
    if not math.isfinite(value):
        return (f"{when} is not a number.",)
    if above is None and below is None:
        return ()
    if above is None or below is None:
        given, missing = ("numerator", "denominator")[:: 1 if below is None else -1]
        return (f"{when} has a {given} but no {missing}.",)
    if below <= 0 or above < 0:
        return (f"{when} has {above:,} of {below:,}, which cannot be right.",)
    if unit == "%" and above > below:
        return (f"{when} has {above:,} of {below:,}, which is more than all.",)
    worked_out = _PER[unit] * above / below
    agrees = abs(worked_out - value) <= _half_of_last_place(value)
    if agrees or (unit == "number" and above == value):
        return ()
    return (
        f"{when} is {value_in_words(value, unit)}, but {above:,} of {below:,} is "
        f"{value_in_words(worked_out, unit)}.",
    )


def measure_problems(measure: Measure, *, as_at: date) -> tuple[str, ...]:
    """What is missing or does not fit together in a measure, one sentence each."""
    return tuple(_problems(measure, as_at))


def moving_wrong_way(measure: Measure, *, as_at: date) -> str | None:
    """A sentence if the latest reading is worse than the one before, or than the baseline."""
    found, baseline = readings_by_day(measure, as_at=as_at), measure.baseline
    if len(found) > 1 and trend(measure, as_at=as_at) == "worse":
        return f"{_reading(found[-1], measure)} is worse than {_reading(found[-2], measure)}."
    if baseline and trend_since_baseline(measure, as_at=as_at) == "worse":
        words = _reading(baseline, measure)
        return f"{_reading(found[-1], measure)} is worse than the baseline, {words}."
    return None


def missed_target(measure: Measure, *, as_at: date) -> str | None:
    """A sentence if the day of the target is past and it is not met, or has no reading."""
    if measure.target is None or measure.target_by is None or measure.target_by >= as_at:
        return None
    by = f"The target was to be met by {date_in_full(measure.target_by)}"
    if latest_reading(measure, as_at=as_at) is None:
        return f"{by}, but there is no reading."
    distance = distance_to_target(measure, as_at=as_at)
    if distance is None or distance.met is not False:
        return None
    return f"{by}. {distance.sentence}"


def measured_or_asserted(
    priority: Priority, *, as_at: date
) -> Literal["measured", "only asserted", "no outcome"]:
    """Whether a priority's outcome is measured: any of its measures has a reading by that day."""
    if any(latest_reading(measure, as_at=as_at) for measure in priority.measures):
        return "measured"
    return "only asserted" if priority.outcome.strip() else "no outcome"


def value_in_words(value: float, unit: str) -> str:
    """For example "78%", "1 day", "28.5 days", "56.3 per 10,000"."""
    text = number(value)
    if unit == "%":
        return f"{text}%"
    if unit == "days":
        return f"{text} day" if text == "1" else f"{text} days"
    return f"{text} per 10,000" if unit == "rate per 10,000" else text


def _problems(measure: Measure, as_at: date) -> Iterator[str]:
    if measure.target is not None and measure.better is None:
        yield "There is a target, but nobody has said whether higher or lower is better."
    if measure.baseline and measure.target is not None and not _sensible_target(measure):
        yield (
            f"The target, {value_in_words(measure.target, measure.unit)}, is not better than the "
            f"baseline, {value_in_words(measure.baseline.value, measure.unit)}, although "
            f"{measure.better} is better."
        )
    every = (*((measure.baseline,) if measure.baseline else ()), *measure.readings)
    for one in every:
        yield from reading_problems(one, measure.unit)
        if one.on > as_at:
            yield f"The reading of {date_in_full(one.on)} is dated after the date of the plan."


def _distance_in_words(measure: Measure, target: float, away: float) -> str:
    wanted = f"the target of {value_in_words(target, measure.unit)}"
    if not away:
        return f"exactly on {wanted}"
    side = "above" if away > 0 else "below"
    words = f"{_amount(abs(away), measure.unit)} {side} {wanted}"
    if measure.better == "lower":
        return f"{words} (lower is better)"
    return words if measure.better else f"{words} (nobody has said which is better)"


def _reading(reading: Reading, measure: Measure) -> str:
    return f"{value_in_words(reading.value, measure.unit)} on {date_in_full(reading.on)}"


def _amount(away: float, unit: str) -> str:
    if unit == "%":
        return f"{number(away)} percentage {'point' if number(away) == '1' else 'points'}"
    return value_in_words(away, unit)


def _better_or_worse(rise: float, better: Literal["higher", "lower"]) -> Trend:
    if not rise:
        return "no change"
    return "better" if (rise > 0) == (better == "higher") else "worse"


def _sensible_target(measure: Measure) -> bool:
    """Whether the target is not worse than the baseline, as far as anyone has said."""
    if measure.target is None or measure.baseline is None or measure.better is None:
        return True
    return _better_or_worse(measure.target - measure.baseline.value, measure.better) != "worse"


def _half_of_last_place(value: float) -> float:
    """Half of the last printed decimal place: 0.5 for 78, 0.05 for 78.3."""
    _, _, decimals = f"{value:.6f}".rstrip("0").partition(".")
    return 0.5 * 10.0 ** -len(decimals) + 1e-9
