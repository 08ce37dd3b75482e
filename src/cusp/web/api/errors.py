"""The API's error responses: JSON with a sentence that says what to do."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve, reverse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from cusp.web.record.archive.lookup import Moved
from cusp.web.record.comparison.carried_over import BeingCompared


class CannotAnswer(ValueError):
    """A valid request that does not ask for anything; the message says what to change."""


def speak_plainly(api: NinjaAPI) -> None:
    """Make the API use this module's error responses."""
    handlers: dict[Any, Any] = {
        Http404: _not_found,
        ValidationError: _not_valid,
        CannotAnswer: _cannot_answer,
        Moved: _moved,
        BeingCompared: _being_compared,
    }
    for error, handler in handlers.items():
        api.add_exception_handler(error, handler)


def problem(detail: str, status: int, **more: Any) -> HttpResponse:
    """An error response, as described in the schema."""
    body = {"detail": detail, "errors": [], "address": None} | more
    return HttpResponse(msgspec.json.encode(body), content_type="application/json", status=status)


def _not_found(_request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(str(error) or "There is nothing at this address", 404)


def _not_valid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [{"where": _where(wrong["loc"]), "why": str(wrong["msg"])} for wrong in error.errors]
    said = "; ".join(f"{error['where']}: {error['why']}" for error in errors)
    return problem(f"A parameter is not valid: {said}"[:1000], 422, errors=errors)


def _where(location: tuple[str | int, ...]) -> str:
    """“query.page”: the steps in between are the server's own."""
    return ".".join(map(str, location[:1] + location[-1:]))


def _cannot_answer(_request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(str(error), 400)


def _being_compared(_request: HttpRequest, error: Exception) -> HttpResponse:
    response = problem(str(error), 503)
    response["Retry-After"] = "60"
    return response


def _moved(request: HttpRequest, error: Moved) -> HttpResponse:
    """Redirect a request for a renamed authority to its new name."""
    match = resolve(request.path_info)
    address = reverse(match.view_name, kwargs={**match.kwargs, "slug": error.slug})
    query = request.META.get("QUERY_STRING")
    address = f"{address}?{query}" if query else address
    answer = problem("This authority has a new name. Use the new address.", 301, address=address)
    answer["Location"] = address
    return answer
