"""Changes are made one after the other, and nobody overwrites what somebody else has saved."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol, TypeVar

import msgspec
from django.db import connection
from django.db.models import Model
from django.db.transaction import TransactionManagementError

from cusp.web.common.refusals import CannotChange, ChangedMeanwhile
from cusp.web.common.wording import say_date

Fields = TypeVar("Fields", bound=msgspec.Struct)
Row = TypeVar("Row", bound=Model)


class Versioned(Protocol):
    """A row with a version that rises with every edit."""

    row_version: int

    def save(self) -> None: ...  # noqa: D102


def lock(kind: type[Row], pk: int, *, on: date) -> Row:
    """Lock a row that has a history, so that changes are made one after the other.

    Raises ``CannotChange`` for a day before the latest change: the history must stay in order.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("call begin() in the transaction of the change")
    # All rows are locked, in a fixed order, because some numbers are unique among them.
    rows = {row.pk: row for row in kind._default_manager.select_for_update().order_by("pk")}
    row: Any = rows[pk]
    if on < row.changed_on:
        raise CannotChange(
            f"The {kind._meta.verbose_name} was last changed on {say_date(row.changed_on)}. "
            "A change cannot be dated before that."
        )
    return rows[pk]


def fields_now(row: object, kind: type[Fields]) -> Fields:
    """What is stored now, to compare with what somebody wants to save."""
    stored = {name: getattr(row, name) for name in kind.__struct_fields__}
    return kind(**{n: tuple(v) if isinstance(v, list) else v for n, v in stored.items()})


def as_columns(fields: msgspec.Struct) -> dict[str, Any]:
    """The columns that these fields are stored in."""
    typed = msgspec.structs.asdict(fields)
    return {n: list(v) if isinstance(v, tuple) else v for n, v in typed.items()}


def check_version(row: Versioned, seen_version: int, *, theirs: Any, yours: Any) -> None:
    """Raise ``ChangedMeanwhile`` if somebody else has changed the row since this version."""
    if row.row_version != seen_version:
        raise ChangedMeanwhile(theirs=theirs, yours=yours, version=row.row_version)


def save_fields(row: Versioned, fields: msgspec.Struct, *, seen_version: int) -> bool:
    """Save the fields if they differ; whether they did. Raises ``ChangedMeanwhile``."""
    now = fields_now(row, type(fields))
    if fields == now:
        return False
    check_version(row, seen_version, theirs=now, yours=fields)
    for name, value in as_columns(fields).items():
        setattr(row, name, value)
    row.row_version += 1
    row.save()
    return True
