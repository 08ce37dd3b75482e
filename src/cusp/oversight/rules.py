"""How long each clock runs, as dated data with its sources."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from cusp.calendar import Rule
from cusp.calendar.rules import Meaning


class CannotUseRules(ValueError):
    """Local rules cannot be used; the message says why and what to do."""


class Relaxed(Meaning, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days in which limits were relaxed: what fell due was due as soon as practicable."""

    rules: tuple[str, ...]


class ClockRules(msgspec.Struct, frozen=True, rename={"rules": "rule"}, forbid_unknown_fields=True):
    """Every rule of every clock. A code may appear again with other dates."""

    rules: tuple[Rule, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()

    def of(self, code: str) -> tuple[Rule, ...]:
        """All rules with this code, oldest first."""
        return tuple(rule for rule in self.rules if rule.code == code)

    @property
    def codes(self) -> tuple[str, ...]:
        """Each code once."""
        return tuple(dict.fromkeys(rule.code for rule in self.rules))

    def relaxing(self, code: str) -> tuple[Relaxed, ...]:
        """When this rule was relaxed."""
        return tuple(entry for entry in self.relaxed if code in entry.rules)

    def with_local(self, local: Iterable[Rule]) -> ClockRules:
        """These rules with the council's own. Raises :class:`CannotUseRules`."""
        local = tuple(local)
        for rule in local:
            _check_local(rule, self.of(rule.code))
        replaced = {rule.code for rule in local}
        kept = tuple(rule for rule in self.rules if rule.code not in replaced)
        return msgspec.structs.replace(self, rules=(*kept, *local))


@lru_cache(maxsize=1)
def national_rules() -> ClockRules:
    """The rules that come with Cusp, with a usual figure for each local one."""
    return _read(Path(__file__).with_name("rules.toml"))


def rules_with(local: Path | None) -> ClockRules:
    """The rules, with the council's own from a file if there is one.

    Raises :class:`CannotUseRules`.
    """
    if local is None:
        return national_rules()
    try:
        own = _read(local)
    except OSError as error:
        raise CannotUseRules(f"{local}: cannot be read ({error.strerror}).") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise CannotUseRules(
            f"{local}: these are not rules ({error}). Use the form of oversight/rules.toml."
        ) from None
    if own.relaxed:
        raise CannotUseRules(f"{local}: a council cannot relax limits set by law.")
    return national_rules().with_local(own.rules)


def _read(path: Path) -> ClockRules:
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), ClockRules)


def _check_local(rule: Rule, national: tuple[Rule, ...]) -> None:
    if not national:
        raise CannotUseRules(f"{rule.code}: there is no clock with this rule.")
    if any(known.status != "local" for known in national):
        raise CannotUseRules(
            f"{rule.code}: this limit is set by {national[-1].source}, so a council cannot change "
            "it. Leave it out of the local rules."
        )
    if rule.status != "local":
        raise CannotUseRules(f'{rule.code}: give a local rule the status "local".')
    if rule.unit == "clear days" or rule.count < 1:
        raise CannotUseRules(
            f"{rule.code}: count at least 1 of working days, days, weeks or months."
        )
