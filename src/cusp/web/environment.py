"""Reads settings from the environment."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


class BadSetting(ValueError):
    """A setting that cannot be used; the message says what to do."""


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
    """A list, separated by commas."""
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
    """``CUSP_SECRET_KEY``, or one made at the first start and kept in the data folder."""
    given = os.environ.get("CUSP_SECRET_KEY")
    if given:
        return given
    kept = folder / "secret-key"
    try:
        return kept.read_text("ascii").strip()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        made = secrets.token_urlsafe(50)
        try:
            # Two workers may start at once; only one creates the file.
            handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(made)
        except FileExistsError:
            return kept.read_text("ascii").strip()
        return made
