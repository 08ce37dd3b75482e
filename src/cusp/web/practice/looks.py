"""Logs every look at children and every export, with who, what and why."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers

from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.practice.models import Child

Response = TypeVar("Response", bound=HttpResponseBase)


def looked_at_child(user: User, child: Child, *, what: str = "viewed a child") -> None:
    """Log a look at one child. The log has the child's reference, not its number."""
    audit.record_access(what, by=user, about=f"child {child.ref}")


def looked_at_list(user: User, about: str, *, children: int, **detail: Any) -> None:
    """Log a look at a list of children: which list, by which filters, and how many were on it."""
    audit.record_access("viewed children", by=user, about=about, children=children, **detail)


def exported(user: User, about: str, *, children: int, why: str, **detail: Any) -> None:
    """Log an export of children, with the reason that was given for it."""
    audit.record_access(
        "exported children", by=user, about=about, children=children, why=why, **detail
    )


def person_of(request: HttpRequest) -> User:
    """The person who is signed in. The guard has let nobody else through."""
    if not isinstance(request.user, User):
        raise TypeError("a page about children needs a person who is signed in")
    return request.user


def never_kept(response: Response) -> Response:
    """A response that neither browsers nor anything between may keep."""
    add_never_cache_headers(response)
    response["Cache-Control"] = "no-store, private"
    # "no-referrer" would make browsers send forms without their origin, and Django refuse them.
    response["Referrer-Policy"] = "same-origin"
    return response
