"""Fetching from a stand-in for Ofsted's site, including what can go wrong."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from cusp.reports.acquire import fetch as fetching
from tests.reports.fake_ofsted import SOUTHEND, FakeOfsted, File, pdf
from tests.reports.fetching import (
    LABEL,
    Time,
    fetched,
    leftovers,
    lines,
    outcomes,
)

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
    assert {request.headers["User-Agent"] for request in site.requests} == {"cusp/test"}


def test_two_of_one_day_and_both_keep_their_names(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, etag='"1"'), File("Re-inspection - 27 August 2019, pdf", etag='"2"'))
    names = [result.file for result in fetched(site, tmp_path)]
    assert [Path(name).name for name in names] == ["2019-08-27.pdf", "2019-08-27-2.pdf"]
    site.files[SOUTHEND].reverse()
    again = fetched(site, tmp_path)
    assert ([result.file for result in again], outcomes(again)) == (names[::-1], ["unchanged"] * 2)


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
    names = [Path(result.file).name for result in fetched(site, tmp_path)]
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


# --- failures ---------------------------------------------------------------------------------


@pytest.mark.parametrize("known", [{"etag": '"a1"'}, {"modified": "Tue, 27 Aug 2019 08:00:00 GMT"}])
def test_a_broken_connection_goes_on_where_it_stopped(
    site: FakeOfsted, tmp_path: Path, known: dict[str, str]
) -> None:
    site.add(File(LABEL, drops=[900, 400], **known))  # type: ignore[arg-type]
    [result] = fetched(site, tmp_path)
    assert result.outcome == "new"
    assert [request.headers.get("Range") for request in site.requests] == [
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
    assert (result.outcome, result.reason) == ("failed", "the connection was lost (tried once)")
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
    assert results[0].reason == "the site sent a web page (HTML) instead of a PDF"
    assert [p.name for p in (tmp_path / "southend-on-sea").iterdir()] == ["2016-08-27.pdf"]


def without_end(data: bytes) -> bytes:
    """A PDF that still opens without its last part, like many real ones."""
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
    assert result.reason.endswith("; the existing file was kept")
    assert (tmp_path / first.file).read_bytes() == good
    assert leftovers(tmp_path) == []


def test_not_there(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, answers=[(404, {})]), File(LABEL.replace("2019", "2016")))
    results = fetched(site, tmp_path)
    assert outcomes(results) == ["failed", "new"]
    assert results[0].reason == "the site returned 404 Not Found (it may have been removed)"
    assert len(site.requests) == 2


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
