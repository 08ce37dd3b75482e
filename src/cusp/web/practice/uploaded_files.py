"""Where uploaded returns wait until they are loaded or not: private folders below the data folder.

Each upload has a folder with a random name. It holds the file, or a folder of CSV files, and the
problems found in it.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from cusp.returns.record import Problem
from cusp.web.common.refusals import CannotChange

_PROBLEMS = "problems.json"
_UNSAFE = '/\\:*?"<>|'
_LONGEST_NAME = 100


def base() -> Path:
    """The folder of all uploads that wait."""
    return Path(settings.DATA) / "returns"


def name_of(file: UploadedFile[Any]) -> str:
    """The name of an upload, safe on every system."""
    said = "".join("-" if c in _UNSAFE else c for c in file.name or "" if c.isprintable())
    return said.strip().lstrip(".")[-_LONGEST_NAME:] or "return"


def store(files: Sequence[UploadedFile[Any]]) -> tuple[str, str]:
    """Store uploads: the name of their folder, and the name of the file or of the set of files.

    Raises ``CannotChange``; then nothing is left behind.
    """
    token = secrets.token_hex(16)
    name = name_of(files[0]) if len(files) == 1 else f"{len(files)} CSV files"
    folder = base() / token
    try:
        folder.mkdir(parents=True, mode=0o700)
        base().chmod(0o700)
        place = folder / name
        if len(files) > 1:
            place.mkdir(mode=0o700)
        for file in files:
            _write(file, place / name_of(file) if len(files) > 1 else place)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if not isinstance(error, OSError):
            raise
        raise CannotChange(
            f"The file could not be stored ({error.strerror or error}). Free up disk space on the "
            "server and try again.",
            field="chosen",
        ) from None
    return token, name


def _write(file: UploadedFile[Any], place: Path) -> None:
    with place.open("xb") as out:
        place.chmod(0o600)
        for chunk in file.chunks():
            out.write(chunk)


def keep_problems(token: str, problems: Sequence[Problem]) -> None:
    """Keep all problems beside the file, for the workbook."""
    place = base() / token / _PROBLEMS
    if not place.parent.is_dir():
        return  # cancelled meanwhile
    place.write_bytes(msgspec.json.encode(problems))
    place.chmod(0o600)


def problems(token: str) -> list[Problem]:
    """All problems of an upload."""
    try:
        data = (base() / token / _PROBLEMS).read_bytes()
        return msgspec.json.decode(data, type=list[Problem])
    except (OSError, msgspec.DecodeError):
        return []


def forget(token: str) -> None:
    """Delete an upload."""
    if token:
        shutil.rmtree(base() / token, ignore_errors=True)


def forget_all_but(tokens: Iterable[str], *, older_than: float) -> None:
    """Delete uploads that no job names and that have not changed for so many seconds."""
    named = set(tokens)
    for path in base().iterdir() if base().is_dir() else ():
        if path.name not in named and time.time() - path.stat().st_mtime >= older_than:
            shutil.rmtree(path, ignore_errors=True)
