"""Loads returns as snapshots, and deletes them.

The Parquet files are written first, then every row in one transaction. A folder that no row names
was left by a load that was cut off; the next load or sweep removes it. The same file as at the same
day changes nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db import transaction

from cusp.oversight import children
from cusp.returns import pseudonyms
from cusp.returns import snapshots as files
from cusp.returns.record import Return
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.refusals import CannotChange
from cusp.web.practice import sharing, worked_out
from cusp.web.practice.models import Case, Child, Clock, Happening, Snapshot
from cusp.web.practice.worked_out import WorkedOut

Say = Callable[[str], None]
_AT_ONCE = 2_000


class Loaded(msgspec.Struct, frozen=True):
    """A snapshot, and whether it is new."""

    snapshot: Snapshot
    new: bool


def current() -> Snapshot | None:
    """The newest snapshot whose children are held."""
    return Snapshot.objects.filter(deleted_at=None, kind="annex_a").first()


def folder_of(snapshot: Snapshot) -> Path:
    """Where a snapshot's files are."""
    return Path(settings.SNAPSHOTS) / snapshot.folder


def held_already(loaded: Return) -> Snapshot | None:
    """The snapshot of the very same file for the same day, if it is held."""
    same = Snapshot.objects.filter(kind=loaded.kind, as_at=loaded.as_at, deleted_at=None)
    return same.filter(sha256=loaded.sha256).first()


def load(
    loaded: Return,
    *,
    retain_until: date,
    at: datetime,
    by: User | str | None,
    replace: bool = False,
    say: Say = lambda _: None,
) -> Loaded:
    """Store a return as a snapshot, with its clocks, measures and cases.

    If another file was loaded for the same day, it is deleted with ``replace`` as soon as the new
    one is stored; without, this raises ``CannotChange``.
    """
    if already := held_already(loaded):
        return Loaded(already, new=False)
    same = Snapshot.objects.filter(kind=loaded.kind, as_at=loaded.as_at, deleted_at=None).first()
    if same and not replace:
        raise CannotChange(
            f"Another file was loaded for this day: {same.file}. Delete that return first."
        )
    if settings.PSEUDONYM_KEY:
        say("Replacing identifiers with pseudonyms")
        loaded = pseudonyms.pseudonymise(loaded, settings.PSEUDONYM_KEY.encode())
    say("Working out clocks and measures")
    found = worked_out.work_out(loaded)
    say("Storing the snapshot")
    name = f"{loaded.as_at}-{loaded.kind}-{loaded.sha256[:12] or 'made-up'}"
    folder = Path(settings.SNAPSHOTS) / name
    # Left by a load that was cut off after the files and before the rows.
    shutil.rmtree(folder, ignore_errors=True)
    manifest = files.write(
        folder, loaded, loaded_at=at, loaded_by=str(by or audit.COMMAND_LINE),
        retain_until=retain_until, pseudonyms=bool(settings.PSEUDONYM_KEY),
    )  # fmt: skip
    try:
        with transaction.atomic():
            if same:
                _mark_replaced(same, loaded.file, at=at, by=by)
            snapshot = _store(loaded, manifest, name, found, by=by)
            if same:
                _after_deletion(was_current=False)
                sharing.withdraw(loaded.as_at, on=at.date(), by=by, replaced_by=snapshot)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if same:
        files.remove(folder_of(same))  # what is left, the next sweep removes
    return Loaded(snapshot, new=True)


def _mark_replaced(same: Snapshot, file: str, *, at: datetime, by: User | str | None) -> None:
    why = f"Replaced by {file}."
    same.deleted_at, same.proof = at, _proof(same, why=why, at=at, by=by)
    same.save(update_fields=["deleted_at", "proof"])
    audit.record_change("deleted a snapshot", by=by, about=str(same), why=why)


def _store(
    loaded: Return,
    manifest: files.Manifest,
    folder: str,
    found: WorkedOut,
    *,
    by: User | str | None,
) -> Snapshot:
    who = audit.by_whom(by)
    errors = sum(one.severity == "error" for one in loaded.problems)
    snapshot = Snapshot.objects.create(
        kind=loaded.kind, as_at=loaded.as_at, file=loaded.file[:200], sha256=loaded.sha256,
        folder=folder, rows=manifest.rows, errors=errors,
        warnings=len(loaded.problems) - errors, pseudonyms=manifest.pseudonyms,
        loaded_at=manifest.loaded_at, loaded_by=who["by"], loaded_by_then=who["by_then"],
        retain_until=manifest.retain_until,
    )  # fmt: skip
    worked_out.store_counts(snapshot, found)
    refs = child_rows(one.child_id for one in found.cases)
    if current() == snapshot:
        _replace_current(found, refs)
    _add_happenings(found.happenings, refs)
    audit.record_change(
        "loaded a return", by=by, about=str(snapshot), file=loaded.file, rows=manifest.rows
    )
    sharing.add_figures(snapshot, on=manifest.loaded_at.date(), by=by)
    return snapshot


