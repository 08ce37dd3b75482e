"""Settings that cannot be used, and what a first start creates."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from cusp.web.environment import BadSetting, database, mail, make_private, secret_key


@pytest.mark.parametrize("address", ["", "  ", "nonsense", "http://localhost/cusp", "postgres"])
def test_an_address_of_no_database_gives_a_sentence_without_it(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)

    with pytest.raises(BadSetting, match="DATABASE_URL is not a database address") as refused:
        database(or_file=Path("cusp.sqlite3"))

    assert "http:" not in str(refused.value)


def test_without_an_address_the_database_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    found = database(or_file=tmp_path / "cusp.sqlite3")

    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == str(tmp_path / "cusp.sqlite3")


def test_an_empty_secret_key_gives_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CUSP_SECRET_KEY", raising=False)
    (tmp_path / "secret-key").write_text("\n", "ascii")

    with pytest.raises(BadSetting, match="secret-key is empty"):
        secret_key(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_the_data_folder_is_private_whoever_makes_it_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CUSP_SECRET_KEY", raising=False)

    secret_key(tmp_path / "by-settings")
    make_private(tmp_path / "by-command")

    for name in ("by-settings", "by-command"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://mail.wexcombe.example", 25, False, False),
        ("smtp+tls://cusp:p%40ss@mail.wexcombe.example", 587, True, False),
        ("smtp+ssl://cusp:p%40ss@mail.wexcombe.example:2465", 2465, False, True),
    ],
)
def test_a_mail_server(
    address: str, port: int, tls: bool, ssl: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMAIL_URL", address)

    found = mail()

    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.wexcombe.example", port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)
    assert found["EMAIL_HOST_PASSWORD"] == ("p@ss" if "@mail" in address else "")


@pytest.mark.parametrize("address", ["nonsense", "http://mail:25", "smtp://", "smtp://mail:x"])
def test_an_address_of_no_mail_server_gives_a_sentence_without_it(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMAIL_URL", address)

    with pytest.raises(BadSetting, match="EMAIL_URL is not the address of a mail server") as no:
        mail()

    assert address not in str(no.value)


def test_without_a_mail_server_emails_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMAIL_URL", raising=False)

    assert mail() == {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
