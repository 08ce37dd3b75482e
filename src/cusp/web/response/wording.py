"""Words and colours for the pages of the plan."""

from __future__ import annotations

from datetime import date

import msgspec

from cusp.plans import key_entry
from cusp.plans.record import KeyEntry, Rating
from cusp.web.common.wording import say_date

# GOV.UK's name for each colour of a key.
_COLOURS = {"amber": "orange", "none": "grey"}


class ShownRating(msgspec.Struct, frozen=True):
    """A rating for a page: the key's own words, never a colour alone."""

    code: str
    words: str
    colour: str
    on: date
    by: str
    why: str


def shown(rating: Rating, key: tuple[KeyEntry, ...]) -> ShownRating:
    """A rating in the words of its key."""
    entry = key_entry(key, rating.code)
    colour = entry.colour if entry else "none"
    words = entry.words if entry else "no longer in the key"
    return ShownRating(
        rating.code, words, _COLOURS.get(colour, colour), rating.on, rating.by, rating.why
    )


def latest(ratings: tuple[Rating, ...], key: tuple[KeyEntry, ...]) -> ShownRating | None:
    """The current rating, or None if there is none."""
    return shown(ratings[-1], key) if ratings else None


def choices(key: tuple[KeyEntry, ...]) -> list[tuple[str, str]]:
    """The entries of a key to choose from."""
    return [(entry.code, f"{entry.code}: {entry.words}") for entry in key]


def by_and_when(by: str, on: date) -> str:
    """“Sam Lee, 3 March 2024”."""
    return f"{by}, {say_date(on)}" if by else say_date(on)
