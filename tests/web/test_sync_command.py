"""``cusp sync`` as run on a schedule, against the stand-in for Ofsted's website."""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.reports.fake_ofsted import SOUTHEND, FakeOfsted, File, running
from tests.web.browser.site import Ready
from tests.web.reports_on_site import few_councils, put_one_each, report, urn_of


class Cusp:
    """Cusp with its own data folder and database, and the website it checks."""

    def __init__(self, site: FakeOfsted, data: Path, environment: dict[str, str]) -> None:
        self.site, self.data, self.environment = site, data, environment

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A run in progress."""
        return subprocess.Popen(
            [sys.executable, "-m", "cusp.cli", "sync", "--site", self.site.address, *arguments],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            encoding="utf-8",
        )  # fmt: skip

    def sync(self, *arguments: str) -> tuple[int, list[str], list[str]]:
        """A complete run: its exit status, and the lines of its output and errors."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        assert "Traceback" not in err, err
        return process.returncode, out.splitlines(), err.splitlines()

    def ask(self, what: str) -> str:
        """What a line of Python prints when run in the project."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup(); {what}"],
            env=self.environment, capture_output=True, text=True, check=True, encoding="utf-8",
        )  # fmt: skip
        return done.stdout.strip()

    def documents(self) -> int:
        """The number of reports in the record."""
        return int(self.ask(
            "from cusp.web.record.models import Document; print(Document.objects.count())"
        ))  # fmt: skip


@pytest.fixture
def cusp(ready: Ready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cusp]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as site, ready.copied(tmp_path / "data") as environment:
        few_councils(site, "Barnet", "Southend-on-Sea")
        yield Cusp(site, tmp_path / "data", environment)


def test_what_is_new_is_added_and_said_at_a_request_a_second(cusp: Cusp, tmp_path: Path) -> None:
    put_one_each(cusp.site)
    cusp.site.add(report("wexcombe-2024"))
    cusp.site.add(File("Children's services focused visit, pdf - 01 August 2025"))
    out = tmp_path / "changes.jsonl"
    status, said, errors = cusp.sync("--out", str(out))
    assert (status, errors) == (0, [])
    assert (
        "Southend-on-Sea: inspection of 29 January 2024 added: good (was requires improvement)"
        in said
    )
    assert said[-1] == "2 councils checked: 3 reports added."
    changes = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {one["schema"] for one in changes} == {"cusp.sync/1"}
    assert [one["text"] for one in changes] == said[:3]
    newest = next(one for one in changes if one["inspected"]["start"] == "2024-01-29")
    assert newest["authority"] == {"name": "Southend-on-Sea", "code": "E06000033"}
    assert (newest["change"], newest["grade"], newest["grade_before"]) == (
        "added", "good", "requires improvement",
    )  # fmt: skip
    assert newest["judgements"]["leaders"] == "good"
    assert Path(newest["file"]).is_file()
    assert (cusp.data / "ofsted" / "southend-on-sea").is_dir()
    requests = cusp.site.requests
    between = [after.at - before.at for before, after in itertools.pairwise(requests)]
    assert min(between) >= 1.0
    assert cusp.documents() == 3


def wait_for(what: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(
    "how", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
def test_a_run_that_was_ended_is_gone_on_with(cusp: Cusp, how: signal.Signals) -> None:
    put_one_each(cusp.site)
    [file] = cusp.site.files[SOUTHEND]
    file.drip = 0.05  # by then, Barnet is done and Southend is halfway
    process = cusp.start()
    parts = (cusp.data / "ofsted" / "southend-on-sea").glob
    wait_for(lambda: any(part.stat().st_size for part in parts("*.part")))
    process.send_signal(how)
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert "Barnet: inspection of 10 June 2019 added" in out
    if how == signal.SIGTERM:
        assert process.returncode == 130
        assert "Stopped early: interrupted. The next run carries on from here." in err
    file.drip = 0.0
    asked = len(cusp.site.requests)
    status, said, errors = cusp.sync()
    assert (status, errors) == (0, [])
    assert said[0] == "Carrying on from an interrupted run: 1 council already checked, 1 to go."
    barnet = urn_of(cusp.site, "Barnet")
    assert not [one for one in cusp.site.requests[asked:] if barnet in one.path]
    assert any("Range" in one.headers for one in cusp.site.requests[asked:])
    assert cusp.documents() == 2


@pytest.mark.database
@pytest.mark.slow
def test_a_second_run_at_the_same_time_does_nothing(cusp: Cusp, tmp_path: Path) -> None:
    put_one_each(cusp.site)
    first = cusp.start()
    wait_for(lambda: cusp.site.requests)
    out = tmp_path / "changes.jsonl"
    out.write_text("as it was")
    status, said, errors = cusp.sync("--out", str(out))
    assert (status, said) == (0, [])
    assert re.fullmatch(
        rf"Another cusp sync is running \(started at \d\d:\d\d, process {first.pid}\), "
        "so this one did nothing.",
        errors[0],
    )
    assert out.read_text() == "as it was"
    first.communicate(timeout=60)
    assert first.returncode == 0
    agents = [one for one in cusp.site.requests if one.path.startswith("/search")]
    assert len(agents) == 2  # of the first run only
