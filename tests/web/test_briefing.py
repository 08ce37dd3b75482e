"""The briefing's page and files: the same sentences as from the reports, each with its source."""

import re
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from cusp.briefing import Briefing, brief
from cusp.briefing.folder import NoBriefing
from cusp.briefing.from_reports import facts_from
from cusp.outside.process import GivenUp, NotNow
from cusp.reports import Report
from cusp.reports.record import Cite
from cusp.web.public.briefing import views
from cusp.web.public.briefing.stored import facts_of, facts_of_council, inspections_of
from cusp.web.record.archive import published_response
from cusp.web.record.archive.published_response import PublishedResponse
from cusp.web.record.choices import Verdict
from cusp.web.record.findings import counted_topics
from cusp.web.record.models import Correction, Inspection
from tests.web.test_pages import heading, text_of

TODAY = date(2027, 1, 1)
START = date(2019, 6, 10)
OF_2019 = "/authorities/wexcombe/inspections/2019-06-10/briefing"
FROM_REPORTS = ("grade", "improvements", "inspectors", "place")


def started(wexcombe: list[Inspection], start: date) -> Inspection:
    return next(row for row in wexcombe if row.start == start)


def test_what_is_stored_says_the_same_as_the_reports(
    wexcombe: list[Inspection], specimens: dict[str, tuple[Path, Report]]
) -> None:
    """The page reads rows; the command reads files. Only the council's name may differ."""
    read = [report for _, report in specimens.values()]
    rows = inspections_of(wexcombe[0].authority)
    for row, report in zip(rows, sorted(read, key=start_of), strict=True):
        others = [each for each in read if each is not report]
        council = report.authority.printed if report.authority else ""
        stored = brief(facts_of(row, rows), as_at=TODAY)
        assert said(stored, "") == said(brief(facts_from(report, others), as_at=TODAY), council)


def start_of(report: Report) -> str:
    assert report.inspected
    return report.inspected.start


def said(briefing: Briefing, council: str) -> list[tuple[str, list[Cite | None]]]:
    """Sentences from reports, with what they cite; a place cites whole passages when stored."""
    return [
        (
            each.text.replace(council, "Wexcombe") if council else each.text,
            [] if each.section == "place" else [source.cite for source in each.sources],
        )
        for each in briefing.sentences
        if each.section in FROM_REPORTS
    ]


def test_what_is_called_praised_or_criticised_is_so_on_every_page(
    wexcombe: list[Inspection],
) -> None:
    rows = inspections_of(wexcombe[0].authority)
    told = 0
    for row in rows:
        said = facts_of(row, rows).said
        states = {code: counts.state for code, counts in counted_topics.stored()[row.pk].items()}
        for topics, state in ((said.praised, "praised"), (said.criticised, "criticised")):
            told += len(topics)
            assert {one.topic: states[one.topic] for one in topics} == {
                one.topic: state for one in topics
            }
    assert told


def test_each_number_leads_to_a_page_that_exists(
    wexcombe: list[Inspection], client: Client
) -> None:
    page = client.get(f"{OF_2019}/")
    numbers = re.findall(r'<sup>\s*<a[^>]*href="([^"]+)"', page.content.decode())
    assert len(numbers) > 20
    assert {client.get(address).status_code for address in set(numbers) if "#" not in address} == {
        200
    }
    assert "/authorities/wexcombe/inspections/2019-06-10/improvement-1/" in numbers
    assert "/authorities/wexcombe/inspections/2019-06-10/judgement-overall/" in numbers


def test_the_latest_inspection(
    wexcombe: list[Inspection], client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        client.get("/authorities/wexcombe/briefing/")
    address = "/authorities/wexcombe/briefing/"
    assert heading(client, address).endswith("graded by area, with no overall grade")
    assert "Briefing on the inspection of 11 to 15 May 2026" in text_of(client, address)


def test_json_has_whole_addresses(wexcombe: list[Inspection], client: Client) -> None:
    found = client.get(f"{OF_2019}.json").json()
    assert found["schema"] == "cusp.briefing/1"
    files = {s["file"] for each in found["sentences"] for s in each["sources"]}
    report = "http://testserver/authorities/wexcombe/inspections/2019-06-10/report.pdf"
    assert report in files


@pytest.mark.parametrize(
    ("form", "begins"), [("md", b"# Children"), ("docx", b"PK"), ("pdf", b"%PDF")]
)
def test_files(wexcombe: list[Inspection], client: Client, form: str, begins: bytes) -> None:
    answer = client.get(f"{OF_2019}.{form}")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    if form == "pdf":
        words = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
        assert "for the second time in a row" in " ".join(words.split())


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [(NotNow(), 503, "Try again"), (GivenUp("took longer than 30 seconds"), 500, "took longer")],
)
def test_a_file_that_cannot_be_made_says_why(
    wexcombe: list[Inspection], client: Client, monkeypatch: pytest.MonkeyPatch,
    error: Exception, status: int, said: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(views, "once", Mock(side_effect=error))
    answer = client.get(f"{OF_2019}.pdf")
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_without_a_report_there_is_no_briefing(client: Client, db: None) -> None:
    page = text_of(client, "/authorities/southend-on-sea/briefing/", 404)
    assert "once an officer has added the inspection report" in page
    assert client.get(f"{OF_2019}/").status_code == 404


def test_a_report_that_was_not_read_yet(unread_wexcombe: list[Inspection], client: Client) -> None:
    page = text_of(client, f"{OF_2019}/")
    assert "Cusp is still reading this report" in page
    assert "Mainly praised" not in page
    assert "4 areas for improvement" in page


def test_links_from_the_pages_of_council_and_inspection(
    wexcombe: list[Inspection], client: Client
) -> None:
    council = client.get("/authorities/wexcombe/").content.decode()
    assert 'href="/authorities/wexcombe/briefing/"' in council
    inspection = client.get("/authorities/wexcombe/inspections/2019-06-10/").content.decode()
    assert f'href="{OF_2019}/"' in inspection


def test_a_correction_by_an_officer_counts(wexcombe: list[Inspection]) -> None:
    earlier, later = started(wexcombe, date(2016, 1, 11)), started(wexcombe, START)
    Correction.objects.create(
        earlier=earlier, later=later, earlier_number=9, later_number=2, verdict=Verdict.SAME
    )
    rows = inspections_of(later.authority)
    row = next(row for row in rows if row.start == START)
    said = [each.text for each in brief(facts_of(row, rows), as_at=TODAY).sentences]
    assert "Carried over from area 9 in 2016." in said
    assert any("officers checked some of the links" in text for text in said)


def test_the_published_statement(
    wexcombe: list[Inspection], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = PublishedResponse(2, date(2019, 9, 2), START, areas=3, actions=12, done=4)
    monkeypatch.setattr(published_response, "LOOKING", [lambda _: published])
    page = client.get(f"{OF_2019}/").content.decode()
    assert (
        "The council published its statement of action on 2 September 2019: 12 actions in 3 areas, "
        "of which 4 are done."
    ) in page
    address = reverse("public-response-version", args=["wexcombe", 2])
    assert f'href="{address}"' in page
    other = client.get("/authorities/wexcombe/briefing/").content.decode()
    assert "statement of action" not in other


def test_a_council_by_name(wexcombe: list[Inspection]) -> None:
    assert facts_of_council("Wexcombe", date(2019, 6, 12)).latest.inspection.start == START
    with pytest.raises(NoBriefing, match="is not the name of one council"):
        facts_of_council("Atlantis", None)
    with pytest.raises(NoBriefing, match="has no report on Southend-on-Sea"):
        facts_of_council("Southend-on-Sea", None)
