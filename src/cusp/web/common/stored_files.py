"""Files kept by hash in a private folder, and only ever sent as downloads.

Cusp looks at their first bytes, so that a program cannot pass as a document. Office files are also
checked for macros, in a process with limits.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Collection
from pathlib import Path

import msgspec
from django.conf import settings
from django.core.files.base import File

from cusp.outside import office_files
from cusp.outside.process import GivenUp, NotNow, NoWorkers, once
from cusp.web.common.outside_files import turn
from cusp.web.common.refusals import CannotChange

UNFINISHED = ".adding-"
_WAIT, _WITHIN = 2.0, 20.0
# How a file with each ending must begin; text has no fixed beginning.
_BEGINS = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
}
_TEXT = ("csv", "txt")
KINDS = (*_BEGINS, *_TEXT)


class StoredFile(msgspec.Struct, frozen=True):
    """A file in a folder of stored files."""

    name: str
    sha256: str
    size: int


def place_of(folder: str, sha256: str) -> Path:
    """The path of a stored file; ``folder`` is below the data folder."""
    return Path(settings.DATA) / folder / sha256[:2] / sha256


def keep(folder: str, upload: File[bytes], *, kinds: Collection[str] = KINDS) -> StoredFile:
    """Store an uploaded file; a file is stored completely or not at all.

    Raises ``CannotChange`` if it is too large, empty, not what its name says, or has macros.
    """
    name = _name_of(upload)
    _check(upload, name, kinds)
    return _keep(folder, upload, name)


def keep_made(folder: str, made: Path) -> StoredFile:
    """Store a file that Cusp has made, however large it is."""
    with made.open("rb") as file:
        return _keep(folder, File(file), made.name)


def _keep(folder: str, upload: File[bytes], name: str) -> StoredFile:
    within = Path(settings.DATA) / folder
    within.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=UNFINISHED, dir=within)
    try:
        digest = hashlib.sha256()
        with os.fdopen(handle, "wb") as copy:
            for chunk in upload.chunks():
                digest.update(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        _check_office(Path(temporary), name)
        place = place_of(folder, digest.hexdigest())
        place.parent.mkdir(exist_ok=True)
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return StoredFile(name, digest.hexdigest(), upload.size or 0)


def _check_office(path: Path, name: str) -> None:
    """Refuse a damaged office file, or one with macros. Raises ``CannotChange``."""
    kind = _ending(name)
    if kind not in office_files.KINDS:
        return
    try:
        with turn(wait=_WAIT):
            order = office_files.order(path, kind)
            answer = once(office_files.TASK, order, office_files.LIMITS, within=_WITHIN)
    except (NotNow, NoWorkers):
        raise CannotChange("Cusp is busy. Try again in a minute", field="file") from None
    except GivenUp as error:
        raise CannotChange(f"Checking the file {error}", field="file") from None
    if answer:
        raise CannotChange(answer.decode(), field="file")


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _name_of(upload: File[bytes]) -> str:
    """The file's own name without folders or characters that could mislead."""
    name = re.split(r"[/\\]", upload.name or "")[-1]
    return re.sub(r"[^\w .,()&+-]", "_", name).strip()[-200:]


def _check(upload: File[bytes], name: str, kinds: Collection[str]) -> None:
    ending = _ending(name)
    size = upload.size or 0
    if ending not in kinds:
        raise CannotChange(f"The file must be one of: {', '.join(kinds)}", field="file")
    if size == 0:
        raise CannotChange("The file is empty", field="file")
    if size > settings.LARGEST_UPLOAD:
        most = settings.LARGEST_UPLOAD // 1_000_000
        raise CannotChange(f"The file must be smaller than {most} MB", field="file")
    start = upload.read(4096)
    upload.seek(0)
    fits = b"\x00" not in start if ending in _TEXT else start.startswith(_BEGINS[ending])
    if not fits:
        raise CannotChange(f"The file is not a {ending.upper()} file", field="file")
