"""The Django project, made ready for a command."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NoReturn

import typer
from rich.console import Console

_err = Console(stderr=True, soft_wrap=True, highlight=False)


def set_up() -> None:
    """Load the project; ends the command with one sentence where a setting cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cusp.web.settings")
    import django

    from cusp.web.environment import BadSetting

    try:
        django.setup()
    except (BadSetting, OSError) as error:
        stop(str(error))


def prepare(*, register: Iterable[str] = ()) -> None:
    """Load the project and bring its database up to date, with councils that no list knows."""
    set_up()
    from django.db import DatabaseError

    from cusp.web.record.intake.seed import prepare as lay_ground

    try:
        lay_ground(register=register)
    except DatabaseError as error:
        first = str(error).strip().splitlines()[0]
        stop(f"The database cannot be used ({first}). Check DATABASE_URL or CUSP_DATA.")


def stop(why: str) -> NoReturn:
    """Say why and end the command with status 1."""
    _err.print(why, style="red", markup=False)
    raise typer.Exit(1)
