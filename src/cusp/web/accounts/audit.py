"""The log: every change and every look that must be answered for."""

from __future__ import annotations

from typing import Any

from cusp.web.accounts.models import Event, User


def changed(action: str, *, by: User | None, about: str = "", **detail: Any) -> Event:
    """Write a change into the log; call it in the transaction that makes the change."""
    return _write("change", action, by, about, detail)


def looked(action: str, *, by: User | None, about: str = "", **detail: Any) -> Event:
    """Write a look into the log, before what was asked for is shown."""
    return _write("access", action, by, about, detail)


def _write(kind: str, action: str, by: User | None, about: str, detail: dict[str, Any]) -> Event:
    return Event.objects.create(
        who=by,
        who_then=str(by) if by else "command line",
        kind=kind,
        action=action,
        about=about[:300],
        detail=detail,
    )
