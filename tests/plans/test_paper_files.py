"""Papers as Word documents, tagged PDFs and workbooks."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from cusp.plans import Action, Plan, Priority, Update
from cusp.plans.papers import (
    Paper,
    changes,
    exceptions,
    full,
    on_a_page,
    write_docx,
    write_pdf,
    write_xlsx,
)
from cusp.plans.papers.pdf import pdf_bytes
from cusp.tables import CannotWrite
from tests.plans.made_up import HEADER, SUPERVISION, large, of, plan, story
from tests.plans.reading import pdf_pages, run_together

EARLIER = msgspec.structs.replace(story(), as_at=date(2020, 3, 31), priorities=())
PAPERS: dict[str, Callable[[], Paper]] = {
    "full": lambda: full(story()),
    "page": lambda: on_a_page(story()),
    "exceptions": lambda: exceptions(story()),
    "changes": lambda: changes(EARLIER, story()),
}
HOSTILE = (
    '#read("/etc/passwd") $x^2$ @label <label> *bold* _it_ `raw` \\ // gone /* gone */',
    "{{ 7 * 7 }} {% include 'x' %} <w:p/> &amp; ]]> %PDF",
    "=1+1",
    "-- – — “quoted” ‘single’ … ≥ ≤ ✓ ☐ → ● ½ £ € ŵ ŷ",
    "A family 👩‍💻 👍🏽 😀 🇬🇧",
    "محمد ব বাংলা ਪੰਜਾਬੀ தமிழ்",
)
LONG_WORD = "Llanfairpwllgwyngyll" * 20


def hostile(*texts: str) -> Plan:
    """A plan with these texts wherever a text can be."""
    actions = tuple(
        Action(f"A{n}", text, text, updates=(Update(date(2020, 6, 1), text, text),))
        for n, text in enumerate(texts)
    )
    priorities = (
        Priority(f"P{n}", text, outcome=text, actions=(action,), measures=(SUPERVISION,))
        for n, (text, action) in enumerate(zip(texts, actions, strict=True))
    )
    return plan(*priorities, header=msgspec.structs.replace(HEADER, title=texts[0]))


def docx_text(path: Path) -> str:
    return "\n".join(t.text or "" for t in Document(str(path)).element.body.iter(qn("w:t")))


# Word


@pytest.mark.parametrize("name", PAPERS)
def test_a_word_paper_can_be_used_by_everyone(name: str, tmp_path: Path) -> None:
    paper = PAPERS[name]()
    write_docx(paper, tmp_path / "paper.docx")
    document = Document(str(tmp_path / "paper.docx"))
    assert document.core_properties.title == paper.title
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.author == "Anytown Borough Council"
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language is not None
    assert language.get(qn("w:val")) == "en-GB"
    styles = [p.style.name for p in document.paragraphs if p.style]
    assert styles[:2] == ["Title", "Subtitle"]
    assert "Heading 1" in styles
    assert document.tables
    section = document.sections[0]
    assert section.page_width and section.page_height  # noqa: PT018
    assert section.page_width > section.page_height
    for table in document.tables:
        check_table(table._tbl)


def check_table(table: Any) -> None:
    rows = table.findall(qn("w:tr"))
    assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert len(rows) > 1
    columns = table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
    assert {len(row.findall(qn("w:tc"))) for row in rows} == {len(columns)}
    assert not list(table.iter(qn("w:gridSpan"), qn("w:vMerge")))
    widths = [int(column.get(qn("w:w"))) for column in columns]
    assert sum(widths) <= 15_137  # the width of the text in twentieths of a point
    assert min(widths) >= 567  # 10 millimetres


def test_the_footer_names_the_plan_its_version_and_the_page(tmp_path: Path) -> None:
    write_docx(full(story()), tmp_path / "paper.docx")
    footer = Document(str(tmp_path / "paper.docx")).sections[0].footer
    text = "".join(t.text or "" for t in footer._element.iter(qn("w:t")))
    assert HEADER.title in text
    assert "Version 1.4 · As at 30 June 2020" in text
    fields = [f.get(qn("w:instr")) for f in footer._element.iter(qn("w:fldSimple"))]
    assert fields == [" PAGE ", " NUMPAGES "]


def test_a_council_can_use_its_own_template(tmp_path: Path) -> None:
    template = Document()
    template.styles["Heading 1"].font.name = "Gill Sans"
    template.add_paragraph("Report to the board: {{ title }}")
    template.add_paragraph("{{ paper }}")
    template.add_paragraph("Contact: the director")
    template.sections[0].header.paragraphs[0].text = "{{ council }}, {{ as_at }}"
    template.save(str(tmp_path / "template.docx"))
    paper = full(plan(header=msgspec.structs.replace(HEADER, title="Plan {{ 7 * 7 }} <b> & co")))
    write_docx(paper, tmp_path / "paper.docx", template=tmp_path / "template.docx")
    document = Document(str(tmp_path / "paper.docx"))
    texts = [p.text for p in document.paragraphs]
    assert texts[0] == "Report to the board: Plan {{ 7 * 7 }} <b> & co: the plan in full"
    assert texts[-1] == "Contact: the director"
    assert "About this plan" in texts
    assert document.sections[0].header.paragraphs[0].text == "Anytown Borough Council, 30 June 2020"
    assert document.styles["Heading 1"].font.name == "Gill Sans"
    for table in document.tables:  # six inches between the margins of this portrait template
        columns = table._tbl.iter(qn("w:gridCol"))
        assert sum(int(column.get(qn("w:w"), "0")) for column in columns) <= 8_640


def test_a_template_without_a_place_for_the_paper_has_it_last(tmp_path: Path) -> None:
    template = Document()
    template.add_paragraph("Front page")
    template.save(str(tmp_path / "template.docx"))
    write_docx(full(story()), tmp_path / "paper.docx", template=tmp_path / "template.docx")
    texts = [p.text for p in Document(str(tmp_path / "paper.docx")).paragraphs]
    assert texts[0] == "Front page"
    assert "About this plan" in texts[1:]


@pytest.mark.parametrize(
    "attack",
    ["{{ title.__class__.__mro__ }}", "{{ cycler.__init__.__globals__ }}", "{% for x in %}"],
)
def test_a_template_cannot_run_code(attack: str, tmp_path: Path) -> None:
    template = Document()
    template.add_paragraph(attack)
    template.save(str(tmp_path / "template.docx"))
    with pytest.raises(CannotWrite, match=r"cannot use the template template\.docx"):
        write_docx(full(story()), tmp_path / "paper.docx", template=tmp_path / "template.docx")
    assert not (tmp_path / "paper.docx").exists()


def test_a_template_that_is_no_word_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "template.docx").write_text("not a document")
    with pytest.raises(CannotWrite, match="cannot use the template"):
        write_docx(full(story()), tmp_path / "paper.docx", template=tmp_path / "template.docx")


# PDF


@pytest.mark.parametrize("name", PAPERS)
def test_a_pdf_has_its_title_on_the_first_page_and_page_numbers(name: str, tmp_path: Path) -> None:
    paper = PAPERS[name]()
    write_pdf(paper, tmp_path / "paper.pdf")
    pages = pdf_pages(tmp_path / "paper.pdf")
    assert run_together(paper.title) in run_together(pages[0])
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Version 1.4 · As at 30 June 2020" in text


def test_the_plan_on_a_page_is_one_page(tmp_path: Path) -> None:
    eight = large(priorities=8, actions=10)
    write_pdf(on_a_page(eight), tmp_path / "paper.pdf")
    assert len(pdf_pages(tmp_path / "paper.pdf")) == 1


def test_the_same_paper_gives_the_same_pdf() -> None:
    assert pdf_bytes(full(story())) == pdf_bytes(full(story()))


CHECKERS = find_spec("page") is not None and find_spec("outloud") is not None


@pytest.mark.skipif(not CHECKERS, reason="page-validation and outloud are not installed")
@pytest.mark.parametrize("name", [*PAPERS, "hostile"])
def test_a_pdf_meets_pdf_ua(name: str, tmp_path: Path) -> None:
    page = import_module("page")
    path = tmp_path / "paper.pdf"
    write_pdf(full(hostile(*HOSTILE)) if name == "hostile" else PAPERS[name](), path)
    report = page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, report.failures
    done = subprocess.run(
        [sys.executable, "-c", "from outloud.cli import main; main()", "--quiet", str(path)],
        check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


# Hostile text


@pytest.mark.parametrize("text", [*HOSTILE, LONG_WORD, "W" * 60, "long " * 1_000])
def test_any_text_comes_out_literally(text: str, tmp_path: Path) -> None:
    write_docx(full(hostile(text)), tmp_path / "paper.docx")
    assert text in docx_text(tmp_path / "paper.docx")
    write_xlsx(full(hostile(text)), tmp_path / "paper.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "paper.xlsx")["Actions"]["C2"]
    assert (cell.value, cell.data_type) == (text, "s")
    write_pdf(full(hostile(text)), tmp_path / "paper.pdf")
    printed = run_together("".join(pdf_pages(tmp_path / "paper.pdf")))
    if text.isascii():  # other scripts are drawn in another order or as ligatures
        assert run_together(text)[:40] in printed.replace("\ufffe", "-")


@pytest.mark.parametrize("word", ["W" * 60, "w" * 70, "é" * 120, "李" * 80, "1" * 300])
def test_a_very_long_word_stays_on_the_page(word: str, tmp_path: Path) -> None:
    write_pdf(full(hostile(word)), tmp_path / "paper.pdf")
    with pypdfium2.PdfDocument(tmp_path / "paper.pdf") as document:
        for page in document:
            text = page.get_textpage()
            rights = [text.get_charbox(n)[2] for n in range(text.count_chars())]
            assert max(rights) <= page.get_width() - 42  # the margin of 15 millimetres


def test_characters_that_no_file_can_hold_are_shown_as_replaced(tmp_path: Path) -> None:
    paper = full(hostile("bell \x07, null \x00, half a pair \ud800, \ufffe and\x0bnew\r\nlines"))
    write_docx(paper, tmp_path / "paper.docx")
    assert "bell �, null �, half a pair �, � and" in docx_text(tmp_path / "paper.docx")
    write_pdf(paper, tmp_path / "paper.pdf")
    assert "bell �, null �" in "".join(pdf_pages(tmp_path / "paper.pdf"))
    write_xlsx(paper, tmp_path / "paper.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "paper.xlsx")["Actions"]["C2"]
    assert str(cell.value) == "bell �, null �, half a pair �, � and\nnew\nlines"


def test_a_pdf_says_which_characters_it_has_no_typeface_for(tmp_path: Path) -> None:
    write_pdf(full(hostile("Names: 李娜 \U000e0001 and 王伟")), tmp_path / "paper.pdf")
    text = "".join(pdf_pages(tmp_path / "paper.pdf"))
    assert "[U+674E][U+5A1C]" in run_together(text)
    assert "characters that this PDF has no typeface for" in text
    write_docx(full(hostile("Names: 李娜")), tmp_path / "paper.docx")
    assert "Names: 李娜" in docx_text(tmp_path / "paper.docx")


# Workbook


def test_a_workbook_has_a_sheet_for_each_list_with_real_dates(tmp_path: Path) -> None:
    write_xlsx(full(story()), tmp_path / "paper.xlsx")
    book = openpyxl.load_workbook(tmp_path / "paper.xlsx")
    assert book.sheetnames == [
        "About this plan", "Grades", "Delivery key", "Impact key", "Priorities", "Actions",
        "Due dates", "Updates", "Evidence", "Measures", "Readings", "Challenges",
    ]  # fmt: skip
    rows = list(book["Actions"].values)
    late = dict(zip(rows[0], rows[2], strict=True))
    assert late["Ref"] == "A3"
    assert late["Due"] == datetime(2020, 5, 31)  # noqa: DTZ001  # workbooks have no time zones
    assert late["Days late"] == 30
    assert late["Delivery rating"] == "Amber: on track"
    assert book["Actions"].freeze_panes == "B2"


def test_exceptions_and_changes_are_workbooks_too(tmp_path: Path) -> None:
    write_xlsx(exceptions(story()), tmp_path / "exceptions.xlsx")
    book = openpyxl.load_workbook(tmp_path / "exceptions.xlsx")
    assert book.sheetnames[:2] == ["Exceptions", "Late actions"]
    write_xlsx(changes(story(), story()), tmp_path / "changes.xlsx")
    assert openpyxl.load_workbook(tmp_path / "changes.xlsx").sheetnames == ["Nothing to show"]


def test_the_footer_of_a_sheet_takes_any_title(tmp_path: Path) -> None:
    write_xlsx(full(hostile("R&D & care " * 30)), tmp_path / "paper.xlsx")
    footer = openpyxl.load_workbook(tmp_path / "paper.xlsx")["Actions"].oddFooter
    assert footer is not None
    assert "As at 30 June 2020" in str(footer.left.text)
    assert footer.right.text == "Page &P of &N"


# Speed


@pytest.mark.slow
@pytest.mark.parametrize("write", [write_docx, write_pdf])
def test_400_actions_take_at_most_two_seconds(
    write: Callable[[Paper, Path], None], tmp_path: Path
) -> None:
    write(full(of()), tmp_path / "first")  # loads the fonts and packages
    began = time.process_time()
    write(full(large()), tmp_path / "paper")
    assert time.process_time() - began <= 2
