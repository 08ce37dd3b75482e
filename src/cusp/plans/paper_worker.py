"""The task that a separate process carries out to make a paper, or to check a council's template.

Laying out a long plan takes seconds, and a template comes from outside, so neither belongs in a web
process. What writes the files is only imported there.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from cusp.outside.process import Limits
from cusp.plans.ready_paper import ReadyPaper, as_paper
from cusp.plans.record import Header, KeyEntry, Plan, Priority

if TYPE_CHECKING:
    from cusp.plans.papers import Paper

TASK = "cusp.plans.paper_worker:answer"
# The plan in full with 400 actions and 5,000 updates takes about 4 seconds and 350 MB.
LIMITS = Limits(seconds=30.0, megabytes=800)
LARGEST_TEMPLATE_MB = 5
_LARGEST_UNPACKED_MB, _MOST_PARTS = 50, 500
_LINK = b"/hyperlink"
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_AGAIN = "Save it as a new Word document (.docx) and try again"

Kind = Literal["full", "page", "exceptions", "changes"]
Ending = Literal["docx", "pdf", "xlsx"]


class PaperRequest(msgspec.Struct, frozen=True):
    """The paper to make: ``before`` is the earlier plan, for changes only."""

    kind: Kind
    ending: Ending
    plan: Plan
    before: Plan | None = None
    template: bytes = b""


class TemplateCheck(msgspec.Struct, frozen=True):
    """A template to try out."""

    template: bytes


class ReadyRequest(msgspec.Struct, frozen=True):
    """A paper whose words are ready, to be made as a Word document."""

    paper: ReadyPaper
    template: bytes = b""


class Made(msgspec.Struct, frozen=True):
    """The file, or why there is none. A template that can be used gives neither."""

    file: bytes = b""
    why: str = ""


class _Order(msgspec.Struct, frozen=True):
    paper: PaperRequest | None = None
    check: TemplateCheck | None = None
    ready: ReadyRequest | None = None


def paper_order(asked: PaperRequest) -> bytes:
    """The request for a paper."""
    return msgspec.msgpack.encode(_Order(paper=asked))


def ready_order(asked: ReadyRequest) -> bytes:
    """The request for a paper whose words are ready."""
    return msgspec.msgpack.encode(_Order(ready=asked))


def check_order(template: bytes) -> bytes:
    """The request to check a template."""
    return msgspec.msgpack.encode(_Order(check=TemplateCheck(template)))


def read_answer(answer: bytes) -> Made:
    """What the process answered."""
    return msgspec.msgpack.decode(answer, type=Made)


def answer(request: bytes) -> bytes:
    """Make the paper, or check the template."""
    order = msgspec.msgpack.decode(request, type=_Order)
    try:
        if order.check:
            made = Made(why=why_not_template(order.check.template))
        elif order.paper:
            made = Made(_file(order.paper))
        elif order.ready:
            made = Made(_written(as_paper(order.ready.paper), "docx", order.ready.template))
        else:
            made = Made(why="nothing was asked for")
    except MemoryError:
        made = Made(why="it took too much memory")
    except Exception as error:  # noqa: BLE001  # a process that dies says nothing
        made = Made(why=str(error) or type(error).__name__)
    return msgspec.msgpack.encode(made)


def _file(asked: PaperRequest) -> bytes:
    return _written(_paper(asked), asked.ending, asked.template)


def _written(paper: Paper, ending: Ending, template: bytes) -> bytes:
    from cusp.plans import papers

    with tempfile.TemporaryDirectory(prefix="cusp-paper-") as folder:
        out = Path(folder) / f"paper.{ending}"
        if ending == "pdf":
            papers.write_pdf(paper, out)
        elif ending == "xlsx":
            papers.write_xlsx(paper, out)
        else:
            papers.write_docx(paper, out, _template_in(Path(folder), template))
        return out.read_bytes()


def _paper(asked: PaperRequest) -> Paper:
    from cusp.plans import papers

    if asked.kind == "changes":
        if asked.before is None:
            raise ValueError("the earlier plan is missing")
        return papers.changes(asked.before, asked.plan)
    make = {"full": papers.full, "page": papers.on_a_page, "exceptions": papers.exceptions}
    return make[asked.kind](asked.plan)


def _template_in(folder: Path, template: bytes) -> Path | None:
    if not template:
        return None
    path = folder / "template.docx"
    path.write_bytes(template)
    return path


# Templates


def why_not_template(template: bytes) -> str:
    """Why a Word file cannot serve as a template, in a sentence or two; empty if it can."""
    if why := _why_not_file(template):
        return why
    specimen = PaperRequest("full", "docx", _SPECIMEN, template=template)
    try:
        _file(specimen)
    except Exception as error:  # noqa: BLE001  # damaged files raise errors of many kinds
        reason = str(error).removeprefix("cannot use the template template.docx: ")
        return f"Cusp could not make a paper with this template: {reason[:200]}. {_AGAIN}"
    return ""


def _why_not_file(template: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as parts:
            found = parts.infolist()
            names = {part.filename for part in found}
            if "word/document.xml" not in names:
                return f"The file is not a Word document. {_AGAIN}"
            unpacked = sum(part.file_size for part in found) / 2**20
            if len(found) > _MOST_PARTS or unpacked > _LARGEST_UNPACKED_MB:
                return f"The file is far larger than a template when unpacked. {_AGAIN}"
            if any("vbaproject" in name.lower() for name in names):
                return "The file has macros. Save it as a Word document without macros (.docx)"
            if any(name.startswith("word/embeddings/") for name in names):
                return "The file has other files inside it. Remove them and save it again"
            if any(_refers_outside(parts.read(name)) for name in names if name.endswith(".rels")):
                return (
                    "The file refers to another file, such as a linked picture or template. "
                    "Remove the link and save it again"
                )
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError):
        return f"The file is not a Word document that can be opened. {_AGAIN}"
    return ""


def _refers_outside(relationships: bytes) -> bool:
    """Whether Word would fetch something from elsewhere; links that people click may stay."""
    every = _RELATIONSHIP.findall(relationships)
    return any(_EXTERNAL.search(one) and _LINK not in one for one in every)


_SPECIMEN = Plan(
    Header("Council", "Specimen"),
    date(2024, 1, 1),
    (KeyEntry("Green", "on track", "on track", "green"),),
    (KeyEntry("1", "no change yet", "at risk", "red"),),
    (Priority("P1", "Specimen"),),
)
