"""Files of evidence: stored by hash in a private folder, and only ever sent as downloads."""

from __future__ import annotations

from pathlib import Path

from django.core.files.base import File

from cusp.web.common import stored_files
from cusp.web.common.stored_files import KINDS, UNFINISHED, StoredFile

__all__ = ["KINDS", "UNFINISHED", "keep", "place_of"]
_FOLDER = "evidence"


def place_of(sha256: str) -> Path:
    """The path of a stored file."""
    return stored_files.place_of(_FOLDER, sha256)


def keep(upload: File[bytes]) -> StoredFile:
    """Store an uploaded file; a file is stored completely or not at all.

    Raises ``CannotChange`` if it is too large, empty, not what its name says, or has macros.
    """
    return stored_files.keep(_FOLDER, upload)
