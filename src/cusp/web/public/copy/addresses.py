"""Where each address of the site is in a static copy, and which addresses need a server."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import urlsplit

# Stands for the site's own address while pages are fetched. The domain is reserved (RFC 2606).
HOST = "cusp.invalid"
# What is inside an inspection or a comparison depends on its council only.
_OF_A_COUNCIL = re.compile(r"^/authorities/([^/]+)/(?:inspections|compare)/")
_INDEX = "index.html"
SEARCH = "/search/"
# These answer questions, or are for people who sign in. The copy has a search of its own.
_NEED_A_SERVER = re.compile(
    r"^/(?:account/|api/|learn/$|learn\.|search\.|authorities/[^/]+/inspections/[^/]+/pages/)"
)
# The only files that nothing links to.
MANIFEST = "manifest.json"


def needs_server(path: str) -> bool:
    """Whether a page cannot be in a copy."""
    return bool(_NEED_A_SERVER.match(path))


def council_of(path: str) -> str:
    """The council whose data alone decides what a page says; empty for all other pages."""
    found = _OF_A_COUNCIL.match(path)
    return found.group(1) if found else ""


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
