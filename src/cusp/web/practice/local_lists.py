"""The council's own lists: who chairs what, supervision and midway reviews.

An upload is read, and kept until somebody accepts it. The list of chairs replaces the one before;
the others only add rows, and change those they are about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Model

from cusp.returns.local_lists import LocalList, Row, key_of
from cusp.returns.local_opening import read_local_list
from cusp.returns.pseudonyms import WeakKey
from cusp.returns.sources import CannotRead
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.outside_files import explained, turn
from cusp.web.common.refusals import CannotChange
from cusp.web.practice.choices import LocalListKind
from cusp.web.practice.load_checks import own_id
from cusp.web.practice.models import Case, Chairing, ListUpload, MidwayReview, Supervision
from cusp.web.practice.snapshots import child_rows

# How many seconds an upload waits for its turn.
_WAIT = 2.0
_MOST_NAMED = 20
_AT_ONCE = 2_000
_MODELS: Mapping[str, type[Model]] = {
    "chairs": Chairing, "supervision": Supervision, "midway": MidwayReview,
}  # fmt: skip
# What a row says about what it names, and which of our columns that is.
_SAYS: Mapping[str, tuple[str, ...]] = {
    "chairs": ("until",),
    "supervision": ("team", "actions_checked", "reflective"),
    "midway": ("contact_with_child",),
}
_KEYS: Mapping[str, tuple[str, ...]] = {
    "chairs": ("child__child_id", "role", "name", "since"),
    "supervision": ("on", "worker", "supervisor", "child__child_id"),
    "midway": ("child__child_id", "on", "name"),
}
_CHANGED = (
    "The list has changed since you opened this page. Check what would change, and try again."
)


class Bad(CannotChange):
    """A list with errors, which was not kept; ``problems`` say what to correct."""

    def __init__(self, name: str, found: LocalList) -> None:
        super().__init__(
            f"{name} has errors, which are listed below. Correct them and upload it again",
            field="file",
        )
        self.problems = found.errors


class Changes(msgspec.Struct, frozen=True):
    """What accepting a list would do, by rows."""

    added: tuple[Row, ...] = ()
    changed: tuple[tuple[int, Row], ...] = ()
    removed: tuple[int, ...] = ()
    same: int = 0
    # Rows about children who are not on the newest return.
    unknown: tuple[int, ...] = ()

    @property
    def digest(self) -> str:
        """A hash that differs if something else would be done."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()

    @property
    def nothing(self) -> bool:
        """Whether it would change nothing."""
        return not (self.added or self.changed or self.removed)


def read(kind: LocalListKind, path: Path, *, name: str, today: date) -> LocalList:
    """A list that was uploaded. Raises ``CannotChange``, and :class:`Bad` for one with errors."""
    with explained(CannotRead), turn(wait=_WAIT):
        found = read_local_list(kind.value, path, today=today)  # type: ignore[arg-type]
    if found.errors:
        raise Bad(name, found)
    if not found.rows:
        raise CannotChange(f"{name} has headings but no rows", field="file")
    return found


@transaction.atomic
def keep(
    kind: LocalListKind, found: LocalList, *, name: str, at: datetime, by: User | None
) -> ListUpload:
    """Keep a list until it is accepted, with pseudonyms if there is a key.

    Raises ``CannotChange``.
    """
    try:
        rows = [_hidden(row) for row in found.rows]
    except WeakKey as error:
        raise CannotChange(str(error), field="file") from None
    ids = {row.row: row.child_id for row in found.rows if row.child_id}
    warnings = [_warning(one.row, one.column, one.what, ids) for one in found.problems]
    upload = ListUpload.objects.create(
        kind=kind, name=name, rows=msgspec.to_builtins(rows), warnings=warnings, at=at,
        **audit.by_whom(by),
    )  # fmt: skip
    audit.record_change("uploaded a list", by=by, about=kind.label, file=name, rows=len(rows))
    return upload


def _hidden(row: Row) -> Row:
    if row.child_id is None:
        return row
    return msgspec.structs.replace(row, child_id=own_id(row.child_id))


def _warning(row: int | None, column: str | None, what: str, ids: Mapping[int, str]) -> str:
    """A warning without the number of a child, which must not be stored."""
    if row and row in ids:
        what = what.replace(ids[row], "The id")
    return f"{column or ''}{row}: {what}" if row else what


