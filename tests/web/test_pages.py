"""The record's pages: what they say, what they link to, and how they treat odd addresses."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image
from pytest_django.fixtures import DjangoAssertNumQueries

from cusp.reports import Report
from cusp.web.accounts.roles import Role
from cusp.web.record.archive import page_images
from cusp.web.record.archive.passages import parts_of
from cusp.web.record.findings import stored_findings
from cusp.web.record.intake import councils
from cusp.web.record.models import Authority, Correction, Inspection

MOST_QUERIES = 12
SOUTHEND = "/authorities/southend-on-sea/"


def text_of(client: Client, address: str, status: int = 200) -> str:
    """The words on a page, without markup."""
    response = client.get(address)
    assert response.status_code == status, address
    page = response.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def heading(client: Client, address: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", client.get(address).content.decode(), re.DOTALL)
    assert found
    return " ".join(unescape(found[1]).split())


def test_every_page_keeps_to_its_number_of_queries(
    client: Client,
    wexcombe: list[Inspection],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    stored_findings.read_missing()  # the first reading of a report takes longer, and happens once
    one, two = wexcombe[-2:]
    pages = [
        "/",
        "/authorities/",
        two.authority.get_absolute_url(),
        two.get_absolute_url(),
        f"{two.get_absolute_url()}findings/",
        f"{two.get_absolute_url()}place/",
        f"{two.get_absolute_url()}report/",
        f"{two.get_absolute_url()}improvement-1/",
        f"{two.get_absolute_url()}pages/2.png?mark=improvement-1",
        f"{two.authority.get_absolute_url()}compare/{one.start}/{two.start}/",
    ]
    for page in pages:
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(page).status_code == 200, page


def test_the_authority_page_answers_first(client: Client, db: None) -> None:
    # From the national facts: requires improvement in 2016 and 2019, good in 2024.
    assert heading(client, SOUTHEND) == "Good, up from requires improvement"
    words = text_of(client, SOUTHEND)
    assert "12 areas for improvement" in words
    assert "Requires improvement, for the second time in a row" in words


def test_an_inspection_says_what_its_grade_meant_when_it_came(client: Client, db: None) -> None:
    address = f"{SOUTHEND}inspections/2019-07-15/"
    assert heading(client, address) == "Requires improvement, for the second time in a row"


def test_a_council_that_ended_says_who_took_over(client: Client, db: None) -> None:
    words = text_of(client, "/authorities/northamptonshire/")
    assert "was abolished on 31 March 2021" in words
    assert "North Northamptonshire" in words
    assert "West Northamptonshire" in words


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("cumberland", "Cumbria"),
        ("north-northamptonshire", "Northamptonshire"),
        ("bournemouth-christchurch-and-poole", "Bournemouth"),
    ],
)
def test_a_new_council_names_those_before_it(client: Client, db: None, new: str, old: str) -> None:
    assert re.search(rf"this area was .*{old}", text_of(client, f"/authorities/{new}/"))


def test_an_address_under_an_older_name_leads_on(client: Client, db: None) -> None:
    code = Authority.objects.get(slug="southend-on-sea").code
    assert code is not None
    response = client.get(f"/authorities/{code.lower()}/inspections/2019-07-15/?at=x")
    assert response.status_code == 301
    assert response["Location"] == f"{SOUTHEND}inspections/2019-07-15/?at=x"


def test_facts_alone_say_that_the_report_is_missing(client: Client, db: None) -> None:
    words = text_of(client, f"{SOUTHEND}inspections/2019-07-15/")
    assert "The report itself has not been added" in words
    assert "Requires improvement" in words


def test_an_inspection_shows_all_its_words_each_with_its_address(
    client: Client, wexcombe: list[Inspection]
) -> None:
    one = wexcombe[-1]
    assert one.document is not None
    here = one.get_absolute_url()
    summary = client.get(here).content.decode()
    for address, part in parts_of(one.document.report).items():
        if part.kind == "judgement":
            continue
        page = summary
        if part.kind != "item":
            page = client.get(f"{here}report/?at={address}").content.decode()
        assert f'id="{address}"' in page
        assert f"{here}{address}/" in page


def test_a_part_stands_alone_with_a_quotation_that_names_its_page(
    client: Client, wexcombe: list[Inspection]
) -> None:
    one = wexcombe[-1]
    assert one.document is not None
    part = parts_of(one.document.report)["improvement-1"]
    address = f"{one.get_absolute_url()}improvement-1/"
    words = text_of(client, address)
    assert f"“{' '.join(part.text.split())}”" in words
    assert f"area for improvement 1, page {part.page}; http://testserver{address})" in words


def test_the_page_image_marks_the_words_and_is_drawn_once(
    client: Client, wexcombe: list[Inspection], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = wexcombe[-1]
    assert one.document is not None
    part = parts_of(one.document.report)["improvement-1"]
    address = f"{one.get_absolute_url()}pages/{part.page}.png"
    marked = Image.open(BytesIO(client.get(f"{address}?mark=improvement-1").content)).convert("RGB")
    plain = Image.open(BytesIO(client.get(address).content)).convert("RGB")
    x0, y0, x1, y1 = (round(2 * v) for v in part.cites[0].box)
    # A yellow marker removes the blue from white paper.
    blue_marked, blue_plain = (
        [one.getpixel((x, y))[2] for x in range(x0, x1, 3) for y in range(y0, y1, 3)]  # type: ignore[index]
        for one in (marked, plain)
    )
    assert sum(blue > 200 for blue in blue_plain) > len(blue_plain) * 0.6
    assert not any(blue > 200 for blue in blue_marked)
    monkeypatch.setattr(page_images, "once", lambda *_, **__: pytest.fail("drawn twice"))
    again = client.get(f"{address}?mark=improvement-1&of={one.document.sha256[:12]}")
    assert again.status_code == 200
    assert "max-age=31536000" in again["Cache-Control"]


def test_pictures_leave_when_there_is_no_room(
    client: Client, wexcombe: list[Inspection], own_folder: Path
) -> None:
    for page in (1, 2):
        client.get(f"{wexcombe[-1].get_absolute_url()}pages/{page}.png")
    files = sorted((own_folder / "page-images").rglob("*.png"), key=lambda f: f.stat().st_mtime)
    page_images.tidy(room=files[-1].stat().st_size)
    assert list((own_folder / "page-images").rglob("*.png")) == files[-1:]


@pytest.mark.parametrize(
    "address",
    [
        "/authorities/atlantis/",
        f"{SOUTHEND}inspections/2019-02-30/",
        f"{SOUTHEND}inspections/1999-01-01/",
        f"{SOUTHEND}inspections/2019-07-15/paragraph-9/",
        f"{SOUTHEND}inspections/2019-07-15/pages/1.png",
        f"{SOUTHEND}compare/2019-07-15/2019-07-15/",
        "/authorities/<script>/",
        "/authorities/%00/",
        f"{SOUTHEND}inspections/0000-00-00/",
        f"{SOUTHEND}inspections/2019-07-15/report.pdf",
        "/add/not-a-number/",
    ],
)
def test_addresses_that_do_not_exist_are_not_found(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("page", ["0", "99", "99999999999999999999"])
def test_pages_that_a_report_does_not_have_are_not_found(
    client: Client, wexcombe: list[Inspection], page: str
) -> None:
    assert client.get(f"{wexcombe[-1].get_absolute_url()}pages/{page}.png").status_code == 404


def test_a_picture_of_a_file_that_is_gone_is_not_found(
    client: Client, wexcombe: list[Inspection]
) -> None:
    one = wexcombe[-1]
    assert one.document is not None
    one.document.path.unlink()
    assert client.get(f"{one.get_absolute_url()}pages/1.png").status_code == 404
    assert client.get(f"{one.get_absolute_url()}report.pdf").status_code == 404
    assert client.get(one.get_absolute_url()).status_code == 200


def test_the_comparison_turns_inspections_the_right_way_round(
    client: Client, wexcombe: list[Inspection]
) -> None:
    one, two = wexcombe[-2:]
    base = one.authority.get_absolute_url()
    response = client.get(f"{base}compare/{two.start}/{one.start}/")
    assert response.status_code == 302
    assert response["Location"] == f"{base}compare/{one.start}/{two.start}/"


def test_an_officer_corrects_and_a_reader_sees_who(
    client: Client, wexcombe: list[Inspection], signed_in: Callable[..., Client]
) -> None:
    one, two = wexcombe[-2:]
    page = f"{one.authority.get_absolute_url()}compare/{one.start}/{two.start}/"
    officer = signed_in(Role.OFFICER)
    word = {"later_number": 1, "earlier_number": 1, "verdict": "same", "note": "<b>as before</b>"}
    assert "Saved: item 1" in unescape(
        officer.post(f"{page}correct/", word, follow=True).content.decode()
    )
    shown = client.get(page).content.decode()
    assert "Decided by Officer" in shown
    assert "&lt;b&gt;as before" in shown


@pytest.mark.parametrize("odd", [{"verdict": "maybe"}, {"later_number": 99}, {"later_number": "x"}])
def test_an_odd_correction_is_refused_in_words(
    wexcombe: list[Inspection], signed_in: Callable[..., Client], odd: dict[str, object]
) -> None:
    one, two = wexcombe[-2:]
    page = f"{one.authority.get_absolute_url()}compare/{one.start}/{two.start}/"
    word = {"later_number": 1, "earlier_number": 1, "verdict": "same"} | odd
    said = signed_in(Role.OFFICER).post(f"{page}correct/", word, follow=True).content.decode()
    assert "The correction was not saved" in said
    assert not Correction.objects.exists()


def test_markup_in_a_printed_name_is_shown_and_not_run(
    client: Client, specimens: dict[str, tuple[Path, Report]], add_report: Callable[..., object]
) -> None:
    import msgspec

    path, report = specimens[max(specimens)]
    assert report.authority is not None
    name = "<script>alert(1)</script> Council"
    councils.register(name, by=None)
    named = msgspec.structs.replace(report.authority, printed=name)
    add_report(path, msgspec.structs.replace(report, authority=named))
    authority = Authority.objects.get(name__startswith="<script>")
    page = client.get(authority.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
