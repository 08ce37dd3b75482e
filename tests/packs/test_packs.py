"""Packs: papers in order with their tags, links, bookmarks and page numbers, and nothing else."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from cusp.outside.process import GivenUp, Limits
from cusp.packs import CannotPack, Meeting, Pack, PackItem, check_paper, make_pack, worker
from cusp.packs.passed import Merged
from tests.packs.made import (
    drawn,
    everything_in,
    here,
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


# What a pack leaves out


def test_nothing_but_the_pages_gets_into_a_pack(out: Path) -> None:
    made = packed(out, PackItem(title="Plan", file=full_of_secrets(), answered=True))
    held = everything_in(out)
    for secret in (b"SECRET", b"JavaScript", b"/Launch", b"EmbeddedFile", b"OpenAction", b"/AA"):
        assert secret not in held
    assert b"https://example.org" in held
    said = " ".join(finding.text for finding in made.entries[0].check.findings)
    for expected in ("author “SECRET Author”", "“SECRET.txt”", "scripts left out",
                     "“SECRET remark”", "2 links to files or programs"):  # fmt: skip
        assert expected in said


def full_of_secrets() -> bytes:
    pdf = drawn(words("Words"))
    pdf.docinfo["/Author"] = "SECRET Author"
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["SECRET Author"]
    pdf.attachments["SECRET.txt"] = pikepdf.AttachedFileSpec(pdf, b"SECRET", filename="SECRET.txt")
    script = Dictionary(S=Name.JavaScript, JS="SECRET()")
    pdf.Root.OpenAction = script
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("SECRET"), script]))
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=script)
    page.PieceInfo = Dictionary(SECRET=Dictionary(Private="SECRET"))
    page.Metadata = Stream(pdf, b"SECRET")
    rect = Array([10, 10, 50, 50])
    links: list[dict[str, Any]] = [
        {"S": Name.Launch, "F": "SECRET.exe"},
        {"S": Name.URI, "URI": "file://server/SECRET/plan.docx"},
        {"S": Name.URI, "URI": "https://example.org/"},
        {"S": Name.JavaScript, "JS": "SECRET()"},
    ]
    page.Annots = Array([
        *(Dictionary(Subtype=Name.Link, Rect=rect, A=Dictionary(**link), AA=Dictionary(E=script))
          for link in links),
        pdf.make_indirect(Dictionary(
            Subtype=Name.Text, Rect=rect, T="SECRET Author", Contents="SECRET remark")),
        Dictionary(Subtype=Name.FileAttachment, Rect=rect, FS=pdf.attachments["SECRET.txt"].obj),
        Dictionary(Subtype=Name.Square, Rect=rect, T="SECRET Author"),
    ])  # fmt: skip
    return saved(pdf)


def test_a_comment_leaves_no_trace_in_the_tags(out: Path) -> None:
    with pikepdf.open(BytesIO(tagged("Plan", 1))) as pdf:
        page = pdf.pages[0].obj
        remark = pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]),
                       Contents="SECRET", StructParent=99)
        )  # fmt: skip
        page.Annots.append(remark)
        paragraph = next(each for each in structure(pdf) if each.S == Name.P)
        tag = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Annot, P=paragraph,
                       K=Dictionary(Type=Name.OBJR, Obj=remark, Pg=page))
        )  # fmt: skip
        paragraph.K = Array([*paragraph.K, tag])
        data = saved(pdf)
    packed(out, data)
    assert b"SECRET" not in everything_in(out)


def test_a_public_copy_holds_nothing_of_an_exempt_item(out: Path) -> None:
    exempt = PackItem(
        title="SECRET contract", number="4", access="exempt", file=tagged("SECRET contract"),
        public_title="A contract", reason="Paragraph 3 of Schedule 12A.",
    )  # fmt: skip
    confidential = PackItem(title="SECRET case", access="confidential", file=tagged("SECRET case"))
    made = packed(out, tagged("Plan"), exempt, confidential)
    assert b"SECRET" not in everything_in(out)
    front = page_texts(out)[0]
    assert "A contract" in front
    assert "Not in this copy: this item is exempt. Paragraph 3 of Schedule 12A." in front
    assert "Confidential item" in front
    assert made.pages == 3
    assert [entry.withheld for entry in made.entries] == [False, True, True]
    assert "SECRET" not in repr(made)
    members = packed(out, tagged("Plan"), exempt, confidential, copy="members")
    assert members.pages == 7
    assert "Copy for members" in page_texts(out)[0]


def test_the_same_papers_give_the_same_pack(tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        packed(tmp_path / name, tagged("Minutes"), UNTAGGED)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_a_photograph_loses_what_the_camera_wrote(out: Path) -> None:
    photo = BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "SECRET Author"
    Image.new("RGB", (8, 8), "red").save(photo, "JPEG", exif=exif, comment=b"SECRET remark")
    pdf = drawn("q 100 0 0 100 72 600 cm /X Do Q")
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=Stream(
        pdf, photo.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
    ))  # fmt: skip
    packed(out, saved(pdf))
    with pikepdf.open(out) as pack:
        picture = next(each for each in pack.objects if isinstance(each, Stream)
                       and each.get("/Subtype") == Name.Image)  # fmt: skip
        assert b"SECRET" not in picture.read_raw_bytes()
        shown = pikepdf.PdfImage(picture).as_pil_image().convert("RGB")
        colours: Any = shown.getextrema()
        assert colours[0][0] > 240
        assert colours[1][1] < 20


# Papers that cannot be included


def test_one_bad_paper_does_not_stop_the_others(out: Path) -> None:
    locked = saved(drawn(words("x")), encryption=pikepdf.Encryption(user="a", owner="b"))
    papers = [b"", b"MZ program", b"%PDF-1.7\nnothing", locked, tagged("Plan")]
    made = packed(out, *papers)
    assert [entry.left_out for entry in made.entries] == [
        "It is empty. Check the file.",
        "It is not a PDF. Save it as PDF, with tags for accessibility.",
        "It is damaged and cannot be opened. Save it again as a PDF from the program that it was "
        "written in.",
        "It is protected by a password. Save a copy without one.",
        "",
    ]
    assert made.pages == 3
    assert page_texts(out)[0].count("This paper could not be included.") == 4


def test_a_paper_that_cannot_be_merged_is_named_alone(out: Path) -> None:
    def opened(task: str, order: bytes, limits: Limits) -> bytes:
        if task == worker.MERGE_TASK and b"1-clean" in order:
            return msgspec.msgpack.encode(Merged(why="making the pack failed"))
        return here(task, order, limits)

    items = tuple(PackItem(title=x, file=tagged("Plan")) for x in "ABC")
    made = make_pack(Pack(title="Pack", items=items), out, opened=opened, jobs=1)
    assert [bool(entry.left_out) for entry in made.entries] == [False, True, False]
    assert made.pages == 5
    assert page_texts(out)[0].count("This paper could not be included.") == 1
    assert [path.name for path in out.parent.iterdir()] == ["pack.pdf"]


def test_a_file_that_was_cut_off_is_asked_about(out: Path) -> None:
    whole = tagged("Plan", 5)
    cut = check_paper(whole[: len(whole) * 3 // 4], opened=here)
    assert cut.stops or cut.questions


def test_hidden_words_stop_a_public_copy_until_someone_has_answered(out: Path) -> None:
    paper = saved(drawn(words("Katherine") + "0 0 0 rg 60 690 200 30 re f"))
    with pytest.raises(CannotPack, match="None of the papers could be included") as error:
        packed(out, paper)
    assert error.value.entries[0].check.questions
    assert not out.exists()
    assert packed(out, PackItem(title="Plan", file=paper, answered=True)).pages == 2
    assert packed(out, paper, copy="members").pages == 2


def test_a_paper_that_ends_its_process_is_named_alone(out: Path) -> None:
    path = out.with_name("bad.pdf")
    path.write_bytes(UNTAGGED)

    def opened(task: str, order: bytes, limits: Limits) -> bytes:
        if str(path).encode() in order:
            raise GivenUp("crashed the process twice")
        return here(task, order, limits)

    items = tuple(
        PackItem(title=title, file=file)
        for title, file in (("A", tagged("Plan")), ("B", path), ("C", UNTAGGED))
    )
    made = make_pack(Pack(title="Pack", items=items), out, opened=opened, jobs=2)
    assert [bool(entry.left_out) for entry in made.entries] == [False, True, False]
    assert made.entries[1].left_out.startswith("Checking it crashed the process twice.")


def test_a_hidden_layer_stays_hidden(out: Path) -> None:
    pdf = drawn("/OC /L BDC 0 0 0 rg 0 0 595 842 re f EMC\n")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Draft"))
    pdf.pages[0].obj.Resources.Properties = Dictionary(L=layer)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    packed(out, PackItem(title="Plan", file=saved(pdf), answered=True))
    with pypdfium2.PdfDocument(out) as document:
        assert document[1].render(scale=0.1).to_pil().convert("L").getpixel((30, 30)) == 255
