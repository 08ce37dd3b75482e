"""Where each address of the site is in a static copy, and which addresses need a server."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from cusp.web.accounts.guard import permission_of
from cusp.web.accounts.permissions import EVERYONE

# Stands for the site's own address while pages are fetched. The domain is reserved (RFC 2606).
HOST = "cusp.invalid"
# Inspections, comparisons and briefings depend on their council only; measures also on others.
_OF_A_COUNCIL = re.compile(
    r"^/authorities/([^/]+)/(?:(?:inspections|compare)/|briefing[/.]|(measures)[/.])"
)
_INDEX = "index.html"
SEARCH = "/search/"
# These answer questions, or are left out for their number or cost (docs/decisions/0036). The copy
# has a search of its own.
_NEED_A_SERVER = re.compile(
    r"^/(?:account/|api/|learn[/.]|search\.|authorities/[^/]+/inspections/[^/]+/pages/)"
    r"|^/authorities/.*/briefing\.(?:docx|pdf|md)$"
)
# The only files that nothing links to.
MANIFEST = "manifest.json"


def needs_server(path: str) -> bool:
    """Whether a page cannot be in a copy: it answers a question, or it is not for everyone."""
    return bool(_NEED_A_SERVER.match(path)) or not (group_of(path) or _for_everyone(path))


@lru_cache(maxsize=4096)
def _for_everyone(path: str) -> bool:
    """Whether people who have not signed in may see a page, as its view says."""
    try:
        view = resolve(path).func
    except Resolver404:
        return True  # a static file, or an address that does not exist
    return permission_of(view) in EVERYONE


def group_of(path: str) -> str:
    """The group of pages that are made from the same things; empty for pages about everything.

    A council's inspections and comparisons are one group, and its measures another.
    """
    found = _OF_A_COUNCIL.match(path)
    return " ".join(filter(None, found.groups())) if found else ""


def file_of(path: str, page: int = 1) -> str:
    """The file that holds a page: ``/topics/`` is ``topics/index.html``.

    A page of a long list has a folder, ``page-2``, inside the first one's.
    """
    bare = path.lstrip("/")
    if page > 1:
        bare = f"{bare.rstrip('/')}/page-{page}/".lstrip("/")
    return f"{bare}{_INDEX}" if not bare or bare.endswith("/") else bare


def relative(target: str, *, seen_from: str) -> str:
    """A link from one file to another that works in any folder of any host."""
    folder = posixpath.dirname(seen_from) or "."
    if posixpath.basename(target) != _INDEX:
        return posixpath.relpath(target, folder)
    found = posixpath.relpath(posixpath.dirname(target) or ".", folder)
    return f"{found}/"


def file_of_link(link: str, *, seen_from: str) -> str | None:
    """The file that a relative link in a file leads to; ``None`` if it leads elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return seen_from
    found = posixpath.normpath(posixpath.join(posixpath.dirname(seen_from), parts.path))
    if parts.path.endswith("/") or found == ".":
        found = posixpath.join(found, _INDEX)
    return posixpath.normpath(found)
