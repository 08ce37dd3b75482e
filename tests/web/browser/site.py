"""A separate Cusp for browser tests: data folder, database, people and the server itself."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from tests.web.password import PASSWORD

OFFICER = "officer@wexcombe.example"
MEMBER = "member@wexcombe.example"
ADMINISTRATOR = "administrator@wexcombe.example"
HEAD = "head@wexcombe.example"
CHAIR = "chair@wexcombe.example"
PEOPLE = {
    OFFICER: "officer",
    MEMBER: "member",
    ADMINISTRATOR: "administrator",
    HEAD: "practice",
    CHAIR: "practice",
}
STARTING = 40.0
MAKE_READY = """
import sys
from cusp.cli._project import prepare
prepare(register=["Wexcombe"])
from cusp.web.accounts import people
from cusp.web.accounts.roles import Role
*given, password = sys.argv[1:]
half = len(given) // 2
for email, role in zip(given[:half], given[half:], strict=True):
    title = email.partition("@")[0]
    name = f"{title.capitalize()} of Wexcombe"
    people.add(email=email, name=name, roles=[Role(role)], by=None, password=password)
"""


MAKE_PAGES = """
from cusp.cli._project import set_up
set_up()
from cusp.web.record.background_work import prepare_pages
prepare_pages()
"""


@dataclass
class Site:
    """A running server: its address, and the environment that its commands need."""

    address: str
    environment: dict[str, str] = field(repr=False)

    def cusp(self, *arguments: str, typed: str = "") -> str:
        """Run a Cusp command on this site; returns everything it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "cusp.cli", *arguments],
            env=self.environment, input=typed, capture_output=True, text=True, check=False,
            encoding="utf-8",
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert done.returncode == 0, said
        return said

    def wait_for_pages(self) -> None:
        """Until what pages show of added reports is there; the worker may be at it too."""
        done = subprocess.run(
            [sys.executable, "-c", MAKE_PAGES], env=self.environment, capture_output=True,
            text=True, check=False, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


@dataclass(frozen=True)
class Ready:
    """A Cusp with Wexcombe and people who may sign in; tests use copies of it."""

    folder: Path
    database: str = ""  # its address on PostgreSQL; else a file in the folder

    @contextlib.contextmanager
    def copied(self, folder: Path) -> Iterator[dict[str, str]]:
        """A copy in a new folder; returns the environment that its commands need."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        with own_database(self.database) as address:
            yield environment_of(folder, address)


@contextlib.contextmanager
def made_ready(folder: Path) -> Iterator[Ready]:
    """Makes one for a test run, in one process instead of with a command for each person."""
    with own_database() as address:
        done = subprocess.run(
            [sys.executable, "-c", MAKE_READY, *PEOPLE, *PEOPLE.values(), PASSWORD],
            env=environment_of(folder, address),
            capture_output=True, text=True, check=False, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        yield Ready(folder, address)


def environment_of(folder: Path, database: str) -> dict[str, str]:
    """The environment for commands on a separate Cusp."""
    return {
        **os.environ,
        "CUSP_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "cusp.web.settings",
        "PYTHONUTF8": "1",
        "COLUMNS": "200",
        "CUSP_MFA_FOR": "none",
        **({"DATABASE_URL": database} if database else {}),
    }


@contextlib.contextmanager
def running(ready: Ready, folder: Path) -> Iterator[Site]:
    """A site with only the data supplied with Cusp, and people who may sign in."""
    port = free_port()
    with ready.copied(folder) as environment:
        environment["CUSP_HOSTS"] = "127.0.0.1"
        site = Site(f"http://127.0.0.1:{port}", environment)
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
def own_database(like: str = "") -> Iterator[str]:
    """The address of a new database on the test server, empty or copied from another.

    None if there is no such server: then it is the SQLite file in the data folder.
    """
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield ""
        return
    import psycopg

    name = f"cusp_own_{uuid4().hex[:12]}"
    before, _, options = address.partition("?")
    template = f' TEMPLATE "{urlsplit(like).path.lstrip("/")}"' if like else ""
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"{template}'.encode())
    yield f"{before.rpartition('/')[0]}/{name}?{options}".rstrip("?")
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number: int = one.getsockname()[1]
        return number


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Waits until the server answers; if it does not, fails with its output."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.1)
    raise AssertionError(f"the server did not start: {log.read_text('utf-8', 'replace')[-3000:]}")
