"""Fixtures for web tests: a prepared database, reports in it, and people with roles."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from cusp.findings import findings_of
from cusp.findings.place import places_of
from cusp.history.carried_over import propose_links
from cusp.reports import Report, read_report, to_json
from cusp.specimens import write_all
from cusp.web.accounts.models import RoleGrant, User
from cusp.web.accounts.roles import Role
from cusp.web.common.page_cache import visitor_pages
from cusp.web.record.archive import page_images, revision
from cusp.web.record.background_work import prepare_pages
from cusp.web.record.intake import councils
from cusp.web.record.intake.add_report import Added, add
from cusp.web.record.intake.seed import put_in_authorities, put_in_facts
from cusp.web.record.models import Inspection
from tests.web.browser.site import Ready, made_ready
from tests.web.country_record import four, inspected
from tests.web.password import PASSWORD

__all__ = ["four", "inspected"]
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Every test has the councils and the facts about past inspections."""
    with django_db_blocker.unblock():
        put_in_authorities()
        put_in_facts()


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> Path:
    """A data folder for each test, because files are not rolled back like rows are."""
    folder = tmp_path / "cusp-data"
    settings.DATA = folder
    settings.PDFS = folder / "reports"
    settings.PAGES = folder / "page-images"
    settings.SNAPSHOTS = folder / "snapshots"
    cache.clear()  # second-factor codes that have been used
    # What was cached in an earlier test, whose rows were rolled back.
    visitor_pages.clear()
    revision.forget_kept()
    return folder


@pytest.fixture(autouse=True)
def time_to_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine running other tests at the same time may be slow to start a process."""
    monkeypatch.setattr(page_images, "_WITHIN", 60.0)


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    """What command and server tests copy, so that each has a separate Cusp.

    Workers share one, except on PostgreSQL, where each removes its own database.
    """
    if "PYTEST_XDIST_WORKER" in os.environ and connection.vendor == "sqlite":
        yield ready_of_all_workers(tmp_path_factory.getbasetemp().parent / "ready")
    else:
        with made_ready(tmp_path_factory.mktemp("ready")) as made:
            yield made


def ready_of_all_workers(folder: Path) -> Ready:
    """Made by the first worker that asks; the others wait for it."""
    done = folder.with_name("ready-done")
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        until = time.monotonic() + 300
        while not done.exists():
            assert time.monotonic() < until, "the other worker could not make it"
            time.sleep(0.1)
    else:
        with made_ready(folder):
            done.touch()
    return Ready(folder)


@pytest.fixture(scope="session")
def specimens(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Report]]:
    """The specimen reports on made-up Wexcombe, by the first day of their inspection."""
    files = write_all(tmp_path_factory.mktemp("specimens"))
    read = [(path, read_report(path)) for path in files]
    return {r.inspected.start: (path, r) for path, r in read if r.inspected}


@pytest.fixture
def add_report(db: None) -> Callable[..., Added]:
    """Adds a report that has been read to the record."""

    councils.register("Wexcombe", by=None)

    def adding(path: Path, report: Report | None = None, by: User | None = None) -> Added:
        done = add(report or read_report(path), path, name=path.name, by=by, today=TODAY)
        assert isinstance(done, Added)
        return done

    return adding


@pytest.fixture(autouse=True)
def _each_report_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each report is read by the models once for all tests, and the result is stored in each."""
    record = "cusp.web.record"
    for name, function in (
        (f"{record}.findings.stored_findings.findings_of", findings_of),
        (f"{record}.findings.stored_findings.places_of", places_of),
        (f"{record}.comparison.carried_over.propose_links", propose_links),
    ):
        monkeypatch.setattr(name, _once(function))


_answers: dict[tuple[str, ...], Any] = {}


def _once(function: Callable[..., Any]) -> Callable[..., Any]:
    def answer(*reports: Report) -> Any:
        key = (function.__module__, function.__qualname__, *(to_json(r).decode() for r in reports))
        if key not in _answers:
            _answers[key] = function(*reports)
        return _answers[key]

    return answer


@pytest.fixture
def unread_wexcombe(
    specimens: dict[str, tuple[Path, Report]], add_report: Callable[..., Added]
) -> list[Inspection]:
    """All inspections of Wexcombe, oldest first, before the worker has read and compared them."""
    return [add_report(path, report).inspection for _, (path, report) in sorted(specimens.items())]


@pytest.fixture
def wexcombe(unread_wexcombe: list[Inspection]) -> list[Inspection]:
    """All inspections of Wexcombe in the record, oldest first, with everything pages show."""
    prepare_pages()
    for inspection in unread_wexcombe:
        if inspection.document:
            inspection.document.refresh_from_db(fields=["findings_from"])
    return unread_wexcombe


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Makes a person with roles."""

    def make(*roles: Role, email: str = "") -> User:
        name = "-".join(role.value for role in roles) or "nobody"
        user = User.objects.create_user(
            email or f"{name}@wexcombe.example", name=name.capitalize(), password=PASSWORD
        )
        RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role.value) for role in roles])
        return user

    return make


@pytest.fixture
def signed_in(person: Callable[..., User]) -> Callable[..., Client]:
    """Makes a browser in which a new person with these roles is signed in."""

    def make(*roles: Role) -> Client:
        client = Client()
        client.force_login(
            person(*roles), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return make
