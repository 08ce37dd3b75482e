"""The folder of a copy: what Cusp made in it before, and putting new files in place.

A folder belongs to Cusp if it is empty or if every file in it is one that Cusp lists as its own.
New files are written beside the old ones first and put in place when all of them are there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from cusp.web.background.process_lock import AlreadyRunning, only_process
from cusp.web.public.copy.addresses import MANIFEST
from cusp.web.public.copy.crawl import Made

# Cusp's own notes, which nothing links to.
OWN = ".cusp-site"
_STATE, _PLACING, _NEXT, _LOCK = "state", "placing", "next", "lock"
_FORMAT = 1
_NAMED = 3


class CannotPublish(Exception):
    """The copy cannot be made; the message says why and what to do."""


class Group(msgspec.Struct, frozen=True):
    """A group of pages: what they were made from, and what fetching them came to."""

    key: str
    paths: frozenset[str]
    files: dict[str, Made]
    targets: dict[str, str]


class State(msgspec.Struct):
    """A copy as it was made: what from, and every file."""

    format: int = _FORMAT
    key: str = ""
    files: dict[str, Made] = {}
    groups: dict[str, Group] = {}


class Folder:
    """A folder that holds a copy."""

    def __init__(self, root: Path) -> None:
        self.root, self._own = root, root / OWN
        self.staging = self._own / _NEXT

    @contextmanager
    def claimed(self) -> Iterator[State]:
        """The copy in the folder, while no other process may write to it.

        Raises :class:`CannotPublish` if the folder cannot be used.
        """
        try:
            self._check_empty_or_own()
            self._own.mkdir(parents=True, exist_ok=True)
            with only_process(self._own / _LOCK, note=f"process {os.getpid()}"):
                state = self.state()
                self._check_strangers(state)
                shutil.rmtree(self.staging, ignore_errors=True)
                try:
                    yield state
                finally:
                    shutil.rmtree(self.staging, ignore_errors=True)
        except AlreadyRunning as other:
            raise CannotPublish(f"Cusp is already publishing to {self.root} ({other}).") from None
        except OSError as error:
            raise CannotPublish(
                f"{self.root} cannot be written to ({error.strerror or error}). The site in it is "
                "as it was, or will be complete after the next run."
            ) from error

    def state(self) -> State:
        """What was made before, without files that are no longer as they were."""
        try:
            state = msgspec.msgpack.decode((self._own / _STATE).read_bytes(), type=State)
        except (FileNotFoundError, msgspec.DecodeError):
            return State()
        return state if state.format == _FORMAT else State(files=state.files)

    def as_listed(self, state: State) -> dict[str, Made]:
        """The files that are in the folder with the size they should have."""
        return {
            name: made
            for name, made in state.files.items()
            if _size(self.root / name) == made.bytes
        }

    def place(self, state: State, *, made: datetime, before: Mapping[str, Made]) -> Changes:
        """Put the new files in place, then the list of files, and remove those no longer in it."""
        new = [name for name, file in state.files.items() if before.get(name) != file]
        gone = [name for name in before if name not in state.files]
        if new or gone:
            names = msgspec.msgpack.encode([*new, *before])
            _write(self._own / _PLACING, names)
            for name in sorted(new, key=_pages_last):
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                (self.staging / name).replace(self.root / name)
            _write(self.root / MANIFEST, manifest(state.files, made))
        _write(self._own / _STATE, msgspec.msgpack.encode(state))
        for name in gone:
            self._remove(name)
        (self._own / _PLACING).unlink(missing_ok=True)
        return Changes(len(new), len(gone))

    def _remove(self, name: str) -> None:
        place = self.root / name
        place.unlink(missing_ok=True)
        for parent in place.relative_to(self.root).parents:
            folder = self.root / parent
            if folder == self.root or any(folder.iterdir()):
                return
            folder.rmdir()

    def _check_empty_or_own(self) -> None:
        if self.root.exists() and not self.root.is_dir():
            raise CannotPublish(f"{self.root} is a file. Choose a folder.")
        if self.root.is_dir() and not self._own.is_dir() and any(self.root.iterdir()):
            raise CannotPublish(
                f"{self.root} has files in it that Cusp did not make. Choose an empty folder."
            )

    def _check_strangers(self, state: State) -> None:
        known = {MANIFEST, *state.files, *self._being_placed()}
        strangers = [name for name in files_in(self.root) if name not in known]
        if strangers:
            more = f" and {len(strangers) - _NAMED} more" if len(strangers) > _NAMED else ""
            raise CannotPublish(
                f"{self.root} has files in it that Cusp did not make: "
                f"{', '.join(sorted(strangers)[:_NAMED])}{more}. "
                "Remove them, or choose another folder."
            )

    def _being_placed(self) -> list[str]:
        """Files of a run that was stopped while it put them in place."""
        try:
            return msgspec.msgpack.decode((self._own / _PLACING).read_bytes(), type=list[str])
        except (FileNotFoundError, msgspec.DecodeError):
            return []


class Changes(msgspec.Struct, frozen=True):
    """How many files were written and removed."""

    written: int = 0
    removed: int = 0


class Listed(msgspec.Struct):
    """A file in the list of files."""

    path: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct):
    """The list of files, for those who copy the site and want to check it."""

    schema: str
    made: datetime
    files: list[Listed]


def manifest(files: Mapping[str, Made], made: datetime) -> bytes:
    """The list of files as JSON, with a line for each."""
    listed = [Listed(name, file.bytes, file.sha256) for name, file in sorted(files.items())]
    head = msgspec.json.encode(Manifest("cusp.site/1", made, []))
    lines = b",\n".join(map(msgspec.json.encode, listed))
    return head.removesuffix(b"]}") + b"\n" + lines + b"\n]}\n"


def read_manifest(root: Path) -> Manifest:
    """The list of files of a copy; raises :class:`CannotPublish`."""
    try:
        return msgspec.json.decode((root / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        raise CannotPublish(
            f"{root} is not a site that Cusp made: its {MANIFEST} is missing or damaged."
        ) from None


def files_in(root: Path) -> Iterator[str]:
    """Every file in a copy but Cusp's own notes."""
    top = os.fspath(root)
    for folder, folders, names in os.walk(top):
        within = folder[len(top) :].replace(os.sep, "/").strip("/")
        if not within and OWN in folders:
            folders.remove(OWN)
        yield from (f"{within}/{name}" if within else name for name in names)


def _pages_last(name: str) -> tuple[bool, str]:
    """What pages load and link to goes first; the front page goes last."""
    return name.endswith(".html"), "~" if name == "index.html" else name


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _write(path: Path, content: bytes) -> None:
    """Write a file completely or not at all."""
    unfinished = path.with_name(f".{path.name}.new")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
