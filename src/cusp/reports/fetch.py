"""Downloads documents into a folder: politely, one at a time, and never at the cost of a good file.

This file knows HTTP and files, and no site. Each document is one ``GET``: conditional where the
file is there already, going on from a ``.part`` file where an earlier try broke off. What arrives
must be a PDF that opens before it takes its place. ``fetched.jsonl`` in the folder says where
every file came from; the last line for an address counts.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Literal, TypeAlias, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx
import msgspec

from cusp.reports.documents import NotAReport, open_pdf

MANIFEST = "fetched.jsonl"
T = TypeVar("T")
Outcome: TypeAlias = Literal["new", "replaced", "unchanged", "there", "failed"]
_FILE = re.compile(r"[a-z0-9-]+/\d{4}-\d\d-\d\d(?:-\d+)?\.pdf")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 500, 502, 503, 504})


class Limits(msgspec.Struct, frozen=True):
    """How politely and how long to try; times in seconds, sizes in bytes."""

    pause: float = 1.0
    tries: int = 4
    timeout: float = 30.0
    longest_body: float = 180.0
    longest_wait: float = 300.0
    redirects: int = 5
    most_bytes: int = 50 * 1024 * 1024
    most_page_bytes: int = 5 * 1024 * 1024


class CannotFetch(Exception):
    """What was asked for cannot be had; the message says why, in one line."""


class _TooLarge(CannotFetch):
    """More bytes than any report has."""


class _Again(Exception):
    """A try that failed in a way that may pass; ``wait`` is what the server asked for, seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.wait = reason, wait


class Document(msgspec.Struct, frozen=True):
    """A document to be had. ``authority`` is a slug, safe as a folder's name."""

    authority: str
    urn: str
    title: str
    published: date
    address: str


class Entry(Document, frozen=True):
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


