"""Download documents to a folder, one at a time and without ever losing a good file.

This module deals with files, not with any particular site; ``web`` deals with HTTP. Each document
is one ``GET``: conditional if the file is already there, and resumed from a ``.part`` file if an
earlier attempt was interrupted. A download replaces a file only if it is a PDF that opens.
``fetched.jsonl`` in the folder lists where every file came from; the last line for an address is
the one that counts.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Literal, TypeAlias

import httpx
import msgspec

from cusp.reports.acquire.web import Again, CannotFetch, TooLarge, Web, status_text
from cusp.reports.documents import NotAReport, open_pdf
from cusp.reports.json_lines import JsonLines

MANIFEST = "fetched.jsonl"
Outcome: TypeAlias = Literal["new", "replaced", "unchanged", "there", "failed"]
_FILE = re.compile(r"[a-z0-9-]+/\d{4}-\d\d-\d\d(?:-[a-z]+)?(?:-\d+)?\.pdf")


class Document(msgspec.Struct, frozen=True):
    """A document to fetch. ``authority`` is a slug that is safe as a folder name.

    ``kind`` (a-z) distinguishes its file from a report with the same date; reports have none.
    """

    authority: str
    urn: str
    title: str
    published: date
    address: str
    kind: str = ""


class Entry(Document, frozen=True, kw_only=True):
    """A line in the manifest. ``file`` is relative to the manifest's folder, with ``/``."""

    file: str
    sha256: str
    etag: str | None
    last_modified: str | None
    fetched_at: datetime


class Result(msgspec.Struct, frozen=True):
    """The outcome for a document. ``there`` is a good file that was not requested again."""

    document: Document
    outcome: Outcome
    file: str
    reason: str = ""
    size: int = 0


class _Part(msgspec.Struct, frozen=True):
    """The download that a ``.part`` file belongs to; ``validator`` is for ``If-Range``."""

    address: str
    validator: str


class Folder:
    """A folder of fetched documents and its manifest.

    ``listed`` are the addresses now on the site. If an entry's address is gone but its title and
    date appear under a new one, the document is taken to have moved. A good file from an address in
    ``settled`` is not requested again.
    """

    def __init__(
        self, path: Path, listed: Iterable[str] = (), *, settled: Iterable[str] = ()
    ) -> None:
        self.path = path
        self._listed, self._settled = frozenset(listed), frozenset(settled)
        self._used: set[str] = set()
        self._manifest = JsonLines(path / MANIFEST, Entry)
        # Ignore a line for a file outside the folder: it is not ours.
        lines = (entry for entry in self._manifest.read() if _FILE.fullmatch(entry.file))
        self.entries = {entry.address: entry for entry in lines}

    def fetch(self, web: Web, documents: Iterable[Document]) -> Iterator[Result]:
        """Download what is missing or has changed. Yields a result for each document, in order.

        If a document fails, the others are still fetched.
        """
        for document in documents:
            file = ""
            try:
                entry = self._entry(document)
                file = entry.file if entry else self._free_name(document)
                self._used.add(file)
                yield self._fetched(web, document, entry, file)
            except CannotFetch as error:
                yield Result(document, "failed", file, reason=str(error))
            except OSError as error:
                reason = f"cannot be written ({error.strerror or error})"
                yield Result(document, "failed", file, reason=reason)

    def gone(self, urn: str, documents: Iterable[Document]) -> list[Entry]:
        """Reports fetched from a provider's page that are no longer on it under any address.

        ``documents`` are those on the page now. Returns the newest entry for each file.
        """
        listed = [entry for entry in self.entries.values() if entry.address in self._listed]
        files = {entry.file for entry in listed}
        digests = {entry.sha256 for entry in listed}
        titles = {(document.published, document.title) for document in documents}
        removed = {
            entry.file: entry
            for entry in self.entries.values()
            if entry.urn == urn and not entry.kind and entry.file not in files
            if entry.sha256 not in digests and (entry.published, entry.title) not in titles
        }
        return list(removed.values())

    def _entry(self, document: Document) -> Entry | None:
        entry = self.entries.get(document.address)
        if entry and entry.authority == document.authority and entry.file not in self._used:
            return entry
        same = (document.authority, document.published, document.title)
        for moved in self.entries.values():
            gone = moved.address not in self._listed and moved.file not in self._used
            if gone and same == (moved.authority, moved.published, moved.title):
                return moved
        return None

    def _free_name(self, document: Document) -> str:
        """``<slug>/<date>.pdf``; if taken, with the kind added, then -2, -3 …"""
        taken = self._used | {entry.file for entry in self.entries.values()}
        stem = f"{document.authority}/{document.published.isoformat()}"
        kind = f"-{document.kind}" if document.kind else ""
        if not _FILE.fullmatch(f"{stem}{kind}.pdf"):
            raise CannotFetch(f"“{stem}{kind}” is not a valid file name")
        numbers = (f"-{n}" for n in range(2, len(taken) + 3))
        endings = itertools.chain(dict.fromkeys(["", kind]), (kind + n for n in numbers))
        return next(name for end in endings if (name := f"{stem}{end}.pdf") not in taken)

    def _fetched(self, web: Web, document: Document, entry: Entry | None, file: str) -> Result:
        path = self.path / file
        current = entry if entry and _digest(path) == entry.sha256 else None
        moved = bool(current and current.address != document.address)
        if entry is None and _why_not_pdf(path) is None:
            return Result(document, "there", file)
        cannot_ask = current and not (current.etag or current.last_modified)
        if current and not moved and (cannot_ask or document.address in self._settled):
            return Result(document, "there", file)
        path.parent.mkdir(parents=True, exist_ok=True)
        was_there = path.exists()
        part = _Download(web, document.address, path, None if moved else current)
        headers = web.trying(part.once)
        if headers is None:
            return Result(document, "unchanged", file)
        size, digest = part.check(), _digest(part.part)
        same = bool(current and digest == current.sha256)
        part.into_place()
        self._add(document, file, digest, headers, web.now())
        outcome: Outcome = "unchanged" if same else "replaced" if was_there else "new"
        return Result(document, outcome, file, size=size)

    def _add(
        self, document: Document, file: str, digest: str, headers: httpx.Headers, at: datetime
    ) -> None:
        entry = Entry(
            **msgspec.structs.asdict(document),
            file=file,
            sha256=digest,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            fetched_at=at,
        )
        self._manifest.add(entry)
        self.entries[document.address] = entry


