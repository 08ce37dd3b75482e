"""Checks an office file that people will download and open: is it what it says, and has it macros?

Call this in a separate process (see :mod:`cusp.outside.process`): the task ``TASK``.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import msgspec

from cusp.outside.process import Limits

TASK = "cusp.outside.office_files:answer"
LIMITS = Limits(seconds=10.0, megabytes=400)
_MOST_PARTS = 20_000
# A part that each kind of file must have.
_PART = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "odt": "content.xml",
    "ods": "content.xml",
}
KINDS = tuple(_PART)
# Where macros are kept, in lower case: Word, Excel and PowerPoint; LibreOffice; Excel 4.0.
_MACROS = ("vbaproject", "basic/", "scripts/", "xl/macrosheets/")


class _Order(msgspec.Struct, frozen=True):
    path: str
    kind: str


def order(path: Path, kind: str) -> bytes:
    """The request to check the file at ``path``, whose name ends in ``kind``."""
    return msgspec.msgpack.encode(_Order(str(path), kind))


def answer(request: bytes) -> bytes:
    """Why the file cannot be kept, in a sentence without its full stop; empty if it can."""
    asked = msgspec.msgpack.decode(request, type=_Order)
    return why_not(Path(asked.path), asked.kind).encode()


def why_not(path: Path, kind: str) -> str:
    """As :func:`answer` gives it. Only the list of the file's parts is read."""
    wrong = f"The file is damaged or is not a .{kind} file. Save it again and try again"
    try:
        with zipfile.ZipFile(path) as parts:
            names = {name.lower() for name in parts.namelist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError):
        return wrong
    if len(names) > _MOST_PARTS or _PART[kind] not in names:
        return wrong
    if any(name.startswith(_MACROS) or "/vbaproject" in name for name in names):
        return f"The file has macros. Save it without macros (.{kind}) and try again"
    return ""
