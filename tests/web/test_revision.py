"""One number rises with every change to the record, and nothing cached earlier is shown."""

import ast
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cusp.reports import Report
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.common.page_cache import visitor_pages
from cusp.web.record.archive import national_facts, revision
from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.comparison import carried_over
from cusp.web.record.findings import stored_findings
from cusp.web.record.intake import councils, seed, sync, waiting
from cusp.web.record.intake.add_report import Added, Held, add, read_again
from cusp.web.record.measures import load
from cusp.web.record.models import (
    Authority,
    Document,
    Inspection,
    RecordRevision,
    UploadJob,
    WaitingReport,
)
from cusp.web.record.topics.statistics import reports_read
from tests.history.test_measures import (
    DICTIONARY_FILE,
    FIGURES,
    FIGURES_FILE,
    write_dictionary,
    write_figures,
)
from tests.web.conftest import TODAY
from tests.web.test_adding import incomplete
from tests.web.test_waiting import founded

pytestmark = pytest.mark.database

Specimens = dict[str, tuple[Path, Report]]
WEB = Path(sync.__file__).resolve().parents[2]


class Story(msgspec.Struct):
    """Two inspections of Wexcombe in the record, already read, and a third not in it."""

    first: Inspection
    second: Inspection
    third: tuple[Path, Report]
    officer: User
    add: Callable[..., Added]
    folder: Path


@pytest.fixture
def story(
    specimens: Specimens,
    add_report: Callable[..., Added],
    person: Callable[..., User],
    tmp_path: Path,
) -> Story:
    # Without most of the country, every page is made faster.
    others = Inspection.objects.exclude(authority__slug__in=("kent", "southend-on-sea"))
    others.filter(document=None).delete()
    third, second, first = sorted((s for s in specimens if s < "2026"), reverse=True)[:3]
    rows = [add_report(*specimens[start]).inspection for start in (first, second)]
    stored_findings.read_missing()
    carried_over.propose_missing()
    officer = person(Role.OFFICER)
    folder = tmp_path / "story"
    folder.mkdir()
    return Story(rows[0], rows[1], specimens[third], officer, add_report, folder)


Change = Callable[[], object]


def adding(story: Story) -> Change:
    return partial(story.add, *story.third)


def taking_the_place_of_an_incomplete_report(story: Story) -> Change:
    path, report = story.third
    story.add(*incomplete(report, path, story.folder))
    return partial(story.add, path, report)


def unrecognised(story: Story) -> Callable[[], WaitingReport]:
    path, report = story.third
    assert report.authority
    other = msgspec.structs.replace(report.authority, printed="Borsetshire")
    report = msgspec.structs.replace(report, authority=other)

    def hold() -> WaitingReport:
        done = add(report, path, name="a.pdf", by=None, today=TODAY)
        assert isinstance(done, Held)
        return done.report

    return hold


def accepting_a_waiting_report(story: Story) -> Change:
    held, council = unrecognised(story)(), Authority.objects.get(slug="wexcombe")
    return partial(waiting.accept, held, council=council, by=None, today=TODAY)


def refusing_a_waiting_report(story: Story) -> Change:
    return partial(waiting.refuse, unrecognised(story)(), reason="A draft", by=story.officer)


def reading_again(story: Story) -> Change:
    document = Document.objects.get(inspection=story.second)
    poorer = msgspec.structs.replace(
        document.report, improvements=document.report.improvements[:-1], lead_inspector=None
    )
    return partial(read_again, document, poorer, by=None)


def reading_again_by_a_newer_reader(story: Story) -> Change:
    Document.objects.update(reader="cusp 0.0.1")
    document = Document.objects.get(inspection=story.second)
    return partial(read_again, document, document.report, by=None)


def correcting_a_link(story: Story) -> Change:
    return partial(
        carried_over.correct, story.first, story.second, earlier_number=1, later_number=1,
        verdict="same", by=story.officer,
    )  # fmt: skip


def comparing_two_inspections(story: Story) -> Change:
    carried_over.forget_proposals(story.second)
    return partial(carried_over.propose, story.first, story.second)


def reading_the_words_of_a_report(story: Story) -> Change:
    row = story.add(*story.third).inspection
    return partial(stored_findings.read, row)


def loading_measures(story: Story) -> Change:
    write_figures(story.folder / FIGURES_FILE, FIGURES)
    write_dictionary(story.folder / DICTIONARY_FILE)
    return partial(load.load_files, story.folder / FIGURES_FILE, by=None)


def dating_a_publication(story: Story) -> Change:
    Inspection.objects.filter(pk=story.second.pk).update(published=None, published_from="")
    row = Inspection.objects.get(pk=story.second.pk)
    return partial(sync.date_by_ofsted, row, row.end, today=TODAY)


