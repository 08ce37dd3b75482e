"""Reads settings from the environment."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

# How to reach a mail server: the scheme of its address, and its usual port.
_MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
_MAIL_WITHIN = 20  # seconds


class BadSetting(ValueError):
    """A setting cannot be used; the message says what to do."""


def flag(name: str, *, default: bool = False) -> bool:
    """A yes or no: 1, true, yes, on, or 0, false, no, off. Raises :class:`BadSetting`."""
    given = os.environ.get(name, "").strip().lower()
    if not given:
        return default
    if given in ("1", "true", "yes", "on"):
        return True
    if given in ("0", "false", "no", "off"):
        return False
    raise BadSetting(f"{name} is “{given}”; set it to 1 or 0.")


def words(name: str) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def whole(name: str, *, default: int) -> int:
    """A whole number above 0. Raises :class:`BadSetting`."""
    given = os.environ.get(name, "").strip()
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or int(given) == 0:
        raise BadSetting(f"{name} is “{given}”; set it to a whole number above 0.")
    return int(given)


def data_folder() -> Path:
    """The folder for everything Cusp stores: ``CUSP_DATA``, or ``cusp-data`` in the current one."""
    return Path(os.environ.get("CUSP_DATA") or "cusp-data").expanduser().absolute()


def secret_key(folder: Path) -> str:
    """``CUSP_SECRET_KEY``, or a key created on the first start and kept in the data folder."""
    given = os.environ.get("CUSP_SECRET_KEY")
    if given:
        return given
    kept = folder / "secret-key"
    try:
        return _filled(kept)
    except FileNotFoundError:
        make_private(folder)
        made = secrets.token_urlsafe(50)
        try:
            # Two workers may start at once; only one creates the file.
            handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(made)
        except FileExistsError:
            return _filled(kept)
        return made


def _filled(kept: Path) -> str:
    """The key in a file; if another process is creating the file, waits a moment for it."""
    for _ in range(20):
        if key := kept.read_text("ascii", errors="replace").strip():
            return key
        time.sleep(0.05)
    raise BadSetting(
        f"The file {kept} is empty. Put the secret key back, or delete the file to let Cusp make a "
        "new key. Everyone will then have to sign in again."
    )


def make_private(folder: Path) -> None:
    """Create the data folder if needed, readable only by the account that Cusp runs as."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def database(*, or_file: Path) -> dict[str, Any]:
    """The database in ``DATABASE_URL``, or an SQLite file if that is not set.

    Raises :class:`BadSetting` for an invalid address. The message does not repeat it, because it
    may contain a password.
    """
    given = os.environ.get("DATABASE_URL", f"sqlite:///{or_file}")
    try:
        found = dj_database_url.parse(given.strip(), conn_max_age=600, conn_health_checks=True)
    except ValueError:
        found = {}
    if not found.get("ENGINE"):
        raise BadSetting(
            "DATABASE_URL is not a database address. Set it to an address such as "
            "postgres://cusp:PASSWORD@localhost/cusp, or remove it to use SQLite."
        )
    return dict(found)


def mail() -> dict[str, Any]:
    """Django's settings for the mail server in ``EMAIL_URL``; emails are printed if it is not set.

    Raises :class:`BadSetting` for an invalid address, without repeating it, as for the database.
    """
    given = os.environ.get("EMAIL_URL", "").strip()
    backends = "django.core.mail.backends"
    if not given:
        return {"EMAIL_BACKEND": f"{backends}.console.EmailBackend"}
    try:
        parts = urlsplit(given)
        usual = _MAIL_PORTS[parts.scheme]
        port = parts.port or usual
    except (ValueError, KeyError):
        parts, port = urlsplit(""), 0
    if not parts.hostname:
        raise BadSetting(
            "EMAIL_URL is not the address of a mail server. Set it to an address such as "
            "smtp+tls://USER:PASSWORD@mail.council.gov.uk:587, or remove it."
        )
    return {
        "EMAIL_BACKEND": f"{backends}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
        "EMAIL_TIMEOUT": _MAIL_WITHIN,
    }
