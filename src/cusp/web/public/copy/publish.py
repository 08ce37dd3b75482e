"""Makes a copy of the public site, fetching again only what may have changed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import msgspec

from cusp.web.public.copy import addresses, fingerprints, search_index
from cusp.web.public.copy.crawl import Fetched, Made
from cusp.web.public.copy.fetching import Job, Workers
from cusp.web.public.copy.folder import CannotPublish, Changes, Folder, Group, State
from cusp.web.record.archive import revision

# What a visitor can find without following a link.
_STARTS = ("/", "/feed.atom", "/static/cusp/icon.svg")
_BATCH = 6
_NAMED = 10
Progress = Callable[[int, int], None]


class Published(msgspec.Struct, frozen=True):
    """What a run came to."""

    changes: Changes
    files: int
    bytes: int
    same: bool = False


def publish(
    root: Path,
    *,
    now: datetime,
    site: str = "",
    jobs: int = 1,
    progress: Progress = lambda _done, _of: None,
) -> Published:
    """Make or update the copy in a folder.

    ``site`` is its own address, if it will only be there. Raises :class:`CannotPublish`; what was
    in the folder then stays as it was.
    """
    folder = Folder(root)
    with folder.claimed() as before:
        held = folder.as_listed(before)
        number = revision.current()
        program = fingerprints.of_program(site)
        key = hashlib.sha256(f"{program} {number} {now.date()}".encode()).hexdigest()
        if key == before.key and held.keys() == before.files.keys():
            return _published(before, Changes(), same=True)
        with Workers(jobs, staging=folder.staging, before=held, site=site) as workers:
            copy = _Copy(workers, _usable(before, held), program, progress, on=now.date())
            copy.make()
        if revision.current() != number:
            raise CannotPublish("The record changed while its pages were made. Publish again.")
        state = State(key=key, files=copy.files, groups=copy.groups)
        return _published(state, folder.place(state, made=now, before=held | _lost(before, held)))


def _lost(before: State, held: Mapping[str, Made]) -> dict[str, Made]:
    """Files that should be in the folder but are not as they were made."""
    return {name: Made("", 0) for name in before.files if name not in held}


def _usable(before: State, held: Mapping[str, Made]) -> dict[str, Group]:
    """Groups of which every file is still in the folder."""
    return {
        name: group for name, group in before.groups.items() if group.files.keys() <= held.keys()
    }


def _published(state: State, changes: Changes, *, same: bool = False) -> Published:
    size = sum(file.bytes for file in state.files.values())
    return Published(changes, len(state.files), size, same)


class _Copy:
    """One run: pages about the whole record, then those of councils, until none is missing."""

    def __init__(
        self,
        workers: Workers,
        before: dict[str, Group],
        program: str,
        progress: Progress,
        *,
        on: date,
    ) -> None:
        self._workers, self._before, self._progress = workers, before, progress
        self._keys = {
            name: f"{program} {key}" for name, key in fingerprints.of_groups(on=on).items()
        }
        self._todo: dict[str, str] = dict.fromkeys(_STARTS, "the front page")
        self._done: set[str] = set()
        self._targets: dict[str, str] = {}
        self._faults: list[str] = []
        self._begun = self._ended = 0
        self.files: dict[str, Made] = {}
        self.groups: dict[str, Group] = {}

    def make(self) -> None:
        """Make everything. Raises :class:`CannotPublish` with the faults found."""
        self._add(search_index.pages(self._workers.maker))
        while self._todo:
            wanted, self._todo = self._todo, {}
            shared = {path: file for path, file in wanted.items() if not addresses.group_of(path)}
            # Pages about the whole record lead to those of councils, so these wait for them.
            if shared:
                self._todo = {path: file for path, file in wanted.items() if path not in shared}
                self._run(_batches(shared))
            else:
                self._run(self._of_groups(wanted))
        self._check()

    def _run(self, jobs: list[Job]) -> None:
        self._begun += len(jobs)
        for job, fetched in self._workers.run(jobs):
            self._ended += 1
            self._progress(self._ended, self._begun)
            if job.group:
                self.groups[job.group] = self._as_group(job.group, fetched)
            self._add(fetched)
            if len(self._faults) >= _NAMED:
                self._check()

    def _add(self, fetched: Fetched) -> None:
        self._done |= fetched.paths
        self.files |= fetched.files
        self._faults += fetched.faults
        for path, file in fetched.targets.items():
            self._targets.setdefault(path, file)
            if path not in self._done:
                self._todo.setdefault(path, file)

    def _of_groups(self, wanted: Mapping[str, str]) -> list[Job]:
        """Jobs for the groups whose pages may have changed; the others are kept."""
        by_group: dict[str, dict[str, str]] = defaultdict(dict)
        for path, file in wanted.items():
            by_group[addresses.group_of(path)][path] = file
        jobs = []
        for name, paths in by_group.items():
            kept = self._before.get(name)
            if kept and kept.key == self._keys.get(name) and paths.keys() <= kept.paths:
                self.groups[name] = kept
                self._add(Fetched(set(kept.paths), kept.files, kept.targets))
            else:
                # A page found late is fetched with the rest, which is rare.
                again = self.groups.pop(name, None)
                earlier = dict.fromkeys(again.paths, "") if again else {}
                jobs.append(Job(earlier | paths, name))
        return sorted(jobs, key=lambda job: -len(job.wanted))

    def _as_group(self, name: str, fetched: Fetched) -> Group:
        key = self._keys.get(name, "")
        return Group(key, frozenset(fetched.paths), fetched.files, fetched.targets)

    def _check(self) -> None:
        lost = [
            f"{path}, linked from {file}: it is not in the copy."
            for path, file in self._targets.items()
            if addresses.file_of(path) not in self.files
        ]
        faults = [*self._faults, *(lost if not self._faults else ())]
        if faults:
            more = f"\n… and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
            raise CannotPublish(
                "Nothing was published, because some pages cannot be in the copy:\n"
                + "\n".join(sorted(faults)[:_NAMED])
                + more
            )


def _batches(paths: Mapping[str, str]) -> list[Job]:
    return list(_split(paths))


def _split(paths: Mapping[str, str]) -> Iterator[Job]:
    listed = sorted(paths.items())
    for start in range(0, len(listed), _BATCH):
        yield Job(dict(listed[start : start + _BATCH]))
