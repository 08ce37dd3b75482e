"""What a pack is made of, and what checking a paper finds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

Access = Literal["open", "exempt", "confidential"]
Copy = Literal["public", "members"]
Kind = Literal[
    "not a pdf", "damaged", "encrypted", "too large", "too many pages", "not opened",
    "hidden words", "hidden layer", "hidden sheet", "hidden text",
    "tracked changes", "comments",
    "untagged", "untagged pages", "scanned", "no language", "not pdf/ua",
    "attachments", "scripts", "links", "layers", "properties", "form", "restrictions",
]  # fmt: skip
# What a finding means for publishing the paper: it stops it, it does so until someone has answered,
# the pack leaves something out, or people should know.
Weight = Literal["stops", "asks", "removed", "tells"]


class Finding(msgspec.Struct, frozen=True):
    """What was found in a paper: one sentence on what it is, and one on what to do.

    ``words`` are the words that a reader cannot see.
    """

    kind: Kind
    weight: Weight
    text: str
    pages: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


class Check(msgspec.Struct, frozen=True):
    """What checking a paper found. A file that cannot be opened has no pages."""

    pages: int = 0
    tagged: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def stops(self) -> tuple[Finding, ...]:
        """Why the paper cannot be in a pack at all."""
        return tuple(finding for finding in self.findings if finding.weight == "stops")

    @property
    def questions(self) -> tuple[Finding, ...]:
        """What must be answered before the paper is published."""
        return tuple(finding for finding in self.findings if finding.weight == "asks")


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """The meeting that a pack is for, as its front page says it."""

    board: str
    day: date
    time: str = ""
    place: str = ""


class PackItem(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the contents, with its paper if there is one.

    ``file`` is a path or the bytes of a PDF. ``note`` says why there is no paper, such as "verbal"
    or "to follow". An exempt or confidential item appears in the public copy with its
    ``public_title`` and ``reason`` only. ``answered`` says that someone has looked at the words
    that readers cannot see, and that the paper may be published with them.
    """

    title: str
    number: str = ""
    file: Path | bytes | None = None
    access: Access = "open"
    public_title: str = ""
    reason: str = ""
    note: str = ""
    answered: bool = False


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """What the front page of a pack says above the contents."""

    title: str
    meeting: Meeting | None = None
    copy: Copy = "public"
    language: str = "en-GB"


class Pack(Cover, frozen=True, kw_only=True):
    """A pack: its cover, and its items in order."""

    items: tuple[PackItem, ...]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An item in a finished pack. ``first_page`` is 0 if its paper is not in the pack.

    ``left_out`` says why not; it is empty if the item has no paper or is withheld.
    """

    title: str
    number: str = ""
    first_page: int = 0
    pages: int = 0
    tagged: bool = False
    left_out: str = ""
    withheld: bool = False
    check: Check = Check()


class MadePack(msgspec.Struct, frozen=True, kw_only=True):
    """A finished pack. ``meets_pdf_ua`` if the front page and every paper say that they do."""

    pages: int
    front_pages: int
    entries: tuple[Entry, ...]
    meets_pdf_ua: bool = False

    @property
    def left_out(self) -> tuple[Entry, ...]:
        """The items whose paper could not be included."""
        return tuple(entry for entry in self.entries if entry.left_out)


class CannotPack(Exception):
    """No pack was made; the message says why and what to do.

    ``entries`` say what was found in each paper, if it came to that.
    """

    def __init__(self, message: str, entries: tuple[Entry, ...] = ()) -> None:
        super().__init__(message)
        self.entries = entries