class Web:
    """One connection to the web that waits its turn; use as a context manager.

    ``hosts`` are those with which it speaks, with port where one is given; ``agent`` is the name
    it gives. ``clock`` counts seconds, ``sleep`` waits, ``now`` is the time of day.
    """

    def __init__(
        self,
        hosts: Iterable[str],
        *,
        agent: str,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.hosts = frozenset(host.lower() for host in hosts)
        self.limits = limits or Limits()
        self.clock, self.sleep, self.now = clock, sleep, now
        self._last: float | None = None
        self._client = httpx.Client(
            timeout=self.limits.timeout,
            headers={"User-Agent": agent, "Accept-Encoding": "identity"},
            transport=transport,
        )

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def page(self, address: str) -> str:
        """The text of a page. Raises :class:`CannotFetch`."""
        return self.trying(lambda: self._page(address))

    def _page(self, address: str) -> str:
        with self.response(address, {}) as response:
            if response.status_code != httpx.codes.OK:
                raise CannotFetch(f"{address}: {_status(response)}")
            data = b"".join(self.body(response, self.limits.most_page_bytes))
            return data.decode(response.charset_encoding or "utf-8", "replace")

    def trying(self, once: Callable[[], T]) -> T:
        """What ``once`` returns, tried again after a wait while that may help."""
        for attempt in range(1, self.limits.tries + 1):
            try:
                return once()
            except _Again as again:
                wait = 2.0**attempt if again.wait is None else again.wait
                if wait > self.limits.longest_wait:
                    asked = f"the site asks to wait {wait:.0f} seconds; run this again then"
                    raise CannotFetch(f"{again.reason}, and {asked}") from None
                if attempt == self.limits.tries:
                    raise CannotFetch(f"{again.reason}, {attempt} times over") from None
                self.sleep(wait)
        raise CannotFetch("not tried")

    @contextmanager
    def response(self, address: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """An open response after redirects, which may be any status that trying again won't help.

        Raises :class:`CannotFetch`; anything that may pass is left to :meth:`trying`.
        """
        self._check(address)
        with _network_errors():
            for _ in range(self.limits.redirects + 1):
                response = self._send(address, headers)
                try:
                    where = response.headers.get("location")
                    if response.status_code in _REDIRECTS and where:
                        address = self._redirected(address, where)
                        continue
                    if response.status_code in _BUSY:
                        raise _Again(_status(response), self._retry_after(response))
                    yield response
                    return
                finally:
                    response.close()
                    self._last = self.clock()
        raise CannotFetch(f"redirected more than {self.limits.redirects} times")

    def body(self, response: httpx.Response, most: int, size: int = 0) -> Iterator[bytes]:
        """The body in pieces; raises :class:`CannotFetch` once it is too large or too slow.

        ``most`` bounds the bytes of the whole, ``size`` of which are there from an earlier try.
        """
        until = self.clock() + self.limits.longest_body
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and size + int(announced) > most:
            raise _TooLarge(f"larger than {most / 1e6:.0f} MB")
        for piece in response.iter_bytes():
            size += len(piece)
            if size > most:
                raise _TooLarge(f"larger than {most / 1e6:.0f} MB")
            yield piece
            if self.clock() > until:
                seconds = f"{self.limits.longest_body:.0f} seconds"
                raise CannotFetch(f"too slow: not all there after {seconds}; run this again")

    def _send(self, address: str, headers: Mapping[str, str]) -> httpx.Response:
        if self._last is not None:
            left = self._last + self.limits.pause - self.clock()
            if left > 0:
                self.sleep(left)
        self._last = self.clock()
        return self._client.send(
            self._client.build_request("GET", address, headers=dict(headers)), stream=True
        )

    def _check(self, address: str) -> None:
        try:
            parts = urlsplit(address)
        except ValueError:
            raise CannotFetch(f"“{address}” is no address") from None
        if parts.scheme not in {"http", "https"} or parts.netloc.lower() not in self.hosts:
            where = f"{parts.scheme}://{parts.netloc}" if parts.netloc else address
            raise CannotFetch(f"leads to another host, {where}; not followed")

    def _redirected(self, address: str, where: str) -> str:
        try:
            target = urljoin(address, where)
        except ValueError:
            raise CannotFetch(f"redirected to “{where}”, which is no address") from None
        self._check(target)
        if address.startswith("https:") and not target.startswith("https:"):
            raise CannotFetch("redirected from https to http; not followed")
        return target

    def _retry_after(self, response: httpx.Response) -> float | None:
        """Seconds that the server asks to wait, given as a number or as a date."""
        given = response.headers.get("retry-after", "").strip()
        if given.isdecimal():
            return float(given)
        try:
            when = parsedate_to_datetime(given)
        except ValueError:
            return None
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (when - self.now()).total_seconds())


class Folder:
    """A folder of fetched documents and its manifest.

    ``listed`` are the addresses now on the site: an entry whose address is gone, but whose title
    and date are there under a new one, is taken for the same document moved.
    """

    def __init__(self, path: Path, listed: Iterable[str] = ()) -> None:
        self.path = path
        self._listed = frozenset(listed)
        self._given: set[str] = set()
        self.entries = {entry.address: entry for entry in _entries(path / MANIFEST)}

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
        """``<slug>/<date>.pdf``, with -2, -3 … where that is another document's."""
        taken = self._given | {entry.file for entry in self.entries.values()}
        stem = f"{document.authority}/{document.published.isoformat()}"
        if not _FILE.fullmatch(f"{stem}.pdf"):
            raise CannotFetch(f"“{stem}” cannot be the name of a file")
        names = (f"{stem}{'' if n == 1 else f'-{n}'}.pdf" for n in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)

    def _fetched(self, web: Web, document: Document, entry: Entry | None, file: str) -> Result:
        path = self.path / file
        held = entry if entry and _digest(path) == entry.sha256 else None
        moved = bool(held and held.address != document.address)
        if entry is None and _why_not_pdf(path) is None:
            return Result(document, "there", file)
        if held and not moved and not (held.etag or held.last_modified):
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
        with (self.path / MANIFEST).open("ab+") as manifest:
            if manifest.tell():
                manifest.seek(-1, os.SEEK_END)
                if manifest.read(1) != b"\n":
                    manifest.write(b"\n")
            manifest.write(msgspec.json.encode(entry) + b"\n")
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
                raise _Again("the rest of a broken-off download does not fit", 0.0)
            if code != httpx.codes.OK and not (code == httpx.codes.PARTIAL_CONTENT and begun):
                raise CannotFetch(_status(response))
            self._write(response, going_on=code == httpx.codes.PARTIAL_CONTENT)
            if not _length_known(response) and b"%%EOF" not in self.part.read_bytes()[-2048:]:
                raise _Again("the connection broke off")
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
        except _TooLarge:
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


@contextmanager
def _network_errors() -> Iterator[None]:
    """Errors of the connection as tries that may be made again, others as refusals."""
    try:
        yield
    except httpx.TimeoutException:
        raise _Again("no answer in time") from None
    except (httpx.ConnectError, httpx.ProxyError) as error:
        raise _Again(f"no connection ({error})") from None
    except httpx.TransportError:
        raise _Again("the connection broke off") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CannotFetch(f"not to be had: {' '.join(str(error).split())}") from None


def _status(response: httpx.Response) -> str:
    code = response.status_code
    gone = " (not there, or not any more)" if code in {404, 410} else ""
    return f"the site answers {code} {response.reason_phrase}".rstrip() + gone


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
    """``None`` for a PDF that opens, or else one sentence."""
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
        return str(error)


def _digest(path: Path) -> str:
    """The file's SHA-256, or nothing where there is no such file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _entries(manifest: Path) -> Iterator[Entry]:
    """The lines that can be read; a file named outside the folder is no line of ours."""
    try:
        lines = manifest.read_bytes().splitlines()
    except OSError:
        return
    for line in lines:
        try:
            entry = msgspec.json.decode(line, type=Entry)
        except msgspec.MsgspecError:
            continue
        if _FILE.fullmatch(entry.file):
            yield entry
