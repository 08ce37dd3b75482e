"""Changes that ``cusp sync`` found, written into a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from cusp.cli._forms import Form
from cusp.tables import Row

if TYPE_CHECKING:
    from cusp.web.record.intake.sync import Change

_COLUMNS = (
    "at", "authority", "code", "change", "text", "start", "end", "published", "grade",
    "grade_before", "file", "sha256", "address",
)  # fmt: skip


def _rows(one: Change) -> Iterable[Row]:
    plain = _plain(one)
    days = plain["inspected"] or {"start": None, "end": None}
    council = {"authority": one.authority["name"], "code": one.authority["code"]}
    given = {**plain, **council, **days}
    yield {column: given[column] for column in _COLUMNS}


def _plain(one: Change) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(one)
    return plain


CHANGES: Form[Change] = Form("changes", _COLUMNS, _rows, msgspec.json.encode, _plain)
