"""What a process that makes pages does; it imports the rest only once Django is ready."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from cusp.web.public.copy.crawl import Fetched, Maker

_makers: list[Maker] = []


def begin(staging: Path, packed: bytes, site: str) -> None:
    """Get ready; ``packed`` holds the files of the copy before."""
    import django

    django.setup()
    # Templates make many short-lived objects; looking through them less often saves a tenth.
    gc.set_threshold(50_000, 20, 50)
    from cusp.web.public.copy.crawl import Made, Maker
    from cusp.web.public.copy.visitor import become_visitor

    before = msgspec.msgpack.decode(packed, type=dict[str, Made])
    _makers.append(Maker(become_visitor(), staging, before, site))


def fetch(wanted: dict[str, str], group: str) -> Fetched:
    """Make some pages."""
    return _makers[0].fetch(wanted, group=group)
