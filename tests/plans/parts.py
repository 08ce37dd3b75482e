"""Parts of plans for tests: give what matters, the rest is filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from cusp.plans import (
    Action,
    DueDate,
    Evidence,
    Header,
    InspectorsWords,
    KeyEntry,
    Measure,
    Plan,
    Priority,
    Rating,
    Reading,
    Update,
)

AS_AT = date(2020, 6, 30)
DELIVERY = (
    KeyEntry("B", "complete and evidenced", "complete", "blue", needs_evidence=True),
    KeyEntry("G", "on track", "on track", "green"),
    KeyEntry("A", "at risk", "at risk", "amber"),
    KeyEntry("R", "late", "late", "red"),
    KeyEntry("N", "not started", "not started", "grey"),
)
IMPACT = (
    KeyEntry("3", "children notice the change", "complete", needs_evidence=True),
    KeyEntry("2", "early signs of change", "on track"),
    KeyEntry("1", "no change yet", "none"),
)
AREA = InspectorsWords("The quality of a thing of our own invention", "area for improvement", 1)
SEEN = Evidence("Audit", "what was done", date(2020, 6, 1))


def day(text: str) -> date:
    return date.fromisoformat(text)


def action(*due: str, set_on: tuple[str, ...] = (), id_: str = "A1", **values: Any) -> Action:
    """An action due on the days given. The first date was set on 1 November 2019 unless said."""
    days = ("2019-11-01", *set_on) if len(set_on) < len(due) else set_on
    dates = tuple(DueDate(day(a), day(b)) for a, b in zip(due, days, strict=True))
    if isinstance(values.get("done"), str):
        values["done"] = day(values["done"])
    filled: dict[str, Any] = {"text": "Do it", "lead": "Head of Service", "due": dates}
    return Action(id=id_, **filled | values)


def rated(code: str, on: str = "2020-06-01") -> tuple[Rating, ...]:
    return (Rating(code, day(on)),)


def updated(on: str) -> tuple[Update, ...]:
    return (Update(day(on), "Under way"),)


def read(on: str, value: float, *of: int | None) -> Reading:
    """A reading, with its numerator and denominator if given."""
    above, below = of or (None, None)
    return Reading(day(on), value, above, below)


def measure(*readings: Reading, id_: str = "M1", **values: Any) -> Measure:
    filled: dict[str, Any] = {"name": "Visits on time", "better": "higher"}
    return Measure(id=id_, readings=readings, **filled | values)


def priority(*actions: Action, id_: str = "P1", **values: Any) -> Priority:
    """A priority with nothing missing, unless values say so."""
    filled: dict[str, Any] = {
        "title": "Visits",
        "outcome": "Children are seen on time",
        "measures": (measure(id_=f"M of {id_}"),),
    }
    return Priority(id=id_, actions=actions, **filled | values)


def plan(*priorities: Priority, **values: Any) -> Plan:
    filled: dict[str, Any] = {
        "header": Header("Anytown", "Improvement plan"),
        "as_at": AS_AT,
        "delivery_key": DELIVERY,
        "impact_key": IMPACT,
    }
    return Plan(priorities=priorities, **filled | values)


# Anything that a plan may hold, sensible or not.
# A single number is much quicker to draw than `st.dates`.
DAYS = st.integers(date(2019, 1, 1).toordinal(), date(2021, 12, 31).toordinal()).map(
    date.fromordinal
)
TEXTS = st.sampled_from(["", "Visits", "Supervision"])
CODES = st.sampled_from(["B", "G", "A", "R", "N", "3", "2", "1", "X"])
RATINGS = st.lists(st.builds(Rating, CODES, DAYS), max_size=2).map(tuple)
DUE = st.lists(st.builds(DueDate, due=DAYS, set_on=DAYS), max_size=3).map(tuple)
VALUES = st.integers(0, 1000).map(lambda tenths: tenths / 10)
READINGS = st.builds(
    Reading, DAYS, VALUES, st.none() | st.integers(0, 50), st.none() | st.integers(0, 50)
)
ANY_ACTION = st.builds(
    Action,
    id=st.just(""),
    text=TEXTS,
    lead=st.sampled_from(["", "TBC", "Head of Service", "Adoption team", "All managers"]),
    start=st.none() | DAYS,
    due=DUE,
    done=st.none() | DAYS,
    delivery=RATINGS,
    updates=st.lists(st.builds(Update, DAYS, st.just("Text")), max_size=2).map(tuple),
    evidence=st.lists(st.just(SEEN), max_size=1).map(tuple),
    closed=st.sampled_from(["", "", "Joined with another"]),
)
ANY_MEASURE = st.builds(
    Measure,
    id=st.just(""),
    name=TEXTS,
    unit=st.sampled_from(["%", "number", "days", "rate per 10,000"]),
    better=st.sampled_from([None, "higher", "lower"]),
    baseline=st.none() | READINGS,
    target=st.none() | VALUES,
    target_by=st.none() | DAYS,
    readings=st.lists(READINGS, max_size=2).map(tuple),
)


@st.composite
def any_plan(draw: st.DrawFn) -> Plan:
    """A plan with any priorities, actions and measures; no id is used twice."""
    count = iter(range(1000))
    priorities = []
    for _ in range(draw(st.integers(0, 2))):
        actions = draw(st.lists(ANY_ACTION, max_size=3))
        measures = draw(st.lists(ANY_MEASURE, max_size=1))
        priorities.append(
            Priority(
                id=f"P{next(count)}",
                title=draw(TEXTS),
                inspectors_words=draw(st.sampled_from([None, AREA])),
                outcome=draw(st.sampled_from(["", "Children are seen"])),
                impact=draw(RATINGS),
                actions=tuple(_with_id(one, f"A{next(count)}") for one in actions),
                measures=tuple(_with_id(one, f"M{next(count)}") for one in measures),
                raised_before=tuple(draw(st.lists(DAYS, max_size=1))),
            )
        )
    return plan(*priorities, as_at=draw(DAYS))


def _with_id(item: Any, id_: str) -> Any:
    return replace(item, id=id_)
