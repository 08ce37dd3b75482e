"""Stores PDFs by hash; a file is stored completely or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

from cusp.web.record.models import Document, WaitingReport

# How the names of files begin that are not complete yet.
UNFINISHED = ".adding-"


def place_of(sha256: str) -> Path:
    """The path for the PDF with this hash."""
    return Path(settings.PDFS) / sha256[:2] / f"{sha256}.pdf"


def keep(source: Path, sha256: str) -> bool:
    """Store a file; returns false if it was already there. Raises ``OSError``.

    It is written to a temporary file, flushed to disk and renamed, so that a full disk or a power
    cut leaves no partial file. Raises ``ValueError`` if the file changed since it was hashed.
    """
    place = place_of(sha256)
    if place.exists():
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=place.parent)
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
    """The names of reports whose PDF is missing from the store."""
    kept = [
        *Document.objects.defer("packed").order_by("name"),
        *WaitingReport.objects.filter(refused_at=None).defer("packed").order_by("name"),
    ]
    return [report.name for report in kept if not report.path.exists()]


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
