"""Challenges in words, for pages: how one stands, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from cusp.calendar import england_and_wales
from cusp.oversight import challenges as library
from cusp.oversight.challenges import Figures, Share, Standing
from cusp.web.common.wording import say_date
from cusp.web.practice import challenge_log
from cusp.web.practice.choices import Effect, Stage, Theme
from cusp.web.practice.models import Challenge
from cusp.wording import counted

# As in disclosure control: shares of fewer say little, so they are not called better or worse.
_FEWEST_COMPARED = 10


class Row(msgspec.Struct, frozen=True):
    """A challenge in a list."""

    row: Challenge
    standing: Standing
    days: int | None
    time: str
    late: bool

    @property
    def state(self) -> str:
        """How it stands, in a few words."""
        if self.standing.state == "closed":
            effect = self.standing.effect
            return f"Closed: {Effect(effect).label.lower()}" if effect else "Closed"
        return "Answered" if self.standing.state == "answered" else "Waiting for an answer"


def rows(found: Iterable[Challenge], *, on: date) -> list[Row]:
    """For a list: formal ones first, those that have taken longest first."""
    every = [row_of(one, on=on) for one in found]
    return sorted(every, key=lambda one: (one.standing.stage, -(one.days or 0), one.row.number))


def row_of(row: Challenge, *, on: date) -> Row:
    """One challenge in words."""
    now = challenge_log.stored_standing(row)
    days = challenge_log.days_used(now, on=on)
    late = now.due is not None and library.in_time(now, on=on) is False
    return Row(row, now, days, _time(now, days), late)


def _time(now: Standing, days: int | None) -> str:
    if days is None:
        return "Not known"
    return f"{days}, limit {limit_of(now)}" if now.stage == "formal" else f"{days}, no limit"


def limit_of(now: Standing) -> int:
    """The working days that the formal process may take."""
    return challenge_log.rules().process(now.formal_from or now.raised_on).count


def sentence(row: Challenge, *, on: date) -> str:
    """How one challenge stands: the heading of its page."""
    one = row_of(row, on=on)
    now = one.standing
    if now.state == "closed":
        return one.state
    used = "" if one.days is None else f"{counted(one.days, 'working day')}"
    if now.state == "answered":
        effect = Effect(now.effect).label.lower() if now.effect else "no effect recorded yet"
        return f"Answered in {used}, {effect}" if used else f"Answered, {effect}"
    waits = f"Waiting for an answer from {row.manager}"
    if not used:
        return waits
    limit = limit_of(now)
    if now.stage == "formal" and one.days is not None and one.days > limit:
        return f"{waits}, {counted(one.days - limit, 'working day')} over the limit of {limit}"
    so_far = f"{one.days} of {limit} working days used" if now.due else f"{used} so far"
    return f"{waits}, {so_far}"


# What they add up to


def answer(found: Figures, period: str) -> str:
    """Did challenge change anything?"""
    if not found.raised:
        return f"No challenges were raised {period}"
    share = found.changed
    if not share.whole:
        return f"{counted(found.raised, 'challenge')} raised {period}, none with a known effect yet"
    return f"{share.part} of {counted(share.whole, 'challenge')} changed something for the child"


def left_out(found: Figures, period: str) -> str:
    """How many the answer leaves out, and why."""
    if not found.changed.whole:
        return ""
    early, none = found.effects["too early"], found.effects[""]
    parts = [f"{counted(found.raised, 'challenge was', 'challenges were')} raised {period}."]
    if early:
        parts.append(f"For {early} it is too early to say.")
    if none:
        parts.append(f"For {none} no effect is recorded yet.")
    return " ".join(parts)


class Compared(msgspec.Struct, frozen=True):
    """A share next to that of the period before. More is better for each of these."""

    name: str
    share: Share
    before: Share | None
    note: str = ""

    @property
    def words(self) -> str:
        """Better, worse or the same; empty if either is a share of few."""
        now, then = self.share.percent, self.before.percent if self.before else None
        if now is None or then is None or not self.before:
            return ""
        if min(self.share.whole, self.before.whole) < _FEWEST_COMPARED:
            return ""
        return "Same" if now == then else "Better" if now > then else "Worse"

    @property
    def colour(self) -> str:
        """The colour of the words."""
        return {"Better": "green", "Worse": "red"}.get(self.words, "grey")


def compared(found: Figures, before: Figures | None) -> list[Compared]:
    """The two shares for which more is better."""
    undecided = f"{found.undecided} not yet due, or closed first" if found.undecided else ""
    return [
        Compared(
            "Formal challenges answered in time", found.in_time,
            before.in_time if before else None, undecided,
        ),
        Compared(
            "Challenges where something changed for the child", found.changed,
            before.changed if before else None,
        ),
    ]  # fmt: skip


def age_table(found: Iterable[Row], *, on: date) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """Open challenges by stage and working days used: the bands, and a row for each stage."""
    standings = [one.standing for one in found]
    table = library.ages(standings, on=on, calendar=england_and_wales())
    *bands, not_known = next(iter(table.values()))
    if any(counts[not_known] for counts in table.values()):
        bands.append(not_known)
    rows = [
        (str(Stage(stage).label), [counts[band] for band in bands])
        for stage, counts in table.items()
    ]
    return bands, rows


def named_themes(found: Figures) -> list[tuple[str, int]]:
    """How many challenges have each theme, most first."""
    return [(str(Theme(code).label), number) for code, number in found.themes.items()]


def named_effects(found: Figures) -> list[tuple[str, int]]:
    """How many challenges had each effect."""
    return [
        (str(Effect(code).label) if code else "Not recorded yet", number)
        for code, number in found.effects.items()
    ]


def due_words(now: Standing) -> str:
    """When the formal process is to end."""
    if now.stage == "informal":
        return "No limit while it is informal"
    return say_date(now.due) if now.due else now.why_not_due or "Not known"
