"""A report becomes an inspection: completely, only once, and with a log entry."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from django.test import Client

from cusp.reports import Report
from cusp.reports.record import Problem
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.record import search
from cusp.web.record.archive import pdf_store
from cusp.web.record.choices import PassageKind
from cusp.web.record.comparison import carried_over
from cusp.web.record.intake.add_report import Added, CannotAdd, add, read_again
from cusp.web.record.models import Authority, Correction, Document, Inspection
from cusp.web.record.stored_report import without_folder

pytestmark = pytest.mark.database

Specimens = dict[str, tuple[Path, Report]]
Add = Callable[..., Added]


@pytest.fixture
def newest(specimens: Specimens) -> tuple[Path, Report]:
    return specimens[max(s for s in specimens if s < "2026")]


def test_an_added_report_is_an_inspection_with_all_its_parts(
    add_report: Add, newest: tuple[Path, Report]
) -> None:
    path, report = newest
    inspection = add_report(path, report).inspection
    assert inspection.document is not None
    assert inspection.document.report == without_folder(report)
    assert pdf_store.hash_of(inspection.document.path) == report.source.sha256
    assert {j.area: j.grade for j in inspection.judgements.all()} == {
        j.area: j.grade for j in report.judgements
    }
    items = inspection.passages.filter(kind=PassageKind.ITEM).values_list("text", flat=True)
    assert list(items) == [i.text for i in report.improvements]
    assert inspection.passages.filter(kind=PassageKind.PARAGRAPH).count() == sum(
        len(s.paragraphs) for s in report.sections
    )


def test_the_same_file_twice_changes_nothing(add_report: Add, newest: tuple[Path, Report]) -> None:
    first = add_report(*newest)
    again = add_report(*newest)
    assert (first.state, again.state) == ("added", "known")
    assert again.inspection == first.inspection
    assert Document.objects.count() == 1
    assert Event.objects.filter(action="report added").count() == 1


def test_another_file_for_the_same_inspection_is_refused_and_the_first_stands(
    add_report: Add, newest: tuple[Path, Report], tmp_path: Path
) -> None:
    path, report = newest
    first = add_report(path, report).inspection
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(path.read_bytes() + b"\n")
    source = msgspec.structs.replace(report.source, sha256=pdf_store.hash_of(copy))
    other = msgspec.structs.replace(report, source=source, lead_inspector="Maud Ansell")
    with pytest.raises(CannotAdd, match="is already in the record"):
        add_report(copy, other)
    assert Inspection.objects.get(pk=first.pk).document == first.document
    assert not pdf_store.place_of(source.sha256).exists()


def copy_of(report: Report, path: Path, tmp_path: Path, **changes: object) -> tuple[Path, Report]:
    """Another file of a report, with different bytes, and a reading of it with changes."""
    copy = tmp_path / f"copy-{len(list(tmp_path.iterdir()))}.pdf"
    copy.write_bytes(path.read_bytes() + copy.name.encode() + b"\n")
    source = msgspec.structs.replace(report.source, sha256=pdf_store.hash_of(copy))
    return copy, msgspec.structs.replace(report, source=source, **changes)


def test_a_copy_that_reads_the_same_is_the_same_report(
    add_report: Add, newest: tuple[Path, Report], tmp_path: Path
) -> None:
    path, report = newest
    first = add_report(path, report).inspection
    shifted = tuple(
        msgspec.structs.replace(j, cite=msgspec.structs.replace(j.cite, box=(1.0, 2.0, 3.0, 4.0)))
        for j in report.judgements
    )
    copy, stamped = copy_of(report, path, tmp_path, judgements=shifted)
    done = add_report(copy, stamped)
    assert (done.state, done.inspection) == ("known", first)
    assert done.message == "the same report is already in the record, so nothing has changed"
    assert Inspection.objects.get(pk=first.pk).document == first.document
    assert not pdf_store.place_of(stamped.source.sha256).exists()


def incomplete(report: Report, path: Path, tmp_path: Path) -> tuple[Path, Report]:
    problem = Problem("pages", "pages 5 and 6 seem to be missing")
    return copy_of(
        report, path, tmp_path, complete=False, problems=(problem,),
        improvements=tuple(
            msgspec.structs.replace(item, number=n)
            for n, item in enumerate(report.improvements[1:], start=1)
        ),
        sections=report.sections[:-1],
    )  # fmt: skip


def test_a_whole_report_takes_the_place_of_an_incomplete_one(
    add_report: Add, newest: tuple[Path, Report], tmp_path: Path
) -> None:
    path, report = newest
    part_path, part = incomplete(report, path, tmp_path)
    first = add_report(part_path, part).inspection
    assert (first.complete, first.improvements) == (False, len(report.improvements) - 1)
    done = add_report(path, report)
    assert done.state == "added"
    assert done.message.startswith("replaced an incomplete copy")
    assert done.inspection.pk == first.pk
    assert done.inspection.get_absolute_url() == first.get_absolute_url()
    fresh = Inspection.objects.get(pk=first.pk)
    assert fresh.document is not None
    assert (fresh.complete, fresh.improvements) == (True, len(report.improvements))
    assert fresh.document.report == without_folder(report)
    (old,) = fresh.superseded.all()
    assert (old.sha256, old.report) == (part.source.sha256, without_folder(part))
    assert old.path.exists()
    assert Document.objects.count() == 1
    event = Event.objects.get(action="incomplete report replaced")
    assert event.detail["before"] == part_path.name


def test_an_incomplete_report_never_takes_the_place_of_a_whole_one(
    add_report: Add, newest: tuple[Path, Report], tmp_path: Path
) -> None:
    path, report = newest
    add_report(path, report)
    part_path, part = incomplete(report, path, tmp_path)
    with pytest.raises(CannotAdd, match="seem to be missing, and a complete report"):
        add_report(part_path, part)
    assert Document.objects.get().sha256 == report.source.sha256
    assert not pdf_store.place_of(part.source.sha256).exists()


def test_what_officers_said_of_links_follows_its_items(
    add_report: Add, specimens: Specimens, tmp_path: Path, person: Callable[..., User]
) -> None:
    before, after = sorted(s for s in specimens if s < "2026")[-2:]
    earlier = add_report(*specimens[before]).inspection
    path, report = specimens[after]
    gone = msgspec.structs.replace(report.improvements[0], text="Words of no other report.")
    part_path, part = incomplete(report, path, tmp_path)
    odd = msgspec.structs.replace(gone, number=len(part.improvements) + 1)
    part = msgspec.structs.replace(part, improvements=(*part.improvements, odd))
    later = add_report(part_path, part).inspection
    officer = person(Role.OFFICER)
    for number in (1, odd.number):
        carried_over.correct(
            earlier, later, earlier_number=1, later_number=number, verdict="same", by=officer
        )
    add_report(path, report)
    # The first item in the incomplete copy is the second in the complete report.
    assert [c.later_number for c in Correction.objects.all()] == [2]
    detail = Event.objects.get(action="incomplete report replaced").detail
    assert (len(detail["links_moved"]), len(detail["links_dropped"])) == (1, 1)


def test_an_incomplete_report_says_so_wherever_it_is_shown(
    add_report: Add, newest: tuple[Path, Report], tmp_path: Path, client: Client
) -> None:
    path, report = newest
    inspection = add_report(*incomplete(report, path, tmp_path)).inspection
    where = inspection.get_absolute_url()
    page = client.get(where).content.decode()
    assert "Parts of this report seem to be missing" in page
    assert f'href="{where}report/#problems"' in page
    report_page = client.get(f"{where}report/").content.decode()
    assert "Pages 5 and 6 seem to be missing" in report_page
    of_authority = client.get(inspection.authority.get_absolute_url()).content.decode()
    assert "Parts of this report seem to be missing" in of_authority
    data = client.get(where.rstrip("/") + ".json").json()
    assert data["complete"] is False
    rows = client.get(f"/api/v1/authorities/{inspection.authority.slug}").json()["inspections"]
    assert [row["complete"] for row in rows] == [False]
    feed = client.get(f"{inspection.authority.get_absolute_url()}feed.atom").content.decode()
    assert "seem to be missing" in feed


def test_days_in_the_future_are_refused(newest: tuple[Path, Report], db: None) -> None:
    path, report = newest
    assert report.inspected is not None
    day = date.fromisoformat(report.inspected.end)
    with pytest.raises(CannotAdd, match="in the future"):
        add(report, path, name="x.pdf", by=None, today=date(day.year - 1, day.month, 1))
    assert not Document.objects.exists()


@pytest.mark.parametrize("missing", ["authority", "inspected"])
def test_a_report_without_council_or_days_is_refused(
    missing: str, newest: tuple[Path, Report], add_report: Add
) -> None:
    path, report = newest
    with pytest.raises(CannotAdd, match="could not be read"):
        add_report(path, msgspec.structs.replace(report, **{missing: None}))
    assert not Document.objects.exists()


def test_nothing_is_stored_when_the_database_fails_half_way(
    add_report: Add, newest: tuple[Path, Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("pulled plug")

    monkeypatch.setattr(search, "take_in", fail)
    with pytest.raises(RuntimeError):
        add_report(*newest)
    assert not Document.objects.exists()
    assert not Inspection.objects.filter(document__isnull=False).exists()
    assert not pdf_store.place_of(newest[1].source.sha256).exists()


def test_a_full_disk_stores_nothing(
    add_report: Add, newest: tuple[Path, Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(OSError, match="No space"):
        add_report(*newest)
    place = pdf_store.place_of(newest[1].source.sha256)
    assert not Document.objects.exists()
    assert not [f for f in place.parent.glob("*") if f.name.startswith(".adding-")]


def test_a_council_that_was_registered_gets_one_page_however_it_is_printed(
    wexcombe: list[Inspection],
) -> None:
    # Printed as Wexcombe, Wexcombe Borough Council and Wexcombe Metropolitan Borough Council.
    assert {one.authority_id for one in wexcombe} == {wexcombe[0].authority_id}
    authority = Authority.objects.get(pk=wexcombe[0].authority_id)
    assert (authority.code, authority.name, authority.slug) == (None, "Wexcombe", "wexcombe")


def test_reading_again_shows_what_changed_and_keeps_the_address(
    add_report: Add, newest: tuple[Path, Report]
) -> None:
    path, report = newest
    poorer = msgspec.structs.replace(report, improvements=report.improvements[:-1])
    inspection = add_report(path, poorer).inspection
    address = inspection.get_absolute_url()
    assert inspection.document is not None
    said = read_again(inspection.document, report, by=None)
    count = len(report.improvements)
    assert said == [f"improvements: {count - 1} before, {count} now"]
    fresh = Inspection.objects.get(pk=inspection.pk)
    assert (fresh.get_absolute_url(), fresh.improvements) == (address, count)
    assert read_again(Document.objects.get(), report, by=None) == []


def test_what_a_reading_changed_can_be_found_and_what_it_lost_cannot(
    add_report: Add, newest: tuple[Path, Report]
) -> None:
    path, report = newest
    item = report.improvements[0]
    odd = msgspec.structs.replace(item, text="A zymurgical oddity")
    inspection = add_report(
        path, msgspec.structs.replace(report, improvements=(odd, *report.improvements[1:]))
    ).inspection
    query = search.parse("zymurgical")
    assert len(search.find_ids(query, at_most=5)) == 1
    assert inspection.document is not None
    read_again(inspection.document, report, by=None)
    assert search.find_ids(query, at_most=5) == []
