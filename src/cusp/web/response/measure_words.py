"""What pages say about a measure: its readings, its target, and the distance between them."""

from __future__ import annotations

from datetime import date

from cusp.plans import distance_to_target, latest_reading, record, value_in_words
from cusp.web.common.wording import say_date


def answer(measure: record.Measure, as_at: date) -> str:
    """How far the measure is from its target: the heading of its page."""
    distance = distance_to_target(measure, as_at=as_at)
    if distance:
        return distance.sentence.rstrip(".")
    latest = latest_reading(measure, as_at=as_at)
    if latest is None:
        target = target_in_words(measure)
        return f"No reading yet. The target is {target}" if target else "No reading yet"
    value = value_in_words(latest.value, measure.unit)
    return f"{value} on {say_date(latest.on)}. There is no target"


def target_in_words(measure: record.Measure) -> str:
    """“90% by 31 March 2025”; empty if there is no target."""
    if measure.target is None:
        return ""
    by = f" by {say_date(measure.target_by)}" if measure.target_by else ""
    return f"{value_in_words(measure.target, measure.unit)}{by}"


def reading_in_words(measure: record.Measure, reading: record.Reading) -> str:
    """“78% (78 of 100), 30 June 2024”."""
    of = f" ({reading.numerator:,} of {reading.denominator:,})" if reading.denominator else ""
    return f"{value_in_words(reading.value, measure.unit)}{of}, {say_date(reading.on)}"


def corrected(measure: record.Measure, earlier: float, on: date) -> str:
    """That a reading takes the place of one for the same day."""
    value = value_in_words(earlier, measure.unit)
    return f"It corrects the reading of {value} for {say_date(on)}, which stays in the history."
