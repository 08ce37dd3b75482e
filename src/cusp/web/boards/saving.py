"""Saves what somebody typed, unless somebody else has changed the same thing meanwhile."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

import msgspec

from cusp.web.boards.refusals import ChangedMeanwhile

Fields = TypeVar("Fields", bound=msgspec.Struct)


class Versioned(Protocol):
    """A row with a version that rises with every edit."""

    row_version: int

    def save(self) -> None: ...  # noqa: D102


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
