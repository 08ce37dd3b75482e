"""What ``cusp sync`` prints and does as the website changes, over several runs, without waits."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from typer.testing import CliRunner

from cusp.cli import app
from cusp.reports.acquire.web import Web
from cusp.specimens import write_specimen
from cusp.specimens.stories import STORIES
from cusp.web.accounts.models import Event
from cusp.web.accounts.roles import Role
from cusp.web.record.intake.add_report import Added
from cusp.web.record.intake.sync_log import Tally, last_check, ran, sentence
from cusp.web.record.intake.upload_jobs import add_outcome
from cusp.web.record.models import Document, Inspection
from tests.reports.fake_ofsted import SOUTHEND, FakeOfsted, File, running
from tests.reports.fetching import Time
from tests.web.reports_on_site import few_councils, put_one_each, report, urn_of


class Cusp:
    """The command in this process, on the test's record."""

    def __init__(self, site: FakeOfsted, data: Path) -> None:
        self.site, self.data = site, data

    def sync(self, *arguments: str) -> tuple[int, list[str], list[str]]:
        """Its exit status, and the lines of its output and errors."""
        command = ["sync", "--site", self.site.address, "--jobs", "1", *arguments]
        done = CliRunner().invoke(app, command, catch_exceptions=False)
        return done.exit_code, done.stdout.splitlines(), done.stderr.splitlines()


@pytest.fixture
def cusp(db: None, own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cusp]:
    passing = Time()

    def quick(hosts: frozenset[str], *, agent: str) -> Web:
        return Web(hosts, agent=agent, clock=passing.clock, sleep=passing.sleep)

    command = import_module("cusp.cli.sync")
    monkeypatch.setattr(command, "Web", quick)
    monkeypatch.setattr(command, "prepare", lambda: None)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as site:
        few_councils(site, "Barnet", "Essex", "Southend-on-Sea")
        yield Cusp(site, own_folder)


def digests() -> list[str]:
    return sorted(Document.objects.values_list("sha256", flat=True))


def test_a_run_says_in_the_log_what_came_of_it(cusp: Cusp) -> None:
    put_one_each(cusp.site)
    cusp.sync("Southend-on-Sea")
    [line] = Event.objects.filter(action="Ofsted’s site checked")
    assert (line.about, line.who_then) == ("Southend-on-Sea", "command line")
    newest = last_check()
    assert newest is not None
    assert (newest.at, newest.said) == (line.at, "1 new report, only Southend-on-Sea checked")


def test_a_second_run_has_nothing_to_say(cusp: Cusp, tmp_path: Path) -> None:
    put_one_each(cusp.site)
    cusp.sync()
    out = tmp_path / "changes.jsonl"
    status, said, errors = cusp.sync("--out", str(out))
    assert (status, said[-1], errors) == (0, "3 councils checked: nothing new.", [])
    assert out.read_bytes() == b""
    assert cusp.sync("--quiet") == (0, [], [])


@pytest.mark.parametrize("args", [["--since", "last"], ["--site", "ofsted"]])
def test_what_cannot_be_asked_for_is_refused(cusp: Cusp, args: list[str]) -> None:
    status, _, _ = cusp.sync(*args)
    assert (status, cusp.site.requests) == (2, [])


def test_a_report_that_disappears_is_kept_and_said_once(cusp: Cusp) -> None:
    cusp.site.add(report("wexcombe-2019"), report("wexcombe-2024"))
    cusp.sync("Southend")
    lost = cusp.site.files[SOUTHEND].pop(0)
    status, said, _ = cusp.sync("Southend")
    assert status == 0
    assert said == [
        "Southend-on-Sea: report on the inspection of 10 June 2019 is no longer on Ofsted’s site; "
        "Cusp has kept it",
        "1 council checked: 1 other change.",
    ]
    assert len(digests()) == 2
    assert cusp.sync("Southend")[1] == ["1 council checked: nothing new."]
    cusp.site.files[SOUTHEND].append(lost)
    assert cusp.sync("Southend")[1][0].endswith("2019 is back on Ofsted’s site")


def test_the_same_report_in_another_file_changes_nothing(cusp: Cusp) -> None:
    put_one_each(cusp.site)
    cusp.sync()
    stored = digests()
    file = cusp.site.files[SOUTHEND][0]
    # It has a new address, so that it is fetched whatever today's date is.
    file.data, file.etag, file.href = file.data + b"\n%%EOF\n", '"2"', "/v1/file/again"
    status, said, errors = cusp.sync()
    assert (status, errors) == (0, [])
    assert not [line for line in said if line.startswith("Southend")]
    assert stored == digests()


def test_another_edition_of_a_report_is_said_once_and_the_record_keeps_its_own(cusp: Cusp) -> None:
    put_one_each(cusp.site)
    cusp.sync()
    stored = digests()
    file = cusp.site.files[SOUTHEND][0]
    specimen, layout = STORIES["wexcombe-2019"]
    changed = replace(specimen, council="Southend-on-Sea", items=specimen.items[:-1])
    with tempfile.TemporaryDirectory() as folder:
        file.data = write_specimen(changed, Path(folder) / "new.pdf", layout).read_bytes()
    file.etag, file.href = '"2"', "/v1/file/again"
    status, said, errors = cusp.sync()
    assert (status, errors) == (0, [])
    [line] = [one for one in said if one.startswith("Southend")]
    assert (
        "a different edition of the report on the inspection of 10 June 2019; Cusp has kept" in line
    )
    assert stored == digests()
    assert cusp.sync()[1][-1] == "3 councils checked: nothing new."


