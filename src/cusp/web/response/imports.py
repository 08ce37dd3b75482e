"""Files that change the plan: opened in a limited process, kept until accepted or cancelled."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction

from cusp.outside.process import Limits, once
from cusp.plans.workbook import CannotRead
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common import outside_files
from cusp.web.response import history
from cusp.web.response.choices import ImportKind, ImportState
from cusp.web.response.models import Plan, PlanImport
from cusp.web.response.refusals import CannotChange

# A plan of 400 actions is large.
MOST_ROWS = 5_000
LARGEST_MB = 20
# A question about a date has 3 fields, and a form can have DATA_UPLOAD_MAX_NUMBER_FIELDS.
MOST_ON_A_PAGE = 1_500
_LARGEST_KEPT = 20 * 2**20
# How many seconds an upload waits for its turn, and then for what is in the file.
_WAIT, _WITHIN = 2.0, 90.0


def opened(task: str, order: bytes, limits: Limits) -> bytes:
    """Have a limited process do a task with a file from outside."""
    with outside_files.turn(wait=_WAIT):
        return once(task, order, limits, within=_WITHIN)


@contextmanager
def explained() -> Iterator[None]:
    """Raise ``CannotChange``, about the field ``file``, for a file that cannot be read."""
    with outside_files.explained(CannotRead):
        yield


def content_of(upload: File[bytes]) -> tuple[str, bytes]:
    """The name and the bytes of an upload. Raises ``CannotChange`` if it is too large."""
    name = "".join(c for c in upload.name or "" if c.isprintable()).strip()[-100:] or "The file"
    if (upload.size or 0) > LARGEST_MB * 1_000_000:
        raise CannotChange(f"{name} must be smaller than {LARGEST_MB} MB", field="file")
    return name, upload.read()


@transaction.atomic
def keep(
    plan: Plan, kind: ImportKind, *, name: str, said: bytes, by: User | None, **stored: Any
) -> PlanImport:
    """Keep an upload until it is accepted. ``said`` is what tells its content from another's.

    If this person has uploaded the same before and not yet dealt with it, that one is returned.
    Raises ``CannotChange``.
    """
    if sum(len(value) for value in stored.values()) > _LARGEST_KEPT:
        raise CannotChange(f"{name} has too much text for a plan", field="file")
    sha256 = hashlib.sha256(said).hexdigest()
    mine = PlanImport.objects.filter(plan=plan, kind=kind, state=ImportState.WAITING, by=by)
    same = mine.filter(sha256=sha256).first()
    if same:
        return same
    row = PlanImport.objects.create(
        plan=plan, kind=kind, name=name, sha256=sha256, **stored, **history.by_whom(by)
    )
    audit.record_change(f"{kind.value} uploaded", by=by, about=str(plan), file=name, sha256=sha256)
    return row


@transaction.atomic
def answer(row: PlanImport, answers: dict[str, str]) -> None:
    """Keep the answers to the questions about a workbook. Raises ``CannotChange``."""
    locked = _locked(row)
    locked.answers = answers
    locked.save(update_fields=["answers"])


@transaction.atomic
def store_found(row: PlanImport, *, columns: bytes, found: bytes) -> None:
    """Keep what was read in an existing plan. Raises ``CannotChange``."""
    if len(found) > _LARGEST_KEPT:
        raise CannotChange(f"{row.name} has too much text for a plan")
    locked = _locked(row)
    locked.columns, locked.found = columns, found
    locked.save(update_fields=["columns", "found"])


def accepted_before(row: PlanImport) -> PlanImport | None:
    """The last accepted import of a file that says the same."""
    same = PlanImport.objects.filter(plan=row.plan_id, kind=row.kind, sha256=row.sha256)
    return same.filter(state=ImportState.ACCEPTED).first()


@transaction.atomic
def cancel(row: PlanImport, *, by: User | None) -> None:
    """Delete an import that has not been accepted. Raises ``CannotChange``."""
    locked = _locked(row)
    audit.record_change(f"{row.kind} cancelled", by=by, about=str(row.plan), file=row.name)
    locked.delete()


def begin(row: PlanImport, *, on: date) -> tuple[PlanImport, Plan]:
    """Lock an import and its plan, to accept it. Raises ``CannotChange``."""
    plan = history.begin(row.plan_id, on=on)
    locked = _locked(row)
    locked.plan = plan
    return locked, plan


def finish(row: PlanImport, *, on: date, by: User | None, **stored: Any) -> None:
    """Mark an import as accepted and delete what it contained."""
    for name, value in stored.items():
        setattr(row, name, value)
    row.state, row.content, row.columns, row.found = ImportState.ACCEPTED, b"", b"", b""
    row.answers = {}
    row.accepted_on, row.accepted_by_then = on, history.by_whom(by)["by_then"]
    row.save()
    audit.record_change(
        f"{row.kind} accepted", by=by, about=str(row.plan), file=row.name, changes=row.changes
    )


def _locked(row: PlanImport) -> PlanImport:
    locked = PlanImport.objects.select_for_update().filter(pk=row.pk).first()
    if locked is None:
        raise CannotChange("This upload has been cancelled.")
    if locked.state != ImportState.WAITING:
        raise CannotChange(f"{locked.accepted_by_then} has already accepted this upload.")
    return locked
