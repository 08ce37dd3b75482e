"""The history of a board, written by the functions that change it.

Each of them calls :func:`begin` first and :func:`write` last, in one transaction. ``write`` stores
the state of the row that was changed. Only officers see the history, because it includes what is
confidential or exempt; the log names only the board, the day and what was done.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from django.db import models

from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.boards.models import Board, BoardChange, Entry, Meeting
from cusp.web.common import saving
from cusp.web.record.archive import revision


def begin(board_pk: int, *, on: date) -> Board:
    """Lock a board for a change, so that changes are made one after the other.

    Raises ``CannotChange`` for a day before the latest change: the history must stay in order.
    """
    return saving.lock(Board, board_pk, on=on)


def write(
    board: Board,
    row: models.Model,
    what: str,
    *,
    on: date,
    by: User | None,
    meeting: Meeting | None = None,
    more: Any = None,
    **detail: Any,
) -> None:
    """Store the state of what was changed, and log the change.

    ``more`` is stored with the state. ``detail`` goes into the log, so nothing exempt may be in it.
    """
    kind = str(row._meta.verbose_name)
    # What is only ever added is its own history, and may be large.
    fields = [] if isinstance(row, Entry) else row._meta.concrete_fields
    state: dict[str, Any] = {f.attname: f.value_from_object(row) for f in fields}
    if more is not None:
        state["more"] = more
    BoardChange.objects.create(
        board=board,
        meeting=meeting,
        kind=kind[:20],
        thing=row.pk,
        what=what,
        state=msgspec.to_builtins(state),
        on=on,
        **audit.by_whom(by),
    )
    board.changed_on = on
    Board.objects.filter(pk=board.pk).update(changed_on=on)
    about = str(meeting) if meeting else str(board)
    audit.record_change(f"{kind} {what}", by=by, about=about, **detail)
    # Pages for visitors may show it: those of the board, and briefings.
    revision.bump()