def rows_of(upload: ListUpload) -> list[Row]:
    """The rows of an upload."""
    return msgspec.convert(upload.rows, list[Row])


def changes(kind: str, rows: Iterable[Row]) -> Changes:
    """What accepting these rows would do now."""
    wanted = {_key(kind, row): row for row in rows}
    held = _held(kind)
    added, changed, same = [], [], 0
    for key, row in wanted.items():
        if key not in held:
            added.append(row)
        elif _differs(kind, held[key], row):
            changed.append((held[key]["pk"], row))
        else:
            same += 1
    gone = [there["pk"] for key, there in held.items() if key not in wanted]
    known = set(Case.objects.values_list("child__child_id", flat=True))
    unknown = [row.row for row in wanted.values() if row.child_id and row.child_id not in known]
    return Changes(
        tuple(added), tuple(changed), tuple(gone) if kind == "chairs" else (), same, tuple(unknown)
    )


def _key(kind: str, row: Row) -> tuple[Any, ...]:
    return tuple("" if one is None else one for one in key_of(kind, row))


def _held(kind: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    fields = _KEYS[kind]
    found = _MODELS[kind]._default_manager.order_by("pk").values("pk", *fields, *_SAYS[kind])
    return {tuple("" if one[f] is None else one[f] for f in fields): one for one in found}


def _differs(kind: str, there: Mapping[str, Any], row: Row) -> bool:
    """Whether a row says something else. Only the list of chairs can take something back."""
    for name in _SAYS[kind]:
        says = getattr(row, name)
        if (says is not None or kind == "chairs") and says != there[name]:
            return True
    return False


@transaction.atomic
def accept(upload: ListUpload, *, seen: str, by: User | None) -> Changes:
    """Do what a list says: all of it or nothing. Raises ``CannotChange``."""
    row = ListUpload.objects.select_for_update().filter(pk=upload.pk).first()
    if row is None:
        raise CannotChange("This list has already been loaded or cancelled.")
    found = changes(row.kind, rows_of(row))
    if found.digest != seen:
        raise CannotChange(_CHANGED)
    _apply(row.kind, found, by=by)
    audit.record_change(
        "loaded a list", by=by, about=row.get_kind_display(), file=row.name,
        added=len(found.added), changed=len(found.changed), removed=len(found.removed),
    )  # fmt: skip
    row.delete()
    return found


def _apply(kind: str, found: Changes, *, by: User | None) -> None:
    model = _MODELS[kind]
    model._default_manager.filter(pk__in=found.removed).delete()
    for pk, row in found.changed:
        model._default_manager.filter(pk=pk).update(**_said(kind, row))
    refs = child_rows(row.child_id for row in found.added if row.child_id)
    made = [
        model(**_named(kind, row, refs), **_said(kind, row), **_recorded(kind, by))
        for row in found.added
    ]
    model._default_manager.bulk_create(made, batch_size=_AT_ONCE)


def _named(kind: str, row: Row, refs: Mapping[str, int]) -> dict[str, Any]:
    names = [name for name in _KEYS[kind] if name != "child__child_id"]
    said = {name: getattr(row, name) for name in names}
    if kind == "supervision":
        said["supervisor"] = row.supervisor or ""
    return {**said, "child_id": refs[row.child_id] if row.child_id else None}


def _said(kind: str, row: Row) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in _SAYS[kind]}
    return said if kind == "chairs" else {n: v for n, v in said.items() if v is not None}


def _recorded(kind: str, by: User | None) -> dict[str, Any]:
    return {} if kind == "chairs" else {"recorded_by_then": audit.by_whom(by)["by_then"]}


@transaction.atomic
def cancel(upload: ListUpload, *, by: User | None) -> None:
    """Do not load a list, and delete what was read."""
    audit.record_change(
        "did not load a list", by=by, about=upload.get_kind_display(), file=upload.name
    )
    upload.delete()


def unknown_in_words(found: Changes) -> str:
    """Which rows are about children who are not on the newest return; empty if none."""
    return _rows_in_words(found.unknown)


def _rows_in_words(rows: Sequence[int]) -> str:
    more = len(rows) - _MOST_NAMED
    named = ", ".join(map(str, rows[:_MOST_NAMED]))
    return f"{named} and {more:,} more" if more > 0 else named


def how_many(kind: str) -> int:
    """How many rows of a list are held."""
    return _MODELS[kind]._default_manager.count()
