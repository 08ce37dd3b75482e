"""``cusp add`` and ``cusp reread``: what they print, and what happens when they are interrupted.

Tests that need separate processes also have a separate database.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cusp.cli import app
from cusp.specimens import STORIES, write_all, write_bad, write_specimen
from cusp.web.record.intake import councils
from cusp.web.record.models import Document, Inspection, Passage
from tests.web.browser.site import Ready

pytestmark = pytest.mark.database

Here = Callable[..., tuple[int, str]]
COUNT = (
    "import django; django.setup(); from cusp.web.record.models import *; "
    "print(Document.objects.count(), Inspection.objects.exclude(document=None).count(), "
    "Passage.objects.count())"
)


@pytest.fixture
def environment(ready: Ready, tmp_path: Path) -> Iterator[dict[str, str]]:
    with ready.copied(tmp_path / "data") as environment:
        yield environment


@pytest.fixture
def here(db: None, monkeypatch: pytest.MonkeyPatch) -> Here:
    """Runs a command in this process, on the test's record with Wexcombe in it."""
    monkeypatch.setattr(import_module("cusp.cli.add"), "prepare", lambda: None)
    councils.register("Wexcombe", by=None)

    def running(name: str, *arguments: object) -> tuple[int, str]:
        command = [name, "--jobs", "1", *map(str, arguments)]
        done = CliRunner().invoke(app, command, catch_exceptions=False)
        return done.exit_code, done.output

    return running


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_all(tmp_path_factory.mktemp("specimens"))


def start(environment: dict[str, str], *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "cusp.cli", *map(str, arguments)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        encoding="utf-8",
    )  # fmt: skip


def run(environment: dict[str, str], *arguments: object) -> tuple[int, str]:
    process = start(environment, *arguments)
    said, _ = process.communicate(timeout=120)
    return process.returncode, said


def counts_here() -> tuple[int, int, int]:
    """The number of documents, inspections with one, and passages."""
    with_report = Inspection.objects.exclude(document=None)
    return Document.objects.count(), with_report.count(), Passage.objects.count()


def counts(environment: dict[str, str]) -> tuple[int, int, int]:
    """The same for a separate database."""
    said = subprocess.run(
        [sys.executable, "-c", COUNT], env=environment, capture_output=True, text=True, check=True
    )
    documents, inspections, passages = map(int, said.stdout.split())
    return documents, inspections, passages


def test_reports_are_added_once_and_what_is_none_is_named(
    here: Here, files: list[Path], tmp_path: Path
) -> None:
    bad = list(write_bad(tmp_path / "bad"))[:2]
    status, said = here("add", *files, *bad, tmp_path / "missing.pdf")
    assert status == 1
    assert f"{len(files)} added, 0 already there, 3 not added" in said
    assert "missing.pdf" in said
    before = counts_here()
    status, said = here("add", *files)
    assert (status, counts_here()) == (0, before)
    assert f"0 added, {len(files)} already there, 0 not added" in said


@pytest.mark.slow
def test_two_who_add_the_same_files_at_once_add_them_once(
    environment: dict[str, str], files: list[Path]
) -> None:
    run(environment, "add", files[0])  # so that both have a database ready
    both = [start(environment, "add", *files) for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    documents, inspections, _ = counts(environment)
    assert (documents, inspections) == (len(files), len(files))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_an_add_that_was_killed_leaves_whole_reports_only_and_is_gone_on_with(
    environment: dict[str, str], files: list[Path], tmp_path: Path
) -> None:
    process = start(environment, "add", "--jobs", "1", *files)
    stored = tmp_path / "data" / "reports"
    until = time.monotonic() + 60
    while time.monotonic() < until and not list(stored.rglob("*.pdf")):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    documents, inspections, _ = counts(environment)
    assert documents == inspections
    status, said = run(environment, "add", *files)
    assert status == 0, said
    assert counts(environment)[0] == len(files)


def test_reading_again_changes_nothing_when_the_reader_is_the_same(
    here: Here, files: list[Path]
) -> None:
    here("add", *files)
    before = counts_here()
    status, said = here("reread")
    assert status == 0
    assert f"{len(files)} read again, 0 changed, 0 left unchanged" in said
    assert counts_here() == before


def test_reading_again_names_a_file_that_is_gone_and_leaves_its_record(
    here: Here, files: list[Path], own_folder: Path
) -> None:
    here("add", files[0])
    before = counts_here()
    for kept in (own_folder / "reports").rglob("*.pdf"):
        kept.unlink()
    status, said = here("reread")
    assert (status, counts_here()) == (1, before)
    assert "left unchanged" in said


def test_a_report_whose_council_is_not_recognised_waits(here: Here, tmp_path: Path) -> None:
    specimen, layout = STORIES["wexcombe-2024"]
    path = tmp_path / "borsetshire.pdf"
    write_specimen(replace(specimen, council="Borsetshire"), path, layout)
    status, said = here("add", path)
    assert status == 0
    assert "“Borsetshire” is not recognised" in said
    assert "1 waiting: choose the council at /reports/waiting/" in said
    assert counts_here()[0] == 0
    status, said = here("add", "--as", "Nowhere", path)
    assert (status, said.strip()) == (1, "There is no council called “Nowhere”.")
    status, said = here("add", "--as", "Newcastle upon Tyne", path)
    assert status == 0, said
    assert "1 added" in said
    assert counts_here()[0] == 1


def test_a_database_that_cannot_be_reached_is_one_sentence(
    environment: dict[str, str], files: list[Path]
) -> None:
    away = environment | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    status, said = run(away, "add", files[0])
    assert status == 1
    assert said.count("\n") == 1
    assert "DATABASE_URL" in said
    assert "Traceback" not in said
