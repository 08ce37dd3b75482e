"""``cusp check-deploy``: it reports what is missing and accepts what is done."""

import os
from collections import namedtuple
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.db import connection
from typer.testing import CliRunner

from cusp.cli import app
from cusp.reports import Report
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.background import status
from cusp.web.background.process_lock import OF_THE_WORKER, is_held, only_process
from cusp.web.background.status import Status
from cusp.web.record.intake.add_report import Added, add
from cusp.web.record.intake.councils import register

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


def test_headers_of_a_proxy_are_not_believed_without_https(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUSP_HOSTS", "cusp.wexcombe.example")
    settings.HTTPS = False
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert "lacking CUSP_BEHIND_PROXY is on without" in said(check_deploy.reach)


def test_a_missing_pdf_is_named(
    own_folder: Path, specimens: dict[str, tuple[Path, Report]], db: None
) -> None:
    path, report = next(iter(specimens.values()))
    register("Wexcombe", by=None)
    added = add(report, path, name="wexcombe.pdf", by=None, today=date(2026, 11, 24))
    assert isinstance(added, Added)
    assert levels(check_deploy.pdfs) == ["fine"]
    assert added.inspection.document
    added.inspection.document.path.unlink()
    assert "lacking The PDF of 1 report is missing" in said(check_deploy.pdfs)
    assert "wexcombe.pdf" in said(check_deploy.pdfs)


def test_the_worker_runs_and_nothing_keeps_it_from_its_work(own_folder: Path) -> None:
    own_folder.mkdir(mode=0o700)
    assert "warning The worker is not running" in said(check_deploy.background)
    with only_process(own_folder / OF_THE_WORKER, note="process 1"):
        assert "lacking A worker is running, but says nothing" in said(check_deploy.background)
    assert not is_held(own_folder / OF_THE_WORKER)
    running = Status(own_folder / status.NAME)
    assert said(check_deploy.background) == "fine The worker is running"
    running.trouble("Reading uploads", "The server’s disk is full.")
    running.close()
    assert "lacking Reading uploads has stopped. The server’s disk" in said(check_deploy.background)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
@pytest.mark.parametrize(("most", "level"), [(1024, "warning"), (65536, "fine"), (-1, "fine")])
def test_so_many_connections_may_be_open(
    most: int, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _: (1024, most))
    assert levels(check_deploy.connections) == [level]


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


def test_the_mail_server(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert levels(check_deploy.mail) == ["warning"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_FROM, settings.EMAIL_HOST_PASSWORD = "", "secret"
    assert levels(check_deploy.mail) == ["lacking", "lacking", "lacking"]
    assert "cannot be used" in said(check_deploy.mail)
    assert "secret" not in said(check_deploy.mail)


def test_public_pages_need_somebody_to_ask(settings: LazySettings) -> None:
    assert levels(check_deploy.contact) == ["warning"]
    settings.CONTACT_EMAIL = "web@wexcombe.example"
    assert levels(check_deploy.contact) == ["fine"]
