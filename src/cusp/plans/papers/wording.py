"""How papers word dates, ratings, readings and sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from cusp.plans.lateness import days_late_before_redating, first_date, latest_date, slip
from cusp.plans.papers.model import Tinted
from cusp.plans.papers.rules import current, days_late_in_all, times_redated
from cusp.plans.ratings import Key, key_entry
from cusp.plans.record import (
    Action,
    Evidence,
    InspectorsWords,
    Measure,
    Plan,
    Rating,
    Reading,
    Update,
)
from cusp.reports.dates import date_in_full
from cusp.wording import counted

NOT_RECORDED = "Not recorded"


def day(value: date) -> str:
    """22 October 2019."""
    return date_in_full(value)


def lines(*parts: str) -> str:
    """The parts that are not empty, each on its own line."""
    return "\n".join(part for part in parts if part)


# Ratings


def rating_words(code: str, key: Key) -> str:
    """A rating in the plan's own words: its code, then what the key says."""
    entry = key_entry(key, code)
    if entry is None:
        return f"{code} (not in the plan’s key)"
    return entry.code if entry.code == entry.words else f"{entry.code}: {entry.words}"


def rating_cell(
    ratings: tuple[Rating, ...], key: Key, more: str = "", *, brief: bool = False
) -> Tinted:
    """The current rating with its date, on the colour that the key gives it.

    A brief one leaves out who gave the rating and why.
    """
    rated = current(ratings)
    if rated is None:
        return Tinted(lines("Not rated", more), "none")
    entry = key_entry(key, rated.code)
    by = f" by {rated.by}" if rated.by and not brief else ""
    why = "" if brief else rated.why
    text = lines(rating_words(rated.code, key), f"Rated {day(rated.on)}{by}", why, more)
    return Tinted(text, entry.colour if entry else "none")


def rating_counts(actions: Sequence[Action], key: Key) -> str:
    """How many actions have each delivery rating, in the order of the key."""
    live = [action for action in actions if not action.closed]
    codes = Counter(a.delivery[-1].code if a.delivery else None for a in live)
    order = [*dict.fromkeys(entry.code for entry in key)]
    order += [code for code in codes if code is not None and code not in order]
    found = [f"{_bracketed(code, key)}: {codes[code]:,}" for code in order if codes[code]]
    return lines(*found, f"Not rated: {codes[None]:,}" if codes[None] else "")


def _bracketed(code: str, key: Key) -> str:
    entry = key_entry(key, code)
    words = entry.words if entry else "not in the plan’s key"
    return code if code == words else f"{code} ({words})"


# Actions


def lead_words(action: Action) -> str:
    """The lead and whoever supports them."""
    support = f"Support: {action.support}" if action.support else ""
    return lines(action.lead or "No lead", support)


def date_words(action: Action, plan: Plan) -> str:
    """Every date of an action, and how late or re-dated it is."""
    first, now = first_date(action), latest_date(action)
    due = "No due date"
    if now is not None:
        due = f"Due: {day(now)}" if first == now else f"First due: {first and day(first)}"
    return lines(
        f"Start: {day(action.start)}" if action.start else "",
        due,
        f"Now due: {day(now)}" if now is not None and first != now else "",
        f"Done: {day(action.done)}" if action.done else "",
        f"Closed: {action.closed}" if action.closed else "",
        late_words(action, plan),
        redated_words(action),
    )


def late_words(action: Action, plan: Plan) -> str:
    """By how much an action is late, or was when it was done."""
    late = days_late_in_all(action, plan.as_at)
    if not late:
        return ""
    return f"Done {counted(late, 'day')} late" if action.done else f"Late by {counted(late, 'day')}"


def redated_words(action: Action) -> str:
    """How often an action was re-dated, by how much, and whether it was already late."""
    times = times_redated(action)
    if not times:
        return ""
    often = {1: "once", 2: "twice"}.get(times, f"{times:,} times")
    moved, late = slip(action), days_late_before_redating(action)
    direction = "later" if moved > 0 else "earlier"
    days = counted(abs(moved), "day")
    by = f"{days} {direction} than first planned" if moved else "to the same day"
    already = f"Was {counted(late, 'day')} late before it was re-dated" if late else ""
    return lines(f"Re-dated {often}, {by}", already)


def update_words(update: Update) -> str:
    """An update with its date and author."""
    by = f", {update.by}" if update.by else ""
    return lines(f"{day(update.on)}{by}:", update.text)


def evidence_words(evidence: Evidence) -> str:
    """Evidence, what it shows and as at when."""
    shows = f": {evidence.shows}" if evidence.shows else ""
    return f"{evidence.what}{shows} (as at {day(evidence.as_at)})"


# Measures


def amount(value: float, unit: str) -> str:
    """A value with its unit: 74%, 12 days, 3.5 per 10,000."""
    number = f"{value:,.2f}".rstrip("0").rstrip(".")
    match unit:
        case "%":
            return f"{number}%"
        case "days":
            return f"{number} {'day' if value == 1 else 'days'}"
        case "rate per 10,000":
            return f"{number} per 10,000"
        case _:
            return number


def reading_words(reading: Reading | None, unit: str) -> str:
    """A reading with its numerator and denominator, date and source."""
    if reading is None:
        return NOT_RECORDED
    return lines(amount(reading.value, unit) + share(reading), day(reading.on), reading.source)


def share(reading: Reading) -> str:
    """The numerator and denominator of a reading in brackets."""
    if reading.numerator is None or reading.denominator is None:
        return ""
    return f" ({reading.numerator:,} of {reading.denominator:,})"


def target_words(measure: Measure) -> str:
    """The target, by when, and which direction is better."""
    if measure.target is None:
        return "No target"
    by = f"by {day(measure.target_by)}" if measure.target_by else ""
    better = f"{measure.better.capitalize()} is better" if measure.better else ""
    return lines(amount(measure.target, measure.unit), by, better)


def distance(measure: Measure) -> str:
    """The distance of the latest reading to the target, in words."""
    if measure.target is None:
        return "No target"
    if not measure.readings:
        return "No reading"
    if measure.better is None:
        return "Not known: no direction of improvement recorded"
    gap = measure.target - measure.readings[-1].value
    if measure.better == "lower":
        gap = -gap
    gap = round(gap, 6)
    if gap <= 0:
        return "Target met" if gap == 0 else f"Target met, {_gap(-gap, measure.unit)} better"
    return f"{_gap(gap, measure.unit)} from the target"


def _gap(gap: float, unit: str) -> str:
    if unit == "%":
        return f"{amount(gap, '')} percentage {'point' if gap == 1 else 'points'}"
    return amount(gap, unit)


# Sources


def source_words(words: InspectorsWords) -> str:
    """Where the inspector's words stand in the report."""
    name = words.kind if words.kind == "area for improvement" else "paragraph"
    number = f" {words.number}" if words.number is not None else ""
    start = f"{name.capitalize()}{number}" if number or name != "paragraph" else "Finding"
    page = f"page {words.page}" if words.page is not None else "page not recorded"
    return f"{start}, {page} of the inspection report"
