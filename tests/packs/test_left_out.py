"""What packs leave out, and papers that cannot be included."""

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
from cusp.packs import CannotPack, Pack, PackItem, check_paper, make_pack, worker
from cusp.packs.passed import Merged
from tests.packs.made import (
    drawn,
    everything_in,
    here,
    packed,
    page_texts,
    saved,
    structure,
    tagged,
    words,
)

UNTAGGED = saved(drawn(words("Untagged words")))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "pack.pdf"


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
        "It is damaged and cannot be opened. Save it again as a PDF from the program it was "
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
