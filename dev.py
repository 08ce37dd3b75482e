#!/usr/bin/env python3
"""Set Cusp up and run its chores, with nothing but Python 3.11 to 3.14: python3 dev.py help."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

if not (3, 11) <= sys.version_info < (3, 15):  # says so in one line instead of a traceback
    sys.exit("Cusp needs Python 3.11 to 3.14; this is Python " + sys.version.split()[0] + ".")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "cusp-installed"
RUN_LOCK = "requirements/run.lock"
DEV_LOCK = "requirements/dev.lock"

HELP = """\
python3 dev.py demo           start Cusp with a story to click through
python3 dev.py test [ARGS]    run the tests; ARGS go to pytest, such as -k cites
python3 dev.py test --all     slow tests too, all of the web on both databases, long property tests
python3 dev.py bench [ARGS]   measure speed and memory
python3 dev.py check          style, types and the import contract, changing nothing
python3 dev.py fix            mend what style can mend by itself
python3 dev.py lock           work the lock files out anew (needs uv)

All but lock set up .venv first, and again whenever a lock file changes. On Windows: py dev.py
"""


def main(arguments: list[str]) -> int:
    """Run one chore and give its exit status."""
    name, *rest = arguments or ["help"]
    if name in ("help", "-h", "--help"):
        print(HELP, end="")
        return 0
    if name not in CHORES:
        print(f"dev.py knows no '{name}'. It knows: {', '.join([*CHORES, 'help'])}.")
        return 2
    if name != "lock":
        set_up()
    return CHORES[name](rest)


# Chores


def demo(arguments: list[str]) -> int:
    """Build the story and start Cusp with it; with real reports of Southend-on-Sea if at hand."""
    build_pages()
    if corpus().is_dir():
        os.environ["CUSP_CORPUS"] = str(corpus())
    return python("-m", "cusp.cli", "demo", *arguments)


def test(arguments: list[str]) -> int:
    """Run the tests, then on PostgreSQL those that depend on the database; two workers for each.

    With four cores both run at once.
    """
    print(where_reports_are(), flush=True)
    build_pages()
    get_browser()
    chosen = any(a.startswith(("-n", "--numprocesses", "--pdb")) for a in arguments)
    options = [*([] if chosen else ["-n", "2", "--dist", "loadgroup"]), *arguments]
    on_sqlite, on_postgresql = ("-m", "pytest", *options), ("-m", "tests.on_postgresql", *options)
    if chosen or (os.cpu_count() or 1) < 4:
        return max(python(*on_sqlite), python(*on_postgresql))
    with tempfile.TemporaryFile() as words:
        other = subprocess.Popen(
            [PYTHON, *on_postgresql],
            cwd=ROOT, env=environment(), stdout=words, stderr=subprocess.STDOUT,
        )  # fmt: skip
        status = max(python(*on_sqlite), other.wait())
        words.seek(0)
        print(words.read().decode("utf-8", "replace"), flush=True)
    return status


def bench(arguments: list[str]) -> int:
    """Measure speed and memory."""
    build_pages()
    return python("-m", "bench", *arguments)


def check(_: list[str]) -> int:
    """Run every check, even after one has failed."""
    checks = (
        ("-m", "ruff", "check"),
        ("-m", "ruff", "format", "--check"),
        ("-m", "mypy"),
        ("-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo"),
    )
    return max([python(*one) for one in checks])


def fix(_: list[str]) -> int:
    """Mend what style can mend by itself."""
    return max(python("-m", "ruff", "check", "--fix"), python("-m", "ruff", "format"))


def lock(_: list[str]) -> int:
    """Work out both lock files anew; the tools' versions agree with the ones Cusp runs on."""
    if not shutil.which("uv"):
        sys.exit("dev.py lock needs uv on the path (https://docs.astral.sh/uv).")
    compile_one(RUN_LOCK)
    compile_one(DEV_LOCK, "--extra", "train", "--group", "dev", "--constraints", RUN_LOCK)
    return 0


