"""A report with an unrecognised council waits for an officer and nobody else sees it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from django.test import Client

from cusp.reports import Report
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.record.archive import pdf_store
from cusp.web.record.archive.lookup import waiting_reports
from cusp.web.record.intake import councils, waiting
from cusp.web.record.intake.add_report import Added, CannotAdd, Held, add, read_again
from cusp.web.record.models import (
    Authority,
    Correction,
    Document,
    Inspection,
    Passage,
    WaitingReport,
)
from cusp.web.record.stored_report import without_folder
from tests.web.conftest import TODAY

pytestmark = pytest.mark.database

Specimens = dict[str, tuple[Path, Report]]
PRINTED = "Borsetshire"
SECRET = "nowhere else are these words"


@pytest.fixture
def unknown(specimens: Specimens) -> tuple[Path, Report]:
    """A report on an unknown council, with words that no other report has."""
    path, report = specimens[max(s for s in specimens if s < "2026")]
    assert report.authority is not None
    item = msgspec.structs.replace(report.improvements[0], text=SECRET)
    return path, msgspec.structs.replace(
        report,
        authority=msgspec.structs.replace(report.authority, printed=PRINTED),
        improvements=(item, *report.improvements[1:]),
    )


@pytest.fixture
def held(unknown: tuple[Path, Report], db: None) -> WaitingReport:
    done = add(unknown[1], unknown[0], name="report.pdf", by=None, today=TODAY)
    assert isinstance(done, Held)
    return done.report


def newcastle() -> Authority:
    return Authority.objects.get(slug="newcastle-upon-tyne")


def test_it_is_kept_whole_and_founds_no_council(
    held: WaitingReport, unknown: tuple[Path, Report]
) -> None:
    assert WaitingReport.objects.get().report == without_folder(unknown[1])
    assert pdf_store.hash_of(held.path) == unknown[1].source.sha256
    assert not Authority.objects.filter(name__icontains=PRINTED).exists()
    assert not Document.objects.exists()
    assert not Passage.objects.exists()
    assert Event.objects.filter(action="report waiting for a council").count() == 1


def test_a_second_time_changes_nothing(held: WaitingReport, unknown: tuple[Path, Report]) -> None:
    again = add(unknown[1], unknown[0], name="b.pdf", by=None, today=TODAY)
    assert isinstance(again, Held)
    assert again.report == held
    assert "nothing has changed" in again.message
    assert WaitingReport.objects.count() == 1


def test_nothing_of_it_is_public(held: WaitingReport, client: Client) -> None:
    start = held.start.isoformat()
    for address in (
        "/", "/country/", "/country.json", "/authorities/", "/authorities.json", "/feed.atom",
        "/search/?q=nowhere", "/search.json?q=nowhere", "/api/v1/authorities",
        "/api/v1/inspections", "/topics/", "/topics.json",
    ):  # fmt: skip
        said = client.get(address).content.decode()
        assert PRINTED not in said, address
        assert SECRET not in said, address
    assert client.get(f"/authorities/borsetshire/inspections/{start}/").status_code == 404
    for address in (held.get_absolute_url(), held.get_absolute_url() + "report.pdf"):
        assert client.get(address).status_code == 302  # to sign in


def test_a_member_may_not_see_it(held: WaitingReport, signed_in: Callable[..., Client]) -> None:
    member = signed_in(Role.MEMBER)
    for address in ("/reports/waiting/", held.get_absolute_url()):
        assert member.get(address).status_code == 403


def test_an_officer_finds_it_and_chooses_the_council(
    held: WaitingReport, unknown: tuple[Path, Report], signed_in: Callable[..., Client]
) -> None:
    officer = signed_in(Role.OFFICER)
    for address in ("/", "/add/"):
        assert "/reports/waiting/" in officer.get(address).content.decode()
    assert PRINTED in officer.get("/reports/waiting/").content.decode()
    page = officer.get(held.get_absolute_url())
    assert "Newcastle upon Tyne" in page.content.decode()
    pdf = officer.get(held.get_absolute_url() + "report.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    done = officer.post(held.get_absolute_url() + "accept/", {"council": newcastle().pk})
    inspection = Inspection.objects.get(document__isnull=False)
    assert done.status_code == 302
    assert done["Location"] == inspection.get_absolute_url()
    assert inspection.authority == newcastle()
    assert inspection.document is not None
    authority = inspection.document.report.authority
    assert authority is not None
    assert (authority.printed, authority.code) == (PRINTED, "E08000021")
    assert not WaitingReport.objects.exists()
    event = Event.objects.get(action="report added")
    assert (event.who_then.startswith("Officer"), event.detail["printed"]) == (True, PRINTED)


def test_no_choice_is_an_error(held: WaitingReport, signed_in: Callable[..., Client]) -> None:
    officer = signed_in(Role.OFFICER)
    answer = officer.post(held.get_absolute_url() + "accept/", {"council": ""})
    assert answer.status_code == 400
    assert "Choose a council" in answer.content.decode()
    assert WaitingReport.objects.count() == 1


def test_a_council_that_was_not_there_cannot_be_chosen(held: WaitingReport) -> None:
    cumbria = Authority.objects.get(slug="cumbria")  # until March 2023
    assert cumbria not in waiting.councils_for(held)
    with pytest.raises(CannotAdd, match="Cumbria did not exist"):
        waiting.accept(held, council=cumbria, by=None, today=TODAY)


def test_a_reading_made_anew_keeps_the_council_that_was_chosen(
    held: WaitingReport, unknown: tuple[Path, Report]
) -> None:
    inspection = waiting.accept(held, council=newcastle(), by=None, today=TODAY).inspection
    assert inspection.document is not None
    assert read_again(inspection.document, unknown[1], by=None) == []
    assert Inspection.objects.get(pk=inspection.pk).authority == newcastle()


def test_a_refused_report_is_kept_out_with_its_reason(
    held: WaitingReport, unknown: tuple[Path, Report], signed_in: Callable[..., Client]
) -> None:
    officer = signed_in(Role.OFFICER)
    assert officer.post(held.get_absolute_url() + "refuse/", {"reason": ""}).status_code == 400
    done = officer.post(held.get_absolute_url() + "refuse/", {"reason": "A district council"})
    assert done.status_code == 302
    assert not held.path.exists()
    assert waiting_reports() == []
    assert Event.objects.get(action="waiting report refused").detail["reason"] == (
        "A district council"
    )
    assert officer.get(held.get_absolute_url()).status_code == 404
    with pytest.raises(CannotAdd, match=r"rejected this file on .*: A district council"):
        add(unknown[1], unknown[0], name="b.pdf", by=None, today=TODAY)


def test_the_council_can_be_named_when_it_is_added(unknown: tuple[Path, Report], db: None) -> None:
    path, report = unknown
    council = councils.called("Newcastle")
    done = add(report, path, name="b.pdf", by=None, today=TODAY, council=council)
    assert isinstance(done, Added)
    assert done.inspection.authority == newcastle()
    assert not WaitingReport.objects.exists()


def test_a_council_that_is_recognised_is_not_overruled(specimens: Specimens, db: None) -> None:
    councils.register("Wexcombe", by=None)
    path, report = specimens[min(specimens)]
    with pytest.raises(CannotAdd, match="is about Wexcombe, not Newcastle upon Tyne"):
        add(report, path, name="b.pdf", by=None, today=TODAY, council=newcastle())


def test_no_council_is_called_that(db: None) -> None:
    with pytest.raises(councils.NoSuchCouncil):
        councils.called(PRINTED)


def founded(report: Report, path: Path, name: str, add_report: Callable[..., Added]) -> None:
    """What an earlier Cusp did with a name that it did not recognise."""
    council = councils.register(name, by=None)
    assert report.authority is not None
    authority = msgspec.structs.replace(report.authority, printed=name)
    add_report(path, msgspec.structs.replace(report, authority=authority))
    Authority.objects.filter(pk=council.pk).update(registered=False)


def test_a_council_that_a_report_had_founded_goes_and_its_report_waits(
    specimens: Specimens,
    add_report: Callable[..., Added],
    person: Callable[..., User],
) -> None:
    first, second = sorted(specimens)[-3:-1]
    founded(specimens[first][1], specimens[first][0], PRINTED, add_report)
    founded(specimens[second][1], specimens[second][0], PRINTED, add_report)
    earlier, later = Inspection.objects.filter(document__isnull=False).order_by("start")
    Correction.objects.create(
        earlier=earlier, later=later, earlier_number=1, later_number=2, verdict="same",
        by=person(Role.OFFICER), by_then="Officer",
    )  # fmt: skip
    assert waiting.withdraw_founded(today=TODAY) == 2
    assert [held.printed for held in waiting_reports()] == [PRINTED, PRINTED]
    assert all(held.path.exists() for held in waiting_reports())
    assert not Authority.objects.filter(slug="borsetshire").exists()
    assert not Document.objects.exists()
    events = Event.objects.filter(action="report withdrawn from an unrecognised council")
    assert any("2 from 1: same, by Officer" in str(e.detail["links"]) for e in events)
    assert waiting.withdraw_founded(today=TODAY) == 0


def test_a_name_that_means_a_council_now_goes_to_that_council(
    specimens: Specimens, add_report: Callable[..., Added]
) -> None:
    path, report = specimens[max(s for s in specimens if s < "2026")]
    founded(report, path, "Newcastle", add_report)
    assert waiting.withdraw_founded(today=TODAY) == 1
    assert Inspection.objects.get(document__isnull=False).authority == newcastle()
    assert waiting_reports() == []
    assert not Authority.objects.filter(slug="newcastle").exists()


def test_a_registered_council_stays(wexcombe: list[Inspection]) -> None:
    assert waiting.withdraw_founded(today=date(2026, 11, 24)) == 0
    assert Authority.objects.filter(slug="wexcombe", registered=True).exists()
