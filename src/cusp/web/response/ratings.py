"""What both ratings, of delivery and of impact, have in common: the plan's own keys."""

from __future__ import annotations

from collections.abc import Callable

from cusp.plans import key_entry, needs_evidence
from cusp.plans.record import KeyEntry
from cusp.web.response.records import key_of
from cusp.web.response.refusals import CannotChange


def check(key: object, code: str, *, has_evidence: Callable[[], bool]) -> KeyEntry:
    """The entry of a stored key with that code. Raises ``CannotChange``."""
    entry = key_entry(key_of(key), code)
    if entry is None:
        raise CannotChange("Select a rating from the plan’s key", field="code")
    if needs_evidence(entry) and not has_evidence():
        raise CannotChange(
            f"“{entry.code}” ({entry.words}) needs evidence. Add the evidence first.", field="code"
        )
    return entry
