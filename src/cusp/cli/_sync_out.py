"""Write the changes that ``cusp sync`` found to a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from cusp.cli._results_file import Form
from cusp.tables import Row

if TYPE_CHECKING:
    from cusp.web.record.intake.sync import Change

_COLUMNS = (
    "at",
    "authority",
    "code",
    "change",
    "text",
    "start",
    "end",
    "published",
    "grade",
    "grade_before",
    "file",
    "sha256",
    "address",
)


def _rows(change: Change) -> Iterable[Row]:
    plain = _plain(change)
    days = plain["inspected"] or {"start": None, "end": None}
    council = {"authority": change.authority["name"], "code": change.authority["code"]}
    cells = {**plain, **council, **days}
    yield {column: cells[column] for column in _COLUMNS}


def _plain(change: Change) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(change)
    return plain


CHANGES: Form[Change] = Form("changes", _COLUMNS, _rows, msgspec.json.encode, _plain)
