"""Packs: papers in order with their tags, links, bookmarks and page numbers."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from cusp.packs import Meeting, PackItem
from tests.packs.made import (
    drawn,
    packed,
    page_texts,
    part_of,
    parts,
    saved,
    structure,
    tagged,
    types_on_pages,
    words,
)

UNTAGGED = saved(drawn(words("Untagged words")))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "pack.pdf"


# Contents and page numbers


def test_every_page_has_its_number_and_the_contents_agree(out: Path) -> None:
    made = packed(out, tagged("Minutes", 3), UNTAGGED, tagged("Plan", 2))
    texts = page_texts(out)
    assert (made.pages, made.front_pages, len(texts)) == (7, 1, 7)
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of 7" in text
    assert [entry.first_page for entry in made.entries] == [2, 5, 6]
    lines = texts[0].splitlines()
    assert [line.split() for line in lines if line[:2] in ("A ", "B ", "C ")] == [
        ["A", "2"], ["B", "5"], ["C", "6"],
    ]  # fmt: skip


def test_contents_of_several_pages_count_themselves(out: Path) -> None:
    items = tuple(PackItem(title=f"Verbal item {n}", number=str(n)) for n in range(60))
    paper = PackItem(title="Plan", file=tagged("Plan", 2))
    made = packed(out, *items, paper)
    assert made.front_pages > 1
    assert made.entries[-1].first_page == made.front_pages + 1
    assert "Plan, part 1" in page_texts(out)[made.front_pages]


def test_the_front_page_says_what_and_when(out: Path) -> None:
    meeting = Meeting(
        board="Education Board", day=date(2019, 10, 22), time="6pm", place="Tickfield Centre"
    )
    packed(
        out, PackItem(title="Apologies", number="1", note="verbal"), UNTAGGED, meeting=meeting
    )  # fmt: skip
    front = page_texts(out)[0]
    for said in ("Education Board", "Tuesday 22 October 2019, 6pm", "Tickfield Centre", "Verbal",
                 "This paper is not tagged."):  # fmt: skip
        assert said in front


def test_links_in_the_contents_lead_to_the_papers(out: Path) -> None:
    packed(out, tagged("Minutes", 3), tagged("Plan"))
    with pikepdf.open(out) as pdf:
        links = [each for each in pdf.pages[0].obj.Annots if each.Subtype == Name.Link]
        targets = [pikepdf.Page(each.Dest[0]).index for each in links]
        assert targets == [1, 4]
        assert [str(each.Contents) for each in links] == ["A, page 2", "B, page 5"]
        assert pdf.Root.PageLabels.Nums[1].S == Name.D


# Tags


def test_tagged_papers_keep_their_tags(out: Path) -> None:
    papers = [tagged("Minutes", 3), tagged("Plan", 2)]
    made = packed(out, *papers)
    assert made.meets_pdf_ua
    before = []
    for paper in papers:
        with pikepdf.open(BytesIO(paper)) as pdf:
            before += types_on_pages(pdf)
    with pikepdf.open(out) as pdf:
        assert types_on_pages(pdf)[1:] == before
        assert pdf.Root.MarkInfo.Marked
        for number, page in enumerate(pdf.pages):
            tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
            expected = pdf.Root.StructTreeRoot.K.K[(0, 1, 1, 1, 2, 2)[number]]
            for element in tree[int(page.obj.StructParents)]:
                assert part_of(element).objgen == expected.objgen
                assert element.Pg.objgen == page.obj.objgen


def test_links_lead_to_their_own_paper_and_their_own_tags(out: Path) -> None:
    packed(out, tagged("Minutes", 3), tagged("Plan", 2))
    with pikepdf.open(out) as pdf:
        tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        used = [int(page.obj.StructParents) for page in pdf.pages]
        for page in pdf.pages:
            for link in page.obj.Annots:
                used.append(int(link.StructParent))
                element = tree[int(link.StructParent)]
                assert str(element.S) == "/Link"
                assert any(
                    isinstance(kid, Dictionary) and kid.Obj.objgen == link.objgen
                    for kid in element.K
                )
        assert len(used) == len(set(used))
        to_end = [pikepdf.Page(page.obj.Annots[1].Dest[0]).index for page in pdf.pages[1:]]
        assert to_end == [3, 3, 3, 5, 5]


def test_a_type_that_two_papers_map_differently_keeps_both_meanings(out: Path) -> None:
    papers = [retagged("Minutes", "/P"), retagged("Plan", "/Note"), retagged("Note", "")]
    packed(out, *papers)
    with pikepdf.open(out) as pdf:
        roles = pdf.Root.StructTreeRoot.RoleMap
        names = [str(each.S) for each in structure(pdf)]
        remarks = [name for name in names if name.startswith("/Remark")]
        assert [str(roles[name]) for name in remarks] == ["/P", "/Note", "/Span"]


def retagged(title: str, role: str) -> bytes:
    """A paper of one page with its paragraph tagged as a remark of its own kind."""
    with pikepdf.open(BytesIO(tagged(title, 1))) as pdf:
        paragraph = next(each for each in structure(pdf) if each.S == Name.P)
        paragraph.S = Name.Remark
        if role:
            pdf.Root.StructTreeRoot.RoleMap = Dictionary(Remark=Name(role))
        return saved(pdf)


def test_ids_and_classes_of_two_papers_are_kept_apart(out: Path) -> None:
    papers = [with_ids("Minutes", 1), with_ids("Plan", 2)]
    packed(out, *papers)
    with pikepdf.open(out) as pdf:
        root = pdf.Root.StructTreeRoot
        ids = pikepdf.NameTree(root.IDTree)
        for number, part in enumerate(parts(pdf), 1):
            inside = [each for each in structure(pdf) if part_of(each).objgen == part.objgen]
            cell = next(each for each in inside if each.S == Name.TD and "/C" in each)
            assert root.ClassMap[str(cell.C)].Width == number
            header = ids[str(cell.A.Headers[0])]
            assert part_of(header).objgen == part.objgen
            assert header.S == Name.TH


def with_ids(title: str, width: int) -> bytes:
    """A paper of one page with a cell that names its header and has a class."""
    with pikepdf.open(BytesIO(tagged(title, 1))) as pdf:
        elements = structure(pdf)
        header = next(each for each in elements if each.S == Name.TH)
        cell = next(each for each in elements if each.S == Name.TD)
        header.ID = String("h")
        cell.A = Dictionary(O=Name.Table, Headers=Array([String("h")]))
        cell.C = Name.Wide
        root = pdf.Root.StructTreeRoot
        root.ClassMap = Dictionary(Wide=Dictionary(O=Name.Layout, Width=width))
        root.IDTree = Dictionary(Names=Array([String("h"), header]))
        return saved(pdf)


def test_each_paper_keeps_its_language(out: Path) -> None:
    packed(out, tagged("Minutes"), tagged("Cofnodion", lang="cy"))
    with pikepdf.open(out) as pdf:
        assert [str(part.Lang) for part in parts(pdf)] == ["en", "cy"]
        assert str(pdf.Root.Lang) == "en-GB"


def test_an_untagged_paper_is_named_and_can_still_be_read(out: Path) -> None:
    made = packed(out, tagged("Minutes"), UNTAGGED)
    assert not made.meets_pdf_ua
    with pikepdf.open(out) as pdf:
        part = parts(pdf)[1]
        assert str(part.T) == "B (not tagged)"
        assert part.K[0].Pg.objgen == pdf.pages[3].obj.objgen
        assert types_on_pages(pdf)[3] == ["/P"]
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()


def test_a_pack_can_be_a_paper(out: Path, tmp_path: Path) -> None:
    packed(out, with_ids("Minutes", 1), tagged("Plan"))
    packed(tmp_path / "again.pdf", out.read_bytes(), out.read_bytes())
    texts = page_texts(tmp_path / "again.pdf")
    assert [f"Page {n} of 9" in text for n, text in enumerate(texts, 1)] == [True] * 9
    assert "Page 1 of 4" in texts[1]


# Bookmarks and forms


def test_the_papers_own_bookmarks_are_below_their_title(out: Path) -> None:
    packed(out, tagged("Minutes", 2), UNTAGGED)
    with pikepdf.open(out) as pdf, pdf.open_outline() as outline:
        assert [each.title for each in outline.root] == ["Contents", "A", "B"]
        own = outline.root[1].children
        assert [each.title for each in own] == ["Minutes, part 1", "Minutes, part 2"]
        targets: list[Any] = [own[1].destination, outline.root[2].destination]
        assert [pikepdf.Page(each[0]).index for each in targets] == [2, 3]


def test_fields_with_one_name_in_two_papers_stay_apart(out: Path) -> None:
    packed(out, with_form("first"), with_form("second"))
    with pikepdf.open(out) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        assert len({str(field.T) for field in fields}) == 2
        assert [str(field.V) for field in fields] == ["first", "second"]
        assert all(int(field.Ff) & 1 for field in fields)
        shown = [pdf.pages[number].obj.Annots[0].objgen for number in (1, 2)]
        assert [field.objgen for field in fields] == shown


def with_form(value: str) -> bytes:
    pdf = drawn(words("Name:"))
    look = Stream(
        pdf, b"BT /F 12 Tf 2 2 Td (%b) Tj ET" % value.encode(), Type=Name.XObject,
        Subtype=Name.Form, BBox=Array([0, 0, 100, 20]), Resources=pdf.pages[0].obj.Resources,
    )  # fmt: skip
    field = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", V=value,
                   Rect=Array([120, 695, 220, 715]), AP=Dictionary(N=look), F=4)
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    return saved(pdf)
