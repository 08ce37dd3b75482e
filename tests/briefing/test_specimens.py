"""Briefings of the specimen reports on made-up Wexcombe, which were written by us."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO

import msgspec
import pypdfium2
import pytest
from docx import Document

from cusp.briefing import Briefing, brief
from cusp.briefing.from_reports import facts_from
from cusp.briefing.pdf import pdf_bytes
from cusp.briefing.text import as_markdown, as_text
from cusp.briefing.word import docx_bytes
from cusp.briefing.worker import answer, order
from cusp.reports import Report, read_report
from cusp.specimens import write_all
from tests.briefing.cited_places import faults
from tests.briefing.made_up import TODAY

LATEST = date(2026, 5, 11)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Mapping[date, Report]:
    files = write_all(tmp_path_factory.mktemp("specimens"))
    read = [read_report(file) for file in files]
    return {date.fromisoformat(r.inspected.start): r for r in read if r.inspected}


def briefed(reports: Mapping[date, Report], start: date) -> Briefing:
    others = [report for day, report in reports.items() if day != start]
    return brief(facts_from(reports[start], others), as_at=date(2027, 1, 1))


def said(briefing: Briefing, kind: str) -> list[str]:
    return [each.text for each in briefing.sentences if each.kind == kind]


def test_every_specimen_can_be_briefed(reports: Mapping[date, Report]) -> None:
    for start in reports:
        made = briefed(reports, start)
        assert len(made.sentences) > 10, start
        assert faults(made) == [], start


def test_no_overall_grade_in_2026(reports: Mapping[date, Report]) -> None:
    made = briefed(reports, LATEST)
    assert said(made, "overall") == [
        "Inspectors graded the services by area. Since April 2026, inspections give no overall "
        "grade."
    ]
    assert "place" not in {each.kind for each in made.sentences}
    assert made.title.endswith("graded by area, with no overall grade")


def test_2019_after_2016(reports: Mapping[date, Report]) -> None:
    made = briefed(reports, date(2019, 6, 10))
    assert "Impact of leaders: requires improvement." in said(made, "judgement")
    assert said(made, "areas now")[0].startswith("The report lists ")
    assert said(made, "later inspection") == [
        "There has been a later inspection, which began on 11 May 2026."
    ]


def test_looked_after_services_in_2013(reports: Mapping[date, Report]) -> None:
    made = briefed(reports, date(2013, 5, 13))
    assert said(made, "inspected")[0].startswith("Ofsted inspected services for looked-after")
    assert said(made, "overall") == []
    assert "place" not in {each.kind for each in made.sentences}


def test_a_single_report(reports: Mapping[date, Report]) -> None:
    start = date(2019, 6, 10)
    made = brief(facts_from(reports[start]), as_at=TODAY)
    kinds = {each.kind for each in made.sentences}
    assert "overall" in kinds
    assert not {"overall before", "areas before", "new", "carried over"} & kinds


# Files


@pytest.fixture(scope="module")
def made(reports: Mapping[date, Report]) -> Briefing:
    return briefed(reports, date(2019, 6, 10))


def test_the_pdf_has_the_sentences_on_one_page(made: Briefing) -> None:
    content = pdf_bytes(made)
    pdf = pypdfium2.PdfDocument(content)
    words = "".join(pdf[0].get_textpage().get_text_range().split())
    for sentence in made.sentences:
        assert "".join(sentence.text.split()) in words
    assert "Sources" in pdf[1].get_textpage().get_text_range()
    assert b"pdfuaid:part" in content
    assert pdf_bytes(made) == content


def test_the_longest_specimen_fits_on_one_page(reports: Mapping[date, Report]) -> None:
    for start in reports:
        pdf = pypdfium2.PdfDocument(pdf_bytes(briefed(reports, start)))
        assert pdf[1].get_textpage().get_text_range().strip().startswith("Sources"), start


def test_the_word_document(made: Briefing) -> None:
    document = Document(BytesIO(docx_bytes(made)))
    assert document.core_properties.title == made.title
    assert document.core_properties.language == "en-GB"
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles[:3] == ["Title", "Subtitle", "Heading 1"]
    assert "List Bullet" in styles
    xml = document.element.xml
    for sentence in made.sentences:
        assert f'w:anchor="source_{sentence.number}"' in xml
        assert f'w:name="source_{sentence.number}"' in xml


def test_markdown_and_text(made: Briefing) -> None:
    markdown = as_markdown(made)
    assert markdown.startswith(f"# {made.title}\n")
    assert "\n## Sources\n" in markdown
    assert made.sentences[0].text in as_text(made)


def test_the_worker_writes_both_files(made: Briefing) -> None:
    assert answer(order(made, "pdf")).startswith(b"%PDF")
    assert answer(order(made, "docx")).startswith(b"PK")


def test_marks_in_quotations_do_not_become_markdown(made: Briefing) -> None:
    first = msgspec.structs.replace(made.sentences[0], text="“*A* [b](c) <d>”")
    odd = msgspec.structs.replace(made, sentences=(first,))
    assert "“\\*A\\* \\[b\\](c) \\<d\\>” \\[1\\]" in as_markdown(odd)
    assert "“*A* [b](c) <d>”" in as_text(odd)
