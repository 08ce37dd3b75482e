"""``cusp council``: councils that no list knows, for trials with made-up reports."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from cusp.cli._project import prepare, stop

_out = Console(soft_wrap=True, highlight=False)

council = typer.Typer(help="Register councils that are not in the list.", no_args_is_help=True)


@council.callback()
def commands() -> None:
    """Register councils that are not in the list."""


@council.command()
def add(name: Annotated[str, typer.Argument(help="Its name, as pages show it")]) -> None:
    """Register a made-up council, so that reports of it can be added.

    Every council of England is there from the start.
    """
    prepare()
    from cusp.web.record.intake.councils import NoSuchCouncil, register

    try:
        found = register(name, by=None)
    except NoSuchCouncil as error:
        stop(str(error))
    _out.print(f"{found}, at /authorities/{found.slug}/", markup=False)
