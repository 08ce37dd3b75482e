"""Files of papers: stored by hash in a private folder outside the web root."""

from __future__ import annotations

from pathlib import Path

import msgspec
from django.core.files.base import ContentFile, File

from cusp.meetings import Check
from cusp.web.common import stored_files
from cusp.web.common.stored_files import StoredFile

_FOLDER = "papers"
# What can be part of a pack.
KINDS = ("pdf", "docx", "xlsx")


class PaperFile(msgspec.Struct, frozen=True, kw_only=True):
    """A stored paper, how many pages it has, and what was found in it for the clerk to answer."""

    file: StoredFile
    pages: int | None = None
    checks: tuple[Check, ...] = ()


def place_of(sha256: str) -> Path:
    """The path of a stored file."""
    return stored_files.place_of(_FOLDER, sha256)


def keep(upload: File[bytes]) -> StoredFile:
    """Store an uploaded paper; a file is stored completely or not at all.

    Raises ``CannotChange`` if it is too large, empty, or not what its name says.
    """
    return stored_files.keep(_FOLDER, upload, kinds=KINDS)


def keep_made(name: str, content: bytes) -> StoredFile:
    """Store a paper that Cusp has made."""
    return keep(ContentFile(content, name=name))
