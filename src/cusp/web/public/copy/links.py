"""Checks a copy in a folder: every file is as listed, and every link leads somewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cusp.web.public.copy import addresses, markup
from cusp.web.public.copy.folder import files_in, read_manifest

_LINKS = ("href", "src", "action", "xlink:href")


def faults(root: Path) -> Iterator[str]:
    """What is wrong with a copy, a sentence each. Raises ``CannotPublish`` if it is not one."""
    listed = {file.path: file for file in read_manifest(root).files}
    there = set(files_in(root)) - {addresses.MANIFEST}
    yield from (f"{name} is listed but is not there." for name in sorted(listed.keys() - there))
    yield from (f"{name} is there but is not listed." for name in sorted(there - listed.keys()))
    wanted: dict[tuple[str, str], str] = {}
    ids: dict[str, frozenset[str]] = {}
    for name in sorted(there & listed.keys()):
        content = (root / name).read_bytes()
        if hashlib.sha256(content).hexdigest() != listed[name].sha256:
            yield f"{name} differs from the file that Cusp wrote."
        if name.endswith(".html"):
            page = content.decode("utf-8", "replace")
            ids[name] = markup.ids(page)
            for link in links_of(page):
                target = addresses.file_of_link(unquote(link), seen_from=name)
                if target is not None:
                    wanted.setdefault((target, urlsplit(link).fragment), name)
    for (target, fragment), name in sorted(wanted.items()):
        if target not in there:
            yield f"{name} links to {target}, which is not there."
        elif fragment and target in ids and unquote(fragment) not in ids[target]:
            yield f"{name} links to the part “{fragment}” of {target}, which has no such part."


def links_of(page: str) -> Iterator[str]:
    """Every link in a page, without those to other sites that are not on the web."""
    for tag in markup.start_tags(page):
        for name in _LINKS:
            link = tag.attributes.get(name)
            if link is not None:
                yield link
