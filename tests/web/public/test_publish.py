"""A copy of the site made from specimens: complete, the same as the site, nothing private in it."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cusp.reports import Report
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.public.copy import addresses, fingerprints, markup
from cusp.web.public.copy.folder import OWN, CannotPublish, files_in, read_manifest
from cusp.web.public.copy.links import faults
from cusp.web.public.copy.publish import Published, publish
from cusp.web.public.copy.rewriting import LIVE_ONLY
from cusp.web.record.archive import revision
from cusp.web.record.background_work import prepare_pages
from cusp.web.record.intake.add_report import Added
from cusp.web.record.models import Comparison, Correction, Document, Inspection
from cusp.web.response import actions, plans
from cusp.web.response.actions import ActionFields
from tests.web.public.small_copy import leave_out_most

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SECRET = "zymurgical palimpsest"
Specimens = dict[str, tuple[Path, Report]]
_WORD = re.compile(r"\w+")


@pytest.fixture(autouse=True)
def few_pages(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most pages left out."""
    leave_out_most(settings, monkeypatch)


@pytest.fixture
def site(specimens: Specimens, add_report: Callable[..., Added]) -> list[Inspection]:
    """A record with two reports on Wexcombe, and facts about other councils."""
    rows = [add_report(*specimens[day]).inspection for day in ("2016-01-11", "2019-06-10")]
    prepare_pages()
    return rows


def run(root: Path, **choices: Any) -> Published:
    return publish(root, now=NOW, **choices)


def contents(root: Path) -> dict[str, bytes]:
    return {name: (root / name).read_bytes() for name in files_in(root)}


def words(page: str) -> set[str]:
    """Everything a reader sees or hears, in words."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return set(_WORD.findall(unescape(re.sub(r"<[^>]*>", " ", bare))))


def live(path: str) -> Any:
    return Client(SERVER_NAME="localhost").get(path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder to publish to."""
    return tmp_path / "site"


@pytest.mark.usefixtures("site")
def test_a_copy_has_every_page_that_a_visitor_gets_and_says_nothing_else(root: Path) -> None:
    done = run(root)
    made = contents(root)

    listed = {file.path: file for file in read_manifest(root).files}
    assert done.files == len(listed)
    assert listed.keys() == made.keys() - {"manifest.json"}
    assert all(hashlib.sha256(made[name]).hexdigest() == listed[name].sha256 for name in listed)
    assert list(faults(root)) == []
    assert made.keys() >= EXPECTED
    assert_as_live(made)
    for name, content in made.items():
        if name.endswith(".html"):
            assert_needs_no_server(name, content.decode())
    assert_index_finds_what_is_there(root)
    assert_second_run_writes_nothing(root)
    assert_strangers_are_refused(root)
    assert_the_check_finds_faults(root)


WEXCOMBE = "authorities/wexcombe"
LATEST = f"{WEXCOMBE}/inspections/2019-06-10"
EXPECTED = {
    *(f"{page}/index.html" for page in ("authorities", "country", "topics", "topics/adoption")),
    *(f"{page}/index.html" for page in ("data", "privacy", "accessibility", "search")),
    *(f"{WEXCOMBE}/{page}index.html" for page in ("", "measures/")),
    f"{WEXCOMBE}/compare/2016-01-11/2019-06-10/index.html",
    *(f"{LATEST}/{page}index.html" for page in ("", "findings/", "place/", "report/")),
    f"{LATEST}/improvement-1/index.html", f"{LATEST}/report.pdf", f"{LATEST}.json",
    f"{WEXCOMBE}.csv", f"{WEXCOMBE}/feed.atom",
    "index.html", "feed.atom", "authorities.csv", "authorities.csv-metadata.json",
    "data/catalogue.jsonld", "search/index.json",
}  # fmt: skip


def assert_as_live(made: dict[str, bytes]) -> None:
    """Each file says only what the site says to a visitor at the same address."""
    for name, content in made.items():
        if name.startswith("search/") or name == "manifest.json":
            continue
        path = "/" + name.removesuffix("index.html")
        page, _, number = path.rstrip("/").rpartition("/page-")
        listed = bool(page) and number.isdigit()
        answer = live(f"{page}/") if listed else live(path)
        assert answer.status_code == 200, path
        said = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if name.endswith(".html"):
            assert listed or words(content.decode()) <= words(said.decode()), path
        elif name.endswith((".csv", ".json", ".atom", ".jsonld")):
            assert ADDRESS.sub(b"", content) == ADDRESS.sub(b"", said), path
        else:
            assert content == said, path


# An address in data: whole on the site, from file to file in the copy.
ADDRESS = re.compile(
    rb"https?://localhost[\w./#-]*|(?<=[\">,])[\w./-]*/[\w./#-]*|[\w-]+\.(?:atom|csv|json|pdf)"
)


def assert_needs_no_server(name: str, page: str) -> None:
    assert LIVE_ONLY not in page
    assert addresses.HOST not in page
    tags = list(markup.start_tags(page))
    assert all(t.attributes["action"].endswith(("search/", "./")) for t in tags if t.name == "form")
    links = [tag.attributes["href"] for tag in tags if "href" in tag.attributes]
    assert not [link for link in links if link.startswith(("/", "?"))], name


def assert_second_run_writes_nothing(root: Path) -> None:
    before = {name: (root / name).stat().st_mtime_ns for name in files_in(root)}
    with CaptureQueriesContext(connection) as queries:
        again = run(root)
    assert again.same
    assert len(queries) < 5
    assert {name: (root / name).stat().st_mtime_ns for name in files_in(root)} == before


