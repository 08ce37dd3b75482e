"""Marks views that accept files: the server passes large requests only to these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Mark a view that accepts files, up to ``settings.LARGEST_REQUEST`` bytes in total."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view
