"""The log entry for each check of Ofsted's website: when it ran and what it found."""

from __future__ import annotations

from datetime import datetime

import msgspec

from cusp.web.accounts import audit
from cusp.web.accounts.models import Event
from cusp.wording import counted

ACTION = "Ofsted’s site checked"


class Tally(msgspec.Struct):
    """The result of a run. ``named`` has the councils it was limited to; empty for all councils.

    ``checked`` of ``of`` councils were checked; ``stopped`` says why the run ended early.
    """

    named: list[str] = []
    of: int = 0
    checked: int = 0
    added: int = 0
    changes: int = 0
    failed: int = 0
    still: int = 0
    stopped: str = ""


class LastCheck(msgspec.Struct, frozen=True):
    """The latest run: when it ended and its result."""

    at: datetime
    said: str


def ran(tally: Tally) -> None:
    """Log a run."""
    whose = ", ".join(tally.named) or "all councils"
    audit.record_change(ACTION, by=None, about=whose, **msgspec.to_builtins(tally))


def last_check() -> LastCheck | None:
    """The latest run in the log."""
    event = Event.objects.filter(action=ACTION).order_by("-at", "-id").first()
    if event is None:
        return None
    try:
        tally = msgspec.convert(event.detail, Tally)
    except msgspec.ValidationError:
        return LastCheck(event.at, "")
    return LastCheck(event.at, sentence(tally))


def sentence(tally: Tally) -> str:
    """For example "2 new reports, 1 problem"."""
    said = [counted(tally.added, "new report") if tally.added else "no new reports"]
    if tally.named:
        said.append(f"only {', '.join(tally.named)} checked")
    elif tally.checked < tally.of:
        said.append(f"{tally.checked} of {counted(tally.of, 'council')} checked")
    if tally.failed:
        said.append(counted(tally.failed, "problem"))
    if tally.stopped:
        said.append(f"stopped early ({tally.stopped})")
    return ", ".join(said)
