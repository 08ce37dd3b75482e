"""Data folders from earlier versions: every page opens, and reports can be added."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cusp.specimens import write_all

FOLDER = Path(__file__).parent / "upgrades"
ROOT = Path(__file__).parents[2]
VERSIONS = sorted(FOLDER.glob("*.zip"))


def run(folder: Path, *arguments: str) -> str:
    """Runs a Python program on a data folder; returns what it printed."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {
        "CUSP_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "tests.web.upgrades.settings",
        "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
    }
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    return done.stdout or done.stderr


@pytest.mark.parametrize(
    "version",
    # The oldest, through every migration since, takes half a minute.
    [
        pytest.param(v, id=v.stem, marks=[pytest.mark.slow] if v != VERSIONS[-1] else [])
        for v in VERSIONS
    ],
)
def test_the_data_of_an_earlier_version_can_be_used(version: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(version) as archive:
        archive.extractall(tmp_path / "data")
    folder = tmp_path / "data"

    answers: dict[str, int] = json.loads(run(folder, "tests.web.upgrades.walk"))

    assert len(answers) > 40
    assert {a: s for a, s in answers.items() if s not in (200, 301, 302)} == {}
    (tmp_path / "pdfs").mkdir()
    write_all(tmp_path / "pdfs")
    said = run(folder, "cusp.cli", "add", str(tmp_path / "pdfs" / "wexcombe-2016.pdf"))
    assert "1 added" in said


def test_there_are_archives_of_three_versions() -> None:
    assert len(VERSIONS) >= 3
