"""Which files are meant by the paths, folders and patterns that a user names."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path


def files_of(paths: Iterable[str | Path]) -> list[Path]:
    """The files that ``paths`` mean, in order and each once.

    A file stands for itself, whatever it is called; a folder for every PDF below it; anything else
    is tried as a pattern (``reports/*.pdf``). A path that means nothing is kept, so that reading it
    says that it is missing.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for one in _meant_by(path):
            found.setdefault(one, None)
    return list(found)


def _meant_by(path: str | Path) -> Iterator[Path]:
    given = Path(path)
    if given.is_dir():
        yield from _pdfs_below(given)
    elif given.exists() or not glob.has_magic(str(path)):
        yield given
    else:
        matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207  # absolute patterns
        for match in matches:
            yield from _meant_by_match(Path(match))
        if not matches:
            yield given


def _meant_by_match(match: Path) -> Iterator[Path]:
    if match.is_dir():
        yield from _pdfs_below(match)
    else:
        yield match


def _pdfs_below(folder: Path) -> Iterator[Path]:
    """Every PDF below a folder in the order of names; folders that cannot be opened are kept."""
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
    """A path that can be printed and stored, whatever bytes its name holds."""
    return os.fsencode(path).decode("utf-8", "replace")
