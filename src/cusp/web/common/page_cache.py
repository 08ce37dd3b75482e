"""Caches public pages for visitors who are not signed in.

What these visitors see depends only on the record, the address and the date, so a page is made once
and kept while the record's revision stays the same (``record.archive.revision``;
``docs/decisions/0023-one-revision-of-the-record.md``).
"""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

# Space for compressed pages in each server process, in bytes.
ROOM = 48_000_000
_LEVEL = 4


class _Page(NamedTuple):
    body: bytes  # gzip
    content_type: str


class PageCache:
    """Pages by key; the least recently used are dropped when space runs out."""

    def __init__(self, room: int = ROOM) -> None:
        self._room, self._used = room, 0
        self._pages: OrderedDict[tuple[object, ...], _Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...]) -> _Page | None:
        """The page, if it is in the cache."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: tuple[object, ...], page: _Page) -> None:
        """Keep a page."""
        with self._lock:
            self._used -= len(self._pages.pop(key, page).body) if key in self._pages else 0
            self._pages[key] = page
            self._used += len(page.body)
            while self._used > self._room:
                self._used -= len(self._pages.popitem(last=False)[1].body)

    def clear(self) -> None:
        """Drop all pages."""
        with self._lock:
            self._pages.clear()
            self._used = 0


visitor_pages = PageCache()


def kept_for_visitors(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Caches a view for people who are not signed in.

    Use it where what they see depends only on the record, the address and the date.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.PAGE_CACHE:
            return view(request, *args, **kwargs)
        # One-off messages travel in the session or in a separate cookie.
        if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return view(request, *args, **kwargs)
        if "messages" in request.COOKIES:
            return view(request, *args, **kwargs)
        key = (request.scheme, request.get_host(), request.get_full_path(), *_moment(request))
        page = visitor_pages.get(key)
        if page is None:
            made = view(request, *args, **kwargs)
            if not isinstance(made, HttpResponse) or made.status_code != 200 or made.cookies:
                return made
            body = gzip.compress(made.content, _LEVEL, mtime=0)
            page = _Page(body, made["Content-Type"])
            visitor_pages.put(key, page)
        return _answer(request, page)

    return wrapped


def _moment(request: HttpRequest) -> tuple[object, object]:
    # Read before the view reads the record: a page may be newer than its number but never older.
    revision: int = request.record_revision()  # type: ignore[attr-defined]  # from the middleware
    return revision, timezone.localdate()


def _answer(request: HttpRequest, page: _Page) -> HttpResponse:
    """The page, compressed if the browser accepts it."""
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        answer = HttpResponse(page.body, content_type=page.content_type)
        answer["Content-Encoding"] = "gzip"
    else:
        answer = HttpResponse(gzip.decompress(page.body), content_type=page.content_type)
    patch_vary_headers(answer, ["Accept-Encoding", "Cookie"])
    return answer
