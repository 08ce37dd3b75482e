"""``cusp check-deploy``: it reports what is missing and accepts what is done."""

import os
from collections import namedtuple
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.db import connection
from typer.testing import CliRunner

from cusp.cli import app
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role

Person = Callable[..., User]
Usage = namedtuple("Usage", "total used free")
# In the package, this name is the command.
check_deploy: Any = import_module("cusp.cli.check_deploy")


def levels(look: Any) -> list[str]:
    return [one.level for one in look()]


def said(look: Any) -> str:
    return " ".join(f"{one.level} {one.what}" for one in look())


@pytest.mark.parametrize(
    ("debug", "key", "wanted"),
    [
        (True, "x", ["lacking", "lacking"]),
        (False, "", ["fine", "lacking"]),
        (False, "a" * 60, ["fine", "lacking"]),
        (False, "qwertzuiopasdfghjklyxcvbnm1234567890QWERTZUIOPASDFGH", ["fine", "fine"]),
    ],
)
def test_debugging_and_the_key(
    debug: bool,
    key: str,
    wanted: list[str],
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.DEBUG = debug
    monkeypatch.setenv("CUSP_SECRET_KEY", key)
    assert levels(check_deploy.secrets) == wanted


def test_names_and_https(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CUSP_HOSTS", raising=False)
    assert levels(check_deploy.reach) == ["lacking", "lacking"]
    monkeypatch.setenv("CUSP_HOSTS", "cusp.wexcombe.example")
    settings.HTTPS = True
    assert levels(check_deploy.reach) == ["fine", "fine", "warning"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert levels(check_deploy.reach) == ["fine", "fine"]
    settings.ALLOWED_HOSTS = ["*"]
    assert "lacking CUSP_HOSTS is *" in said(check_deploy.reach)


def test_the_database_is_up_to_date_and_sqlite_is_warned_of(db: None) -> None:
    kind = "warning" if connection.vendor == "sqlite" else "fine"
    assert levels(check_deploy.database) == [kind, "fine"]


def test_an_administrator_with_a_second_factor_is_asked_for(
    person: Person, settings: LazySettings
) -> None:
    assert "There is no administrator" in said(check_deploy.administrators)
    user = person(Role.ADMINISTRATOR)
    assert "lacking No administrator has a second factor" in said(check_deploy.administrators)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert levels(check_deploy.administrators) == ["fine"]
    person(Role.ADMINISTRATOR, email="b@wexcombe.example")
    assert "warning 1 of 2" in said(check_deploy.administrators)
    settings.SECOND_FACTOR_FOR = ["none"]
    assert "lacking CUSP_MFA_FOR" in said(check_deploy.administrators)


def test_the_home_authority(db: None, settings: LazySettings) -> None:
    settings.HOME_AUTHORITY = ""
    assert levels(check_deploy.home_authority) == ["warning"]
    settings.HOME_AUTHORITY = "southend-on-sea"
    assert levels(check_deploy.home_authority) == ["fine"]
    settings.HOME_AUTHORITY = "atlantis"
    assert levels(check_deploy.home_authority) == ["lacking"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_folder_that_everybody_can_read_is_lacking(own_folder: Path) -> None:
    assert "lacking The data folder" in said(check_deploy.files)
    own_folder.mkdir()
    own_folder.chmod(0o755)
    assert "lacking Every account" in said(check_deploy.files)
    own_folder.chmod(0o700)
    assert "Every account" not in said(check_deploy.files)


@pytest.mark.parametrize(("free", "level"), [(0.5e9, "lacking"), (3e9, "warning"), (9e9, "fine")])
def test_room_on_the_disk(
    free: float, level: str, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(1e12, 0, free))
    own_folder.mkdir(mode=0o700)
    assert levels(check_deploy.files)[-1] == level


def test_the_list_ends_with_status_1_while_something_lacks(
    db: None, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_folder.mkdir(mode=0o700)
    monkeypatch.delenv("CUSP_SECRET_KEY", raising=False)
    shown = CliRunner().invoke(app, ["check-deploy"])
    assert shown.exit_code == 1
    assert "CUSP_SECRET_KEY" in shown.output
    assert " to fix, " in shown.output
    monkeypatch.setattr(check_deploy, "CHECKS", (check_deploy.database,))
    assert CliRunner().invoke(app, ["check-deploy"]).exit_code == 0