def registering_a_council(_: Story) -> Change:
    return partial(councils.register, "Borsetshire", by=None)


def registering_a_council_that_a_report_had_founded(story: Story) -> Change:
    Authority.objects.create(name="Borsetshire", slug="borsetshire")
    return partial(councils.register, "Borsetshire", by=None)


def withdrawing_what_a_report_had_founded(story: Story) -> Change:
    path, report = story.third
    founded(report, path, "Borsetshire", story.add)
    return partial(waiting.withdraw_founded, today=TODAY)


def withdrawing_a_council_without_reports(_: Story) -> Change:
    Authority.objects.create(name="Borsetshire", slug="borsetshire")
    return partial(waiting.withdraw_founded, today=TODAY)


def renaming_a_council(_: Story) -> Change:
    Authority.objects.filter(slug="kent").update(name="Kent County")
    return seed.put_in_authorities


def putting_in_facts(_: Story) -> Change:
    Inspection.objects.filter(authority__slug="southend-on-sea").delete()
    return seed.put_in_facts


def dating_a_publication_by_the_facts(_: Story) -> Change:
    Inspection.objects.filter(authority__slug="southend-on-sea").update(
        published=None, published_from=""
    )
    return seed.put_in_facts


# For each module that writes, the changes above that use each of its writing functions.
CHANGES: dict[str, list[Callable[[Story], Change]]] = {
    "intake/add_report.py": [
        adding, taking_the_place_of_an_incomplete_report, unrecognised, reading_again,
        reading_again_by_a_newer_reader,
    ],
    "intake/superseding.py": [taking_the_place_of_an_incomplete_report],
    "intake/waiting.py": [
        accepting_a_waiting_report, refusing_a_waiting_report,
        withdrawing_what_a_report_had_founded, withdrawing_a_council_without_reports,
    ],
    "intake/councils.py": [registering_a_council, registering_a_council_that_a_report_had_founded],
    "intake/sync.py": [dating_a_publication],
    "intake/seed.py": [renaming_a_council, putting_in_facts, dating_a_publication_by_the_facts],
    "comparison/carried_over.py": [correcting_a_link, comparing_two_inspections],
    "findings/stored_findings.py": [reading_the_words_of_a_report],
    "findings/counted_topics.py": [reading_the_words_of_a_report],
    "measures/load.py": [loading_measures],
}  # fmt: skip
# Modules that write things outside the record.
BESIDE = {
    "archive/revision.py": "the number itself",
    "intake/upload_jobs.py": "how far uploads are, which no visitor sees",
}
EVERY = sorted({change for made in CHANGES.values() for change in made}, key=lambda c: c.__name__)
# What only officers see does not change any visitor's page.
UNSEEN = {unrecognised, refusing_a_waiting_report, registering_a_council_that_a_report_had_founded}
UNSEEN |= {reading_again_by_a_newer_reader}


def test_every_change_raises_the_number_and_no_page_from_before_it_is_shown(
    client: Client, story: Story
) -> None:
    for change in EVERY:
        with transaction.atomic():
            numbered(change, story)
            transaction.set_rollback(True)
        with transaction.atomic():
            shown(change, story, client)
            transaction.set_rollback(True)


def numbered(change: Callable[[Story], Change], story: Story) -> None:
    """The number rises, in the same transaction as the change."""
    make = change(story)
    before = revision.current()
    with statements() as executed:
        make()
    assert revision.current() > before, change
    assert RecordRevision.objects.count() == 1
    assert unnumbered(executed) == [], change


def shown(change: Callable[[Story], Change], story: Story, client: Client) -> None:
    """Anything cached before the change is not used after it."""
    make = change(story)
    forget()
    before = what_is_shown(client, story)
    make()
    after = what_is_shown(client, story)
    forget()
    assert after == what_is_shown(client, story), change
    if change not in UNSEEN:
        assert after != before, change


def test_every_module_that_writes_is_gone_through_above() -> None:
    writing = {
        path.relative_to(WEB / "record").as_posix()
        for path in (WEB / "record").rglob("*.py")
        if "migrations" not in path.parts and writes(path)
    }
    assert writing == CHANGES.keys() | BESIDE.keys()


def test_what_changes_nothing_leaves_the_number(story: Story) -> None:
    before = revision.current()
    story.add(*_of(story.second))
    seed.put_in_authorities()
    councils.register("Wexcombe", by=None)
    waiting.withdraw_founded(today=TODAY)
    stored_findings.read(Inspection.objects.select_related("document").get(pk=story.second.pk))
    sync.date_by_ofsted(story.second, date(2040, 1, 1), today=TODAY)
    carried_over.proposed(story.first, story.second)
    with pytest.raises(carried_over.CannotCorrect):
        carried_over.correct(
            story.first, story.second, earlier_number=99, later_number=1, verdict="same",
            by=story.officer,
        )  # fmt: skip
    UploadJob.objects.create()
    audit.record_sign_in("signed in", by=story.officer)
    assert revision.current() == before


