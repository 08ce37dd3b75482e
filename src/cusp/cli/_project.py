"""Set up the Django project for a command."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NoReturn

import typer
from rich.console import Console

_err = Console(stderr=True, soft_wrap=True, highlight=False)


def set_up() -> None:
    """Load the project, or end the command with a message if a setting is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cusp.web.settings")
    import django

    from cusp.web.environment import BadSetting

    try:
        django.setup()
    except (BadSetting, OSError) as error:
        stop(str(error))


def prepare(*, register: Iterable[str] = ()) -> None:
    """Load the project, bring its database up to date and register any extra councils."""
    set_up()
    from django.db import DatabaseError

    from cusp.web.record.intake.seed import prepare as prepare_record

    try:
        prepare_record(register=register)
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        stop(f"The database cannot be used ({reason}). Check DATABASE_URL or CUSP_DATA.")


def stop(why: str) -> NoReturn:
    """Print the reason and end the command with status 1."""
    _err.print(why, style="red", markup=False)
    raise typer.Exit(1)
