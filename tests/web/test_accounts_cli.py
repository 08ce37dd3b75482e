"""``cusp person`` and ``cusp web``."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from cusp.cli import app
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.assets import BUILT
from tests.web.browser.site import Ready

WORDS = "three unrelated words"


def add(*more: str, said: str = WORDS + "\n", email: str = "Ann@wexcombe.example") -> Result:
    return CliRunner().invoke(
        app, ["person", "add", email, "--name", "Ann Admin", *more], input=said
    )


@pytest.fixture(autouse=True)
def own_ground(db: None, monkeypatch: pytest.MonkeyPatch, own_folder: Path) -> None:
    monkeypatch.setenv("CUSP_DATA", str(own_folder))
    monkeypatch.setattr(import_module("cusp.cli.person"), "prepare", lambda: None)


def test_the_first_administrator_is_made(own_folder: Path) -> None:
    done = add("--role", "administrator", "--role", "officer", "--password-stdin")
    assert done.exit_code == 0, done.output
    assert "needs a second factor" in done.output
    user = User.objects.get(email="ann@wexcombe.example")
    assert user.roles == {Role.ADMINISTRATOR, Role.OFFICER}
    assert user.check_password(WORDS)
    event = Event.objects.get(action="person added")
    assert (event.who_then, event.about) == ("command line", "ann@wexcombe.example")
    assert WORDS not in done.output
    listed = CliRunner().invoke(app, ["person", "list"]).output
    assert "ann@wexcombe.example" in listed
    assert "administrator" in listed


def test_the_password_is_asked_for_twice() -> None:
    done = add("--role", "officer", said=f"{WORDS}\nsomething else\n{WORDS}\n{WORDS}\n")
    assert done.exit_code == 0
    assert User.objects.get().check_password(WORDS)
    assert WORDS not in done.output


@pytest.mark.parametrize(
    ("more", "said", "email", "told"),
    [
        (["--role", "boss"], WORDS, "a@wexcombe.example", "Roles are: officer"),
        (["--role", "officer"], "short", "a@wexcombe.example", "at least 12"),
        (["--role", "officer"], WORDS, "not an address", "not an email address"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    more: list[str], said: str, email: str, told: str
) -> None:
    done = add(*more, "--password-stdin", said=said + "\n", email=email)
    assert done.exit_code == 1
    assert told in done.output
    assert not User.objects.exists()


def test_an_address_has_one_account() -> None:
    add("--password-stdin")
    again = add("--password-stdin", email="ANN@wexcombe.example")
    assert again.exit_code == 1
    assert "already" in again.output


def test_without_anybody_the_list_says_what_to_do() -> None:
    assert "cusp person add" in CliRunner().invoke(app, ["person", "list"]).output


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number: int = one.getsockname()[1]
    return number


def run_web(folder: Path, *more: str, **environment: str) -> subprocess.Popen[str]:
    known = {k: v for k, v in os.environ.items() if not k.startswith(("CUSP_", "DJANGO_"))}
    return subprocess.Popen(
        [sys.executable, "-m", "cusp.cli", "web", *more],
        env={**known, "CUSP_DATA": str(folder), **environment},
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.skipif(not (BUILT / "cusp.css").exists(), reason="the style sheet is not built")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_the_server_starts_answers_and_stops_at_ctrl_c(ready: Ready, tmp_path: Path) -> None:
    # On an empty folder: tests/test_wheel.py.
    shutil.copytree(ready.folder, tmp_path / "data")
    port = free_port()
    server = run_web(tmp_path / "data", "--port", str(port), "--workers", "1")
    try:
        page = None
        for _ in range(120):
            try:
                page = httpx.get(f"http://127.0.0.1:{port}/account/login/")
                break
            except httpx.TransportError:
                assert server.poll() is None, server.communicate()
                time.sleep(0.5)
        assert page is not None
        assert page.status_code == 200
        style = page.text.split('rel="stylesheet" href="')[1].split('"')[0]
        assert httpx.get(f"http://127.0.0.1:{port}{style}").status_code == 200
        second = run_web(tmp_path / "data", "--port", str(port))
        assert "is in use" in second.communicate(timeout=60)[1]
        assert second.returncode == 1
    finally:
        server.send_signal(signal.SIGINT)
        _, told = server.communicate(timeout=60)
    assert server.returncode == 0
    assert f"Cusp is at http://localhost:{port}/" in told
    assert "Traceback" not in told


@pytest.mark.skipif(not (BUILT / "cusp.css").exists(), reason="the style sheet is not built")
def test_a_database_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    address = f"postgres://cusp:secret@127.0.0.1:{free_port()}/cusp"
    server = run_web(tmp_path, "--port", str(free_port()), DATABASE_URL=address)
    _, told = server.communicate(timeout=60)
    assert server.returncode == 1
    assert "The database cannot be used" in told
    assert "Traceback" not in told
    assert "secret" not in told


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    server = run_web(tmp_path / "file" / "data", "--port", str(free_port()))
    _, told = server.communicate(timeout=60)
    assert server.returncode == 1
    assert "cannot write to its data folder" in told
