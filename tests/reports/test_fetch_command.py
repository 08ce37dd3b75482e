"""``cusp fetch``, run as a user would run it."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cusp.cli import app
from cusp.reports.acquire.web import Web
from tests.reports.fake_ofsted import SOUTHEND, FakeOfsted, File
from tests.reports.fetching import (
    LABEL,
    Time,
    lines,
)

# --- the command ------------------------------------------------------------------------------


@pytest.fixture
def run(site: FakeOfsted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(site, tmp_path, monkeypatch)


class Run:
    """Runs ``cusp fetch`` on the stand-in site without waiting."""

    def __init__(self, site: FakeOfsted, into: Path, patch: pytest.MonkeyPatch) -> None:
        self.options = ["--site", site.address, "--into", str(into)]
        passing = Time()

        def quick(hosts: frozenset[str], *, agent: str) -> Web:
            return Web(hosts, agent=agent, clock=passing.clock, sleep=passing.sleep)

        # The attribute `cusp.cli.fetch` is the function, so the module is found by its name.
        patch.setattr(import_module("cusp.cli.fetch"), "Web", quick)

    def __call__(self, *args: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["fetch", *args, *self.options], env={"COLUMNS": "300"})
        return done.exit_code, done.output


def test_command(site: FakeOfsted, run: Run) -> None:
    site.add(
        File("Children's services focused visit, pdf - 01 August 2024"),
        File(LABEL, etag='"a1"'),
        File(LABEL.replace("2019", "2012")),
    )
    code, output = run("Southend-on-Sea", "--since", "2019-08-27")
    assert code == 0
    assert (
        "southend-on-sea/2019-08-27.pdf  Children's services inspection, 27 August 2019" in output
    )
    assert output.splitlines()[-1].endswith("0 already there, 2 left out, 0 not fetched")
    assert re.fullmatch(r"cusp/\d[\w.]+", site.requests[0].headers["User-Agent"])
    code, output = run("Southend-on-Sea", "--all")
    assert (code, output.count("fetched southend"), output.count("unchanged southend")) == (0, 2, 1)


def test_command_gives_the_report_the_plain_name(site: FakeOfsted, run: Run) -> None:
    labels = ["Children's services focused visit, pdf - 27 August 2019", LABEL]
    labels += ["Joint area child protection inspection, pdf - 27 August 2019", LABEL]
    site.add(*map(File, labels), File("Monitoring visit, pdf - 27 August 2019"))
    code, output = run("Southend-on-Sea", "--all")
    shown = re.findall(r"^fetched southend-on-sea/2019-08-27(.*)\.pdf", output, re.M)
    assert (code, shown) == (0, ["", "-2", "-visit", "-joint", "-visit-2"])
    kinds = [line["kind"] for line in lines(Path(run.options[-1]))]
    assert kinds == ["", "", "visit", "joint", "visit"]


def test_command_fails_at_the_end_when_one_failed(site: FakeOfsted, run: Run) -> None:
    site.add(File(LABEL, answers=[(404, {})]), File(LABEL.replace("2019", "2016")))
    site.add(File("Children's services inspection, pdf"))
    code, output = run("--urn", SOUTHEND)
    assert code == 1
    assert (
        "not fetched Children's services inspection, 27 August 2019: the site returned 404"
        in output
    )
    assert "has no date" in output
    assert "1 fetched to" in output.splitlines()[-1]
    assert "2 not fetched" in output.splitlines()[-1]


def test_command_since_a_year(site: FakeOfsted, run: Run) -> None:
    site.add(File(LABEL.replace("27 August 2019", "1 January 2016")))
    site.add(File(LABEL.replace("27 August 2019", "31 December 2015")))
    code, output = run("Southend", "--since", "2016")
    assert (code, "2016-01-01.pdf" in output, "2015" in output) == (0, True, False)


def test_command_says_in_one_line_what_is_not_found(run: Run) -> None:
    code, output = run("Atlantis [bold]")
    assert (code, len(output.strip().splitlines())) == (1, 1)
    assert "no council “Atlantis [bold]”" in output


@pytest.mark.parametrize("args", [[], ["Barnet", "--since", "last"], ["Barnet", "--urn", "../1"]])
def test_command_refuses_what_it_cannot_ask_for(
    site: FakeOfsted, run: Run, args: list[str]
) -> None:
    assert run(*args)[0] == 2
    assert site.requests == []


def test_command_with_a_site_that_is_no_address(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["fetch", "Barnet", "--site", "ofsted", "--into", str(tmp_path)])
    assert done.exit_code == 2
