"""Worker processes read reports, from any kind of program and whatever goes wrong."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import cusp
from cusp.outside import process
from cusp.reports import NoWorkers, batch, read_reports
from cusp.specimens import STORIES, write_specimen

_SCRIPT = """
import cusp, sys
for outcome in cusp.read_reports(["good.pdf", "good.pdf", "none.pdf"], jobs=2):
    print(outcome.report.last_paragraph if outcome.report else outcome.error)
"""


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    specimen, layout = STORIES["wexcombe-2024"]
    return write_specimen(specimen, tmp_path_factory.mktemp("batch") / "good.pdf", layout)


def _python(good: Path, *arguments: str, given: str = "", **environment: str) -> list[str]:
    """The lines printed by a separate Python, which must not print to standard error."""
    path = os.pathsep.join([str(Path(cusp.__file__).parent.parent), environment.pop("FIRST", "")])
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=good.parent,
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment, "PYTHONPATH": path},
        check=False,
    )
    assert done.stderr == ""
    return sorted(done.stdout.split("\n"))


@pytest.fixture(scope="session")
def expected(good: Path) -> list[str]:
    last = cusp.read_report(good).last_paragraph
    return sorted(["", "no such file", str(last), str(last)])


def test_a_script_needs_no_guard(good: Path, expected: list[str]) -> None:
    script = good.parent / "script.py"
    script.write_text(_SCRIPT, "utf-8")
    assert _python(good, str(script)) == expected


def test_a_script_may_come_from_standard_input(good: Path, expected: list[str]) -> None:
    assert _python(good, "-", given=_SCRIPT) == expected


def test_what_a_worker_prints_is_no_answer(good: Path, expected: list[str], tmp_path: Path) -> None:
    """Print before it is ready and while it reads, from Python and by file descriptor."""
    noise = (
        "import os, sys, threading, time\n"
        "def noise():\n"
        "    while True:\n"
        "        os.write(1, b'noise' * 9)\n"
        "        time.sleep(0.002)\n"
        "if sys.argv[0] == '-c':\n"
        "    print('noise', flush=True)\n"
        "    threading.Thread(target=noise, daemon=True).start()\n"
    )
    (tmp_path / "sitecustomize.py").write_text(noise, "utf-8")
    assert _python(good, "-", given=_SCRIPT, FIRST=str(tmp_path)) == expected


def _kill_after_giving(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Kill the first workers given a file, as the system does when memory runs out."""
    give = batch._Worker.give
    killed: list[batch._File] = []

    def give_and_kill(worker: batch._Worker, file: batch._File) -> None:
        if len(killed) < times:
            killed.append(file)
            os.kill(worker.number or 0, getattr(signal, "SIGKILL", signal.SIGTERM))
            worker.process.wait(10)
        give(worker, file)

    monkeypatch.setattr(batch._Worker, "give", give_and_kill)


def test_a_file_whose_reader_is_killed_is_tried_once_more(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _kill_after_giving(monkeypatch, 1)
    (outcome,) = read_reports([good], jobs=1)
    assert outcome.report is not None


def test_a_file_that_ends_two_readers_is_named_and_the_next_is_read(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _kill_after_giving(monkeypatch, 3)  # each of the two files once, then the first again
    errors = [outcome.error for outcome in read_reports([good, good], jobs=1)]
    assert errors == ["the process reading it crashed twice", None]


def test_where_no_worker_starts_it_is_said_once(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "START", "raise SystemExit('out of luck')")
    with pytest.raises(NoWorkers, match="no worker process can be started: out of luck"):
        list(read_reports([good] * 9, jobs=4))


def test_where_there_is_no_python_it_is_said_once(
    good: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("multiprocessing.spawn.get_executable", lambda: tmp_path / "none")
    with pytest.raises(NoWorkers, match="no worker process can be started"):
        list(read_reports([good] * 9))


def test_a_program_frozen_into_one_file_does_not_start_itself(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(NoWorkers, match="cannot tell which Python to run"):
        list(read_reports([good]))


def test_stopping_early_ends_the_workers(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[batch._Worker] = []
    start = batch._Worker.__init__

    def noted(worker: batch._Worker, *arguments: object) -> None:
        started.append(worker)
        start(worker, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(batch._Worker, "__init__", noted)
    outcomes = read_reports([good] * 9, jobs=2)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert started
    assert all(worker.process.poll() is not None for worker in started)
