"""Errors that a command explains in one line instead of a traceback."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import typer
from rich.console import Console
from rich.text import Text

_err = Console(stderr=True, soft_wrap=True, highlight=False)


@contextlib.contextmanager
def explained(*errors: type[Exception]) -> Iterator[None]:
    """Print the message of any of these errors and end the command with status 1."""
    try:
        yield
    except errors as error:
        _err.print(Text(str(error), style="red"))
        raise typer.Exit(1) from None
