"""A Cusp of its own for browser tests: data folder, database, people, and the server itself."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from tests.web.password import PASSWORD

OFFICER = "officer@wexcombe.example"
MEMBER = "member@wexcombe.example"
ADMINISTRATOR = "administrator@wexcombe.example"
PEOPLE = {OFFICER: "officer", MEMBER: "member", ADMINISTRATOR: "administrator"}
STARTING = 40.0


@dataclass
class Site:
    """A server that runs: its address, and the environment that its commands need."""

    address: str
    environment: dict[str, str] = field(repr=False)

    def cusp(self, *arguments: str, typed: str = "") -> str:
        """Run a command of Cusp on this site; gives all that it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "cusp.cli", *arguments],
            env=self.environment, input=typed, capture_output=True, text=True, check=False,
            encoding="utf-8",
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert done.returncode == 0, said
        return said


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Site]:
    """A site with nothing in it but what Cusp brings, and people who may sign in."""
    port = free_port()
    with own_database() as database:
        environment = {
            **os.environ,
            "CUSP_DATA": str(folder),
            "CUSP_HOSTS": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "cusp.web.settings",
            "PYTHONUTF8": "1",
            **database,
        }
        site = Site(f"http://127.0.0.1:{port}", environment)
        site.cusp("council", "add", "Wexcombe")
        for email, role in PEOPLE.items():
            name = f"{role.capitalize()} of Wexcombe"
            options = ("--name", name, "--role", role, "--password-stdin")
            site.cusp("person", "add", email, *options, typed=PASSWORD)
        log = folder / "server.log"
        with log.open("wb") as out:
            server = subprocess.Popen(
                [sys.executable, "-m", "cusp.cli", "web", "--port", str(port), "--workers", "2"],
                env=environment, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        try:
            wait_for(site.address, server, log)
            yield site
        finally:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(10)
            server.kill()


@contextlib.contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """A fresh database on the server of the tests, or the SQLite file of the data folder."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield {}
        return
    import psycopg

    name = f"cusp_browser_{uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"'.encode())
    before, _, options = address.partition("?")
    yield {"DATABASE_URL": f"{before.rpartition('/')[0]}/{name}?{options}".rstrip("?")}
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number: int = one.getsockname()[1]
        return number


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers; fails with what it said where it does not."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.1)
    raise AssertionError(f"the server did not start: {log.read_text('utf-8', 'replace')[-3000:]}")
