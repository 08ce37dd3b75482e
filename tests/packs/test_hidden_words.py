"""Words that a reader cannot see but anyone can copy."""

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from cusp.packs import check_paper
from tests.packs.made import drawn, here, saved, words

CHILD = words("The child, Katherine, was seen.")
# In Helvetica at 12 points "The child, " is 55 points wide and "Katherine" 51.
BAND = "0 0 0.5 rg 60 590 300 20 re f\n"
BOX = "0 0 0 rg 127 695 52 16 re f\n"


def hidden(pdf: pikepdf.Pdf | bytes) -> list[str]:
    data = pdf if isinstance(pdf, bytes) else saved(pdf)
    found = check_paper(data, opened=here).questions
    return [word for each in found for word in each.words]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (CHILD, []),
        (CHILD + BOX, ["Katherine"]),
        ("0 0 0 rg 126.5 695 53 16 re f\n" + CHILD, ["Katherine"]),  # black words on a black box
        (CHILD + "1 1 1 rg 60 690 300 20 re f\n", ["The child, Katherine, was seen."]),
        (CHILD + "0 0 0 rg 60 696 300 1 re f\n", []),  # a line through the words
        (CHILD + "0 0 0 RG 127 695 52 16 re S\n", []),  # a frame
        (CHILD + words("white", 72, 600, before="1 1 1 rg"), ["white"]),
        (BAND + words("white", 72, 600, before="1 1 1 rg"), []),
        (BAND + words("Il1 | - . x", 72, 600, before="1 1 1 rg"), []),
        (CHILD + "16 w 127 703 m 179 703 l S\n", ["Katherine"]),  # a broad line
        (words("unseen", before="3 Tr"), ["unseen"]),
        (words("far away", -300, 100), ["far away"]),
        (words("over the edge", 560, 100, before="0 0 0 rg"), None),
        ("1 0 0 rg 60 690 300 20 re f\n" + words("red", before="1 0 0 rg"), ["red"]),
    ],
)  # fmt: skip
def test_words_that_cannot_be_seen(content: str, expected: list[str] | None) -> None:
    found = hidden(drawn(content))
    if expected is None:  # letters outside the page, but not those inside
        assert found
        assert not found[0].startswith("over")
    else:
        assert found == expected


def test_the_question_names_the_page_and_the_words() -> None:
    check = check_paper(saved(drawn(CHILD, CHILD + BOX)), opened=here)
    (question,) = check.questions
    assert question.pages == (2,)
    assert question.text == (
        "Page 2 has words under a filled box or picture that anyone can copy: “Katherine”. "
        "Remove the words from the document itself, or confirm that they may be published."
    )


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_words_on_a_turned_page(turn: int) -> None:
    pdf = drawn(CHILD + BOX, Rotate=turn, CropBox=Array([50, 100, 500, 800]))
    assert hidden(pdf) == ["Katherine"]


def test_words_in_a_form_under_a_box() -> None:
    pdf = drawn("q 1 0 0 1 10 20 cm /X Do Q\n0 0 0 rg 137 715 52 16 re f\n")
    page = pdf.pages[0].obj
    page.Resources.XObject = Dictionary(X=Stream(
        pdf, CHILD.encode(), Type=Name.XObject, Subtype=Name.Form,
        BBox=Array([0, 0, 595, 842]), Resources=Dictionary(Font=page.Resources.Font),
    ))  # fmt: skip
    assert hidden(pdf) == ["Katherine"]


def picture(pdf: pikepdf.Pdf) -> Dictionary:
    return Dictionary(X=Stream(
        pdf, bytes(range(0, 240, 10)) * 2, Type=Name.XObject, Subtype=Name.Image, Width=4, Height=4,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
    ))  # fmt: skip


def test_words_under_a_picture() -> None:
    pdf = drawn(CHILD + "q 52 0 0 16 127 695 cm /X Do Q\n")
    pdf.pages[0].obj.Resources.XObject = picture(pdf)
    assert hidden(pdf) == ["Katherine"]


@pytest.mark.parametrize("order", ["under", "over"])
def test_words_recognised_in_a_scan_are_not_hidden(order: str) -> None:
    scan, found = "q 595 0 0 842 0 0 cm /X Do Q\n", words("The child", before="3 Tr")
    pdf = drawn(found + scan if order == "under" else scan + found)
    pdf.pages[0].obj.Resources.XObject = picture(pdf)
    assert hidden(pdf) == []


def test_a_box_on_a_scan_hides_the_words_recognised_below_it() -> None:
    content = "q 595 0 0 842 0 0 cm /X Do Q\n" + words("The child", before="3 Tr")
    pdf = drawn(content + "0 0 0 rg 60 690 300 20 re f\n")
    pdf.pages[0].obj.Resources.XObject = picture(pdf)
    assert hidden(pdf) == ["The child"]


@pytest.mark.parametrize(
    "annotation",
    [
        {"Subtype": Name.Square, "IC": Array([0, 0, 0])},
        {"Subtype": Name.Highlight, "C": Array([0, 0, 0])},
        {"Subtype": Name.FreeText, "C": Array([1, 1, 1])},
    ],
)
def test_words_under_an_annotation(annotation: dict[str, Any]) -> None:
    pdf = drawn(CHILD)
    rectangle = [127, 695, 179, 711]
    look = Stream(
        pdf, b"0 0 0 rg 0 0 51 16 re f", Type=Name.XObject, Subtype=Name.Form,
        BBox=Array([0, 0, 51, 16]),
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([
        Dictionary(Type=Name.Annot, Rect=Array(rectangle), AP=Dictionary(N=look), F=4, **annotation)
    ])  # fmt: skip
    assert hidden(pdf) == ["Katherine"]


def test_marks_for_redaction_that_were_never_applied() -> None:
    pdf = drawn(CHILD)
    mark = Dictionary(Type=Name.Annot, Subtype=Name.Redact, Rect=Array([127, 695, 179, 711]))
    pdf.pages[0].obj.Annots = Array([mark])
    (question,) = check_paper(saved(pdf), opened=here).questions
    assert "marks for redaction that were never applied" in question.text


def test_a_hidden_field_that_is_filled_in() -> None:
    pdf = drawn(CHILD)
    field = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", V="Katherine",
                   Rect=Array([0, 0, 9, 9]), F=2)
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    assert hidden(pdf) == ["Katherine"]


def test_a_hidden_layer_is_asked_about() -> None:
    pdf = drawn("/OC /L BDC\n" + CHILD + "EMC\n")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Draft"))
    pdf.pages[0].obj.Resources.Properties = Dictionary(L=layer)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    questions = check_paper(saved(pdf), opened=here).questions
    assert any(each.kind == "hidden layer" and "“Draft”" in each.text for each in questions)
