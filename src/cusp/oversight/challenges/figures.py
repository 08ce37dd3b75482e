"""What a log of challenges adds up to: by stage, theme, level and effect, and in how many days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median

import msgspec

from cusp.calendar import Calendar
from cusp.oversight.challenges.states import (
    CHANGED,
    NOTHING,
    TOO_EARLY,
    Span,
    Standing,
    days_used,
    in_time,
)

# Working days: the last number of each band, the last band without an end.
BANDS = ("Up to 10", "11 to 15", "16 to 20", "More than 20", "Not known")
_BAND_ENDS = (10, 15, 20)
NOT_RECORDED = ""
EFFECTS = (CHANGED, NOTHING, TOO_EARLY, NOT_RECORDED)


class Logged(msgspec.Struct, frozen=True):
    """A challenge of the log: its theme, where it stands, and its finished stays at levels."""

    theme: str
    standing: Standing
    spans: tuple[Span, ...] = ()


class Share(msgspec.Struct, frozen=True):
    """Some of a number; without a value if it is a share of none."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """The share as a percentage with one decimal."""
        return round(100 * self.part / self.whole, 1) if self.whole else None


class LevelDays(msgspec.Struct, frozen=True):
    """The median of working days at a level, over this many finished stays."""

    name: str
    median: float
    number: int


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of a log. ``undecided`` formal challenges can still be answered in time.

    ``in_time`` is of formal challenges that were answered or are too late; ``changed`` is of those
    where something or nothing changed, without those too early to say or not recorded.
    """

    raised: int
    waiting: int
    answered: int
    closed: int
    cafcass: int
    formal: int
    undecided: int
    themes: dict[str, int]
    levels: dict[str, int]
    effects: dict[str, int]
    in_time: Share
    changed: Share
    days: tuple[LevelDays, ...]

    @property
    def open(self) -> int:
        """Those not closed."""
        return self.waiting + self.answered


def figures(log: Sequence[Logged], *, on: date) -> Figures:
    """What these challenges add up to on a day."""
    standings = [one.standing for one in log]
    states = Counter(one.state for one in standings)
    times = [in_time(one, on=on) for one in standings if one.formal_from]
    effects = Counter(one.effect for one in standings)
    ladder = sorted({(one.level, one.level_name) for one in standings})
    reached = Counter(one.level_name for one in standings)
    return Figures(
        raised=len(log),
        waiting=states["waiting"],
        answered=states["answered"],
        closed=states["closed"],
        cafcass=sum(one.cafcass_on is not None for one in standings),
        formal=len(times),
        undecided=times.count(None),
        themes=dict(Counter(one.theme for one in log).most_common()),
        levels={name: reached[name] for _, name in ladder},
        effects={effect: effects[effect] for effect in EFFECTS},
        in_time=Share(times.count(True), len(times) - times.count(None)),
        changed=Share(effects[CHANGED], effects[CHANGED] + effects[NOTHING]),
        days=tuple(_days(span for one in log for span in one.spans)),
    )


def _days(spans: Iterable[Span]) -> Iterable[LevelDays]:
    found: dict[tuple[int, str], list[int]] = {}
    for span in spans:
        found.setdefault((span.level, span.level_name), []).append(span.days)
    for (_, name), days in sorted(found.items()):
        yield LevelDays(name, float(median(days)), len(days))


def ages(
    standings: Iterable[Standing], *, on: date, calendar: Calendar
) -> dict[str, dict[str, int]]:
    """Open challenges by stage and by how many working days they have used."""
    table = {stage: dict.fromkeys(BANDS, 0) for stage in ("formal", "informal")}
    for one in standings:
        if one.closed_on is None:
            used = days_used(one, on=on, calendar=calendar)
            table[one.stage][band(used)] += 1
    return table


def band(days: int | None) -> str:
    """The band of a number of working days."""
    if days is None:
        return BANDS[-1]
    return BANDS[sum(days > end for end in _BAND_ENDS)]