@pytest.mark.django_db
def test_facts_that_are_there_leave_the_number() -> None:
    before = revision.current()
    seed.prepare()
    assert revision.current() == before


def test_a_change_outside_a_transaction_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "in_atomic_block", False)
    with pytest.raises(transaction.TransactionManagementError):
        revision.bump()


@pytest.mark.django_db
def test_a_number_that_was_rolled_back_never_comes_again() -> None:
    seen = [revision.current()]
    for _ in range(3):
        with transaction.atomic():
            revision.bump()
            seen.append(revision.current())
            transaction.set_rollback(True)
    with transaction.atomic():
        revision.bump()
    seen.append(revision.current())
    assert seen == sorted(set(seen))


@pytest.mark.django_db
def test_it_rises_even_if_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = revision.current()
    monkeypatch.setattr("time.time_ns", lambda: 0)
    with transaction.atomic():
        revision.bump()
    assert revision.current() == before + 1


@pytest.mark.django_db
def test_an_emptied_table_is_begun_again() -> None:
    RecordRevision.objects.all().delete()
    assert revision.current() == 0
    with transaction.atomic():
        revision.bump()
    assert revision.current() > 0


@pytest.mark.django_db
def test_what_is_kept_is_worked_out_once_for_each_argument_until_a_change() -> None:
    asked = []

    @kept_until_changed(at_most=2)
    def worked_out(what: str) -> str:
        asked.append(what)
        return what.upper()

    assert [worked_out(what) for what in "abab"] == ["A", "B", "A", "B"]
    assert asked == ["a", "b"]
    with transaction.atomic():
        revision.bump()
    assert worked_out("a") == "A"
    assert asked == ["a", "b", "a"]


def test_a_request_reads_the_number_once(
    client: Client, story: Story, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = "/country/"
    client.get(address)
    with django_assert_num_queries(1):
        client.get(address)  # cached as a page
    visitor_pages.clear()
    with django_assert_num_queries(1):
        client.get(address)  # made from cached facts


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite lets one transaction write at a time"
)
def test_two_changes_at_once_become_visible_in_the_order_of_their_numbers() -> None:
    with transaction.atomic():
        revision.bump()
    began, done = threading.Event(), threading.Event()

    def second() -> None:
        with transaction.atomic():
            began.set()
            revision.bump()
        connection.close()
        done.set()

    before = revision.current()
    other = threading.Thread(target=second)
    with transaction.atomic():
        revision.bump()
        first = revision.current()
        other.start()
        assert began.wait(10)
        assert not done.wait(0.3)  # it waits for this one
    assert done.wait(10)
    other.join()
    assert before < first < revision.current()


# Helpers


def forget() -> None:
    """Clear everything cached in the process."""
    visitor_pages.clear()
    revision.forget_kept()


def what_is_shown(client: Client, story: Story) -> list[object]:
    """What a visitor sees, and the facts that other pages are made from."""
    council = story.first.authority.get_absolute_url()
    addresses = (
        "/", "/topics/", "/search/?q=assessments", "/authorities/borsetshire/",
        "/authorities/kent/",
        "/authorities/southend-on-sea/", "/authorities/southend-on-sea/measures/", council,
        story.first.get_absolute_url(), story.second.get_absolute_url(),
        f"{council}inspections/{story.third[1].inspected.start}/",  # type: ignore[union-attr]
        f"{council}compare/{story.first.start}/{story.second.start}/",
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        # The first view of a report reads its words: a change that must not be made here.
        patch.setattr(stored_findings, "why_missing", lambda _: None)
        pages = [client.get(address).content for address in addresses]
        return [*pages, national_facts.facts(), reports_read()]


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that are executed, without the ends of outermost transactions."""
    executed: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        executed.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield executed


def unnumbered(executed: list[str]) -> list[str]:
    """Statements that write to the record without a change of the number after them."""
    left: list[str] = []
    for sql in executed:
        if "record_recordrevision" in sql and not sql.startswith("SELECT"):
            left.clear()
        elif sql.startswith(("INSERT", "UPDATE", "DELETE")) and ' "record_' in sql:
            left.append(sql)
    return left


def writes(path: Path) -> bool:
    """Whether a module asks the database to change anything."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called, on = node.func.attr, ast.unparse(node.func.value)
            if called in ("save", "delete") or (called in WRITE and ".objects" in on):
                return True
    return False


WRITE = {
    "create", "bulk_create", "bulk_update", "get_or_create", "update", "update_or_create",
}  # fmt: skip


def _of(inspection: Inspection) -> tuple[Path, Report]:
    assert inspection.document
    return inspection.document.path, inspection.document.report
