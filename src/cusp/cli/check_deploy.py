"""``cusp check-deploy``: what a set-up for the public still lacks, each with what to do."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import typer
from rich.console import Console

from cusp.cli._project import set_up

_out = Console(soft_wrap=True, highlight=False)
_SAID = {"lacking": "lacking", "warning": "better ", "fine": "fine   "}
_COLOURS = {"lacking": "red", "warning": "yellow", "fine": "green"}


@dataclass(frozen=True)
class Found:
    """One thing looked at: what is so, and what to do about it."""

    level: Literal["fine", "warning", "lacking"]
    what: str
    to_do: str = ""


def check_deploy() -> None:
    """List what this set-up lacks for use in earnest.

    The exit status is 1 while something must be done.
    """
    set_up()
    found = [one for look in LOOKS for one in look()]
    for level in ("lacking", "warning", "fine"):
        for one in found:
            if one.level == level:
                _out.print(f"{_SAID[level]}  {one.what}", style=_COLOURS[level], markup=False)
                if one.to_do:
                    _out.print(f"         {one.to_do}", markup=False)
    lacking = sum(one.level == "lacking" for one in found)
    _out.print(
        f"\n{lacking} lacking, {sum(one.level == 'warning' for one in found)} could be better, "
        f"{sum(one.level == 'fine' for one in found)} fine"
    )
    if lacking:
        raise typer.Exit(1)


def secrets() -> Iterator[Found]:
    """Debugging off, and a key of its own."""
    from django.conf import settings

    if settings.DEBUG:
        yield Found("lacking", "CUSP_DEBUG is on: faults show the server's inside", "Unset it.")
    else:
        yield Found("fine", "CUSP_DEBUG is off")
    key = os.environ.get("CUSP_SECRET_KEY", "")
    if not key:
        yield Found(
            "lacking",
            "CUSP_SECRET_KEY is not given: the key lies in the data folder and in its back-ups",
            'Make one with: python -c "import secrets; print(secrets.token_urlsafe(50))" and '
            "set it where the service is set up.",
        )
    elif len(key) < 50 or len(set(key)) < 5:
        yield Found("lacking", "CUSP_SECRET_KEY is too short to be safe", "Give 50 characters.")
    else:
        yield Found("fine", "CUSP_SECRET_KEY is given")


def reach() -> Iterator[Found]:
    """Names and an encrypted way in."""
    from django.conf import settings

    hosts = [host for host in os.environ.get("CUSP_HOSTS", "").split(",") if host.strip()]
    if not hosts:
        yield Found(
            "lacking", "CUSP_HOSTS is not set: only this machine is answered",
            "Set it to the name of the site, such as cusp.council.gov.uk.",
        )  # fmt: skip
    elif "*" in settings.ALLOWED_HOSTS:
        yield Found(
            "lacking", "CUSP_HOSTS is *: forged names are answered", "Name the site instead."
        )
    else:
        yield Found("fine", f"CUSP_HOSTS: {', '.join(hosts)}")
    if settings.HTTPS:
        yield Found("fine", "HTTPS only, and cookies only by it")
    else:
        yield Found(
            "lacking", "CUSP_HTTPS is off: passwords cross the network in the clear",
            "Put a proxy with a certificate in front, then set CUSP_HTTPS=1 and "
            "CUSP_BEHIND_PROXY=1 (docs/running.md).",
        )  # fmt: skip
    if settings.HTTPS and settings.SECURE_PROXY_SSL_HEADER is None:
        yield Found(
            "warning", "CUSP_BEHIND_PROXY is off: behind a proxy pages would redirect for ever",
            "Set it to 1 if a proxy speaks HTTPS for Cusp.",
        )  # fmt: skip


def database() -> Iterator[Found]:
    """One that many can write to, reachable, and up to date."""
    from django.conf import settings
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield Found(
            "warning", "The database is SQLite: one writes at a time, on this machine alone",
            "Set DATABASE_URL to a PostgreSQL database when several people work at once.",
        )  # fmt: skip
    else:
        yield Found("fine", "The database is PostgreSQL")
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        first = str(error).strip().splitlines()[0]
        yield Found("lacking", f"The database cannot be reached: {first}", "Check DATABASE_URL.")
        return
    if plan:
        yield Found(
            "lacking", f"The database is {len(plan)} steps behind this version",
            "Start cusp web once: it brings the database up to date.",
        )  # fmt: skip
    else:
        yield Found("fine", "The database is reachable and up to date")


def administrators() -> Iterator[Found]:
    """Somebody who can let others in, and is safe from a guessed password."""
    from django.db import DatabaseError

    from cusp.web.accounts import second_factor
    from cusp.web.accounts.models import RoleGrant
    from cusp.web.accounts.roles import Role

    try:
        holders = set(
            RoleGrant.objects.filter(
                role=Role.ADMINISTRATOR.value, user__is_active=True
            ).values_list("user_id", flat=True)
        )
        safe = holders & second_factor.people_with_one()
    except DatabaseError:
        return  # said already
    if not holders:
        yield Found(
            "lacking", "Nobody is an administrator",
            "cusp person add YOU@COUNCIL.gov.uk --name YOU --role administrator",
        )  # fmt: skip
    elif not safe:
        yield Found(
            "lacking", "No administrator has a second factor",
            "Sign in as one: Cusp leads to the page that sets it.",
        )  # fmt: skip
    elif holders - safe:
        yield Found(
            "warning", f"{len(holders - safe)} of {len(holders)} administrators have no second "
            "factor yet", "Cusp asks for it when they next sign in.",
        )  # fmt: skip
    else:
        yield Found("fine", "Every administrator has a second factor")
    from django.conf import settings

    if Role.ADMINISTRATOR.value not in settings.SECOND_FACTOR_FOR:
        yield Found(
            "lacking", "CUSP_MFA_FOR does not ask administrators for a second factor",
            "Unset it, or name administrator in it.",
        )  # fmt: skip


def home_authority() -> Iterator[Found]:
    """Whose Cusp this is."""
    from django.conf import settings
    from django.db import DatabaseError

    from cusp.web.record.archive.home_council import NotOneCouncil, named

    mend = "Set CUSP_AUTHORITY to the name of your council."
    if not settings.HOME_AUTHORITY.strip():
        yield Found("warning", "CUSP_AUTHORITY is not set, so Cusp belongs to no council", mend)
        return
    try:
        yield Found("fine", f"This is the Cusp of {named(settings.HOME_AUTHORITY).name}")
    except DatabaseError:
        return  # said already
    except NotOneCouncil as error:
        yield Found("lacking", f"CUSP_AUTHORITY is not used: {str(error).rstrip('.')}", mend)


def files() -> Iterator[Found]:
    """The data folder and the files for the browser."""
    from django.conf import settings

    from cusp.web.assets import BUILT

    built = (BUILT / "cusp.css").exists()
    yield (
        Found("fine", "The style sheet is built")
        if built
        else Found("lacking", "The style sheet is not built", "python -m cusp.web.assets")
    )
    folder: Path = settings.DATA
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        yield Found(
            "lacking", f"The data folder {folder} cannot be written to",
            "Make it, owned by the account that runs Cusp, or set CUSP_DATA.",
        )  # fmt: skip
        return
    yield Found("fine", "The data folder can be written to")
    if os.name != "nt" and folder.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH):
        yield Found(
            "lacking", f"Every account of this machine can look into {folder}",
            f"chmod o-rwx {folder}",
        )  # fmt: skip
    yield _room(folder)


def _room(folder: Path) -> Found:
    free = shutil.disk_usage(folder).free / 1e9
    if free < 1:
        return Found("lacking", f"{free:.1f} GB free on the disk of the data folder", "Make room.")
    if free < 5:
        return Found("warning", f"{free:.1f} GB free on the disk of the data folder", "Make room.")
    return Found("fine", f"{free:,.0f} GB free on the disk of the data folder")


def django_says() -> Iterator[Found]:
    """Django's own check for deployment, without what is said above in plainer words."""
    from django.core import checks

    ours = {"security.W004", "security.W008", "security.W009", "security.W012", "security.W016",
            "security.W018", "security.W020"}  # fmt: skip
    said = [
        one for one in checks.run_checks(include_deployment_checks=True)
        if not one.is_silenced() and one.id not in ours
    ]  # fmt: skip
    for one in said:
        level: Literal["warning", "lacking"] = "lacking" if one.is_serious() else "warning"
        yield Found(level, f"Django says: {one.msg}", str(one.hint or ""))
    if not said:
        yield Found("fine", "Django's own check has nothing to add")


LOOKS: tuple[Callable[[], Iterator[Found]], ...] = (
    secrets, reach, database, administrators, home_authority, files, django_says,
)  # fmt: skip
