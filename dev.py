#!/usr/bin/env python3
"""Set up Cusp and run its chores. Needs only Python 3.11 to 3.14: python3 dev.py help."""

import concurrent.futures
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

if not (3, 11) <= sys.version_info < (3, 15):  # one line instead of a traceback
    sys.exit("Cusp needs Python 3.11 to 3.14; this is Python " + sys.version.split()[0] + ".")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "cusp-installed"
RUN_LOCK = "requirements/run.lock"
DEV_LOCK = "requirements/dev.lock"
SPARK_LOCK = "requirements/spark.lock"
SPARK = ROOT / ".spark"

HELP = """\
python3 dev.py demo           start Cusp with a demo to try out
python3 dev.py test [ARGS]    run the tests; ARGS go to pytest, such as -k cites
python3 dev.py test --all     also slow tests, all web tests on both databases, long property tests
python3 dev.py test --spark   only the tests on Spark: needs Java 17, and 430 MB of packages once
python3 dev.py bench [ARGS]   measure speed and memory
python3 dev.py check          check style, types, imports, templates, spelling and duplicates
python3 dev.py fix            correct formatting and style, of templates too
python3 dev.py lock           update the lock files (needs uv)

Every chore except lock first sets up .venv if it is missing or out of date. On Windows: py dev.py
"""
CHECKS = (
    ("-m", "ruff", "check"),
    ("-m", "ruff", "format", "--check"),
    ("-m", "mypy"),
    ("-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo"),
    ("-m", "checks.templates"),
    ("-m", "checks.spelling"),
    ("-m", "checks.duplicates"),
)
FIXES = (
    ("-m", "ruff", "check", "--fix"),
    ("-m", "ruff", "format"),
    ("-m", "checks.templates", "--fix"),
)


def main(arguments: list[str]) -> int:
    """Run one chore and return its exit status."""
    name, *rest = arguments or ["help"]
    if name in ("help", "-h", "--help"):
        print(HELP, end="")
        return 0
    if name not in CHORES:
        print(f"Unknown chore '{name}'. Choose from: {', '.join([*CHORES, 'help'])}.")
        return 2
    if name != "lock":
        set_up()
    return CHORES[name](rest)


# Chores


def demo(arguments: list[str]) -> int:
    """Build the demo, with real Southend-on-Sea reports if there are any, and start Cusp."""
    build_pages()
    if corpus().is_dir():
        os.environ["CUSP_CORPUS"] = str(corpus())
    return python("-m", "cusp.cli", "demo", *arguments)


def test(arguments: list[str]) -> int:
    """Run the tests, and at the same time repeat on PostgreSQL those that depend on the database.

    The first run has two workers. The other has two with four cores, or else one, which fills the
    time that the first spends waiting.
    """
    if "--spark" in arguments:
        return test_on_spark([each for each in arguments if each != "--spark"])
    print(where_reports_are(), flush=True)
    build_pages()
    get_browser()
    on_sqlite, on_postgresql = ("-m", "pytest"), ("-m", "tests.on_postgresql")
    if any(a.startswith(("-n", "--numprocesses", "--pdb")) for a in arguments):
        return max(python(*on_sqlite, *arguments), python(*on_postgresql, *arguments))
    two, one = ("-n", "2", "--dist", "loadgroup"), ("-n", "0")
    workers = two if (os.cpu_count() or 1) >= 4 else one
    with tempfile.TemporaryFile() as words:
        other = subprocess.Popen(
            [PYTHON, *on_postgresql, *workers, *arguments],
            cwd=ROOT, env=environment(), stdout=words, stderr=subprocess.STDOUT,
        )  # fmt: skip
        status = max(python(*on_sqlite, *two, *arguments), other.wait())
        words.seek(0)
        print(words.read().decode("utf-8", "replace"), flush=True)
    return status


