"""Downloads documents into a folder: politely, one at a time, and never at the cost of a good file.

This file knows files and no site; ``web`` knows HTTP. Each document is one ``GET``: conditional
where the file is there already, going on from a ``.part`` file where an earlier try broke off.
What arrives must be a PDF that opens before it takes its place. ``fetched.jsonl`` in the folder
says where every file came from; the last line for an address counts.
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

from cusp.reports.acquire.web import Again, CannotFetch, TooLarge, Web, status_said
from cusp.reports.documents import NotAReport, open_pdf
from cusp.reports.json_lines import JsonLines

MANIFEST = "fetched.jsonl"
Outcome: TypeAlias = Literal["new", "replaced", "unchanged", "there", "failed"]
_FILE = re.compile(r"[a-z0-9-]+/\d{4}-\d\d-\d\d(?:-[a-z]+)?(?:-\d+)?\.pdf")


class Document(msgspec.Struct, frozen=True):
    """A document to be had. ``authority`` is a slug, safe as a folder's name.

    ``kind`` (a-z) tells its file from a report's of the same date; a report has none.
    """

    authority: str
    urn: str
    title: str
    published: date
    address: str
    kind: str = ""


class Entry(Document, frozen=True, kw_only=True):
    """A line of the manifest. ``file`` is below the manifest's folder, with ``/``."""

    file: str
    sha256: str
    etag: str | None
    last_modified: str | None
    fetched_at: datetime


class Result(msgspec.Struct, frozen=True):
    """What came of one document: ``there`` is a good file not asked for again, ``reason`` why
    it failed."""

    document: Document
    outcome: Outcome
    file: str
    reason: str = ""
    size: int = 0


class _Part(msgspec.Struct, frozen=True):
    """What a ``.part`` file is a part of; ``validator`` goes into ``If-Range``."""

    address: str
    validator: str


class Folder:
    """A folder of fetched documents and its manifest.

    ``listed`` are the addresses now on the site: an entry whose address is gone, but whose title
    and date are there under a new one, is taken for the same document moved. A good file from an
    address among ``settled`` is not asked for again.
    """

    def __init__(
        self, path: Path, listed: Iterable[str] = (), *, settled: Iterable[str] = ()
    ) -> None:
        self.path = path
        self._listed, self._settled = frozenset(listed), frozenset(settled)
        self._given: set[str] = set()
        self._manifest = JsonLines(path / MANIFEST, Entry)
        # A file named outside the folder is no line of ours.
        lines = (entry for entry in self._manifest.read() if _FILE.fullmatch(entry.file))
        self.entries = {entry.address: entry for entry in lines}

    def fetch(self, web: Web, documents: Iterable[Document]) -> Iterator[Result]:
        """Downloads what is missing or changed, one result for each document, in order.

        A document that fails is a result too; the others go on.
        """
        for document in documents:
            file = ""
            try:
                entry = self._entry(document)
                file = entry.file if entry else self._free_name(document)
                self._given.add(file)
                yield self._fetched(web, document, entry, file)
            except CannotFetch as error:
                yield Result(document, "failed", file, reason=str(error))
            except OSError as error:
                reason = f"cannot be written ({error.strerror or error})"
                yield Result(document, "failed", file, reason=reason)

    def gone(self, urn: str, documents: Iterable[Document]) -> list[Entry]:
        """Reports fetched from a provider's page that it lists no more, under any address.

        ``documents`` are those it lists now. One entry a file, the newest.
        """
        listed = [entry for entry in self.entries.values() if entry.address in self._listed]
        files = {entry.file for entry in listed}
        digests = {entry.sha256 for entry in listed}
        named = {(one.published, one.title) for one in documents}
        lost = {
            entry.file: entry
            for entry in self.entries.values()
            if entry.urn == urn and not entry.kind and entry.file not in files
            if entry.sha256 not in digests and (entry.published, entry.title) not in named
        }
        return list(lost.values())

    def _entry(self, document: Document) -> Entry | None:
        entry = self.entries.get(document.address)
        if entry and entry.authority == document.authority and entry.file not in self._given:
            return entry
        same = (document.authority, document.published, document.title)
        for moved in self.entries.values():
            gone = moved.address not in self._listed and moved.file not in self._given
            if gone and same == (moved.authority, moved.published, moved.title):
                return moved
        return None

    def _free_name(self, document: Document) -> str:
        """``<slug>/<date>.pdf``; where that is another document's, with its kind, then -2, -3 …"""
        taken = self._given | {entry.file for entry in self.entries.values()}
        stem = f"{document.authority}/{document.published.isoformat()}"
        kind = f"-{document.kind}" if document.kind else ""
        if not _FILE.fullmatch(f"{stem}{kind}.pdf"):
            raise CannotFetch(f"“{stem}{kind}” cannot be the name of a file")
        numbers = (f"-{n}" for n in range(2, len(taken) + 3))
        endings = itertools.chain(dict.fromkeys(["", kind]), (kind + n for n in numbers))
        return next(name for end in endings if (name := f"{stem}{end}.pdf") not in taken)

    def _fetched(self, web: Web, document: Document, entry: Entry | None, file: str) -> Result:
        path = self.path / file
        held = entry if entry and _digest(path) == entry.sha256 else None
        moved = bool(held and held.address != document.address)
        if entry is None and _why_not_pdf(path) is None:
            return Result(document, "there", file)
        cannot_ask = held and not (held.etag or held.last_modified)
        if held and not moved and (cannot_ask or document.address in self._settled):
            return Result(document, "there", file)
        path.parent.mkdir(parents=True, exist_ok=True)
        was_there = path.exists()
        part = _Download(web, document.address, path, None if moved else held)
        headers = web.trying(part.once)
        if headers is None:
            return Result(document, "unchanged", file)
        size, digest = part.check(), _digest(part.part)
        same = bool(held and digest == held.sha256)
        part.into_place()
        self._add(document, file, digest, headers, web.now())
        outcome: Outcome = "unchanged" if same else "replaced" if was_there else "new"
        return Result(document, outcome, file, size=size)

    def _add(
        self, document: Document, file: str, digest: str, headers: httpx.Headers, at: datetime
    ) -> None:
        given = msgspec.structs.asdict(document)
        entry = Entry(
            **given, file=file, sha256=digest, etag=headers.get("etag"),
            last_modified=headers.get("last-modified"), fetched_at=at,
        )  # fmt: skip
        self._manifest.add(entry)
        self.entries[document.address] = entry


