"""What the commands that ask Ofsted's site are given, and the name they give there."""

from __future__ import annotations

from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated
from urllib.parse import urlsplit

import typer

Since = Annotated[
    str | None, typer.Option(metavar="YEAR", help="Only what was published since; or a date")
]
Site = Annotated[str, typer.Option(metavar="URL", help="Where to look")]


def agent() -> str:
    """The name that Cusp gives on the web."""
    try:
        return f"cusp/{version('cusp')}"
    except PackageNotFoundError:
        return "cusp/unknown"


def first_day(since: str | None) -> date:
    """The day that a year or date means. Raises ``typer.BadParameter``."""
    if since is None:
        return date.min
    try:
        return date.fromisoformat(f"{since}-01-01" if len(since) == len("2016") else since)
    except ValueError:
        raise typer.BadParameter(
            "give a year, such as 2016, or a date, such as 2016-05-01", param_hint="--since"
        ) from None


def check_site(site: str) -> None:
    """Refuses what is no address. Raises ``typer.BadParameter``."""
    try:
        parts = urlsplit(site)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise typer.BadParameter("begin the address with https://", param_hint="--site")
