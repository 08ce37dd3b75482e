"""Fixtures for all tests, such as the folder of real reports, which are not part of Cusp."""

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from cusp.reports import Report, read_reports
from cusp.reports.batch import Outcome
from tests import length

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
WEB = ROOT / "tests" / "web"
# Groups of tests that share something slow to make, by how their names begin. Each group runs in
# one worker. The marker xdist_group would do this, but pytest-xdist 3.8 does not see it with
# pytest 9.2 (pytest-dev/pytest-xdist#1386).
GROUPS = {
    "tests/reports/test_corpus.py": "real reports",
    "tests/reports/test_refusals.py::test_no_real_report": "real reports",
    "tests/findings/test_place.py::test_real_reports": "real reports",
    "tests/test_wheel.py": "wheel",
    "tests/web/browser/test_every_page.py": "browser",
}
SLOW_LEFT_OUT = pytest.StashKey[int]()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data folder beside the project. Tests are skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("shared data not found: put it in ../shared")
    return SHARED


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real reports. Tests are skipped without it."""
    folder = Path(os.environ.get("CUSP_CORPUS") or SHARED / "corpus")
    if not folder.is_dir():
        pytest.skip(
            "real reports not found: put them in ../shared/corpus or set CUSP_CORPUS; "
            "`cusp fetch NAME --into DIR` downloads them"
        )
    return folder


@pytest.fixture(scope="session")
def real_outcomes(corpus: Path) -> dict[str, Outcome]:
    """The outcome for every file in the corpus, by path. Each file is read once."""
    files = sorted(corpus.glob("*/*.pdf"))
    found = {Path(outcome.path): outcome for outcome in read_reports(files)}
    return {file.relative_to(corpus).as_posix(): found[file] for file in files}


@pytest.fixture(scope="session")
def real_reports(real_outcomes: dict[str, Outcome]) -> dict[str, Report]:
    """Every real report, by its path in the corpus."""
    return {name: outcome.report for name, outcome in real_outcomes.items() if outcome.report}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--all``, for every test in full, and ``--other-database``, for database tests."""
    parser.addoption("--all", action="store_true", help="slow tests too, long property tests")
    parser.addoption(
        "--other-database",
        action="store_true",
        help="only tests marked 'database'; with --all every test of the web",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Set the length of property tests before their modules are imported."""
    length.at_length = config.getoption("--all")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip tests that this run does not need, and count the slow ones that were skipped."""
    everything = config.getoption("--all")
    if config.getoption("--other-database"):
        leave_out(config, items, lambda item: not needs_database(item, everything))
    # Tests and markers given on the command line always run.
    if everything or config.option.markexpr or any("::" in argument for argument in config.args):
        return
    slow = leave_out(config, items, lambda item: item.get_closest_marker("slow") is not None)
    config.stash[SLOW_LEFT_OUT] = slow
    if hasattr(config, "workeroutput"):
        config.workeroutput["slow left out"] = slow


@pytest.hookimpl(tryfirst=True)
def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With ``--other-database``, do not import files that say nothing about the marker."""
    if config.getoption("--all") or not config.getoption("--other-database"):
        return None
    if collection_path.suffix != ".py" or collection_path.name == "__init__.py":
        return None
    return True if b"mark.database" not in collection_path.read_bytes() else None


def needs_database(item: pytest.Item, everything: bool) -> bool:
    """Whether a test should run on another database."""
    if everything:
        return item.path.is_relative_to(WEB)
    return item.get_closest_marker("database") is not None


def leave_out(
    config: pytest.Config, items: list[pytest.Item], unwanted: Callable[[pytest.Item], bool]
) -> int:
    """Deselect tests and return how many."""
    out = [item for item in items if unwanted(item)]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if not unwanted(item)]
    return len(out)


class Grouped(LoadScopeScheduling):  # type: ignore[misc]
    """Schedules tests one by one, except that a group's tests stay together."""

    def _split_scope(self, nodeid: str) -> str:
        return next((group for start, group in GROUPS.items() if nodeid.startswith(start)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Grouped | None:
    """Use the groups above with ``--dist loadgroup``."""
    return Grouped(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Every worker skips the same tests, so any of them can report how many."""
    left_out = getattr(node, "workeroutput", {}).get("slow left out", 0)
    node.config.stash[SLOW_LEFT_OUT] = left_out


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print a line about the slow tests that were not run."""
    left_out = config.stash.get(SLOW_LEFT_OUT, 0)
    if left_out:
        terminalreporter.write_line(
            f"Slow tests not run: {left_out}. `python3 dev.py test --all` runs them."
        )


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Workers cannot distinguish two tests with the same name, so one of them would never run."""
    names = Counter(item.nodeid for item in session.items)
    twice = [name for name, times in names.items() if times > 1]
    if twice:
        raise pytest.UsageError(f"several tests share a name: {', '.join(twice)}")
