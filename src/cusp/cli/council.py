"""``cusp council``: register made-up councils, to try Cusp with made-up reports."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from cusp.cli._project import prepare, stop

_out = Console(soft_wrap=True, highlight=False)

council = typer.Typer(help="Register made-up councils.", no_args_is_help=True)


@council.callback()
def commands() -> None:
    """Register made-up councils."""


@council.command()
def add(name: Annotated[str, typer.Argument(help="The name to show on pages")]) -> None:
    """Register a made-up council so that its reports can be added.

    Every council in England is already registered.
    """
    prepare()
    from cusp.web.record.intake.councils import NoSuchCouncil, register

    try:
        found = register(name, by=None)
    except NoSuchCouncil as error:
        stop(str(error))
    _out.print(f"{found}, at /authorities/{found.slug}/", markup=False)
