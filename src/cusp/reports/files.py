"""Find the files that a user's paths, folders and patterns refer to."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path


def files_of(paths: Iterable[str | Path]) -> list[Path]:
    """The files that ``paths`` refer to, in order and without repeats.

    A folder means every PDF in it and below. A path that does not exist is tried as a pattern
    (``reports/*.pdf``). A path that matches nothing is returned too, so it is reported as missing
    when it is read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for file in _matching(path):
            found.setdefault(file, None)
    return list(found)


def _matching(path: str | Path) -> Iterator[Path]:
    given = Path(path)
    if given.is_dir():
        yield from _pdfs_below(given)
    elif given.exists() or not glob.has_magic(str(path)):
        yield given
    else:
        matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207  # absolute patterns
        for match in matches:
            yield from _files_at(Path(match))
        if not matches:
            yield given


def _files_at(match: Path) -> Iterator[Path]:
    if match.is_dir():
        yield from _pdfs_below(match)
    else:
        yield match


def _pdfs_below(folder: Path) -> Iterator[Path]:
    """Every PDF below a folder, sorted by name, then folders that cannot be opened."""
    closed: list[Path] = []

    def note(error: OSError) -> None:
        closed.append(Path(error.filename))

    for root, folders, names in os.walk(folder, onerror=note):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith(".pdf") and not name.startswith("._"):
                yield Path(root) / name
    yield from closed


def printable(path: Path | str) -> str:
    """The path as text that can be printed and stored, whatever bytes are in its name."""
    return os.fsencode(path).decode("utf-8", "replace")
