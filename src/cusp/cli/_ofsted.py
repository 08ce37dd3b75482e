"""Options for commands that use Ofsted's site, and the user agent they send."""

from __future__ import annotations

from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated
from urllib.parse import urlsplit

import typer

Since = Annotated[
    str | None, typer.Option(metavar="YEAR", help="Only reports published from this year or date")
]
Site = Annotated[str, typer.Option(metavar="URL", help="Address of Ofsted's site")]


def user_agent() -> str:
    """The user agent that Cusp sends."""
    try:
        return f"cusp/{version('cusp')}"
    except PackageNotFoundError:
        return "cusp/unknown"


def first_day(since: str | None) -> date:
    """The first day of a year, or the date itself. Raises ``typer.BadParameter``."""
    if since is None:
        return date.min
    try:
        return date.fromisoformat(f"{since}-01-01" if len(since) == len("2016") else since)
    except ValueError:
        raise typer.BadParameter(
            "enter a year, such as 2016, or a date, such as 2016-05-01", param_hint="--since"
        ) from None


def check_site(site: str) -> None:
    """Check that the address is a URL. Raises ``typer.BadParameter``."""
    try:
        parts = urlsplit(site)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        valid = False
    if not valid:
        raise typer.BadParameter("enter an address that starts with https://", param_hint="--site")
