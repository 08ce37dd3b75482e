"""Small papers for packs, laid out by typst or written by hand, and how to look into a pack."""

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import typst
from pikepdf import Array, Dictionary, Name, Stream

from cusp.outside.process import Limits
from cusp.packs import MadePack, Pack, PackItem, make_pack, worker

_LAYOUT = """
#set document(title: sys.inputs.title)
#set text(lang: sys.inputs.lang)
#for page in range(int(sys.inputs.pages)) [
  #if page > 0 { pagebreak() }
  #heading(level: 1)[#sys.inputs.title, part #(page + 1)] #label("part" + str(page))
  Words of #sys.inputs.title.
  #link(<part0>)[Back to the start] #link(label("part" + str(int(sys.inputs.pages) - 1)))[The end]
  #table(columns: 2, table.header([Measure], [Value]), [A], [1])
]
"""


@cache
def tagged(title: str, pages: int = 2, lang: str = "en") -> bytes:
    """A tagged paper that meets PDF/UA-1, with links to its first and last page."""
    made = typst.compile(
        _LAYOUT.encode(), format="pdf", pdf_standards=["ua-1"],
        sys_inputs={"title": title, "pages": str(pages), "lang": lang},
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def drawn(*contents: str, size: tuple[float, float] = (595, 842), **entries: Any) -> pikepdf.Pdf:
    """An untagged document with a page for each content, in Helvetica as ``/F``."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                   Encoding=Name.WinAnsiEncoding)
    )  # fmt: skip
    for content in contents:
        page = Dictionary(
            Type=Name.Page, MediaBox=Array([0, 0, *size]),
            Resources=Dictionary(Font=Dictionary(F=font)),
            Contents=Stream(pdf, content.encode("latin-1")),
        )  # fmt: skip
        for key, value in entries.items():
            page[f"/{key}"] = value
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf


def words(text: str, x: float = 72, y: float = 700, size: float = 12, before: str = "") -> str:
    """The content that writes a line of words."""
    return f"BT {before} /F {size} Tf {x} {y} Td ({text}) Tj ET\n"


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    """The bytes of a document."""
    out = BytesIO()
    pdf.save(out, static_id=True, **options)
    return out.getvalue()


def here(task: str, order: bytes, limits: Limits) -> bytes:
    """Carry out a task in this process."""
    answer: bytes = getattr(worker, task.partition(":")[2])(order)
    return answer


def packed(out: Path, *papers: bytes | PackItem, **options: Any) -> MadePack:
    """Make a pack of papers, which are called A, B and so on."""
    items = tuple(
        each if isinstance(each, PackItem) else PackItem(title=chr(ord("A") + at), file=each)
        for at, each in enumerate(papers)
    )
    return make_pack(Pack(title="Pack", items=items, **options), out, opened=here, jobs=1)


def page_texts(path: Path | bytes) -> list[str]:
    """The words on each page."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def structure(pdf: pikepdf.Pdf) -> list[Any]:
    """Every structure element, in the order of the document."""
    found = []

    def visit(element: Any) -> None:
        kids = element.get("/K", ())
        for kid in kids if isinstance(kids, Array) else (kids,):
            if isinstance(kid, Dictionary) and "/S" in kid:
                found.append(kid)
                visit(kid)

    visit(pdf.Root.StructTreeRoot)
    return found


def parts(pdf: pikepdf.Pdf) -> list[Any]:
    """The part of each paper in a pack, after that of the front."""
    return list(pdf.Root.StructTreeRoot.K.K)[1:]


def part_of(element: Any) -> Any:
    """The part of a pack that an element is in."""
    above = [element]
    while "/P" in above[-1]:
        above.append(above[-1].P)
    return above[-3] if len(above) > 2 else above[-1]


def types_on_pages(pdf: pikepdf.Pdf) -> list[list[str]]:
    """The types of the elements with content on each page, as the parent tree has them."""
    tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    return [
        [str(each.S) for each in tree[int(page.obj.StructParents)]] for page in pdf.pages
    ]  # fmt: skip


def everything_in(path: Path) -> bytes:
    """All that a file holds, with its streams unpacked."""
    parts: list[bytes] = [path.read_bytes()]
    with pikepdf.open(path) as pdf:
        for each in pdf.objects:
            parts.append(each.unparse())
            if isinstance(each, Stream):
                parts += _data(each)
            parts += [bytes(text) for text in _strings(each)]
        parts.append(pdf.trailer.unparse())
    return b"\n".join(parts)


def _data(stream: Stream) -> Iterator[bytes]:
    try:
        yield stream.read_bytes()
    except pikepdf.PdfError:
        yield stream.read_raw_bytes()


def _strings(value: Any) -> Iterator[bytes]:
    if isinstance(value, pikepdf.String):
        yield str(value).encode()
    elif isinstance(value, Array):
        for each in value:
            yield from _own_strings(each)
    elif isinstance(value, Dictionary | Stream):
        for key in value.keys():  # noqa: SIM118  # these are not Python's dictionaries
            yield from _own_strings(value[key])


def _own_strings(value: Any) -> Iterator[bytes]:
    if not getattr(value, "is_indirect", False):
        yield from _strings(value)


def element_counts(pdf: pikepdf.Pdf, kinds: Sequence[str]) -> list[int]:
    """How many elements of each type a document has."""
    found = [str(each.S) for each in structure(pdf)]
    return [found.count(kind) for kind in kinds]