CHORES = {"demo": demo, "test": test, "bench": bench, "check": check, "fix": fix, "lock": lock}


# Set-up


def set_up() -> None:
    """Make .venv and install the locked packages and Cusp itself, unless that is done already."""
    wanted = hashlib.sha256((ROOT / DEV_LOCK).read_bytes() + project_table()).hexdigest()
    whole = PYTHON.exists() and STAMP.exists()
    if whole and STAMP.read_text("utf-8") == wanted:
        return
    print("Setting up .venv (a minute or two, only when the lock has changed)", flush=True)
    if not whole:
        make_venv()
    pip("--require-hashes", "--only-binary", ":all:", "-r", DEV_LOCK)
    pip("--no-deps", "--no-build-isolation", "-e", ".")
    STAMP.write_text(wanted, "utf-8")


def make_venv() -> None:
    """Make .venv anew with the Python that runs this file."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit("This Python lacks venv or ensurepip (Debian, Ubuntu: apt install python3-venv).")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        sys.exit(f"Could not make {VENV}: see above.")


def pip(*arguments: str) -> None:
    """Install with .venv's pip or stop."""
    quiet = ("-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check")
    if python(*quiet, *arguments) != 0:
        sys.exit("Could not install what Cusp needs (see above): is the package index reachable?")


def project_table() -> bytes:
    """The part of pyproject.toml that an installation depends on, without the tools' settings."""
    return (ROOT / "pyproject.toml").read_bytes().split(b"\n[tool.", maxsplit=1)[0]


def compile_one(target: str, *options: str) -> None:
    """Write one lock for every platform and Python, with hashes and without any index's address."""
    command = ["uv", "pip", "compile", "--no-config", "--quiet", "--upgrade", "--universal"]
    command += ["--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    command += ["--custom-compile-command", "python3 dev.py lock", *options]
    subprocess.run([*command, "pyproject.toml", "-o", target], cwd=ROOT, check=True)
    print(f"wrote {target}")


def python(*arguments: str) -> int:
    """Run .venv's Python in the project's folder and give its exit status."""
    return subprocess.call([str(PYTHON), *arguments], cwd=ROOT, env=environment())


def environment() -> dict[str, str]:
    """What .venv's Python runs with."""
    return {**os.environ, "PYTHONUTF8": "1"}


def build_pages() -> None:
    """The style sheet and scripts, from packages; nothing to do where they are built already."""
    if python("-m", "cusp.web.assets", "--quiet") != 0:
        sys.exit("Could not build the style sheet (see above).")


def get_browser() -> None:
    """Chromium for the tests of pages: installed where that is allowed, else one line says how."""
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return
    if os.environ.get("CUSP_CHROMIUM"):
        return
    apt = shutil.which("apt-get")
    if apt and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing Chromium for the tests of pages (apt-get install chromium)", flush=True)
        if all(quietly(apt, *words) == 0 for words in (("update",), ("install", "-y", "chromium"))):
            return
    print(
        "Browser: none, so the tests of pages in a browser are skipped. Install Chromium (Debian: "
        "apt install chromium) or set CUSP_CHROMIUM to its path."
    )


def quietly(*command: str) -> int:
    """Run a command of the system without its words and without questions."""
    silent = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.call(command, stdout=subprocess.DEVNULL, env=silent)


def corpus() -> Path:
    """Where real reports are, if anywhere."""
    return Path(os.environ.get("CUSP_CORPUS") or ROOT.parent / "shared" / "corpus")


def where_reports_are() -> str:
    """One line on the real reports, which are not part of the project."""
    if corpus().is_dir():
        return f"Real reports: {corpus()}"
    return (
        "Real reports: none, so the tests on them are skipped. Set CUSP_CORPUS or put them in "
        "../shared/corpus; `cusp fetch` downloads them."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
