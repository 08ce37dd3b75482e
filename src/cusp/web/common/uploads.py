"""Marks the views that take files: to any other the server passes on no large request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Mark a view that takes files, together ``settings.LARGEST_REQUEST`` bytes at most."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view