def child_rows(ids: Iterable[str]) -> dict[str, int]:
    """The row of each child; children who are new get one."""
    wanted = set(ids)
    known = dict(Child.objects.values_list("child_id", "pk"))
    new = [Child(child_id=one) for one in sorted(wanted - known.keys())]
    Child.objects.bulk_create(new, batch_size=_AT_ONCE)
    if new:
        known = dict(Child.objects.values_list("child_id", "pk"))
    return known


def _replace_current(found: WorkedOut, refs: dict[str, int]) -> None:
    Case.objects.all().delete()
    Clock.objects.all()._raw_delete(using=Clock.objects.db)
    urgent = worked_out.urgencies(found.clocks)
    Case.objects.bulk_create(
        (
            worked_out.case_row(one, refs[one.child_id], urgent.get(one.child_id))
            for one in found.cases
        ),
        batch_size=_AT_ONCE,
    )
    Clock.objects.bulk_create(
        (worked_out.clock_row(one, refs[one["child_id"]]) for one in found.clocks),
        batch_size=_AT_ONCE,
    )


def _add_happenings(found: Iterable[children.Happening], refs: dict[str, int]) -> None:
    rows = (
        Happening(child_id=refs[one.child_id], day=one.day, what=one.what, list=one.list)
        for one in found
        if one.child_id in refs
    )
    Happening.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)


def delete(snapshot: Snapshot, *, why: str, at: datetime, by: User | str | None) -> Snapshot:
    """Delete a snapshot's children, and keep its counts and a proof of the deletion.

    The next newest snapshot becomes the current one. Raises ``CannotChange``.
    """
    if snapshot.deleted_at:
        raise CannotChange("This return has already been deleted.")
    if not why.strip():
        raise CannotChange("Enter the reason for deleting it", field="why")
    if snapshot.proof is None:  # stored first, so that a deletion that is cut off has it
        snapshot.proof = _proof(snapshot, why=why.strip(), at=at, by=by)
        snapshot.save(update_fields=["proof"])
    if left := files.remove(folder_of(snapshot)):
        raise CannotChange(f"Some files could not be deleted: {', '.join(left)}. Try again.")
    with transaction.atomic():
        was_current = current() == snapshot
        snapshot.deleted_at = at
        snapshot.save(update_fields=["deleted_at"])
        _after_deletion(was_current=was_current)
        audit.record_change("deleted a snapshot", by=by, about=str(snapshot), why=why.strip())
    return snapshot


def _proof(snapshot: Snapshot, *, why: str, at: datetime, by: User | str | None) -> dict[str, Any]:
    who = str(by or audit.COMMAND_LINE)
    try:
        proof = files.proof_of(folder_of(snapshot), deleted_at=at, deleted_by=who, why=why)
    except files.CannotRead:
        proof = files.Proof(
            as_at=snapshot.as_at, file=snapshot.file, sha256=snapshot.sha256, files={},
            rows=snapshot.rows, deleted_at=at, deleted_by=who,
            why=f"{why} (The files were already missing or damaged.)",
        )  # fmt: skip
    found: dict[str, Any] = msgspec.to_builtins(proof)
    return found


def _after_deletion(*, was_current: bool) -> None:
    """Make the pages hold what the snapshots still held say, and no more."""
    held = Snapshot.objects.filter(deleted_at=None, kind="annex_a")
    newest = current()
    if was_current:
        found = worked_out.work_out(_read(newest)) if newest else WorkedOut()
        _replace_current(found, child_rows(one.child_id for one in found.cases))
    Happening.objects.all()._raw_delete(using=Happening.objects.db)
    refs = child_rows(())
    for snapshot in held:
        _add_happenings(children.happenings(_read(snapshot)), refs)
    _forget_children()


def _read(snapshot: Snapshot) -> Return:
    try:
        return files.read(folder_of(snapshot))
    except files.CannotRead as error:
        raise CannotChange(str(error)) from None


def _forget_children() -> None:
    """Delete children of whom nothing is held any more, and nothing was written."""
    unused = Child.objects.filter(
        case=None, happenings=None, clocks=None, challenges=None, late_reasons=None,
        supervisions=None, midway_reviews=None, chairings=None,
    )  # fmt: skip
    unused.delete()


def sweep() -> int:
    """Remove folders that no snapshot names; how many. Call it when nothing is being loaded."""
    base = Path(settings.SNAPSHOTS)
    if not base.is_dir():
        return 0
    named = set(Snapshot.objects.filter(deleted_at=None).values_list("folder", flat=True))
    left = [path for path in base.iterdir() if path.is_dir() and path.name not in named]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)
