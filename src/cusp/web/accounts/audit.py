"""The log: every change and every look that must be answered for."""

from __future__ import annotations

from typing import Any

from cusp.web.accounts.models import Event, User

# Who is written down where no account did it.
COMMAND_LINE = "command line"
NOBODY = "nobody signed in"


def changed(action: str, *, by: User | None, about: str = "", **detail: Any) -> Event:
    """Write a change into the log; call it in the transaction that makes the change."""
    return _write("change", action, str(by) if by else COMMAND_LINE, by, about, detail)


def looked(action: str, *, by: User | None, about: str = "", **detail: Any) -> Event:
    """Write a look into the log, before what was asked for is shown."""
    return _write("access", action, str(by) if by else COMMAND_LINE, by, about, detail)


def knocked(action: str, *, by: User | None = None, about: str = "", **detail: Any) -> Event:
    """Write down who came in, went, or was turned away at the door."""
    return _write("access", action, str(by) if by else NOBODY, by, about, detail)


def _write(
    kind: str, action: str, who_then: str, by: User | None, about: str, detail: dict[str, Any]
) -> Event:
    return Event.objects.create(
        who=by,
        who_then=who_then[:200],
        kind=kind,
        action=action,
        about=about[:300],
        detail=detail,
    )
