"""PDFs kept under their hash: a file is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

from cusp.web.record.models import Document, WaitingReport


def place_of(sha256: str) -> Path:
    """Where the PDF with this hash lies, or would lie."""
    return Path(settings.PDFS) / sha256[:2] / f"{sha256}.pdf"


def keep(source: Path, sha256: str) -> bool:
    """Copy a file to its place; false where it was there already. Raises ``OSError``.

    It is written beside its place, forced to the disk and then renamed, so a full disk or a pulled
    plug leaves nothing half there. ``ValueError`` if the file changed since its hash was taken.
    """
    place = place_of(sha256)
    if place.exists():
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".adding-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as copy, source.open("rb") as original:
            shutil.copyfileobj(original, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        if hash_of(Path(name)) != sha256:
            raise ValueError("the file changed while it was being read")
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def missing() -> list[str]:
    """The names of the reports whose PDF is not in the store."""
    kept = [
        *Document.objects.defer("packed").order_by("name"),
        *WaitingReport.objects.filter(refused_at=None).defer("packed").order_by("name"),
    ]
    return [report.name for report in kept if not report.path.exists()]


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
