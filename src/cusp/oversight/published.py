"""Which published measure each of ours can be compared with, and on what basis (published.toml)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

import msgspec


class Published(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A published measure like one of ours; ``same`` if both count the same thing."""

    code: str
    published: str
    same: bool
    basis: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    measure: tuple[Published, ...]


@lru_cache(maxsize=1)
def published_measures() -> dict[str, Published]:
    """The published measure beside each of ours that has one, by our code."""
    path = Path(__file__).with_name("published.toml")
    read = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File)
    return {one.code: one for one in read.measure}


def comparable_series() -> frozenset[str]:
    """The codes of the published measures that count the same as one of ours."""
    return frozenset(one.published for one in published_measures().values() if one.same)