def test_one_failure_stops_no_other_and_is_the_exit_status(cusp: Cusp) -> None:
    put_one_each(cusp.site)
    essex = urn_of(cusp.site, "Essex")
    cusp.site.pages[f"/provider/44/{essex}"] = (404, {})
    cusp.site.add(File("Children's services inspection, pdf - 01 August 2014"))  # no report
    status, said, errors = cusp.sync()
    assert status == 1
    assert said[-1] == "2 of 3 councils checked: 2 reports added, 2 problems."
    assert [re.sub(":.*", "", line) for line in errors] == ["Essex", "Southend-on-Sea"]
    assert "the site returned 404" in errors[0]
    assert "1 August 2014 not added: not a children's services inspection report" in errors[1]
    # What cannot be read today cannot be read tomorrow: it stays visible but fails no run.
    cusp.site.pages.clear()
    status, said, errors = cusp.sync()
    assert (status, errors) == (0, [])
    assert said[-2].startswith("1 file downloaded earlier still cannot be added; ")
    assert cusp.sync("Southend-on-Sea")[0] == 1  # requested by name, it is tried and reported again


def test_councils_that_are_not_known_are_named_and_not_guessed(cusp: Cusp) -> None:
    put_one_each(cusp.site)
    cusp.site.councils["70001"] = "Wexcombe Borough Council"
    cusp.site.add(report("wexcombe-2019", "Wexcombe"), urn="70001")
    status, said, _ = cusp.sync("--quiet")
    assert status == 0
    assert any("“Wexcombe Borough Council” (URN 70001)" in line for line in said)
    assert any(line.startswith("Not on Ofsted’s list, so not checked: ") for line in said)
    assert cusp.site.requests_for("/provider/44/70001") == []
    assert cusp.sync("--quiet")[1] == []
    assert any("Wexcombe" in line for line in cusp.sync()[1])
    status, _, errors = cusp.sync("Atlantis", "Wexcombe Borough Council", "Barnet")
    assert (status, len(errors)) == (1, 2)
    assert "Atlantis" in errors[0]
    assert "Wexcombe" in errors[1]


def test_a_site_that_is_down_is_one_line(cusp: Cusp) -> None:
    cusp.site.pages["/search"] = (404, {})
    status, said, errors = cusp.sync()
    assert (status, said, len(errors)) == (1, [], 1)
    assert errors[0].startswith("Nothing was checked: Ofsted’s list of councils could not be read")
    newest = last_check()
    assert newest is not None
    assert newest.said.startswith("no new reports, stopped early (")


def test_a_site_that_goes_down_half_way_ends_the_run_and_the_next_one_goes_on(cusp: Cusp) -> None:
    with_more = {"Bexley", "Kent", "Surrey", *cusp.site.councils.values()}
    cusp.site.councils = {u: n for u, n in FakeOfsted().councils.items() if n in with_more}
    put_one_each(cusp.site)
    for name in ("Bexley", "Essex", "Kent", "Southend-on-Sea", "Surrey"):
        cusp.site.pages[f"/provider/44/{urn_of(cusp.site, name)}"] = (503, {"Retry-After": "0"})
    status, said, errors = cusp.sync()
    assert (status, len(errors)) == (1, 4)
    assert errors[-1] == (
        "Stopped early: 3 councils in a row could not be checked. "
        "The next run carries on from here."
    )
    assert said[-1] == "1 of 6 councils checked: 1 report added, 3 problems."
    cusp.site.pages.clear()
    status, said, errors = cusp.sync()
    assert (status, errors) == (0, [])
    assert said[0] == "Carrying on from an interrupted run: 1 council already checked, 5 to go."
    assert said[-1] == "6 councils checked: 5 reports added."


def test_a_report_without_a_date_of_publication_has_that_of_the_page(cusp: Cusp) -> None:
    Inspection.objects.filter(authority__slug="southend-on-sea").delete()
    cusp.site.add(report("wexcombe-2019"))
    cusp.sync("Southend-on-Sea")
    [one] = Inspection.objects.filter(authority__slug="southend-on-sea")
    assert one.document is not None
    assert one.document.report.published is None
    assert (one.published, one.published_from) == (date(2019, 7, 9), "ofsted")


def test_a_file_that_was_downloaded_and_not_added_is_added_by_the_next_run(cusp: Cusp) -> None:
    cusp.site.add(report("wexcombe-2019"))
    folder = cusp.data / "ofsted"
    fetched = ["fetch", "Southend", "--site", cusp.site.address, "--into", str(folder)]
    assert CliRunner().invoke(app, fetched).exit_code == 0
    assert cusp.sync("Southend")[1][-1] == "1 council checked: 1 report added."


