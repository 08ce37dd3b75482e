"""Someone without an account, who asks this installation for its pages without a network."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.test import Client

from cusp.web.public.copy import addresses

_log = logging.getLogger("django.request")


class Answer(msgspec.Struct):
    """What the site answered: the status, the kind of content, the content, and where to go on."""

    status: int
    kind: str
    body: bytes
    moved_to: str

    @property
    def is_page(self) -> bool:
        """Whether it is an HTML page."""
        return self.kind == "text/html"

    @property
    def is_text(self) -> bool:
        """Whether it is data that may hold addresses of the site."""
        return self.kind.startswith("text/") or self.kind.endswith(("json", "xml"))


class Visitor:
    """Asks for pages without a session, as everyone without an account does."""

    def __init__(self) -> None:
        self._client = Client(raise_request_exception=False, SERVER_NAME=addresses.HOST)

    def get(self, address: str) -> Answer:
        """The answer to a request for an address, with its query if it has one."""
        self._client.cookies.clear()
        answer = self._client.get(address, secure=settings.HTTPS)
        kind = answer.get("Content-Type", "").partition(";")[0].strip()
        body = b"".join(answer)
        answer.close()
        return Answer(answer.status_code, kind, body, _path(answer.get("Location", "")))


def become_visitor() -> Visitor:
    """A visitor for the rest of this process, with settings for pages asked for once."""
    settings.ALLOWED_HOSTS, settings.PAGE_CACHE = [addresses.HOST], False
    _log.setLevel(logging.ERROR)  # pages that are missing are counted as faults
    return Visitor()


@contextmanager
def as_visitor() -> Iterator[Visitor]:
    """A visitor, with the settings as they were afterwards."""
    before = settings.ALLOWED_HOSTS, settings.PAGE_CACHE, _log.level
    try:
        yield become_visitor()
    finally:
        settings.ALLOWED_HOSTS, settings.PAGE_CACHE = before[:2]
        _log.setLevel(before[2])


def _path(location: str) -> str:
    """The path of an address on this site; empty for other sites."""
    parts = urlsplit(location)
    return parts.path if parts.netloc in ("", addresses.HOST) else ""
