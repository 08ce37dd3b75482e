"""Check a Word document or a workbook for what its readers do not see.

They cannot be part of a pack, but councils publish them beside one.
"""

from __future__ import annotations

import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

from cusp.packs import wording
from cusp.packs.record import Check, Finding
from cusp.wording import counted

_LARGEST_UNPACKED_MB, _MOST_PARTS, _STEP = 200, 5_000, 2**16
_TRACKED = {
    "ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "rPrChange", "pPrChange",
    "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange",
}  # fmt: skip
_OLD = b"\xd0\xcf\x11\xe0"
_PROPERTIES = {
    "title": "title", "creator": "author", "subject": "subject", "keywords": "keywords",
    "description": "comments", "lastModifiedBy": "last changed by", "company": "company",
    "manager": "manager",
}  # fmt: skip


def is_office(start: bytes) -> bool:
    """Whether a file begins like an Office document."""
    return start.startswith((b"PK\x03\x04", _OLD))


def check_office(path: Path) -> Check:
    """What readers of a Word document or a workbook do not see."""
    with path.open("rb") as file:
        old = file.read(4) == _OLD
    if old:
        text = "It is in an old Office format or has a password. Save it as PDF."
        return Check(findings=wording.stop("not a pdf", text))
    try:
        with zipfile.ZipFile(path) as parts:
            return Check(findings=tuple(_found(parts)))
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, RuntimeError,
            NotImplementedError, KeyError, OSError):  # fmt: skip
        text = "It is damaged and cannot be opened. Save it again, as PDF."
        return Check(findings=wording.stop("damaged", text))


def _found(parts: zipfile.ZipFile) -> list[Finding]:
    names = set(parts.namelist())
    unpacked = sum(part.file_size for part in parts.infolist()) / 2**20
    if unpacked > _LARGEST_UNPACKED_MB or len(names) > _MOST_PARTS:
        text = "It is far larger than a paper when unpacked. Save it as PDF."
        return list(wording.stop("too large", text))
    if "word/document.xml" in names:
        text = "It is a Word document. Save it as PDF, with tags for accessibility."
        findings = [*wording.stop("not a pdf", text), *_word(parts, names)]
    elif "xl/workbook.xml" in names:
        text = "It is a workbook. Publish it as CSV, or save the sheets to be published as PDF."
        findings = [*wording.stop("not a pdf", text), *_workbook(parts, names)]
    else:
        text = "It is not a PDF. Save it as PDF, with tags for accessibility."
        return list(wording.stop("not a pdf", text))
    return [*findings, *_either(parts, names)]


def _word(parts: zipfile.ZipFile, names: set[str]) -> list[Finding]:
    seen = _Words()
    for name in sorted(names):
        if name.startswith("word/") and name.endswith(".xml"):
            _read(parts, name, seen.begin, seen.end, seen.text)
    findings = []
    if seen.tracked:
        count = counted(seen.tracked, "tracked change")
        gone = f", such as {wording.quoted(seen.deleted)}" if seen.deleted else ""
        text = f"It has {count}{gone}. Accept or reject them all, and save the document again."
        findings.append(Finding("tracked changes", "asks", text, words=tuple(seen.deleted)))
    if seen.comments:
        text = f"{_it_has(len(seen.comments), 'comment')}: {wording.quoted(seen.comments)}. " \
               "Delete them, and save the document again."  # fmt: skip
        findings.append(Finding("comments", "asks", text, words=tuple(seen.comments)))
    if seen.hidden:
        text = f"It has hidden text: {wording.quoted(seen.hidden)}. Delete it, or show it."
        findings.append(Finding("hidden text", "asks", text, words=tuple(seen.hidden)))
    return findings


class _Words:
    """Tracked changes, comments and hidden text of a Word document, as its parts are read."""

    def __init__(self) -> None:
        self.tracked = 0
        self.deleted: list[str] = []
        self.comments: list[str] = []
        self.hidden: list[str] = []
        self._open: dict[str, list[str] | None] = defaultdict(lambda: None)
        self._hidden_run = False
        self._words = False

    def begin(self, name: str, values: dict[str, str]) -> None:
        """An element begins."""
        if name in _TRACKED:
            self.tracked += 1
        if name in ("del", "moveFrom", "comment", "r"):
            self._open[name] = []
            self._hidden_run = self._hidden_run and name != "r"
        elif name == "vanish" and self._open["r"] is not None:
            self._hidden_run = values.get("val", "1") not in ("0", "false", "off")
        self._words = name in ("t", "delText", "instrText")

    def text(self, text: str) -> None:
        """Letters inside an element."""
        if self._words:
            for each in self._open.values():
                if each is not None:
                    each.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        self._words = False
        held = self._open.get(name)
        if held is None:
            return
        self._open[name] = None
        words = "".join(held).strip()
        if not words:
            return
        if name in ("del", "moveFrom"):
            self.deleted.append(words)
        elif name == "comment":
            self.comments.append(words)
        elif self._hidden_run:
            self.hidden.append(words)


