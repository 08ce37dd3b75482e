"""The command line, run as a user would run it."""

import json
import shutil
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
import typer
from PIL import Image
from rich.console import Console

from cusp.specimens import STORIES, write_all, write_bad
from tests.commands import cusp, cusp_process


@pytest.fixture(scope="session")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stories")
    write_all(folder)
    return folder


def test_read_writes_records_and_one_summary(stories: Path, tmp_path: Path) -> None:
    out = tmp_path / "records.jsonl"
    done = cusp_process("read", stories, "--out", out, "--jobs", 2)
    assert done.returncode == 0
    assert f"{len(STORIES)} read, " in done.stderr
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [Path(r["source"]["file"]).stem for r in records] == sorted(STORIES, key="{}.pdf".format)
    assert [path.name for path in tmp_path.iterdir()] == ["records.jsonl"]


def test_read_prints_json_lines_without_out(stories: Path) -> None:
    done = cusp("read", stories / "wexcombe-2019.pdf")
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["schema"] == "cusp.report/1"


def test_read_names_what_it_cannot_read_and_reads_the_rest(stories: Path, tmp_path: Path) -> None:
    bad = write_bad(tmp_path / "bad")
    out = tmp_path / "records.csv"
    done = cusp("read", stories, tmp_path / "bad", tmp_path / "gone.pdf", "--out", out)
    assert done.returncode == 1
    assert f"{len(STORIES)} read, " in done.stderr
    assert f"{len(bad) + 1} not read" in done.stderr
    assert "no such file" in done.stderr
    assert len(out.read_text("utf-8-sig").splitlines()) == len(STORIES) + 1


def test_read_refuses_an_ending_it_does_not_know(stories: Path, tmp_path: Path) -> None:
    done = cusp("read", stories, "--out", tmp_path / "records.doc")
    assert done.returncode == 1
    assert "must end in" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupted_run_goes_on_where_it_stopped(stories: Path, tmp_path: Path) -> None:
    first, out = tmp_path / "first.jsonl", tmp_path / "records.jsonl"
    cusp("read", stories / "wexcombe-2019.pdf", "--out", first)
    # What a run leaves behind if it is stopped after its first file:
    from cusp.reports import Outcome, from_json
    from cusp.reports.journal import Journal

    journal = Journal(out)
    report = from_json(first.read_text("utf-8"))
    file = stories / "wexcombe-2019.pdf"
    journal.add(Outcome(str(file), 0.1, report), file)
    journal.close()
    done = cusp("read", stories, "--out", out)
    assert done.returncode == 0
    assert f"1 of {len(STORIES)} already read by an interrupted run" in done.stderr
    assert len(out.read_text("utf-8").splitlines()) == len(STORIES)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to a whole console")
def test_ctrl_c_keeps_what_was_read_and_the_same_command_goes_on(
    stories: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for i in range(100):
        shutil.copy(stories / "wexcombe-2016.pdf", folder / f"{i:02}.pdf")
    out = tmp_path / "records.jsonl"
    command = [sys.executable, "-m", "cusp.cli", "read", str(folder), "--out", str(out), "-j", "1"]
    # A shell that starts tests in the background tells them, and what they start, to ignore Ctrl+C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # With less priority than this test, so that it is not done before the test looks.
    run = subprocess.Popen(
        ["nice", "-n", "15", *command], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    partial = tmp_path / "records.jsonl.partial"
    while run.poll() is None and not (partial.exists() and partial.stat().st_size):
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    _, message = run.communicate(timeout=30)
    assert run.returncode == 130
    assert "Run the same command to carry on from here" in message
    assert not out.exists()
    done = cusp("read", folder, "--out", out)
    assert done.returncode == 0
    assert "already read by an interrupted run" in done.stderr
    assert len(out.read_text("utf-8").splitlines()) == 100


def test_show_prints_judgements_areas_for_improvement_and_pages(stories: Path) -> None:
    done = cusp("show", stories / "wexcombe-2019.pdf")
    assert done.returncode == 0
    assert "inspected 10 June 2019 to 21 June 2019" in done.stdout
    assert "Areas for improvement: 4" in done.stdout
    assert "p. 1" in done.stdout
    assert "does not match a known authority" in done.stdout


def test_show_says_that_no_overall_grade_is_given(stories: Path) -> None:
    assert "not given by this framework" in cusp("show", stories / "wexcombe-2026.pdf").stdout


def test_show_draws_a_page_with_the_words_marked(stories: Path, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    report = stories / "wexcombe-2019.pdf"
    done = cusp("show", "--page-image", 1, "--cite", "improvements.1", report, picture)
    assert done.returncode == 0
    assert Image.open(picture).size == (1191, 1684)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--cite", "improvements.99", "OUT.png"], "is not in this report"),
        (["--page-image", "99", "OUT.png"], "pages 1 to"),
        (["--cite", "improvements.1"], "enter a file for the image"),
        (["--cite", "improvements.1", "OUT.nothing"], "ends in .png"),
    ],
)
def test_show_says_what_is_wrong(
    stories: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    given = [str(tmp_path / a) if a.startswith("OUT") else a for a in arguments]
    options, pictures = [a for a in given if "OUT" not in a], [a for a in given if "OUT" in a]
    done = cusp("show", *options, stories / "wexcombe-2019.pdf", *pictures)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_show_refuses_what_is_no_report(tmp_path: Path) -> None:
    bad = write_bad(tmp_path)
    done = cusp("show", bad["web-page"])
    assert done.returncode == 1
    assert "web page" in done.stderr


@pytest.mark.parametrize("times", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_demo_builds_its_story_and_can_be_started_again(tmp_path: Path, times: int) -> None:
    for _ in range(times):
        done = cusp_process("demo", "--folder", tmp_path / "demo", "--no-serve")
        assert done.returncode == 0
        assert f"{len(STORIES)} reports in the demo's record" in done.stdout
        assert "sign in as officer@wexcombe.example" in done.stdout
        assert "The demo's council, Wexcombe, is made up" in done.stdout
    assert (tmp_path / "demo" / "cusp.sqlite3").exists()


@pytest.mark.corpus
def test_the_story_of_southend_in_the_terminal(corpus: Path) -> None:
    for file, count in (("2016-07-07", 12), ("2019-08-27", 4)):
        done = cusp("show", corpus / "southend-on-sea" / f"{file}.pdf")
        assert f"Areas for improvement: {count}" in done.stdout
        assert "Southend-on-Sea (E06000033)" in done.stdout


def test_train_says_what_the_data_folder_must_hold(tmp_path: Path) -> None:
    done = cusp("train", tmp_path)
    assert done.returncode == 1
    assert "corpus/" in done.stderr
    assert "labels/findings.jsonl" in done.stderr


@pytest.mark.parametrize(
    ("missing", "message"), [("packages", "cusp[train]"), ("list", "Train from the source code")]
)
def test_train_says_what_an_installed_cusp_lacks(
    missing: str,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = import_module("cusp.cli.train")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "findings.jsonl").touch()
    if missing == "packages":
        monkeypatch.setattr(command, "find_spec", lambda _: None)
    else:
        gone = tmp_path / "read_sentences.csv"
        monkeypatch.setattr("cusp.findings.training.labels.READ_SENTENCES", gone)
    monkeypatch.setattr(command, "_err", Console(stderr=True, soft_wrap=True))
    with pytest.raises(typer.Exit) as ended:
        command.train(tmp_path, only=command.Which.FINDINGS)
    assert ended.value.exit_code == 1
    assert message in capsys.readouterr().err
