"""The limit for the formal process, as dated data, and the levels that a challenge can go up."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import msgspec

from cusp.calendar import Rule
from cusp.oversight.rules import CannotUseRules

PROCESS = "D1"
MOST_LEVELS, LONGEST_NAME = 9, 80


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A level of the ladder."""

    name: str


class ChallengeRules(
    msgspec.Struct,
    frozen=True,
    rename={"rules": "rule", "levels": "level"},
    forbid_unknown_fields=True,
):
    """The rules, and the levels from the lowest to the highest. Levels are numbered from 1."""

    rules: tuple[Rule, ...]
    levels: tuple[Level, ...]

    def process(self, on: date) -> Rule:
        """The limit for a formal process that began on a day, or else the last one."""
        every = [rule for rule in self.rules if rule.code == PROCESS]
        return next((rule for rule in every if rule.why_not_on(on) is None), every[-1])

    def level_name(self, number: int) -> str:
        """The name of a level; "Level 7" if the ladder has none with this number."""
        inside = 1 <= number <= len(self.levels)
        return self.levels[number - 1].name if inside else f"Level {number}"

    def with_levels(self, names: Sequence[str]) -> ChallengeRules:
        """These rules with the council's own ladder. Raises :class:`CannotUseRules`."""
        names = [name.strip() for name in names]
        if not 1 <= len(names) <= MOST_LEVELS:
            raise CannotUseRules(f"Give 1 to {MOST_LEVELS} levels, the lowest first.")
        if not all(names) or max(map(len, names)) > LONGEST_NAME:
            raise CannotUseRules(f"Give each level a name of at most {LONGEST_NAME} characters.")
        if len({name.casefold() for name in names}) < len(names):
            raise CannotUseRules("Give each level a different name.")
        return msgspec.structs.replace(self, levels=tuple(map(Level, names)))


@lru_cache(maxsize=1)
def challenge_rules() -> ChallengeRules:
    """The rules that come with Cusp, with the usual ladder."""
    text = Path(__file__).with_name("rules.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), ChallengeRules)