def test_on_spark(arguments: list[str]) -> int:
    """Run the tests on Spark. Its packages go into a folder of their own, because of their size."""
    if not shutil.which("java"):
        sys.exit("Spark needs Java 17 (on Debian: apt install openjdk-17-jre-headless).")
    stamp = SPARK / "installed"
    wanted = hashlib.sha256((ROOT / SPARK_LOCK).read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        print("Installing PySpark in .spark (430 MB, takes some minutes)", flush=True)
        shutil.rmtree(SPARK, ignore_errors=True)
        # PySpark has no wheels.
        sources = ("--only-binary", ":all:", "--no-binary", "pyspark", "--no-deps")
        pip("--require-hashes", *sources, "--target", str(SPARK), "-r", SPARK_LOCK)
        stamp.write_text(wanted, "utf-8")
    command = [str(PYTHON), "-m", "pytest", "-n0", "tests/oversight/test_spark.py", *arguments]
    paths = os.pathsep.join(filter(None, (str(SPARK), os.environ.get("PYTHONPATH"))))
    return subprocess.call(command, cwd=ROOT, env={**environment(), "PYTHONPATH": paths})


def bench(arguments: list[str]) -> int:
    """Measure speed and memory."""
    build_pages()
    return python("-m", "bench", *arguments)


def check(_: list[str]) -> int:
    """Run every check, several at once, and print what each one found."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return max(pool.map(report, CHECKS))


def report(command: tuple[str, ...]) -> int:
    """Run one check and say whether it passed; if it did not, print its output."""
    done = subprocess.run(
        [PYTHON, *command],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    name = "import contract" if command[0] == "-c" else " ".join(command[1:])
    if done.returncode == 0:
        print(f"{name}: passed", flush=True)
    else:
        print(f"{name}: FAILED\n{done.stdout.decode('utf-8', 'replace')}", flush=True)
    return done.returncode


def fix(_: list[str]) -> int:
    """Correct what can be corrected automatically."""
    return max([python(*command) for command in FIXES])


def lock(_: list[str]) -> int:
    """Update the lock files, so that tools use the same versions as Cusp itself."""
    if not shutil.which("uv"):
        sys.exit("dev.py lock needs uv on your path (https://docs.astral.sh/uv).")
    compile_one(RUN_LOCK)
    compile_one(DEV_LOCK, "--group", "dev", "--constraints", RUN_LOCK)
    compile_one(SPARK_LOCK, "--group", "pyproject.toml:spark", project=False)
    return 0


CHORES = {"demo": demo, "test": test, "bench": bench, "check": check, "fix": fix, "lock": lock}


# Set up


def set_up() -> None:
    """Create .venv and install the locked packages and Cusp, unless this has been done."""
    wanted = hashlib.sha256((ROOT / DEV_LOCK).read_bytes() + project_table()).hexdigest()
    installed = PYTHON.exists() and STAMP.exists()
    if installed and STAMP.read_text("utf-8") == wanted:
        return
    print("Setting up .venv (takes a minute or two, after a lock file has changed)", flush=True)
    if not installed:
        make_venv()
    pip("--require-hashes", "--only-binary", ":all:", "-r", DEV_LOCK)
    pip("--no-deps", "--no-build-isolation", "-e", ".")
    STAMP.write_text(wanted, "utf-8")


def make_venv() -> None:
    """Create .venv from scratch with the Python that runs this file."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit("This Python has no venv or ensurepip (on Debian: apt install python3-venv).")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        sys.exit(f"Could not create {VENV} (see above).")


def pip(*arguments: str) -> None:
    """Install packages with .venv's pip, or stop."""
    quiet = ("-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check")
    if python(*quiet, *arguments) != 0:
        sys.exit("Could not install packages (see above). Can you reach the package index?")


def project_table() -> bytes:
    """Return the part of pyproject.toml that affects the installation, without tool settings."""
    return (ROOT / "pyproject.toml").read_bytes().split(b"\n[tool.", maxsplit=1)[0]


def compile_one(target: str, *options: str, project: bool = True) -> None:
    """Write a lock file for every platform and Python version, with hashes but no index address."""
    command = ["uv", "pip", "compile", "--no-config", "--quiet", "--upgrade", "--universal"]
    command += ["--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    command += ["--custom-compile-command", "python3 dev.py lock", *options]
    sources = ["pyproject.toml"] if project else []
    subprocess.run([*command, *sources, "-o", target], cwd=ROOT, check=True)
    print(f"wrote {target}")


def python(*arguments: str) -> int:
    """Run .venv's Python in the project folder and return its exit status."""
    return subprocess.call([str(PYTHON), *arguments], cwd=ROOT, env=environment())


def environment() -> dict[str, str]:
    """Return the environment for .venv's Python.

    It keeps compiled files, even if this machine says otherwise: without them each of the many
    processes that tests start would compile Cusp again.
    """
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONUTF8": "1"}


def build_pages() -> None:
    """Build the style sheet and scripts from packages, unless they are already built."""
    if python("-m", "cusp.web.assets", "--quiet") != 0:
        sys.exit("Could not build the style sheet (see above).")


def get_browser() -> None:
    """Install Chromium for the page tests if possible. Otherwise, say how to."""
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return
    if os.environ.get("CUSP_CHROMIUM"):
        return
    apt = shutil.which("apt-get")
    if apt and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing Chromium for the page tests (apt-get install chromium)", flush=True)
        if all(quietly(apt, *words) == 0 for words in (("update",), ("install", "-y", "chromium"))):
            return
    print(
        "No browser found, so browser tests are skipped. Install Chromium (on Debian: apt install "
        "chromium) or set CUSP_CHROMIUM to its path."
    )


def quietly(*command: str) -> int:
    """Run a system command without output or prompts."""
    silent = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.call(command, stdout=subprocess.DEVNULL, env=silent)


def corpus() -> Path:
    """Return the folder for real reports, which may not exist."""
    return Path(os.environ.get("CUSP_CORPUS") or ROOT.parent / "shared" / "corpus")


def where_reports_are() -> str:
    """Say in one line where real reports are, which are not part of the project."""
    if corpus().is_dir():
        return f"Real reports: {corpus()}"
    return (
        "Real reports: none, so their tests are skipped. Set CUSP_CORPUS or put reports in "
        "../shared/corpus. `cusp fetch` downloads them."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