class _Download:
    """A download to ``path``; its ``.part`` file remains after an interrupted run."""

    def __init__(self, web: Web, address: str, path: Path, current: Entry | None) -> None:
        self.web, self.address, self.path, self.current = web, address, path, current
        self.part = path.with_name(path.name + ".part")
        self.note = path.with_name(path.name + ".part.json")

    def once(self) -> httpx.Headers | None:
        """One attempt: the headers of the whole body, or ``None`` if nothing has changed."""
        begun = self._resumable()
        headers: dict[str, str] = {}
        if begun:
            size = self.part.stat().st_size
            headers = {"Range": f"bytes={size}-", "If-Range": begun.validator}
        elif self.current:
            etag, modified = self.current.etag, self.current.last_modified
            conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
            headers = {name: value for name, value in conditions.items() if value}
        with self.web.response(self.address, headers) as response:
            code = response.status_code
            if code == httpx.codes.NOT_MODIFIED and self.current and not begun:
                return None
            if begun and (code == 416 or (code == 206 and not _continues(response, size))):
                self.drop()
                raise Again("the rest of an interrupted download does not match", 0.0)
            if code != httpx.codes.OK and not (code == httpx.codes.PARTIAL_CONTENT and begun):
                raise CannotFetch(status_text(response))
            self._write(response, resumed=code == httpx.codes.PARTIAL_CONTENT)
            if not _length_known(response) and b"%%EOF" not in self.part.read_bytes()[-2048:]:
                raise Again("the connection was lost")
            return response.headers

    def _write(self, response: httpx.Response, *, resumed: bool) -> None:
        if not resumed:
            self.drop()
            validator = _validator(response.headers)
            if validator:
                self.note.write_bytes(msgspec.json.encode(_Part(self.address, validator)))
        size = self.part.stat().st_size if resumed else 0
        try:
            with self.part.open("ab") as file:
                for piece in self.web.body(response, self.web.limits.most_bytes, size):
                    file.write(piece)
        except TooLarge:
            self.drop()
            raise

    def _resumable(self) -> _Part | None:
        """The note about an earlier attempt at this address, if there is a part to resume from."""
        try:
            note = msgspec.json.decode(self.note.read_bytes(), type=_Part)
            return note if note.address == self.address and self.part.stat().st_size else None
        except (OSError, msgspec.MsgspecError):
            return None

    def check(self) -> int:
        """The file's size. If it is not a PDF, deletes it and raises :class:`CannotFetch`."""
        reason = _why_not_pdf(self.part)
        if reason is None:
            return self.part.stat().st_size
        self.drop()
        unchanged = "; the existing file was kept" if self.path.exists() else ""
        raise CannotFetch(reason + unchanged)

    def into_place(self) -> None:
        """Move the file into place in one step."""
        with self.part.open("rb+") as file:
            os.fsync(file.fileno())
        self.part.replace(self.path)
        self.note.unlink(missing_ok=True)

    def drop(self) -> None:
        """Delete what has arrived so far."""
        self.part.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)


def _length_known(response: httpx.Response) -> bool:
    """Whether the headers would show that the body is incomplete."""
    return bool({"content-length", "transfer-encoding"} & response.headers.keys())


def _continues(response: httpx.Response, size: int) -> bool:
    """Whether a partial response begins where the part ends."""
    content_range = str(response.headers.get("content-range", ""))
    return content_range.strip().startswith(f"bytes {size}-")


def _validator(headers: httpx.Headers) -> str | None:
    """What will show later that the document is unchanged: a strong ETag, or else its date."""
    if headers.get("content-encoding", "identity") != "identity":
        return None
    etag: str | None = headers.get("etag")
    return etag if etag and not etag.startswith("W/") else headers.get("last-modified")


def _why_not_pdf(path: Path) -> str | None:
    """The reason in one sentence, or ``None`` if it is a complete PDF that opens."""
    try:
        with path.open("rb") as file:
            start = file.read(2048)
    except OSError:
        return "no such file"
    if b"%PDF-" not in start[:1024]:
        html = b"<html" in start.lower() or b"<!doctype html" in start.lower()
        return "the site sent a web page (HTML) instead of a PDF" if html else "not a PDF"
    try:
        with open_pdf(path):
            return None
    except NotAReport as error:
        # Advice after the semicolon, such as to download it again, does not apply here.
        return str(error).partition(";")[0]


def _digest(path: Path) -> str:
    """The file's SHA-256, or an empty string if there is no file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
