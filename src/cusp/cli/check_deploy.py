"""``cusp check-deploy``: what must be done before an installation goes live, and how."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import typer
from rich.console import Console

from cusp.cli._project import set_up

_out = Console(soft_wrap=True, highlight=False)
_LABELS = {"lacking": "to fix  ", "warning": "consider", "fine": "fine    "}
# Slow clients hold many connections, and each process of the server also opens files.
_OPEN_FILES = 4096
_COLOURS = {"lacking": "red", "warning": "yellow", "fine": "green"}


@dataclass(frozen=True)
class Found:
    """The result of one check, and what to do about it."""

    level: Literal["fine", "warning", "lacking"]
    what: str
    to_do: str = ""


def check_deploy() -> None:
    """List what must be done before this installation is used for real.

    The exit status is 1 if anything must be fixed.
    """
    set_up()
    found = [result for check in CHECKS for result in check()]
    for level, label in _LABELS.items():
        for result in found:
            if result.level == level:
                _out.print(f"{label}  {result.what}", style=_COLOURS[level], markup=False)
                if result.to_do:
                    _out.print(f"{'':10}{result.to_do}", markup=False)
    counts = Counter(result.level for result in found)
    _out.print(
        f"\n{counts['lacking']} to fix, {counts['warning']} to consider, {counts['fine']} fine"
    )
    if counts["lacking"]:
        raise typer.Exit(1)


def secrets() -> Iterator[Found]:
    """Check that debugging is off and the secret key is safe."""
    from django.conf import settings

    if settings.DEBUG:
        yield Found("lacking", "CUSP_DEBUG is on: error pages show settings and code", "Unset it.")
    else:
        yield Found("fine", "CUSP_DEBUG is off")
    key = os.environ.get("CUSP_SECRET_KEY", "")
    if not key:
        yield Found(
            "lacking",
            "CUSP_SECRET_KEY is not set: the key is in the data folder and its backups",
            'Create one with: python -c "import secrets; print(secrets.token_urlsafe(50))". '
            "Set it in the service's configuration.",
        )
    elif len(key) < 50 or len(set(key)) < 5:
        yield Found(
            "lacking", "CUSP_SECRET_KEY is too short to be safe", "Use at least 50 characters."
        )
    else:
        yield Found("fine", "CUSP_SECRET_KEY is set")


def reach() -> Iterator[Found]:
    """Check host names and HTTPS."""
    from django.conf import settings

    hosts = [host for host in os.environ.get("CUSP_HOSTS", "").split(",") if host.strip()]
    if not hosts:
        yield Found(
            "lacking",
            "CUSP_HOSTS is not set: Cusp can only be reached from this machine",
            "Set it to the name of the site, such as cusp.council.gov.uk.",
        )
    elif "*" in settings.ALLOWED_HOSTS:
        yield Found(
            "lacking",
            "CUSP_HOSTS is *: Cusp accepts any host name, even a forged one",
            "Set it to the name of the site, such as cusp.council.gov.uk.",
        )
    else:
        yield Found("fine", f"CUSP_HOSTS: {', '.join(hosts)}")
    if settings.HTTPS:
        yield Found("fine", "Pages and cookies are sent over HTTPS only")
    else:
        yield Found(
            "lacking",
            "CUSP_HTTPS is off: passwords are sent unencrypted",
            "Put a proxy with a certificate in front, then set CUSP_HTTPS=1 and "
            "CUSP_BEHIND_PROXY=1 (docs/running.md).",
        )
    if settings.HTTPS and settings.SECURE_PROXY_SSL_HEADER is None:
        yield Found(
            "warning",
            "CUSP_BEHIND_PROXY is off: behind a proxy, pages would redirect forever",
            "Set it to 1 if a proxy handles HTTPS for Cusp.",
        )
    if not settings.HTTPS and settings.SECURE_PROXY_SSL_HEADER is not None:
        yield Found(
            "lacking",
            "CUSP_BEHIND_PROXY is on without CUSP_HTTPS: if there is no proxy, anyone can pretend "
            "to come from another address",
            "Set CUSP_HTTPS=1 if a proxy handles HTTPS for Cusp. If not, unset CUSP_BEHIND_PROXY.",
        )


def database() -> Iterator[Found]:
    """Check that the database suits several users, can be reached and is up to date."""
    from django.conf import settings
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield Found(
            "warning",
            "The database is SQLite: only one person can save at a time",
            "Set DATABASE_URL to a PostgreSQL database if several people use Cusp at once.",
        )
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
            "lacking",
            f"The database is {len(plan)} migrations behind this version",
            "Start cusp web once: it brings the database up to date.",
        )
    else:
        yield Found("fine", "The database can be reached and is up to date")


def administrators() -> Iterator[Found]:
    """Check that there is an administrator with a second factor."""
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
        return  # reported by the check of the database
    if not holders:
        yield Found(
            "lacking",
            "There is no administrator",
            "cusp person add YOU@COUNCIL.gov.uk --name YOU --role administrator",
        )
    elif not safe:
        yield Found(
            "lacking",
            "No administrator has a second factor",
            "Sign in as an administrator. Cusp will ask you to set it up.",
        )
    elif holders - safe:
        yield Found(
            "warning",
            f"{len(holders - safe)} of {len(holders)} administrators have no second factor",
            "Cusp will ask them to set it up when they next sign in.",
        )
    else:
        yield Found("fine", "Every administrator has a second factor")
    from django.conf import settings

    if Role.ADMINISTRATOR.value not in settings.SECOND_FACTOR_FOR:
        yield Found(
            "lacking",
            "CUSP_MFA_FOR does not ask administrators for a second factor",
            "Unset it, or add administrator to it.",
        )


def home_authority() -> Iterator[Found]:
    """Check which council this installation belongs to."""
    from django.conf import settings
    from django.db import DatabaseError

    from cusp.web.record.archive.home_council import NotOneCouncil, named

    mend = "Set CUSP_AUTHORITY to the name of your council."
    if not settings.HOME_AUTHORITY.strip():
        yield Found("warning", "You have not chosen your council: CUSP_AUTHORITY is not set", mend)
        return
    try:
        yield Found("fine", f"Your council is {named(settings.HOME_AUTHORITY).name}")
    except DatabaseError:
        return  # reported by the check of the database
    except NotOneCouncil as error:
        yield Found("lacking", f"CUSP_AUTHORITY is not used: {str(error).rstrip('.')}", mend)


def contact() -> Iterator[Found]:
    """Check that public pages say whom to ask."""
    from django.conf import settings

    if settings.CONTACT_EMAIL or settings.CONTACT_PHONE:
        yield Found("fine", "The accessibility statement says how to contact you")
    else:
        yield Found(
            "warning",
            "The accessibility statement and the privacy notice have no contact details",
            "Set CUSP_CONTACT_EMAIL or CUSP_CONTACT_PHONE.",
        )


def mail() -> Iterator[Found]:
    """Check that ``cusp digest`` can send emails."""
    from django.conf import settings
    from django.core.mail import get_connection

    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield Found(
            "warning",
            "EMAIL_URL is not set: cusp digest cannot send emails",
            "Set it to your mail server if people should get emails (docs/running.md).",
        )
        return
    if not settings.EMAIL_FROM:
        yield Found("lacking", "CUSP_EMAIL_FROM is not set", "Set it to the sender's address.")
    if settings.EMAIL_HOST_PASSWORD and not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        yield Found(
            "lacking",
            "The mail server's password is sent unencrypted",
            "Use smtp+tls:// or smtp+ssl:// in EMAIL_URL.",
        )
    try:
        with get_connection(timeout=5):
            yield Found("fine", "The mail server can be reached")
    except OSError as error:  # errors of SMTP are of this kind too
        yield Found("lacking", f"The mail server cannot be used: {error}", "Check EMAIL_URL.")


def files() -> Iterator[Found]:
    """Check the data folder and the style sheet."""
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
            "lacking",
            f"The data folder {folder} cannot be written to",
            "Create it, owned by the account that runs Cusp, or set CUSP_DATA.",
        )
        return
    yield Found("fine", "The data folder can be written to")
    if os.name != "nt" and folder.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH):
        yield Found(
            "lacking",
            f"Every account on this machine can read {folder}",
            f"chmod o-rwx {folder}",
        )
    temporary = Path(tempfile.gettempdir())  # uploads are kept there until they are complete
    if temporary.stat().st_dev != folder.stat().st_dev:
        yield _disk_space(temporary, "the folder for temporary files")
    yield _disk_space(folder, "the data folder")


def _disk_space(folder: Path, called: str) -> Found:
    free = shutil.disk_usage(folder).free / 1e9
    if free < 5:
        level: Literal["warning", "lacking"] = "lacking" if free < 1 else "warning"
        return Found(level, f"{free:.1f} GB free for {called}", "Free up disk space.")
    return Found("fine", f"{free:,.0f} GB free for {called}")


def pdfs() -> Iterator[Found]:
    """The PDF of every report is in the data folder."""
    from django.db import DatabaseError

    from cusp.web.record.archive import pdf_store

    try:
        names = pdf_store.missing()
    except DatabaseError:
        return  # reported by the check of the database
    if names:
        what = (
            "The PDF of 1 report is" if len(names) == 1 else f"The PDFs of {len(names)} reports are"
        )
        yield Found(
            "lacking",
            f"{what} missing from the data folder, such as {names[0]}",
            "Add the same files again: cusp add FILE",
        )
    else:
        yield Found("fine", "The PDF of every report is in the data folder")


def background() -> Iterator[Found]:
    """The worker runs, and nothing keeps it from its work."""
    from django.conf import settings

    from cusp.web.background import process_lock, status

    found = status.read(settings.DATA / status.NAME)
    if found.running:
        yield Found("fine", "The worker is running")
    elif process_lock.is_held(settings.DATA / process_lock.OF_THE_WORKER):
        yield Found(
            "lacking",
            "A worker is running, but says nothing of what it does",
            "Restart Cusp. If this stays so, look at worker.log in the data folder.",
        )
    else:
        yield Found(
            "warning",
            "The worker is not running: uploads are not read",
            "Start cusp web, which runs a worker, or cusp worker if you use --no-worker.",
        )
    for kind, reason in found.troubles.items():
        yield Found(
            "lacking", f"{kind} has stopped. {reason}", "See worker.log in the data folder."
        )


def connections() -> Iterator[Found]:
    """Enough connections and files may be open at once."""
    if sys.platform == "win32":  # where there is no such limit
        return
    import resource

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most != resource.RLIM_INFINITY and most < _OPEN_FILES:
        yield Found(
            "warning",
            f"This account may open only {most} files and connections at once",
            "Raise the limit for the service, for example with LimitNOFILE=65536 in systemd.",
        )
    else:
        yield Found("fine", "Enough files and connections may be open at once")


def django_says() -> Iterator[Found]:
    """Run Django's own deployment checks, except those covered above."""
    from django.core import checks

    covered = {
        f"security.W{number}" for number in ("004", "008", "009", "012", "016", "018", "020")
    }
    messages = [
        message
        for message in checks.run_checks(include_deployment_checks=True)
        if not message.is_silenced() and message.id not in covered
    ]
    for message in messages:
        level: Literal["warning", "lacking"] = "lacking" if message.is_serious() else "warning"
        yield Found(level, f"Django: {message.msg}", str(message.hint or ""))
    if not messages:
        yield Found("fine", "Django's deployment checks found nothing else")


CHECKS: tuple[Callable[[], Iterator[Found]], ...] = (
    secrets, reach, database, administrators, home_authority, contact, mail, files, pdfs,
    background, connections, django_says,
)  # fmt: skip