def _workbook(parts: zipfile.ZipFile, names: set[str]) -> list[Finding]:
    hidden: list[str] = []
    rows: list[str] = []
    comments: list[str] = []

    def sheet(name: str, values: dict[str, str]) -> None:
        if name == "sheet" and values.get("state", "visible") != "visible":
            hidden.append(values.get("name", ""))

    _read(parts, "xl/workbook.xml", sheet)
    for part in sorted(names):
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):

            def row(name: str, values: dict[str, str], part: str = part) -> None:
                if name in ("row", "col") and values.get("hidden") in ("1", "true"):
                    rows.append(part)

            _read(parts, part, row)
        elif part.startswith(("xl/comments", "xl/threadedComments/")) and part.endswith(".xml"):
            comments += _texts(parts, part)
    findings = []
    if hidden:
        word = "a hidden sheet" if len(hidden) == 1 else f"{len(hidden)} hidden sheets"
        text = f"It has {word}: {wording.quoted(hidden)}. Delete what is not to be published."
        findings.append(Finding("hidden sheet", "asks", text, words=tuple(hidden)))
    if rows:
        text = f"It has hidden rows or columns, on {counted(len(set(rows)), 'sheet')}. " \
               "Delete them, or show them."  # fmt: skip
        findings.append(Finding("hidden text", "asks", text))
    if comments:
        text = f"It has comments: {wording.quoted(comments)}. Delete them."
        findings.append(Finding("comments", "asks", text, words=tuple(comments)))
    return findings


def _either(parts: zipfile.ZipFile, names: set[str]) -> list[Finding]:
    findings = []
    inside = sorted(name for name in names if "/embeddings/" in name)
    if inside:
        files = [name.rpartition("/")[2] for name in inside]
        text = f"{_it_has(len(files), 'file')} inside it: {wording.quoted(files)}. Remove them."
        findings.append(Finding("attachments", "asks", text, words=tuple(files)))
    if any("vbaproject" in name.lower() for name in names):
        text = "It has macros. Save it without macros."
        findings.append(Finding("scripts", "asks", text))
    properties = _properties(parts, names)
    if properties:
        said = ", ".join(f"{key} {wording.quoted([text])}" for key, text in properties.items())
        text = f"Its properties say: {said}. Remove what the public should not read."
        findings.append(Finding("properties", "tells", text))
    return findings


def _properties(parts: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in ("docProps/core.xml", "docProps/app.xml"):
        if part in names:
            for name, text in _leaves(parts, part):
                if (said := _PROPERTIES.get(name) or _PROPERTIES.get(name.lower())) and text:
                    found[said] = text
    return found


def _leaves(parts: zipfile.ZipFile, part: str) -> list[tuple[str, str]]:
    """Every element's name with the letters directly inside it."""
    found: list[tuple[str, list[str]]] = []

    def begin(name: str, _: dict[str, str]) -> None:
        found.append((name, []))

    def text(letters: str) -> None:
        if found:
            found[-1][1].append(letters)

    _read(parts, part, begin, None, text)
    return [(name, "".join(letters).strip()) for name, letters in found]


def _texts(parts: zipfile.ZipFile, part: str) -> list[str]:
    """The words of each comment in a part of a workbook."""
    found: list[list[str]] = []

    def begin(name: str, _: dict[str, str]) -> None:
        if name in ("comment", "threadedComment"):
            found.append([])

    def text(letters: str) -> None:
        if found:
            found[-1].append(letters)

    _read(parts, part, begin, None, text)
    return [words for each in found if (words := "".join(each).strip())]


def _read(
    parts: zipfile.ZipFile,
    part: str,
    begin: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read a part, with names without their prefixes."""
    parser: Any = expat.ParserCreate()
    parser.StartElementHandler = lambda name, values: begin(
        _local(name), {_local(key): value for key, value in values.items()}
    )
    if end:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text:
        parser.CharacterDataHandler = text
    with parts.open(part) as file:
        while piece := file.read(_STEP):
            parser.Parse(piece)
    parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _it_has(count: int, what: str) -> str:
    return f"It has {counted(count, what)}"
