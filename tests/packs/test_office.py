"""Word documents and workbooks: what their readers do not see."""

import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.oxml import parse_xml
from openpyxl.comments import Comment

from cusp.packs import Check, check_paper
from tests.packs.made import here

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BY = 'w:id="1" w:author="J Bloggs" w:date="2026-01-01T00:00:00Z"'


def word(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        element: Any = parse_xml(f"<w:p {_W}>{paragraph}</w:p>")
        document.element.body.insert(0, element)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def of_kind(check: Check, kind: str) -> list[str]:
    return [finding.text for finding in check.findings if finding.kind == kind]


def test_tracked_changes_are_counted_and_what_was_deleted_is_quoted() -> None:
    check = check_paper(
        word(
            "<w:r><w:t>The child </w:t></w:r>"
            f"<w:del {_BY}><w:r><w:delText>Katherine </w:delText></w:r></w:del>"
            f"<w:ins {_BY}><w:r><w:t>K </w:t></w:r></w:ins>"
        ),
        opened=here,
    )
    assert of_kind(check, "tracked changes") == [
        "It has 2 tracked changes, such as “Katherine”. Accept or reject them all, and save the "
        "document again."
    ]


@pytest.mark.parametrize(
    ("mark", "hidden"), [("<w:vanish/>", True), ('<w:vanish w:val="0"/>', False), ("<w:b/>", False)]
)
def test_hidden_text(mark: str, hidden: bool) -> None:
    run = f"<w:r><w:rPr>{mark}</w:rPr><w:t>Katherine</w:t></w:r><w:r><w:t>seen</w:t></w:r>"
    found = of_kind(check_paper(word(run), opened=here), "hidden text")
    assert found == (["It has hidden text: “Katherine”. Delete it, or show it."] if hidden else [])


def test_comments_of_a_word_document() -> None:
    document = Document()
    run = document.add_paragraph("Words").runs[0]
    document.add_comment(run, text="Take out before publication", author="J Bloggs")
    out = BytesIO()
    document.save(out)
    (found,) = of_kind(check_paper(out.getvalue(), opened=here), "comments")
    assert found.startswith("It has 1 comment: “Take out before publication”.")


def test_files_and_macros_inside() -> None:
    data = BytesIO(word("<w:r><w:t>x</w:t></w:r>"))
    with zipfile.ZipFile(data, "a") as parts:
        parts.writestr("word/embeddings/children.xlsx", b"x")
        parts.writestr("word/vbaProject.bin", b"x")
    check = check_paper(data.getvalue(), opened=here)
    assert of_kind(check, "attachments")[0].startswith("It has 1 file inside it: “children.xlsx”.")
    assert of_kind(check, "scripts")


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Seen"
    return book


def checked(book: openpyxl.Workbook) -> Check:
    out = BytesIO()
    book.save(out)
    return check_paper(out.getvalue(), opened=here)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_named(state: str) -> None:
    book = workbook()
    book.create_sheet("children").sheet_state = state
    check = checked(book)
    assert of_kind(check, "hidden sheet") == [
        "It has a hidden sheet: “children”. Delete what is not to be published."
    ]
    assert check.stops[0].text.startswith("It is a workbook. Publish it as CSV")


def test_hidden_rows_and_comments_of_a_workbook() -> None:
    book = workbook()
    sheet = book.active
    assert sheet is not None
    sheet.row_dimensions[3].hidden = True
    sheet["A1"].comment = Comment("Check with J", "J Bloggs")
    check = checked(book)
    assert of_kind(check, "hidden text")
    assert "Check with J" in of_kind(check, "comments")[0]


def test_a_plain_workbook_has_nothing_hidden() -> None:
    assert not checked(workbook()).questions


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xd0\xcf\x11\xe0 old", "not a pdf"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"<html>", "not a pdf"),
    ],
)
def test_other_files_are_refused_in_one_sentence(data: bytes, kind: str) -> None:
    (finding,) = check_paper(data, opened=here).stops
    assert finding.kind == kind