def test_a_report_added_by_hand_is_not_added_again(
    cusp: Cusp, tmp_path: Path, add_report: Callable[..., Added]
) -> None:
    file = report("wexcombe-2019")
    cusp.site.add(file)
    path = tmp_path / "by hand.pdf"
    path.write_bytes(file.data)
    add_report(path)
    assert cusp.sync("Southend") == (0, ["1 council checked: nothing new."], [])


def test_what_adding_refuses_is_tried_each_time_and_said_once(
    cusp: Cusp, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_one_each(cusp.site)
    refused = ("refused", "could not be stored (no room)", None)
    with monkeypatch.context() as patch:
        patch.setattr("cusp.web.record.intake.sync.add_outcome", lambda *_, **__: refused)
        status, said, errors = cusp.sync()
        assert (status, len(errors)) == (1, 3)
        assert "Barnet: report published on 9 July 2019 not added: could not be stored" in errors[0]
        status, said, errors = cusp.sync()
        assert (status, errors) == (0, [])
        assert said[-2].startswith("3 files downloaded earlier still cannot be added")
    assert cusp.sync()[1][-1] == "3 councils checked: 3 reports added."


@pytest.mark.parametrize("trouble", [DatabaseError("disk full"), KeyboardInterrupt()])
def test_what_was_added_before_a_council_broke_off_is_said(
    cusp: Cusp, monkeypatch: pytest.MonkeyPatch, trouble: BaseException
) -> None:
    put_one_each(cusp.site)
    cusp.site.add(report("wexcombe-2024", "Barnet"), urn=urn_of(cusp.site, "Barnet"))
    left: list[BaseException | None] = [None, trouble]

    def adding(*args: Any, **more: Any) -> Any:
        if left and (now := left.pop(0)):
            raise now
        return add_outcome(*args, **more)

    monkeypatch.setattr("cusp.web.record.intake.sync.add_outcome", adding)
    status, said, errors = cusp.sync()
    assert said[0].startswith("Barnet: inspection of 10 June 2019 added")
    if isinstance(trouble, DatabaseError):
        assert (status, errors) == (1, ["Barnet: the database failed (disk full)"])
        assert said[-1] == "2 of 3 councils checked: 3 reports added, 1 problem."
    else:
        assert (status, said[-1]) == (130, "0 of 3 councils checked: 1 report added.")
    assert any("29 January 2024 added" in line for line in cusp.sync()[1])


def test_another_thing_that_adding_does_is_said_in_its_words(
    cusp: Cusp, monkeypatch: pytest.MonkeyPatch
) -> None:
    cusp.site.add(report("wexcombe-2019"))
    waits = ("waiting", "the council must be picked by an officer", None)
    monkeypatch.setattr("cusp.web.record.intake.sync.add_outcome", lambda *_, **__: waits)
    status, said, errors = cusp.sync("Southend")
    assert (status, errors) == (0, [])
    assert said[0] == "Southend-on-Sea: the council must be picked by an officer"
    assert len(cusp.sync("Southend")[1]) == 1


def test_changes_can_be_a_table(cusp: Cusp, tmp_path: Path) -> None:
    put_one_each(cusp.site)
    assert cusp.sync("--out", str(tmp_path / "changes.csv"))[0] == 0
    rows = list(csv.DictReader((tmp_path / "changes.csv").open(encoding="utf-8-sig")))
    assert [(row["authority"], row["code"], row["start"], row["grade"]) for row in rows] == [
        ("Barnet", "E09000003", "2019-06-10", "requires improvement"),
        ("Essex", "E10000012", "2019-06-10", "requires improvement"),
        ("Southend-on-Sea", "E06000033", "2019-06-10", "requires improvement"),
    ]
    assert cusp.sync("--out", str(tmp_path / "changes.txt"))[0] == 1


# --- where it is seen --------------------------------------------------------------------------


def test_the_page_for_adding_says_when_the_site_was_last_checked(
    signed_in: Callable[..., Client],
) -> None:
    officer = signed_in(Role.OFFICER)
    assert "Cusp has not checked Ofsted’s website" in officer.get("/add/").content.decode()
    ran(Tally(of=153, checked=150, added=2, changes=2, failed=3))
    at = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
    Event.objects.filter(action="Ofsted’s site checked").update(at=at)
    page = " ".join(officer.get("/add/").content.decode().split())
    assert "Last checked: 30 November 2026, 06:00." in page
    assert "Result: 2 new reports, 150 of 153 councils checked, 3 problems." in page


@pytest.mark.parametrize(
    ("tally", "said"),
    [
        (Tally(of=153, checked=153), "no new reports"),
        (Tally(of=153, checked=153, added=1), "1 new report"),
        (Tally(named=["Barnet"], of=1, checked=1, failed=1),
         "no new reports, only Barnet checked, 1 problem"),
        (Tally(of=153, checked=80, added=2, stopped="interrupted"),
         "2 new reports, 80 of 153 councils checked, stopped early (interrupted)"),
    ],
)  # fmt: skip
def test_a_run_in_a_few_words(tally: Tally, said: str) -> None:
    assert sentence(tally) == said
