"""Ratings by the plan's own key, and ratings that its dates or evidence contradict.

A code means only what its own key says: two keys may both have "Amber" and mean different things,
so ratings by different keys are never added together. See ``docs/plan-rules.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from cusp.plans.lateness import counts_as_late, days_late, days_late_by_first, is_done, latest_date
from cusp.plans.record import Action, KeyEntry, Priority, Rating
from cusp.reports.dates import date_in_full
from cusp.wording import counted

Key = tuple[KeyEntry, ...]


class DifferentKeys(ValueError):
    """Ratings by two different keys were to be added together."""


class CurrentRating(msgspec.Struct, frozen=True):
    """The rating that was given last. ``entry`` is ``None`` if the key does not have its code."""

    rating: Rating
    entry: KeyEntry | None
    age: int
    stale: bool

    @property
    def words(self) -> str:
        """The code with the key's own words: "Amber E (delivered, evidence to be tested)"."""
        return rating_in_words(self.rating.code, self.entry)


class KeyCounts(msgspec.Struct, frozen=True):
    """How many items have each rating of one key, in the order of the key.

    ``unknown`` counts codes that the key does not have.
    """

    key: Key
    counts: tuple[int, ...]
    not_rated: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        """All items, rated or not."""
        return sum(self.counts) + self.not_rated + self.unknown

    def __add__(self, other: KeyCounts) -> KeyCounts:
        """Add counts by the same key. Raises :class:`DifferentKeys` if the keys differ."""
        if self.key != other.key:
            raise DifferentKeys("Ratings by different keys cannot be added together.")
        return KeyCounts(
            key=self.key,
            counts=tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)),
            not_rated=self.not_rated + other.not_rated,
            unknown=self.unknown + other.unknown,
        )


def rating_in_words(code: str, entry: KeyEntry | None) -> str:
    """A code with what its key says it means, so that no colour is needed to read it."""
    if entry is None:
        return f"{code} (not in the key)"
    return f"{code} ({entry.words})" if entry.words else code


def key_entry(key: Key, code: str) -> KeyEntry | None:
    """The entry of a key for a code, which must be written exactly as in the key."""
    return next((entry for entry in key if entry.code == code), None)


def why_not_key(key: Key) -> tuple[str, ...]:
    """What is wrong with a key, one sentence each: a code used twice, or an entry without words."""
    codes = [entry.code for entry in key]
    twice = [code for code in dict.fromkeys(codes) if codes.count(code) > 1]
    return (
        *(f"The key has more than one entry for “{code}”." for code in twice),
        *(f"The key does not say what “{e.code}” means." for e in key if not e.words.strip()),
    )


def current_rating(
    ratings: Sequence[Rating], key: Key, *, as_at: date, cycle: int
) -> CurrentRating | None:
    """The rating that was given last, stale if it is more than ``cycle`` days old."""
    if not ratings:
        return None
    last = ratings[-1]
    age = max(0, (as_at - last.on).days)
    return CurrentRating(last, key_entry(key, last.code), age, age > cycle)


def count_ratings(items: Iterable[Sequence[Rating]], key: Key) -> KeyCounts:
    """Count each item's current rating. If a key has a code twice, its first entry counts."""
    codes = [ratings[-1].code if ratings else None for ratings in items]
    known = list(dict.fromkeys(entry.code for entry in key))
    first = {code: [entry.code for entry in key].index(code) for code in known}
    return KeyCounts(
        key=key,
        counts=tuple(
            codes.count(entry.code) if first[entry.code] == place else 0
            for place, entry in enumerate(key)
        ),
        not_rated=codes.count(None),
        unknown=sum(code is not None and code not in first for code in codes),
    )


def needs_evidence(entry: KeyEntry) -> bool:
    """Whether a rating needs evidence: if the key says so, and whenever it means complete."""
    return entry.needs_evidence or entry.means == "complete"


def is_complete(action: Action, key: Key) -> bool:
    """Whether an action is rated complete and has evidence. Delivered is not enough."""
    entry = key_entry(key, action.delivery[-1].code) if action.delivery else None
    return entry is not None and entry.means == "complete" and bool(action.evidence)


def shows_impact(priority: Priority, key: Key) -> bool:
    """Whether a priority's impact is rated delivered or complete by the plan's impact key."""
    entry = key_entry(key, priority.impact[-1].code) if priority.impact else None
    return entry is not None and entry.means in ("delivered", "complete")


def rating_contradictions(action: Action, key: Key, *, as_at: date) -> tuple[str, ...]:
    """Where an action's delivery rating does not agree with its dates or evidence, in sentences."""
    rated = current_rating(action.delivery, key, as_at=as_at, cycle=0)
    if rated is None or action.closed:
        return ()
    if rated.entry is None:
        return (f"Rated “{rated.rating.code}”, which is not in the plan’s key.",)
    found = _against_dates(action, rated.entry, rated.words, key, as_at)
    if needs_evidence(rated.entry) and not action.evidence:
        found.append(f"Rated {rated.words}, but there is no evidence.")
    if rated.rating.on > as_at:
        day = date_in_full(rated.rating.on)
        found.append(f"The rating is dated {day}, after the date of the plan.")
    return tuple(found)


def _against_dates(action: Action, entry: KeyEntry, words: str, key: Key, as_at: date) -> list[str]:
    late, latest, found = days_late(action, as_at), latest_date(action), []
    if is_done(action, as_at) and action.done:
        if entry.means in ("not started", "on track", "at risk", "late"):
            found.append(f"Done on {date_in_full(action.done)}, but rated {words}.")
        return found
    if entry.means in ("delivered", "complete"):
        found.append(f"Rated {words}, but not recorded as done.")
    # A key may use one word for "at risk" and "late". Only one that separates them is contradicted.
    understated = entry.means == "on track" or (
        entry.means == "at risk" and any(one.means == "late" for one in key)
    )
    if late and understated:
        found.append(f"{counted(late, 'day')} late, but rated {words}.")
    if entry.means == "late" and latest and not _was_ever_late(action, as_at):
        found.append(f"Rated {words}, but not due until {date_in_full(latest)}.")
    if entry.means == "not started" and action.start and action.start < as_at:
        found.append(f"Rated {words}, but it should have started on {date_in_full(action.start)}.")
    return found


def _was_ever_late(action: Action, as_at: date) -> bool:
    return counts_as_late(action, as_at) or days_late_by_first(action, as_at) > 0
