"""The revision of the record: one number that rises with every change.

Cached pages, and facts cached in each process, are valid while the number stays the same.
``docs/decisions/0023-one-revision-of-the-record.md`` explains why.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.db.transaction import TransactionManagementError
from django.http import HttpRequest, HttpResponseBase

from cusp.web.record.models import RecordRevision

_ROW = 1
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

# The number read by this request; ``None`` outside requests and after a change within one.
_in_request: ContextVar[list[int] | None] = ContextVar("record_revision", default=None)
_clearing: list[Callable[[], None]] = []


def current() -> int:
    """The current number; each request reads it once."""
    read = _in_request.get()
    if read is None:
        return _stored()
    if not read:
        read.append(_stored())
    return read[0]


def bump() -> None:
    """Raise the number; call it last in the transaction that changes the record.

    The row stays locked until the transaction ends, so numbers become visible in order. The number
    is the time in microseconds, or one more than before if the clock is behind. A number that was
    rolled back, or lost when a backup was restored, is never used again for a different state.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError(
            "call revision.bump() in the transaction that makes the change"
        )
    now = time.time_ns() // 1000
    number = Greatest(F("number") + 1, Value(now))
    if not RecordRevision.objects.filter(pk=_ROW).update(number=number):
        RecordRevision.objects.create(pk=_ROW, number=now)
    _in_request.set(None)


def kept_until_changed(
    *, at_most: int = 1
) -> Callable[[Callable[_Given, _Result]], Callable[_Given, _Result]]:
    """Caches a function's result in this process until the record changes.

    ``at_most`` is the number of results to keep. Results are shared and must not be modified.
    """

    def decorate(work_out: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
        @lru_cache(maxsize=at_most)
        def kept(_revision: int, *args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
            return work_out(*args, **kwargs)

        @wraps(work_out)
        def wrapped(*args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
            return kept(current(), *args, **kwargs)  # type: ignore[arg-type]  # all are hashable

        _clearing.append(kept.cache_clear)
        return wrapped

    return decorate


def forget_kept() -> None:
    """Clear every cache in this process, for tests that write rows directly."""
    for clear in _clearing:
        clear()


class RevisionOfRequest:
    """Middleware: makes each request read the number at most once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Start the request without a number."""
        request.record_revision = current  # type: ignore[attr-defined]  # for common.page_cache
        before = _in_request.set([])
        try:
            return self.get_response(request)
        finally:
            _in_request.reset(before)


def _stored() -> int:
    return RecordRevision.objects.values_list("number", flat=True).filter(pk=_ROW).first() or 0
