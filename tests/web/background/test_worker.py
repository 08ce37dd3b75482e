"""The worker's loop: order of work, temporary problems, and the status it reports."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.db import OperationalError

from cusp.web.background import status as status_file
from cusp.web.background import worker
from cusp.web.background.status import SIZE, Status, read
from cusp.web.background.supervisor import Supervisor, turn_over
from cusp.web.background.worker import Worker, reason_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "worker.status"


@pytest.fixture
def status(file: Path) -> Iterator[Status]:
    status = Status(file)
    yield status
    status.close()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SHORTEST_REST", 0.01)
    monkeypatch.setattr(worker, "LONGEST_REST", 0.02)


class Pieces:
    """A kind of work with a number of pieces, some of which fail at first."""

    def __init__(self, name: str, log: list[str], pieces: int, *failures: Exception) -> None:
        self.name, self.log, self.left, self.failures = name, log, pieces, list(failures)

    def __call__(self, _status: Status) -> bool:
        if self.failures:
            raise self.failures.pop(0)
        if not self.left:
            return False
        self.left -= 1
        self.log.append(self.name)
        return True


@pytest.mark.django_db(transaction=True)
def test_the_first_kind_of_work_goes_first(status: Status) -> None:
    log: list[str] = []
    loop = Worker({"a": Pieces("a", log, 2), "b": Pieces("b", log, 1)}, status)

    assert [loop.run_once() for _ in range(4)] == [True, True, True, False]
    assert log == ["a", "a", "b"]


@pytest.mark.django_db(transaction=True)
def test_work_that_fails_is_tried_again_while_other_work_goes_on(
    status: Status, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log: list[str] = []
    locked = OperationalError("database is locked")
    loop = Worker({"a": Pieces("a", log, 1, locked, locked), "b": Pieces("b", log, 1)}, status)

    assert loop.run_once()
    assert log == ["b"]
    assert "locked by another program" in read(file).troubles["a"]
    until = time.monotonic() + 5
    while "a" not in log and time.monotonic() < until:
        loop.run_once()
    assert log == ["b", "a"]
    assert read(file).troubles == {}
    said = [record.getMessage() for record in caplog.records]
    assert len([text for text in said if "locked by another" in text]) == 2, (
        "when it failed and when it went on"
    )


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disk is full"),
        (OperationalError("could not extend file: No space left on device"), "disk is full"),
        (OperationalError("database or disk is full"), "disk is full"),
        (OperationalError("database is locked"), "locked by another program"),
        (OperationalError("a statement ended due to lock timeout"), "locked by another program"),
        (OperationalError("connection refused"), "cannot be reached"),
        (PermissionError(errno.EACCES, "Permission denied"), "Permission denied"),
        (ValueError("secret contents"), "unexpected error occurred (ValueError)"),
    ],
)
def test_each_trouble_has_a_sentence_and_tells_no_contents(error: Exception, words: str) -> None:
    assert words in reason_of(error)
    assert "secret" not in reason_of(error)


def test_a_status_says_what_is_done_and_that_its_process_lives(status: Status, file: Path) -> None:
    status.doing("Reading report.pdf, 3 of 40")

    assert read(file).running
    assert read(file).doing == "Reading report.pdf, 3 of 40"
    status.close()
    assert not read(file).running


def test_a_status_never_grows_and_a_broken_one_is_no_fault(status: Status, file: Path) -> None:
    for number in range(100):
        status.trouble(f"kind {number}", "ü" * 1000)
    assert file.stat().st_size == SIZE
    file.write_bytes(b"{half")
    assert not read(file).running
    assert not read(file.with_name("none")).running


def test_another_process_with_the_same_number_does_not_pass_for_the_worker(file: Path) -> None:
    Status(file).close()
    said = json.loads(file.read_bytes())
    file.write_text(json.dumps(said | {"pid": os.getpid(), "started": said["started"] - 3600}))

    assert not read(file).running


def test_a_clock_that_is_set_back_does_not_make_a_worker_pass_for_dead(
    status: Status, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status.doing("Reading report.pdf")
    created, booted = psutil.Process.create_time, psutil.boot_time
    monkeypatch.setattr(psutil.Process, "create_time", lambda process: created(process) - 3600)
    monkeypatch.setattr(psutil, "boot_time", lambda: booted() - 3600)

    assert read(file).running


def test_the_heart_beats_while_a_piece_of_work_takes_long(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status_file, "BEAT_SECONDS", 0.01)
    status = Status(file)
    before = json.loads(file.read_bytes())["beat"]
    time.sleep(0.5)
    status.close()

    assert json.loads(file.read_bytes())["beat"] > before + 3


def test_a_process_that_ends_is_started_again_and_none_is_left(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    script = f"import os, time; open({str(pids)!r}, 'a').write(f'{{os.getpid()}} '); time.sleep(60)"
    supervisor = Supervisor([sys.executable, "-c", script], tmp_path / "log")
    supervisor.start()

    first = _nth(pids, 1)
    psutil.Process(first).kill()
    second = _nth(pids, 2)
    supervisor.stop()

    assert first != second
    assert not psutil.pid_exists(second)


def test_a_log_is_turned_over_when_it_is_large(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    log.write_bytes(b"x" * 5_000_001)

    turn_over(log)

    assert not log.exists()
    assert (tmp_path / "worker.log.1").exists()


def test_a_child_ends_soon_after_its_parent_was_killed(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    child = (
        "import os, time; from cusp.web.background.lifeline import end_with; "
        f"end_with(os.getppid()); open({str(pids)!r}, 'w').write(str(os.getpid()) + ' '); "
        "time.sleep(60)"
    )
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    process = subprocess.Popen([sys.executable, "-c", parent])
    pid = _nth(pids, 1)
    process.kill()
    process.wait()

    assert _has_ended(pid, within=10)


def test_a_child_ends_even_if_its_parent_was_killed_before_it_looked(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    (tmp_path / "child.py").write_text(
        "import os, time\n"
        "def run(pids):\n"
        "    open(pids, 'w').write(f'{os.getpid()} ')\n"
        "    time.sleep(1)\n"
        "    from cusp.web.background.lifeline import end_with_parent\n"
        "    end_with_parent()\n"
        "    time.sleep(60)\n"
    )
    parent = (
        "import multiprocessing, os, sys, time; import child\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method('spawn')\n"
        "    multiprocessing.Process(target=child.run, args=(sys.argv[1],)).start()\n"
        "    time.sleep(60)\n"
    )
    (tmp_path / "parent.py").write_text(parent)
    process = subprocess.Popen([sys.executable, str(tmp_path / "parent.py"), str(pids)])
    pid = _nth(pids, 1)
    process.kill()
    process.wait()

    assert _has_ended(pid, within=10)


def _has_ended(pid: int, within: float) -> bool:
    until = time.monotonic() + within
    while psutil.pid_exists(pid) and time.monotonic() < until:
        time.sleep(0.1)
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def _nth(file: Path, number: int) -> int:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = file.read_text("utf-8").split(" ")[:-1] if file.exists() else []
        if len(found) >= number:
            return int(found[number - 1])
        time.sleep(0.05)
    raise AssertionError("the process did not start")
