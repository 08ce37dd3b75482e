"""The API's addresses; each operation's view has the permission named by the operation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.api.docs import docs, home
from cusp.web.api.errors import problem
from cusp.web.api.operations import api


@needs(Permission.SEE_PUBLIC_RECORD)
@csrf_exempt
def nothing(_request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address: a JSON error, like the API's other errors."""
    return problem(
        f"There is nothing at {rest[:200]}. See /api/docs for the addresses you can use.", 404
    )


def _permissions() -> dict[str, Permission]:
    """Each operation's permission, by operation name, because ninja's own views do not have it."""
    return {
        str(operation.url_name): operation.view_func.permission  # type: ignore[attr-defined]
        for bound in api._get_bound_routers()
        for view in bound.path_operations.values()
        for operation in view.operations
    }


def _marked(patterns: list[URLPattern]) -> list[URLPattern]:
    """Give the operations' views their permissions, and let them respond "not modified"."""
    permissions = _permissions()
    for pattern in patterns:
        if pattern.name in permissions:
            pattern.callback = needs(permissions[pattern.name])(conditional_page(pattern.callback))
        elif pattern.name == "api-root":
            pattern.callback = home
    return patterns


_patterns, _app, _namespace = api.urls
urlpatterns = [
    path("docs", docs, name="api-docs"),
    path("", (_marked(_patterns), _app, _namespace)),  # type: ignore[arg-type]
    path("<path:rest>", nothing),
]