def assert_index_finds_what_is_there(root: Path) -> None:
    head = json.loads((root / "search/index.json").read_bytes())
    found = json.loads((root / "search/words-w.json").read_bytes())["wexcombe"]
    files = range(-(-head["entries"] // head["a_file"]))
    entries = [
        e for n in files for e in json.loads((root / f"search/entries-{n}.json").read_bytes())
    ]
    assert len(entries) == head["entries"]
    assert entries[found[0]][:2] == ["Wexcombe", "Council"]
    assert all((root / f"search/words-{letter}.json").exists() for letter in head["letters"])
    for name, _about, text, file in entries:
        if file.startswith(WEXCOMBE):
            page = words((root / file / "index.html").read_text())
            assert {*_WORD.findall(text)} <= page, name


def assert_strangers_are_refused(root: Path) -> None:
    (root / "letter.txt").write_text("Dear")
    with pytest.raises(CannotPublish, match=r"letter\.txt"):
        run(root)
    assert (root / "letter.txt").read_text() == "Dear"


def assert_the_check_finds_faults(root: Path) -> None:
    (root / "feed.atom").write_text("changed")
    (root / "country" / "index.html").unlink()
    found = "\n".join(faults(root))
    assert "feed.atom differs from the file that Cusp wrote" in found
    assert "country/index.html is listed but is not there" in found
    assert "letter.txt is there but is not listed" in found
    assert "links to country/index.html, which is not there" in found


@pytest.mark.slow
@pytest.mark.usefixtures("site")
def test_a_new_report_rewrites_only_the_pages_that_it_changes(
    root: Path, tmp_path: Path, specimens: Specimens, add_report: Callable[..., Added]
) -> None:
    run(root)
    before = contents(root)
    add_report(*specimens["2024-01-29"])
    prepare_pages()

    done = run(root)

    after = contents(root)
    changed = {name for name in after if after[name] != before.get(name)}
    assert done.changes.written == len(changed - {"manifest.json"})
    assert f"{WEXCOMBE}/inspections/2024-01-29/index.html" in changed
    assert {"index.html", f"{WEXCOMBE}/index.html", "topics/index.html"} <= changed
    assert not [name for name in changed if "/kent/inspections/" in name]
    # The same as made from nothing.
    run(tmp_path / "new")
    new = contents(tmp_path / "new")
    del after["manifest.json"], new["manifest.json"]
    assert after == new


@pytest.mark.slow
def test_a_run_that_fails_changes_nothing_and_pages_that_are_gone_are_removed(
    root: Path, site: list[Inspection]
) -> None:
    run(root)
    before = contents(root)
    document = site[-1].document
    assert document
    document.path.unlink()
    raise_revision()
    Inspection.objects.filter(pk=site[-1].pk).update(lead_inspector="Someone else")
    with pytest.raises(CannotPublish, match=r"report\.pdf, linked from .* no such page"):
        run(root)
    assert contents(root) == before
    assert not (root / OWN / "next").exists()

    Comparison.objects.all().delete()
    site[-1].delete()
    raise_revision()
    done = run(root)
    assert done.changes.removed
    assert not (root / LATEST).exists()
    assert list(faults(root)) == []


def raise_revision() -> None:
    with transaction.atomic():
        revision.bump()


def test_nothing_of_a_plan_is_in_a_copy(
    root: Path, site: list[Inspection], person: Callable[..., User], settings: LazySettings
) -> None:
    settings.HOME_AUTHORITY = "wexcombe"
    officer = person(Role.OFFICER)
    plan = plans.start_plan(site[-1], received=None, on=NOW.date(), by=officer)
    priority = plan.priorities.first()
    assert priority
    fields = ActionFields(SECRET, lead=SECRET)
    actions.add_action(priority, fields, due=NOW.date(), on=NOW.date(), by=officer)

    run(root, site="https://data.example.org/cusp/")

    for file in root.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file
    # Its data has whole addresses, because the copy has an address of its own.
    rows = json.loads((root / "authorities.json").read_bytes())["authorities"]
    by_slug = {row["slug"]: row["address"] for row in rows}
    assert by_slug["kent"] == "https://data.example.org/cusp/authorities/kent/"
    page = (root / LATEST / "improvement-1/index.html").read_text()
    assert f"https://data.example.org/cusp/{LATEST}/improvement-1/" in page


def test_a_folder_with_other_files_is_refused(root: Path, db: None) -> None:
    root.mkdir()
    (root / "letter.txt").write_text("Dear")
    with pytest.raises(CannotPublish, match="Choose an empty folder"):
        run(root)
    assert [path.name for path in root.iterdir()] == ["letter.txt"]


@pytest.mark.slow
@pytest.mark.usefixtures("site")
def test_a_run_that_was_stopped_while_placing_files_is_put_right(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed: list[Path] = []

    def stop(source: Path, target: Path) -> Path:
        if len(placed) == 20:
            raise OSError(28, "No space left on device")
        placed.append(target)
        return source.rename(target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stop)
        with pytest.raises(CannotPublish, match="cannot be written to"):
            run(root)
    run(root)
    assert list(faults(root)) == []


def test_every_table_about_an_inspection_counts() -> None:
    """A change in any of them makes the council's pages again."""
    tables = {model for model, _ in fingerprints.about_inspections()}
    assert {Inspection, Document, Comparison, Correction} <= tables
    assert len(tables) >= 10


@pytest.mark.usefixtures("site")
def test_a_councils_fingerprint_changes_with_its_own_rows_only(
    specimens: Specimens, add_report: Callable[..., Added]
) -> None:
    before = fingerprints.of_councils()
    add_report(*specimens["2024-01-29"])
    after = fingerprints.of_councils()
    assert {slug for slug in after if after[slug] != before[slug]} == {"wexcombe"}
