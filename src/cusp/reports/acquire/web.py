"""Make HTTP requests at a polite pace: one at a time, with retries and limits.

This module does not deal with files or with any particular site. Redirects are followed only to
the hosts allowed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import httpx
import msgspec

T = TypeVar("T")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 500, 502, 503, 504})


class Limits(msgspec.Struct, frozen=True):
    """Pauses, retries and limits; times in seconds, sizes in bytes."""

    pause: float = 1.0
    tries: int = 4
    timeout: float = 30.0
    longest_body: float = 180.0
    longest_wait: float = 300.0
    redirects: int = 5
    most_bytes: int = 50 * 1024 * 1024
    most_page_bytes: int = 5 * 1024 * 1024


class CannotFetch(Exception):
    """Something cannot be fetched; the message says why, in one line."""


class TooLarge(CannotFetch):
    """More bytes than any report has."""


class Again(Exception):
    """An attempt failed but may succeed later, after ``wait`` seconds if the server gave them."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.wait = reason, wait


class Web:
    """A connection to the web that pauses between requests. Use it as a context manager.

    ``hosts`` are the hosts it may connect to, with a port if given; ``agent`` is its user agent.
    ``clock`` counts seconds, ``sleep`` waits and ``now`` gives the date and time.
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
        self._asked_to_wait = False
        self._client = httpx.Client(
            timeout=self.limits.timeout,
            headers={"User-Agent": agent, "Accept-Encoding": "identity"},
            transport=transport,
        )

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    @property
    def asked_to_wait(self) -> bool:
        """Whether the site asked for a longer wait than is allowed."""
        return self._asked_to_wait

    def page(self, address: str) -> str:
        """The text of a page. Raises :class:`CannotFetch`."""
        return self.trying(lambda: self._page(address))

    def _page(self, address: str) -> str:
        with self.response(address, {}) as response:
            if response.status_code != httpx.codes.OK:
                raise CannotFetch(f"{address}: {status_text(response)}")
            data = b"".join(self.body(response, self.limits.most_page_bytes))
            return data.decode(response.charset_encoding or "utf-8", "replace")

    def trying(self, once: Callable[[], T]) -> T:
        """What ``once`` returns, trying again after a wait if that may help.

        If the site has asked for a longer wait than is allowed, no more requests are made.
        """
        if self._asked_to_wait:
            raise CannotFetch("not tried: the site asked Cusp to wait; run this again later")
        for attempt in range(1, self.limits.tries + 1):
            try:
                return once()
            except Again as again:
                wait = 2.0**attempt if again.wait is None else again.wait
                if wait > self.limits.longest_wait:
                    advice = (
                        f"the site asks Cusp to wait {wait:.0f} seconds; run this again after that"
                    )
                    self._asked_to_wait = True
                    raise CannotFetch(f"{again.reason}, and {advice}") from None
                if attempt == self.limits.tries:
                    tried = "once" if attempt == 1 else f"{attempt} times"
                    raise CannotFetch(f"{again.reason} (tried {tried})") from None
                self.sleep(wait)
        raise CannotFetch("not tried")

    @contextmanager
    def response(self, address: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """An open response after redirects, with any status that trying again would not change.

        Raises :class:`CannotFetch`. Temporary errors are left to :meth:`trying`.
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
                        raise Again(status_text(response), self._retry_after(response))
                    yield response
                    return
                finally:
                    response.close()
                    self._last = self.clock()
        raise CannotFetch(f"redirected more than {self.limits.redirects} times")

    def body(self, response: httpx.Response, most: int, size: int = 0) -> Iterator[bytes]:
        """The body in pieces. Raises :class:`CannotFetch` if it becomes too large or too slow.

        ``most`` limits the whole body, including ``size`` bytes from an earlier attempt.
        """
        until = self.clock() + self.limits.longest_body
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and size + int(announced) > most:
            raise TooLarge(f"larger than {most / 1e6:.0f} MB")
        for piece in response.iter_bytes():
            size += len(piece)
            if size > most:
                raise TooLarge(f"larger than {most / 1e6:.0f} MB")
            yield piece
            if self.clock() > until:
                seconds = f"{self.limits.longest_body:.0f} seconds"
                raise CannotFetch(f"too slow: not complete after {seconds}; run this again")

    def _send(self, address: str, headers: Mapping[str, str]) -> httpx.Response:
        if self._last is not None:
            remaining = self._last + self.limits.pause - self.clock()
            if remaining > 0:
                self.sleep(remaining)
        self._last = self.clock()
        return self._client.send(
            self._client.build_request("GET", address, headers=dict(headers)), stream=True
        )

    def _check(self, address: str) -> None:
        try:
            parts = urlsplit(address)
        except ValueError:
            raise CannotFetch(f"“{address}” is not a valid address") from None
        if parts.scheme not in {"http", "https"} or parts.netloc.lower() not in self.hosts:
            where = f"{parts.scheme}://{parts.netloc}" if parts.netloc else address
            raise CannotFetch(f"the link is to another host, {where}, so it was not followed")

    def _redirected(self, address: str, where: str) -> str:
        try:
            target = urljoin(address, where)
        except ValueError:
            raise CannotFetch(f"redirected to “{where}”, which is not a valid address") from None
        self._check(target)
        if address.startswith("https:") and not target.startswith("https:"):
            raise CannotFetch("redirected from https to http, which was not followed")
        return target

    def _retry_after(self, response: httpx.Response) -> float | None:
        """The seconds that the server asks to wait, given as a number or a date."""
        retry_after = response.headers.get("retry-after", "").strip()
        if retry_after.isdecimal():
            return float(retry_after)
        try:
            when = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (when - self.now()).total_seconds())


@contextmanager
def _network_errors() -> Iterator[None]:
    """Turn connection errors into :class:`Again` and others into :class:`CannotFetch`."""
    try:
        yield
    except httpx.TimeoutException:
        raise Again("the site did not respond in time") from None
    except (httpx.ConnectError, httpx.ProxyError) as error:
        raise Again(f"no connection ({error})") from None
    except httpx.TransportError:
        raise Again("the connection was lost") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CannotFetch(f"cannot be fetched: {' '.join(str(error).split())}") from None


def status_text(response: httpx.Response) -> str:
    """An error status in words."""
    code = response.status_code
    gone = " (it may have been removed)" if code in {404, 410} else ""
    return f"the site returned {code} {response.reason_phrase}".rstrip() + gone
