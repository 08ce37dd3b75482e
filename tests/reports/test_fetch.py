"""Fetching from a stand-in for Ofsted's site, and the stand-in against the site's known shape."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from cusp.cli import app
from cusp.reports import fetch as fetching
from cusp.reports.fetch import Document, Folder, Result
from cusp.reports.ofsted_site import (
    NotFound,
    Provider,
    SiteChanged,
    authority_of,
    find_provider,
    hosts_of,
    list_address,
    providers,
    publications,
)
from cusp.reports.web import CannotFetch, Limits, Web
from tests.reports.fake_ofsted import SOUTHEND, FakeOfsted, File, pdf, running

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LABEL = "Children's services inspection, pdf - 27 August 2019"
ADDRESS = "https://reports.ofsted.gov.uk/provider/44/80559"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOfsted]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as one:
        yield one


class Time:
    """A clock that stands still but for the sleeps, which are noted."""

    def __init__(self) -> None:
        self.at = 0.0
        self.sleeps: list[float] = []

    def clock(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.at += seconds


def web(site: FakeOfsted, passing: Time | None = None, **limits: float) -> Web:
    passing = passing or Time()
    return Web(
        hosts_of(site.address), agent="cusp/test", clock=passing.clock, sleep=passing.sleep,
        now=lambda: NOW, limits=Limits(**{"timeout": 5.0, **limits}),  # type: ignore[arg-type]
    )  # fmt: skip


def documents(site: FakeOfsted, urn: str = SOUTHEND) -> list[Document]:
    address = f"{site.address}provider/44/{urn}"
    listed = publications(site.provider_page(urn), address)
    slug = authority_of(Provider(urn, site.councils[urn], address))[1]
    return [
        Document(slug, urn, one.title, one.published, one.address)
        for one in listed
        if one.published
    ]


def fetched(
    site: FakeOfsted, into: Path, passing: Time | None = None, **limits: float
) -> list[Result]:
    wanted = documents(site)
    with web(site, passing, **limits) as client:
        return list(Folder(into, [d.address for d in wanted]).fetch(client, wanted))


def outcomes(results: list[Result]) -> list[str]:
    return [one.outcome for one in results]


def lines(into: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (into / fetching.MANIFEST).read_text("utf-8").splitlines()]


def leftovers(into: Path) -> list[str]:
    return [path.name for path in into.rglob("*.part*")]


# --- the stand-in, against what is known of the site ------------------------------------------


def test_the_stand_in_s_list_has_the_site_s_shape(site: FakeOfsted) -> None:
    shown = [httpx.get(list_address(site.address, start)).text for start in (0, 100)]
    hrefs = [re.findall(r'href="(/provider/[^"]*/\d+)"', page) for page in shown]
    assert len(hrefs[0]) == 100
    assert 0 < len(hrefs[1]) < 100
    assert not set(hrefs[0]) & set(hrefs[1])
    assert len(re.findall("/provider/", httpx.get(list_address(site.address, 300)).text)) == 0
    unlike = list_address(site.address, 0).replace("level_1_types=3", "level_1_types=1")
    assert "/provider/" not in httpx.get(unlike).text


def test_the_stand_in_s_provider_page_has_the_site_s_shape(site: FakeOfsted) -> None:
    site.add(File(LABEL))
    page = httpx.get(f"{site.address}provider/44/{SOUTHEND}").text
    link = (
        r'<a class="publication-link" href="[^"]+"[^>]*>[^<]*<span class="nonvisual">([^<]+)</span>'
    )
    label = re.findall(link, page)[0].replace("&#x27;", "'")
    assert re.search(r"children's services inspection.*\d{1,2} \w+ \d{4}", label, re.I)
    assert re.search(r"\bpdf\b", label)


# --- pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "title", "kind", "published"),
    [
        (LABEL, "Children's services inspection", "inspection", date(2019, 8, 27)),
        ("children's services inspection - 07 july 2014, pdf", "children's services inspection",
         "inspection", date(2014, 7, 7)),
        ("Inspection of local authority children’s services - 1st May 2024, PDF",
         "Inspection of local authority children’s services", "inspection", date(2024, 5, 1)),
        ("Children's services focused visit, pdf - 01 August 2024",
         "Children's services focused visit", "visit", date(2024, 8, 1)),
        ("Monitoring visit - 3 May 2017, pdf", "Monitoring visit", "visit", date(2017, 5, 3)),
        ("Joint area child protection inspection, pdf - 06 January 2023",
         "Joint area child protection inspection", "joint", date(2023, 1, 6)),
        ("Area SEND full inspection, pdf - 15 July 2024", "Area SEND full inspection", "send",
         date(2024, 7, 15)),
        ("Children's services inspection, pdf", "Children's services inspection", "inspection",
         None),
        ("Children's services inspection, pdf - 31 February 2019",
         "Children's services inspection, pdf - 31 February 2019".replace(", pdf", ""),
         "inspection", None),
    ],
)  # fmt: skip
def test_label(label: str, title: str, kind: str, published: date | None) -> None:
    page = (
        f'<a class="big publication-link" href="/f">x <span class="nonvisual">{label}</span> y</a>'
    )
    [one] = publications(page, ADDRESS)
    assert (one.title, one.kind, one.published) == (title, kind, published)
    assert one.address == "https://reports.ofsted.gov.uk/f"


def test_a_page_without_documents_says_so() -> None:
    with pytest.raises(SiteChanged, match="may have changed"):
        publications("<h1>Sorry</h1><a href='/provider/44/1'>x</a>", ADDRESS)


def test_a_document_linked_twice_is_one() -> None:
    link = f'<a class="publication-link" href="/f"><span class="nonvisual">{LABEL}</span></a>'
    assert len(publications(link * 2, ADDRESS)) == 1


def test_a_label_cannot_command_the_terminal() -> None:
    page = (
        '<a class="publication-link" href="/f"><span class="nonvisual">A\x1b[31m\u202e&#27; visit'
        ", pdf - 1 May 2020</span></a>"
    )
    assert publications(page, ADDRESS)[0].title == "A [31m visit"


def test_providers_once_each_with_their_names() -> None:
    page = """<a href="/provider/44/80559"><img></a>
    <a href='/provider/44/80559/'>Southend&amp;Sea</a>
    <a href="/provider/44/80487?x=1">Barnet<a href="/providers/new">x</a><a>none</a>"""
    assert [(one.urn, one.name) for one in providers(page, ADDRESS)] == [
        ("80559", "Southend&Sea"),
        ("80487", "Barnet"),
    ]


def test_documents_may_come_from_ofsted_s_own_hosts_only() -> None:
    own = hosts_of("https://reports.ofsted.gov.uk/")
    assert own == {f"{name}.ofsted.gov.uk" for name in ("reports", "files", "files.api")}
    assert hosts_of("http://127.0.0.1:80/") == {"127.0.0.1:80"}


# --- finding the authority --------------------------------------------------------------------


def found(site: FakeOfsted, asked: str | None, urn: str | None = None) -> Provider:
    with web(site) as client:
        return find_provider(client.page, site=site.address, asked=asked, urn=urn)


@pytest.mark.parametrize("asked", ["Southend-on-Sea", "southend", "Southend-on-Sea City Council"])
def test_found_by_name(site: FakeOfsted, asked: str) -> None:
    assert found(site, asked).urn == SOUTHEND


def test_found_on_the_second_page(site: FakeOfsted) -> None:
    assert list(site.councils.values()).index("York") >= 100
    assert found(site, "City of York Council").name == "York"
    assert len(site.asked("/search")) == 2


def test_found_where_the_site_gives_fewer_rows_than_asked_for(site: FakeOfsted) -> None:
    site.most_rows = 40
    assert found(site, "York").name == "York"


def test_found_by_name_where_the_number_is_another(site: FakeOfsted) -> None:
    name = site.councils.pop(SOUTHEND)
    site.councils["1234567"] = f"{name} City Council"
    assert found(site, "Southend").urn == "1234567"


def test_found_by_number(site: FakeOfsted) -> None:
    assert found(site, None, "80487").name == "Barnet"


def test_number_of_another_council_is_refused(site: FakeOfsted) -> None:
    with pytest.raises(NotFound, match="URN 80487 is Barnet on the site, not Southend"):
        found(site, "Southend", "80487")


def test_not_found_offers_close_names(site: FakeOfsted) -> None:
    with pytest.raises(NotFound, match=r"did you mean .*Southend-on-Sea") as error:
        found(site, "Sowthen on See")
    assert "\n" not in str(error.value)
    assert len(site.asked("/search")) == 2


def test_two_of_one_name_are_told_apart_by_number(site: FakeOfsted) -> None:
    name = site.councils.pop(SOUTHEND)
    site.councils |= {"1234567": f"{name} Council", "1234568": f"{name} Borough Council"}
    with pytest.raises(NotFound, match=r"1234567.*1234568.*--urn"):
        found(site, "Southend-on-Sea")


def test_an_empty_list_says_that_the_site_changed(site: FakeOfsted) -> None:
    site.councils.clear()
    with pytest.raises(SiteChanged, match="no councils"):
        found(site, "Barnet")


@pytest.mark.parametrize("name", ["../../etc", "a/b\\c", "..", "/", "Ünïcødé\x00", "CON: aux?"])
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    slug = authority_of(Provider("123", name, ADDRESS))[1]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)


# --- downloading ------------------------------------------------------------------------------


def test_a_document_is_kept_with_its_origin(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, etag='"a1"', modified="Tue, 27 Aug 2019 08:00:00 GMT"))
    [result] = fetched(site, tmp_path)
    file = tmp_path / "southend-on-sea" / "2019-08-27.pdf"
    data = site.files[SOUTHEND][0].data
    assert (result.outcome, result.file) == ("new", "southend-on-sea/2019-08-27.pdf")
    assert file.read_bytes() == data
    assert lines(tmp_path) == [
        {
            "authority": "southend-on-sea",
            "urn": SOUTHEND,
            "title": "Children's services inspection",
            "published": "2019-08-27",
            "address": f"{site.address}v1/file/80559000",
            "kind": "",
            "file": "southend-on-sea/2019-08-27.pdf",
            "sha256": hashlib.sha256(data).hexdigest(),
            "etag": '"a1"',
            "last_modified": "Tue, 27 Aug 2019 08:00:00 GMT",
            "fetched_at": "2026-03-02T09:00:00Z",
        }
    ]
    assert leftovers(tmp_path) == []


def test_requests_are_a_second_apart_and_named(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL), File(LABEL.replace("2019", "2016")), File(LABEL.replace("2019", "2014")))
    passing = Time()
    fetched(site, tmp_path, passing)
    assert passing.sleeps == [1.0, 1.0]
    assert {one.headers["User-Agent"] for one in site.requests} == {"cusp/test"}


def test_two_of_one_day_and_both_keep_their_names(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, etag='"1"'), File("Re-inspection - 27 August 2019, pdf", etag='"2"'))
    names = [one.file for one in fetched(site, tmp_path)]
    assert [Path(name).name for name in names] == ["2019-08-27.pdf", "2019-08-27-2.pdf"]
    site.files[SOUTHEND].reverse()
    again = fetched(site, tmp_path)
    assert ([one.file for one in again], outcomes(again)) == (names[::-1], ["unchanged"] * 2)


@pytest.mark.parametrize("known", [{"etag": '"a1"'}, {"modified": "Tue, 27 Aug 2019 08:00:00 GMT"}])
def test_what_is_current_is_not_sent_again(
    site: FakeOfsted, tmp_path: Path, known: dict[str, str]
) -> None:
    site.add(File(LABEL, **known))  # type: ignore[arg-type]
    fetched(site, tmp_path)
    assert outcomes(fetched(site, tmp_path)) == ["unchanged"]
    header = "If-None-Match" if "etag" in known else "If-Modified-Since"
    assert header in site.requests[-1].headers
    assert len(lines(tmp_path)) == 1


def test_what_cannot_be_asked_about_is_not_asked_for(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL))
    fetched(site, tmp_path)
    assert outcomes(fetched(site, tmp_path)) == ["there"]
    assert len(site.requests) == 1


def test_a_new_edition_takes_its_place(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, etag='"a1"'))
    fetched(site, tmp_path)
    site.files[SOUTHEND][0].etag, site.files[SOUTHEND][0].data = '"a2"', pdf("Corrected")
    [result] = fetched(site, tmp_path)
    assert result.outcome == "replaced"
    assert (tmp_path / result.file).read_bytes() == pdf("Corrected")
    assert [line["etag"] for line in lines(tmp_path)] == ['"a1"', '"a2"']


def test_a_moved_document_keeps_its_name(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, etag='"a1"'))
    before = fetched(site, tmp_path)
    site.files[SOUTHEND][0].href = "/v1/file/elsewhere"
    after = fetched(site, tmp_path)
    assert (after[0].file, after[0].outcome) == (before[0].file, "unchanged")
    assert outcomes(fetched(site, tmp_path)) == ["unchanged"]
    assert site.requests[-1].headers["If-None-Match"] == '"a1"'
    assert lines(tmp_path)[-1]["address"] == f"{site.address}v1/file/elsewhere"


def test_an_address_that_comes_back_beside_the_new_one_is_another_document(
    site: FakeOfsted, tmp_path: Path
) -> None:
    site.add(File(LABEL, etag='"a1"'))
    old = site.files[SOUTHEND][0].href
    fetched(site, tmp_path)
    site.files[SOUTHEND][0].href = "/v1/file/elsewhere"
    fetched(site, tmp_path)
    site.add(File(LABEL, href=old, data=pdf("Another")))
    names = [Path(one.file).name for one in fetched(site, tmp_path)]
    assert names == ["2019-08-27.pdf", "2019-08-27-2.pdf"]


def test_a_file_put_there_by_hand_is_kept(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL))
    file = tmp_path / "southend-on-sea" / "2019-08-27.pdf"
    file.parent.mkdir()
    file.write_bytes(pdf("By hand"))
    assert outcomes(fetched(site, tmp_path)) == ["there"]
    assert file.read_bytes() == pdf("By hand")


@pytest.mark.parametrize("harm", [b"<html>Sorry</html>", pdf("Other")[:700], b"", None])
def test_a_spoilt_or_missing_file_is_fetched_anew(
    site: FakeOfsted, tmp_path: Path, harm: bytes | None
) -> None:
    site.add(File(LABEL, etag='"a1"'))
    [first] = fetched(site, tmp_path)
    file = tmp_path / first.file
    file.unlink() if harm is None else file.write_bytes(harm)
    assert outcomes(fetched(site, tmp_path)) == ["new" if harm is None else "replaced"]
    assert file.read_bytes() == site.files[SOUTHEND][0].data


# --- troubles ---------------------------------------------------------------------------------


@pytest.mark.parametrize("known", [{"etag": '"a1"'}, {"modified": "Tue, 27 Aug 2019 08:00:00 GMT"}])
def test_a_broken_connection_goes_on_where_it_stopped(
    site: FakeOfsted, tmp_path: Path, known: dict[str, str]
) -> None:
    site.add(File(LABEL, drops=[900, 400], **known))  # type: ignore[arg-type]
    [result] = fetched(site, tmp_path)
    assert result.outcome == "new"
    assert [one.headers.get("Range") for one in site.requests] == [
        None,
        "bytes=900-",
        "bytes=1300-",
    ]
    assert (tmp_path / result.file).read_bytes() == site.files[SOUTHEND][0].data
    assert leftovers(tmp_path) == []


def test_a_body_without_a_length_that_broke_off_is_noticed(
    site: FakeOfsted, tmp_path: Path
) -> None:
    site.add(File(LABEL, announced=-1, drops=[900]))
    assert outcomes(fetched(site, tmp_path)) == ["new"]
    assert len(site.requests) == 2


def test_the_next_run_goes_on_too(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, etag='"a1"', drops=[900]))
    [result] = fetched(site, tmp_path, tries=1)
    assert (result.outcome, result.reason) == ("failed", "the connection broke off, 1 times over")
    assert not (tmp_path / "southend-on-sea" / "2019-08-27.pdf").exists()
    assert outcomes(fetched(site, tmp_path)) == ["new"]
    assert site.requests[-1].headers["Range"] == "bytes=900-"


@pytest.mark.parametrize("change", ["ranges", "edition", "validator", "note", "address"])
def test_what_cannot_go_on_starts_again(site: FakeOfsted, tmp_path: Path, change: str) -> None:
    file = File(LABEL, etag='W/"weak"' if change == "validator" else '"a1"', drops=[900])
    site.add(file)
    fetched(site, tmp_path, tries=1)
    file.ranges = change != "ranges"
    if change == "edition":
        file.etag, file.data = '"a2"', pdf("Corrected", pages=5)
    if change == "address":
        file.href, file.data = "/v1/file/elsewhere", pdf("Corrected", pages=5)
    if change == "note":
        (tmp_path / "southend-on-sea" / "2019-08-27.pdf.part.json").write_text("{")
    [result] = fetched(site, tmp_path)
    assert (tmp_path / result.file).read_bytes() == file.data
    assert leftovers(tmp_path) == []
    assert ("Range" in site.requests[-1].headers) == (change in {"ranges", "edition"})


@pytest.mark.parametrize("status", [416, 206])
def test_a_wrong_answer_to_going_on_starts_again(
    site: FakeOfsted, tmp_path: Path, status: int
) -> None:
    file = File(LABEL, etag='"a1"', drops=[900])
    site.add(file)
    fetched(site, tmp_path, tries=1)
    file.answers = [(status, {"Content-Range": "bytes 5-9/10"})]
    [result] = fetched(site, tmp_path)
    assert (tmp_path / result.file).read_bytes() == file.data


def test_a_web_page_is_refused_and_the_others_go_on(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, data=b"<!DOCTYPE html><html>Moved</html>", etag='"x"'))
    site.add(File(LABEL.replace("2019", "2016")))
    results = fetched(site, tmp_path)
    assert outcomes(results) == ["failed", "new"]
    assert results[0].reason == "the site gives a web page (HTML) instead of a PDF"
    assert [p.name for p in (tmp_path / "southend-on-sea").iterdir()] == ["2016-08-27.pdf"]


def without_end(data: bytes) -> bytes:
    """A PDF that still opens although its last part is not there, as real ones often do."""
    return data[: data.rindex(b"%%EOF")]


def test_a_pdf_that_opens_but_is_not_whole_is_refused(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, data=without_end(pdf(LABEL, pages=8))))
    site.add(File(LABEL.replace("2019", "2016"), data=pdf() + b"\r\n\0" * 2_000))
    results = fetched(site, tmp_path)
    assert outcomes(results) == ["failed", "new"]
    assert results[0].reason == "a PDF cut off before its end"
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("bad", [b"<html>Sorry</html>", b"%PDF-1.4 not really", b"PK\x03\x04zip"])
def test_a_bad_file_never_takes_the_place_of_a_good_one(
    site: FakeOfsted, tmp_path: Path, bad: bytes
) -> None:
    site.add(File(LABEL, etag='"a1"'))
    [first] = fetched(site, tmp_path)
    good = (tmp_path / first.file).read_bytes()
    site.files[SOUTHEND][0].etag, site.files[SOUTHEND][0].data = '"a2"', bad
    [result] = fetched(site, tmp_path)
    assert result.outcome == "failed"
    assert result.reason.endswith("; the file that is there is kept")
    assert (tmp_path / first.file).read_bytes() == good
    assert leftovers(tmp_path) == []


def test_not_there(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, answers=[(404, {})]), File(LABEL.replace("2019", "2016")))
    results = fetched(site, tmp_path)
    assert outcomes(results) == ["failed", "new"]
    assert results[0].reason == "the site answers 404 Not Found (not there, or not any more)"
    assert len(site.requests) == 2


@pytest.mark.parametrize(
    ("after", "waited"),
    [("7", 7.0), ("Mon, 02 Mar 2026 09:00:30 GMT", 30.0), ("soon", 2.0), (None, 2.0)],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_site_is_given_the_time_it_asks_for(
    site: FakeOfsted, tmp_path: Path, status: int, after: str | None, waited: float
) -> None:
    headers = {"Retry-After": after} if after else {}
    site.add(File(LABEL, answers=[(status, headers)]))
    passing = Time()
    assert outcomes(fetched(site, tmp_path, passing)) == ["new"]
    assert passing.sleeps == [waited]


def test_a_site_that_stays_busy_is_left_alone(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, answers=[(503, {})] * 9))
    passing = Time()
    [result] = fetched(site, tmp_path, passing)
    assert result.reason == "the site answers 503 Service Unavailable, 4 times over"
    assert passing.sleeps == [2.0, 4.0, 8.0]


def test_a_very_long_wait_is_not_waited_for(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, answers=[(429, {"Retry-After": "86400"})]))
    passing = Time()
    [result] = fetched(site, tmp_path, passing)
    assert "asks to wait 86400 seconds" in result.reason
    assert passing.sleeps == []


def test_nothing_more_is_asked_of_a_site_that_wants_a_very_long_wait(
    site: FakeOfsted, tmp_path: Path
) -> None:
    site.add(*(File(LABEL.replace("2019", year)) for year in ("2019", "2016", "2013")))
    site.files[SOUTHEND][1].answers = [(429, {"Retry-After": "86400"})]
    results = fetched(site, tmp_path)
    assert outcomes(results) == ["new", "failed", "failed"]
    assert results[2].reason == "not tried: the site asks to wait; run this again then"
    assert len(site.requests) == 2


def test_redirects_within_the_site_are_followed(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, etag='"a1"'))
    site.pages["/old"] = (302, {"Location": "/older"})
    site.pages["/older"] = (301, {"Location": f"{site.address}v1/file/80559000"})
    wanted = documents(site)[0]
    moved = Document("southend-on-sea", SOUTHEND, "A", wanted.published, f"{site.address}old")
    passing = Time()
    with web(site, passing) as client:
        assert [r.outcome for r in Folder(tmp_path).fetch(client, [moved])] == ["new"]
    assert passing.sleeps == [1.0, 1.0]


def test_a_circle_of_redirects_ends(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, answers=[(302, {"Location": "/v1/file/80559000"})] * 20))
    [result] = fetched(site, tmp_path)
    assert result.reason == "redirected more than 5 times"
    assert len(site.requests) == 6


@pytest.mark.parametrize(
    "where", ["http://localhost:9/x.pdf", "//other.example/x", "file:///etc/passwd", "http://[x"]
)
def test_redirects_elsewhere_are_not_followed(site: FakeOfsted, tmp_path: Path, where: str) -> None:
    site.add(File(LABEL, answers=[(302, {"Location": where})]))
    [result] = fetched(site, tmp_path)
    assert re.search("another host.*not followed|no address", result.reason)
    assert len(site.requests) == 1


@pytest.mark.parametrize("href", ["https://other.example/r.pdf", "javascript:x()", "http://[x"])
def test_links_elsewhere_are_not_followed(site: FakeOfsted, tmp_path: Path, href: str) -> None:
    site.add(File(LABEL, href=href))
    [result] = fetched(site, tmp_path)
    assert result.outcome == "failed"
    assert site.requests == []


def test_https_is_not_left_for_http(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": "http://reports.example/x"})

    client = Web(["reports.example"], agent="cusp/test", transport=httpx.MockTransport(answer))
    with client, pytest.raises(CannotFetch, match="from https to http"):
        client.page("https://reports.example/")


@pytest.mark.parametrize("told", ["by its length", "by its bytes", "by the rest's length"])
def test_too_large(site: FakeOfsted, tmp_path: Path, told: str) -> None:
    file = File(LABEL, data=pdf() + b" " * 60_000, etag='"a1"', drops=[3_000])
    site.add(file)
    if told == "by its length":
        file.announced = 10**9
    if told == "by its bytes":
        file.announced, file.drops = -1, []
    if told == "by the rest's length":
        file.announced = 4_000
        fetched(site, tmp_path, tries=1)
        file.announced, file.drops = 49_000, [100] * 9
    [result] = fetched(site, tmp_path, most_bytes=50_000)
    assert result.reason == "larger than 0 MB"
    assert leftovers(tmp_path) == []


def test_too_slow(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, etag='"a1"', drip=0.05))
    passing = Time()

    def clock() -> float:
        passing.at += 1.0
        return passing.at

    wanted = documents(site)
    client = Web(
        hosts_of(site.address), agent="cusp/test", clock=clock, sleep=passing.sleep,
        limits=Limits(longest_body=5.0),
    )  # fmt: skip
    with client:
        [result] = Folder(tmp_path).fetch(client, wanted)
    assert result.reason == "too slow: not all there after 5 seconds; run this again"
    site.files[SOUTHEND][0].drip = 0.0
    assert outcomes(fetched(site, tmp_path)) == ["new"]
    assert "Range" in site.requests[-1].headers


def test_no_answer_in_time(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, drip=0.5))
    [result] = fetched(site, tmp_path, timeout=0.1, tries=2)
    assert result.reason == "no answer in time, 2 times over"


def test_no_connection(tmp_path: Path) -> None:
    passing = Time()
    client = Web(
        ["127.0.0.1:9"], agent="cusp/test", clock=passing.clock, sleep=passing.sleep,
        limits=Limits(tries=2),
    )  # fmt: skip
    with client, pytest.raises(CannotFetch, match=r"no connection .*2 times over"):
        client.page("http://127.0.0.1:9/")


def test_a_manifest_cannot_lead_out_of_the_folder(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL))
    into = tmp_path / "into"
    fetched(site, into)
    line = lines(into)[0] | {"file": "../outside.pdf"}
    (into / fetching.MANIFEST).write_text("no line\n" + json.dumps(line), "utf-8")
    (into / "southend-on-sea" / "2019-08-27.pdf").unlink()
    assert outcomes(fetched(site, into)) == ["new"]
    assert not (tmp_path / "outside.pdf").exists()
    assert len((into / fetching.MANIFEST).read_text("utf-8").splitlines()) == 3


def test_a_folder_that_cannot_be_written_is_said(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL))
    (tmp_path / "southend-on-sea").write_text("in the way")
    [result] = fetched(site, tmp_path)
    assert result.reason.startswith("cannot be written")


# --- the command ------------------------------------------------------------------------------


@pytest.fixture
def run(site: FakeOfsted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(site, tmp_path, monkeypatch)


class Run:
    """Runs ``cusp fetch`` on the stand-in without its waits."""

    def __init__(self, site: FakeOfsted, into: Path, patch: pytest.MonkeyPatch) -> None:
        self.options = ["--site", site.address, "--into", str(into)]
        passing = Time()

        def quick(hosts: frozenset[str], *, agent: str) -> Web:
            return Web(hosts, agent=agent, clock=passing.clock, sleep=passing.sleep)

        # `cusp.cli.fetch` as an attribute is the function; the module is found by its name.
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
    code, said = run("Southend-on-Sea", "--since", "2019-08-27")
    assert code == 0
    assert "southend-on-sea/2019-08-27.pdf  Children's services inspection, 27 August 2019" in said
    assert said.splitlines()[-1].endswith("0 there already, 2 left out, 0 not fetched")
    assert re.fullmatch(r"cusp/\d[\w.]+", site.requests[0].headers["User-Agent"])
    code, said = run("Southend-on-Sea", "--all")
    assert (code, said.count("fetched southend"), said.count("unchanged southend")) == (0, 2, 1)


def test_command_gives_the_report_the_plain_name(site: FakeOfsted, run: Run) -> None:
    labels = ["Children's services focused visit, pdf - 27 August 2019", LABEL]
    labels += ["Joint area child protection inspection, pdf - 27 August 2019", LABEL]
    site.add(*map(File, labels), File("Monitoring visit, pdf - 27 August 2019"))
    code, said = run("Southend-on-Sea", "--all")
    shown = re.findall(r"^fetched southend-on-sea/2019-08-27(.*)\.pdf", said, re.M)
    assert (code, shown) == (0, ["", "-2", "-visit", "-joint", "-visit-2"])
    kinds = [line["kind"] for line in lines(Path(run.options[-1]))]
    assert kinds == ["", "", "visit", "joint", "visit"]


def test_command_fails_at_the_end_when_one_failed(site: FakeOfsted, run: Run) -> None:
    site.add(File(LABEL, answers=[(404, {})]), File(LABEL.replace("2019", "2016")))
    site.add(File("Children's services inspection, pdf"))
    code, said = run("--urn", SOUTHEND)
    assert code == 1
    assert (
        "not fetched Children's services inspection, 27 August 2019: the site answers 404" in said
    )
    assert "gives no date" in said
    assert "1 fetched into" in said.splitlines()[-1]
    assert "2 not fetched" in said.splitlines()[-1]


def test_command_since_a_year(site: FakeOfsted, run: Run) -> None:
    site.add(File(LABEL.replace("27 August 2019", "1 January 2016")))
    site.add(File(LABEL.replace("27 August 2019", "31 December 2015")))
    code, said = run("Southend", "--since", "2016")
    assert (code, "2016-01-01.pdf" in said, "2015" in said) == (0, True, False)


def test_command_says_in_one_line_what_is_not_found(run: Run) -> None:
    code, said = run("Atlantis [bold]")
    assert (code, len(said.strip().splitlines())) == (1, 1)
    assert "no council “Atlantis [bold]”" in said


@pytest.mark.parametrize("args", [[], ["Barnet", "--since", "last"], ["Barnet", "--urn", "../1"]])
def test_command_refuses_what_it_cannot_ask_for(
    site: FakeOfsted, run: Run, args: list[str]
) -> None:
    assert run(*args)[0] == 2
    assert site.requests == []


def test_command_with_a_site_that_is_no_address(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["fetch", "Barnet", "--site", "ofsted", "--into", str(tmp_path)])
    assert done.exit_code == 2
