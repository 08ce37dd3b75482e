"""A round of councils on the stand-in site: what is requested, what is not, and resuming it."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cusp.reports.acquire.fetch import Document
from cusp.reports.acquire.ofsted_site import Provider, all_providers
from cusp.reports.acquire.rounds import (
    JOURNAL,
    BrokenOff,
    Checked,
    Council,
    NotChecked,
    Round,
    check,
    due,
    everyone,
    those_named,
)
from tests.reports.fake_ofsted import SOUTHEND, FakeOfsted, File
from tests.reports.fetching import LABEL, NOW, Time, web

SINCE = date(2013, 1, 1)
NAMES = ("Barnet", "Bexley", "Essex", "Kent", "Leeds", "Southend-on-Sea", "Surrey")
VISIT = "Children's services focused visit, pdf - 01 August 2024"


@pytest.fixture
def small(site: FakeOfsted) -> FakeOfsted:
    """The site with 7 councils, each with one report."""
    site.councils = {urn: name for urn, name in site.councils.items() if name in NAMES}
    assert sorted(site.councils.values()) == sorted(NAMES)
    for urn in site.councils:
        site.add(File(LABEL, etag='"1"'), urn=urn)
    return site


def urn_of(site: FakeOfsted, name: str) -> str:
    return next(urn for urn, named in site.councils.items() if named == name)


def councils(site: FakeOfsted) -> list[Council]:
    with web(site) as client:
        return everyone(all_providers(client.page, site=site.address)).councils


def went(
    site: FakeOfsted, into: Path, *, now: datetime = NOW, whole: bool = True
) -> tuple[list[Checked | NotChecked], str]:
    """What a round found, and why it stopped early."""
    found: list[Checked | NotChecked] = []
    with web(site) as client:
        try:
            for result in Round(into, councils(site), since=SINCE, now=now, whole=whole).go(client):
                found.append(result)  # noqa: PERF402  # kept even if the next one raises
        except BrokenOff as why:
            return found, str(why)
    return found, ""


def names(found: list[Any]) -> list[str]:
    return [result.council.known.name for result in found]


# --- the list ----------------------------------------------------------------------------------


def test_the_whole_list_is_read_in_two_requests(site: FakeOfsted) -> None:
    found = councils(site)
    assert len(found) == len(site.councils) > 150
    assert len(site.requests) == 2


def test_a_council_that_nobody_knows_is_set_apart_and_a_missing_one_is_named() -> None:
    listed = everyone(
        [
            Provider(SOUTHEND, "Southend-on-Sea City Council", "a"),
            Provider("70001", "Wexcombe Borough Council", "b"),
        ]
    )
    assert [council.known.name for council in listed.councils] == ["Southend-on-Sea"]
    assert [provider.name for provider in listed.unknown] == ["Wexcombe Borough Council"]
    missing = [known.name for known in listed.missing]
    assert "Barnet" in missing
    assert "Southend-on-Sea" not in missing
    assert "Northamptonshire" not in missing  # it ended in 2021


def test_a_name_with_another_council_s_number_is_not_guessed() -> None:
    listed = everyone([Provider(SOUTHEND, "Barnet", "a")])
    assert (listed.councils, len(listed.unknown)) == ([], 1)


def test_names_asked_for_are_found_once_and_others_are_said() -> None:
    listed = [Provider(SOUTHEND, "Southend-on-Sea City Council", "a")]
    found = those_named(listed, ["Southend", "Southend-on-Sea", "Atlantis"])
    assert [council.provider.urn for council in found.councils] == [SOUTHEND]
    assert len(found.not_found) == 1
    assert "Atlantis" in found.not_found[0]


# --- one council -------------------------------------------------------------------------------


def checked(site: FakeOfsted, into: Path, today: date | None = None) -> Checked:
    provider = Provider(SOUTHEND, site.councils[SOUTHEND], f"{site.address}provider/44/{SOUTHEND}")
    [council] = everyone([provider]).councils
    with web(site) as client:
        return check(client, council, into, since=SINCE, today=today)


def test_inspections_are_fetched_and_visits_and_older_ones_are_not(
    site: FakeOfsted, tmp_path: Path
) -> None:
    site.add(File(LABEL), File(VISIT), File(LABEL.replace("2019", "2012")))
    found = checked(site, tmp_path)
    assert [result.file for result in found.results] == ["southend-on-sea/2019-08-27.pdf"]
    assert len(site.requests_for("/v1/file/")) == 1


def test_a_link_without_a_date_is_said(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL), File("Children's services inspection, pdf"))
    assert len(checked(site, tmp_path).undated) == 1


def test_what_is_gone_from_the_page_is_named_and_what_has_moved_is_not(
    site: FakeOfsted, tmp_path: Path
) -> None:
    site.add(File(LABEL), File(LABEL.replace("2019", "2016")))
    assert checked(site, tmp_path).gone == ()
    site.files[SOUTHEND][0].href = "/v1/file/other"
    assert checked(site, tmp_path).gone == ()
    del site.files[SOUTHEND][1]
    assert [entry.file for entry in checked(site, tmp_path).gone] == [
        "southend-on-sea/2016-08-27.pdf"
    ]


def test_a_moved_report_that_cannot_be_fetched_is_not_called_gone(
    site: FakeOfsted, tmp_path: Path
) -> None:
    site.add(File(LABEL))
    checked(site, tmp_path)
    site.files[SOUTHEND][0].href = "/v1/file/other"
    site.files[SOUTHEND][0].answers = [(404, {})]
    found = checked(site, tmp_path)
    assert [result.outcome for result in found.results] == ["failed"]
    assert found.gone == ()


def test_a_report_is_asked_for_daily_while_new_and_once_in_thirty_days_later() -> None:
    document = Document("barnet", "1", "Inspection", date(2026, 1, 1), "https://x/1")
    days = [date(2026, 1, 2) + timedelta(days=n) for n in range(160)]
    due_days = [day for day in days if due(document, day)]
    new = [day for day in days if day < date(2026, 3, 2)]
    assert due_days[: len(new)] == new
    later = due_days[len(new) :]
    assert {(b - a).days for a, b in itertools.pairwise(later)} == {30}
    assert len(later) in {3, 4}


def test_a_settled_report_is_not_asked_for_unless_its_file_is_lost(
    site: FakeOfsted, tmp_path: Path
) -> None:
    site.add(File(LABEL, etag='"1"'))
    checked(site, tmp_path)
    document = Document("", "", "", date(2019, 8, 27), f"{site.address}v1/file/{SOUTHEND}000")
    day = next(d for n in range(40) if not due(document, d := date(2026, 3, 2) + timedelta(n)))
    assert [result.outcome for result in checked(site, tmp_path, day).results] == ["there"]
    assert len(site.requests_for("/v1/file/")) == 1
    (tmp_path / "southend-on-sea/2019-08-27.pdf").unlink()
    assert [result.outcome for result in checked(site, tmp_path, day).results] == ["new"]


# --- a round -----------------------------------------------------------------------------------


def test_a_round_asks_each_council_once_a_second_apart_and_leaves_no_journal(
    small: FakeOfsted, tmp_path: Path
) -> None:
    all_of_them = councils(small)
    passing = Time()
    with web(small, passing) as client:
        found = list(Round(tmp_path, all_of_them, since=SINCE, now=NOW, whole=True).go(client))
    assert names(found) == sorted(NAMES)
    assert len(passing.sleeps) == 2 * len(NAMES) - 1  # a page and a report each
    assert set(passing.sleeps) == {1.0}
    assert not (tmp_path / JOURNAL).exists()


def test_one_council_that_fails_stops_no_other(small: FakeOfsted, tmp_path: Path) -> None:
    urn = urn_of(small, "Essex")
    small.pages[f"/provider/44/{urn}"] = (404, {})
    found, why = went(small, tmp_path)
    assert (names(found), why) == (sorted(NAMES), "")
    assert [result.council.known.name for result in found if isinstance(result, NotChecked)] == [
        "Essex"
    ]


def test_a_page_without_documents_is_a_failure_and_never_nothing_new(
    small: FakeOfsted, tmp_path: Path
) -> None:
    small.files[urn_of(small, "Kent")] = []
    found, _ = went(small, tmp_path)
    [failed] = [result for result in found if isinstance(result, NotChecked)]
    assert "the site may have changed" in failed.why


def test_a_site_that_is_down_is_given_up_and_the_next_round_goes_on(
    small: FakeOfsted, tmp_path: Path
) -> None:
    for name in ("Essex", "Kent", "Leeds", "Southend-on-Sea", "Surrey"):
        small.pages[f"/provider/44/{urn_of(small, name)}"] = (503, {"Retry-After": "0"})
    found, why = went(small, tmp_path)
    assert names(found) == ["Barnet", "Bexley", "Essex", "Kent", "Leeds"]
    assert "3 councils in a row" in why
    small.pages.clear()
    found, why = went(small, tmp_path, now=NOW + timedelta(hours=1))
    assert names(found) == ["Southend-on-Sea", "Surrey", "Essex", "Kent", "Leeds"]
    assert why == ""
    assert len(went(small, tmp_path)[0]) == len(NAMES)


def test_a_site_that_asks_to_be_left_alone_is_left_alone(small: FakeOfsted, tmp_path: Path) -> None:
    small.pages[f"/provider/44/{urn_of(small, 'Bexley')}"] = (503, {"Retry-After": "4000"})
    found, why = went(small, tmp_path)
    assert names(found) == ["Barnet", "Bexley"]
    assert why


def test_what_was_checked_half_a_day_ago_is_checked_again(
    small: FakeOfsted, tmp_path: Path
) -> None:
    left = Round(tmp_path, councils(small), since=SINCE, now=NOW, whole=True)
    with web(small) as client:
        going = left.go(client)
        next(going)
        next(going)  # Barnet is done, Bexley is not
    soon = Round(tmp_path, left.left, since=SINCE, now=NOW + timedelta(hours=11), whole=True)
    assert names([Checked(council, (), (), ()) for council in soon.skipped]) == ["Barnet"]
    late = Round(tmp_path, left.left, since=SINCE, now=NOW + timedelta(hours=13), whole=True)
    assert (late.skipped, late.left[-1].known.name) == ([], "Barnet")
    other = Round(tmp_path, left.left, since=date(2020, 1, 1), now=NOW, whole=True)
    assert other.skipped == []


def test_a_round_of_named_councils_neither_reads_nor_leaves_a_journal(
    small: FakeOfsted, tmp_path: Path
) -> None:
    with web(small) as client:
        going = Round(tmp_path, councils(small), since=SINCE, now=NOW, whole=True).go(client)
        next(going)
        next(going)
    before = (tmp_path / JOURNAL).read_bytes()
    found, _ = went(small, tmp_path, whole=False)
    assert len(found) == len(NAMES)
    assert (tmp_path / JOURNAL).read_bytes() == before
