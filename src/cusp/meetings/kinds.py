"""Kinds of board, and the rules for each on a day, as dated data with their sources."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

import msgspec

from cusp.calendar import Kind as NoticeKind
from cusp.calendar import Meaning
from cusp.meetings.quorum import Quorum

About = Literal[
    "public",
    "schedule-12a",
    "notice",
    "private-notice",
    "private-notice-again",
    "quorum",
    "meetings-a-year",
    "remote",
]


class KindOfBoard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of board."""

    code: str
    name: str
    what: str


class BoardRule(Meaning, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule for a kind of board, whose code it has; ``value`` depends on what it is about."""

    about: About
    value: bool | int | str


class BoardRules(msgspec.Struct, frozen=True, kw_only=True):
    """The rules for a kind of board on a day. What no rule says is None, or off."""

    kind: KindOfBoard
    public: bool = False
    schedule_12a: bool = False
    remote_counts: bool = False
    notice: NoticeKind | None = None
    # Notice of a meeting in private, in the order in which it is due.
    private_notices: tuple[NoticeKind, ...] = ()
    quorum: Quorum | None = None
    meetings_a_year: int | None = None
    basis: tuple[BoardRule, ...] = ()

    def basis_of(self, about: About) -> BoardRule | None:
        """The rule about something, if there is one."""
        return next((rule for rule in self.basis if rule.about == about), None)


class _Book(msgspec.Struct, frozen=True, rename={"kinds": "kind", "rules": "rule"}):
    kinds: tuple[KindOfBoard, ...]
    rules: tuple[BoardRule, ...]


def kinds_of_board() -> tuple[KindOfBoard, ...]:
    """Every kind of board."""
    return _book().kinds


def rules_on(code: str, day: date) -> BoardRules:
    """The rules for a kind of board on a day. Raises :class:`KeyError` for an unknown kind."""
    kind = next((kind for kind in kinds_of_board() if kind.code == code), None)
    if kind is None:
        raise KeyError(code)
    named = [rule for rule in _book().rules if rule.code == code]
    basis = tuple(rule for rule in named if rule.why_not_on(day) is None)
    said = {rule.about: rule.value for rule in basis}
    quorum, meetings = said.get("quorum"), said.get("meetings-a-year")
    private = [said.get("private-notice"), said.get("private-notice-again")]
    return BoardRules(
        kind=kind,
        public=said.get("public") is True,
        schedule_12a=said.get("schedule-12a") is True,
        remote_counts=said.get("remote") is True,
        notice=cast("NoticeKind | None", said.get("notice")),
        private_notices=tuple(cast(NoticeKind, one) for one in private if one),
        quorum=Quorum.of_fraction(str(quorum)) if quorum else None,
        meetings_a_year=int(meetings) if meetings else None,
        basis=basis,
    )


@lru_cache(maxsize=1)
def _book() -> _Book:
    return msgspec.convert(
        tomllib.loads(Path(__file__).with_name("kinds.toml").read_text("utf-8")), _Book
    )