class _Download:
    """One document on its way into ``path``; its ``.part`` file outlives an interrupted run."""

    def __init__(self, web: Web, address: str, path: Path, held: Entry | None) -> None:
        self.web, self.address, self.path, self.held = web, address, path, held
        self.part = path.with_name(path.name + ".part")
        self.note = path.with_name(path.name + ".part.json")

    def once(self) -> httpx.Headers | None:
        """One try; returns the headers of a whole body, ``None`` where the file held is current."""
        begun = self._begun()
        headers: dict[str, str] = {}
        if begun:
            size = self.part.stat().st_size
            headers = {"Range": f"bytes={size}-", "If-Range": begun.validator}
        elif self.held:
            given = {"If-None-Match": self.held.etag, "If-Modified-Since": self.held.last_modified}
            headers = {name: value for name, value in given.items() if value}
        with self.web.response(self.address, headers) as response:
            code = response.status_code
            if code == httpx.codes.NOT_MODIFIED and self.held and not begun:
                return None
            if begun and (code == 416 or (code == 206 and not _goes_on(response, size))):
                self.drop()
                raise Again("the rest of a broken-off download does not fit", 0.0)
            if code != httpx.codes.OK and not (code == httpx.codes.PARTIAL_CONTENT and begun):
                raise CannotFetch(status_said(response))
            self._write(response, going_on=code == httpx.codes.PARTIAL_CONTENT)
            if not _length_known(response) and b"%%EOF" not in self.part.read_bytes()[-2048:]:
                raise Again("the connection broke off")
            return response.headers

    def _write(self, response: httpx.Response, *, going_on: bool) -> None:
        if not going_on:
            self.drop()
            validator = _validator(response.headers)
            if validator:
                self.note.write_bytes(msgspec.json.encode(_Part(self.address, validator)))
        size = self.part.stat().st_size if going_on else 0
        try:
            with self.part.open("ab") as file:
                for piece in self.web.body(response, self.web.limits.most_bytes, size):
                    file.write(piece)
        except TooLarge:
            self.drop()
            raise

    def _begun(self) -> _Part | None:
        """The note on an earlier try of this address, if there is a part to go on from."""
        try:
            note = msgspec.json.decode(self.note.read_bytes(), type=_Part)
            return note if note.address == self.address and self.part.stat().st_size else None
        except (OSError, msgspec.MsgspecError):
            return None

    def check(self) -> int:
        """Bytes of the whole file. What is no PDF is dropped and refused: :class:`CannotFetch`."""
        reason = _why_not_pdf(self.part)
        if reason is None:
            return self.part.stat().st_size
        self.drop()
        kept = "; the file that is there is kept" if self.path.exists() else ""
        raise CannotFetch(reason + kept)

    def into_place(self) -> None:
        """Gives the file its name in one step."""
        with self.part.open("rb+") as file:
            os.fsync(file.fileno())
        self.part.replace(self.path)
        self.note.unlink(missing_ok=True)

    def drop(self) -> None:
        """Forgets what has arrived so far."""
        self.part.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)


def _length_known(response: httpx.Response) -> bool:
    """Whether a body that broke off would have been noticed by its length."""
    return bool({"content-length", "transfer-encoding"} & response.headers.keys())


def _goes_on(response: httpx.Response, size: int) -> bool:
    """Whether a partial answer begins where the part ends."""
    given = str(response.headers.get("content-range", ""))
    return given.strip().startswith(f"bytes {size}-")


def _validator(headers: httpx.Headers) -> str | None:
    """What proves later that the document is still the same: a strong ETag, or else its date."""
    if headers.get("content-encoding", "identity") != "identity":
        return None
    etag: str | None = headers.get("etag")
    return etag if etag and not etag.startswith("W/") else headers.get("last-modified")


def _why_not_pdf(path: Path) -> str | None:
    """``None`` for a PDF that opens and is whole, or else one sentence."""
    try:
        with path.open("rb") as file:
            start = file.read(2048)
    except OSError:
        return "no such file"
    if b"%PDF-" not in start[:1024]:
        html = b"<html" in start.lower() or b"<!doctype html" in start.lower()
        return "the site gives a web page (HTML) instead of a PDF" if html else "not a PDF"
    try:
        with open_pdf(path):
            return None
    except NotAReport as error:
        # What follows the semicolon is advice to who has only the file: download it again.
        return str(error).partition(";")[0]


def _digest(path: Path) -> str:
    """The file's SHA-256, or nothing where there is no such file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
