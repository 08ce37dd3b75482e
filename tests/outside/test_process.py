"""A process that opens files is held to its limits and ends with whoever started it."""

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from cusp.outside.process import GivenUp, Limits, NotNow, NoWorkers, once
from cusp.outside.slots import one_of
from tests.outside import tasks

HERE = "tests.outside.tasks"
LIMITS = Limits(seconds=20, megabytes=500)


def test_a_task_is_done_once_and_its_process_is_gone() -> None:
    assert once(f"{HERE}:echo", b"\0order" * 100_000, LIMITS, within=60) == b"\0order" * 100_000
    assert not [p for p in psutil.Process().children() if "outside.child" in str(p.cmdline())]


def test_work_beyond_the_limit_is_given_up() -> None:
    with pytest.raises(GivenUp, match=r"took longer than 0\.3 seconds"):
        once(f"{HERE}:work_on", b"30", Limits(seconds=0.3), within=60)


def test_memory_beyond_the_limit_is_given_up() -> None:
    with pytest.raises(GivenUp, match="took more than 100 MB of memory"):
        once(f"{HERE}:fill", b"300", Limits(megabytes=100), within=60)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems hold no process to its memory")
def test_memory_that_is_asked_for_at_once_is_never_given() -> None:
    with pytest.raises(GivenUp, match="crashed the process"):
        once(f"{HERE}:fill", b"100000", Limits(megabytes=100), within=60)


def test_a_process_that_ends_twice_is_given_up() -> None:
    with pytest.raises(GivenUp, match="crashed the process twice"):
        once(f"{HERE}:end", b"", LIMITS, within=60)


def test_waiting_is_no_fault_of_the_file() -> None:
    began = time.monotonic()
    with pytest.raises(NotNow):
        once(f"{HERE}:sleep", b"60", Limits(seconds=0.5), within=1.5)
    assert time.monotonic() - began < 5


def test_where_no_process_starts_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cusp.outside.process.START", "raise SystemExit('out of luck')")
    with pytest.raises(NoWorkers, match="no worker process can be started: out of luck"):
        once(f"{HERE}:echo", b"", LIMITS, within=60)


def test_it_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    """Even where a library keeps Python from running in it."""
    note = tmp_path / "number"
    call = (
        "import sys; from cusp.outside.process import *; "
        f"once('{tasks.__name__}:keep_python_busy', sys.argv[1].encode(), Limits(), within=60)"
    )
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {call}", str(note)]
    parent = subprocess.Popen(command)
    until = time.monotonic() + 60
    while not (note.exists() and note.read_text()) and time.monotonic() < until:
        time.sleep(0.05)
    child = psutil.Process(int(note.read_text()))
    parent.kill()
    parent.wait()
    until = time.monotonic() + 5
    while runs(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not runs(child)


def runs(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.status() != psutil.STATUS_ZOMBIE
    return False


def test_so_many_at_a_time_and_no_more(tmp_path: Path) -> None:
    with one_of(2, tmp_path, wait=0), one_of(2, tmp_path, wait=0):
        began = time.monotonic()
        with pytest.raises(NotNow), one_of(2, tmp_path, wait=0.2):
            pass
        assert 0.2 <= time.monotonic() - began < 2
    with one_of(2, tmp_path, wait=0):
        pass


def test_a_slot_comes_back_from_a_process_that_was_killed(tmp_path: Path) -> None:
    hold = (
        "import sys, time; from pathlib import Path; from cusp.outside.slots import one_of\n"
        "with one_of(1, Path(sys.argv[1]), wait=0):\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {hold}"]
    other = subprocess.Popen([*command, str(tmp_path)], stdout=subprocess.PIPE)
    assert other.stdout
    with other.stdout:
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(NotNow), one_of(1, tmp_path, wait=0):
            pass
        other.kill()
        other.wait()
    with one_of(1, tmp_path, wait=1):
        pass
