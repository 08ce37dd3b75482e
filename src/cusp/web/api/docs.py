"""The API's documentation: a page made from the schema, without scripts or outside resources."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.api.operations import api

# An example for each operation that returns data on a new installation.
_EXAMPLES = {
    "/api/v1/authorities": "?region=London",
    "/api/v1/search": "?q=%22care+leavers%22",
    "/api/v1/country": "?on=2024-03-31",
}
_MEANINGS = {
    "200": "Success",
    "301": "The authority has a new name: see the Location header",
    "400": "There are no words to search for",
    "404": "The authority or inspection does not exist",
    "503": "Cusp is still comparing these reports: try again in a minute",
    "422": "A parameter is not valid: see errors",
}


_FORMATS = {"date": "date, for example 2019-07-15", "date-time": "date and time"}
_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
    "object": "object",
}


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters and responses."""
    schema = _schema()
    context = {
        "about": schema["info"]["description"],
        "operations": [_operation(path, way) for path, way in schema["paths"].items()],
        "answers": [
            _answer(name, component)
            for name, component in sorted(schema["components"]["schemas"].items())
            if component.get("type") == "object"
        ],
        "site": request.build_absolute_uri("/")[:-1],
        "trail": [("API", "")],
    }
    return render(request, "api/docs.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
def home(_request: HttpRequest) -> HttpResponse:
    """Redirect from the API's address to its documentation."""
    return redirect("api-docs")


@cache
def _schema() -> dict[str, Any]:
    # Through JSON, because parts of the schema are lazy.
    encoded = msgspec.json.encode(api.get_openapi_schema())
    decoded: dict[str, Any] = msgspec.json.decode(encoded)
    return decoded


def _operation(path: str, way: dict[str, Any]) -> dict[str, Any]:
    get = way["get"]
    return {
        "id": slugify(path.replace("/", " ")),
        "path": path,
        "description": get.get("description") or get["summary"],
        "example": path + _EXAMPLES[path] if path in _EXAMPLES else "",
        "parameters": [
            {
                "name": parameter["name"],
                "location": "in the path" if parameter["in"] == "path" else "in the query",
                "required": parameter["required"],
                "kind": _kind(parameter["schema"]),
                "description": parameter.get("description")
                or parameter["schema"].get("description", ""),
            }
            for parameter in get.get("parameters", ())
        ],
        "responses": [
            {"status": status, "meaning": _MEANINGS[status], "schema": _named(response)}
            for status, response in sorted(get["responses"].items())
        ],
    }


def _answer(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "description": schema.get("description", ""),
        "fields": [
            {"name": field, "kind": _kind(of), "description": of.get("description", "")}
            for field, of in schema.get("properties", {}).items()
        ],
    }


def _named(response: dict[str, Any]) -> str:
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).rsplit("/", 1)[-1]


def _kind(schema: dict[str, Any]) -> str:
    """A type in words, for example “date or null” or “list of Passage”."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_kind(option) for option in schema["anyOf"])
    if "enum" in schema:
        return "one of: " + ", ".join(str(value) for value in schema["enum"])
    if "const" in schema:
        return f"“{schema['const']}”"
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    kind = _FORMATS.get(schema.get("format", "")) or _TYPES.get(schema.get("type", ""), "anything")
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{kind}, {low} to {high}" if low is not None and high is not None else kind
