"""What every test may ask for: the places of the real reports, which are not part of Cusp."""

import os
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of data beside the project; the test is skipped where there is none."""
    if not SHARED.is_dir():
        pytest.skip("shared data not found: put it in ../shared")
    return SHARED


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real reports; the test is skipped where there is none."""
    folder = Path(os.environ.get("CUSP_CORPUS") or SHARED / "corpus")
    if not folder.is_dir():
        pytest.skip(
            "real reports not found: put them in ../shared/corpus or set CUSP_CORPUS; "
            "`cusp fetch NAME --into DIR` downloads them"
        )
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--database-only`` leaves out what no database can change."""
    parser.addoption(
        "--database-only", action="store_true", help="only tests of the web, for another database"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Takes the choice of ``--database-only``."""
    if not config.getoption("--database-only"):
        return
    web = Path(__file__).parent / "web"
    chosen = [item for item in items if item.path.is_relative_to(web)]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Two tests of one name would be one test to the workers: the other is never run."""
    names = Counter(item.nodeid for item in session.items)
    twice = [name for name, times in names.items() if times > 1]
    if twice:
        raise pytest.UsageError(f"several tests share a name: {', '.join(twice)}")
