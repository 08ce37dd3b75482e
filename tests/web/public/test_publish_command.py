"""``cusp publish``: the whole country in several processes, checked, and refusals."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cusp.specimens import STORIES, write_specimen
from tests.web.browser.site import Ready


def cusp(environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "cusp.cli", *arguments], env=environment, capture_output=True,
        text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_the_whole_country_is_published_and_has_no_faults(ready: Ready, tmp_path: Path) -> None:
    specimen, layout = STORIES["wexcombe-2024"]
    write_specimen(specimen, tmp_path / "report.pdf", layout)
    root = str(tmp_path / "copy")
    with ready.copied(tmp_path / "data") as environment:
        assert cusp(environment, "add", str(tmp_path / "report.pdf"))[0] == 0
        status, said = cusp(environment, "publish", root, "--jobs", "2")
        assert status == 0, said
        assert "written, 0 removed" in said
        assert (0, f"No faults found in {root}.\n") == cusp(environment, "publish", root, "--check")
        status, said = cusp(environment, "publish", root)
        assert (status, said.split(".")[0]) == (0, "Nothing has changed")
    assert (tmp_path / "copy/authorities/southend-on-sea/index.html").exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--address", "example.org"), "is not an address for a site"),
        (("--check",), "is not a site that Cusp made"),
    ],
)
def test_a_wrong_choice_is_explained(arguments: tuple[str, ...], why: str, tmp_path: Path) -> None:
    environment = {**os.environ, "CUSP_DATA": str(tmp_path / "data"), "COLUMNS": "200"}
    status, said = cusp(environment, "publish", str(tmp_path / "copy"), *arguments)
    assert status == 1
    assert why in said
