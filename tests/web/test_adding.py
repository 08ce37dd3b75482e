"""A report becomes an inspection: whole, once, and in the log."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from cusp.reports import Report
from cusp.web.accounts.models import Event
from cusp.web.record import adding, search, store
from cusp.web.record.models import Authority, Document, Inspection, Passage

Specimens = dict[str, tuple[Path, Report]]
Add = Callable[..., adding.Added]


@pytest.fixture
def newest(specimens: Specimens) -> tuple[Path, Report]:
    return specimens[max(s for s in specimens if s < "2026")]


def test_an_added_report_is_an_inspection_with_all_its_parts(
    add_report: Add, newest: tuple[Path, Report]
) -> None:
    path, report = newest
    inspection = add_report(path, report).inspection
    assert inspection.document is not None
    assert inspection.document.report == report
    assert store.hash_of(inspection.document.path) == report.source.sha256
    assert {j.area: j.grade for j in inspection.judgements.all()} == {
        j.area: j.grade for j in report.judgements
    }
    items = inspection.passages.filter(kind=Passage.ITEM).values_list("text", flat=True)
    assert list(items) == [i.text for i in report.improvements]
    assert inspection.passages.filter(kind=Passage.PARAGRAPH).count() == sum(
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
    source = msgspec.structs.replace(report.source, sha256=store.hash_of(copy))
    with pytest.raises(adding.CannotAdd, match="already stands"):
        add_report(copy, msgspec.structs.replace(report, source=source))
    assert Inspection.objects.get(pk=first.pk).document == first.document
    assert not store.place_of(source.sha256).exists()


def test_days_in_the_future_are_refused(newest: tuple[Path, Report], db: None) -> None:
    path, report = newest
    assert report.inspected is not None
    day = date.fromisoformat(report.inspected.end)
    with pytest.raises(adding.CannotAdd, match="in the future"):
        adding.add(report, path, name="x.pdf", by=None, today=date(day.year - 1, day.month, 1))
    assert not Document.objects.exists()


@pytest.mark.parametrize("missing", ["authority", "inspected"])
def test_a_report_without_council_or_days_is_refused(
    missing: str, newest: tuple[Path, Report], add_report: Add
) -> None:
    path, report = newest
    with pytest.raises(adding.CannotAdd, match="could not be read"):
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
    assert not store.place_of(newest[1].source.sha256).exists()


def test_a_full_disk_stores_nothing(
    add_report: Add, newest: tuple[Path, Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(OSError, match="No space"):
        add_report(*newest)
    place = store.place_of(newest[1].source.sha256)
    assert not Document.objects.exists()
    assert not [f for f in place.parent.glob("*") if f.name.startswith(".adding-")]


def test_a_council_that_no_list_knows_gets_one_page_however_it_is_printed(
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
    said = adding.read_again(inspection.document, report, by=None)
    count = len(report.improvements)
    assert said == [f"improvements: {count - 1} before, {count} now"]
    fresh = Inspection.objects.get(pk=inspection.pk)
    assert (fresh.get_absolute_url(), fresh.improvements) == (address, count)
    assert adding.read_again(Document.objects.get(), report, by=None) == []


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
    adding.read_again(inspection.document, report, by=None)
    assert search.find_ids(query, at_most=5) == []
