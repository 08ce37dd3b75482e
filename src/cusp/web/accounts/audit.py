"""Writes the log: every change, sign-in and view of a protected record.

``log_export`` filters the entries and exports them.
"""

from __future__ import annotations

from typing import Any

from cusp.web.accounts.models import Event, EventKind, User

# What is logged as "who" when there is no account.
COMMAND_LINE = "command line"
NOBODY = "nobody signed in"
# Who made a change that the worker made by itself.
CUSP = "Cusp"


def record_change(action: str, *, by: User | str | None, about: str = "", **detail: Any) -> Event:
    """Log a change; call it in the transaction that makes the change."""
    person = by if isinstance(by, User) else None
    return _write(EventKind.CHANGE, action, str(by) if by else COMMAND_LINE, person, about, detail)


def by_whom(by: User | str | None) -> dict[str, Any]:
    """The columns of an entry that say who recorded it (``cusp.web.common.entry_models``)."""
    person = by if isinstance(by, User) else None
    return {"by": person, "by_then": str(by)[:200] if by else COMMAND_LINE}


def record_access(action: str, *, by: User | None, about: str = "", **detail: Any) -> Event:
    """Log that someone is viewing a protected record; call it before showing the record."""
    return _write(EventKind.ACCESS, action, str(by) if by else COMMAND_LINE, by, about, detail)


def record_sign_in(action: str, *, by: User | None = None, about: str = "", **detail: Any) -> Event:
    """Log a sign-in, sign-out or refused sign-in."""
    return _write(EventKind.ACCESS, action, str(by) if by else NOBODY, by, about, detail)


def _write(
    kind: EventKind, action: str, who_then: str, by: User | None, about: str, detail: dict[str, Any]
) -> Event:
    return Event.objects.create(
        who=by,
        who_then=who_then[:200],
        kind=kind,
        action=action,
        about=about[:300],
        detail=detail,
    )
