"""Whether a PDF's bytes are those that were written, told by the file's own safeguards.

PDFium reads on over whatever is broken: it ignores the checksums of compressed streams and rebuilds
a table of objects that points nowhere. What it then reads may lack words or whole pages. Here the
file is gone through once, object by object, as its writer laid it down. Whatever breaks the form
of a PDF, and any compressed stream that does not match its checksum, is damage.

Not told: damage inside a picture, which holds no value and is costly to unpack, and one letter or
digit changed for another where a file is not compressed, for nothing guards it.
"""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cusp.reports.page_lists import listed
from cusp.reports.page_objects import pages_with
from cusp.reports.pointers import one_letter_apart, wrong_pointer

# The most that the streams of one file may hold unpacked. Reports hold at most 10 MB.
MOST_UNPACKED = 256 * 2**20
# Unpacked so much at a time, whatever a stream claims to hold.
_STEP = 2**20
# An object's words and numbers are never longer than this; beyond it, it is made to be slow.
_MOST_PARTS = 200_000

_GAP = rb"[\0\t\n\f\r ]"
_FREE = re.compile(rb"(?:" + _GAP + rb"++|%(?!%EOF)[^\r\n]*+)*+")
_OBJECT = re.compile(rb"(\d{1,10})" + _GAP + rb"+\d{1,5}" + _GAP + rb"+obj\b")
_BODY_END = re.compile(rb"\bstream *(?:\r\n|\n|\r)|\bendobj\b")
_OBJECT_END = re.compile(_GAP + rb"*+endobj\b")
_TABLE = re.compile(rb"xref" + _GAP + rb"*+((?:\d+ +\d+" + _GAP + rb"++(?:\d{10} \d{5} [nf]"
                    + _GAP + rb"++)*+)*+)(?=trailer\b)")  # fmt: skip
_TRAILER = re.compile(rb"trailer" + _GAP + rb"*+(<<.*?>>)" + _GAP + rb"*+(?=startxref\b)", re.S)
_START = re.compile(rb"startxref" + _GAP + rb"*+(\d+)" + _GAP + rb"*+%%EOF")
_SECTION = re.compile(rb"(\d+) +(\d+)" + _GAP + rb"++((?:\d{10} \d{5} [nf]" + _GAP + rb"++)*+)")
_STRING = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\))*+\)"
_WELL_FORMED = re.compile(
    rb"(?:[\t\n\f\r ]++|/[^\0\t\n\f\r ()<>\[\]{}/%]*+|[-+]?+[\d.]++(?![A-Za-z])"
    rb"|R\b|true\b|false\b|null\b|<<|>>|\[|\]|<[0-9A-Fa-f\t\n\f\r ]*+>|" + _STRING
    + rb"|%[^\r\n]*+)*+",
    re.S,
)  # fmt: skip
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_FILTER = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|(/\w+))")
_NAME = re.compile(rb"/(\w+)")
_FILTERS = {
    b"FlateDecode", b"Fl", b"ASCII85Decode", b"A85", b"ASCIIHexDecode", b"AHx", b"LZWDecode",
    b"LZW", b"RunLengthDecode", b"RL", b"CCITTFaxDecode", b"CCF", b"JBIG2Decode", b"DCTDecode",
    b"DCT", b"JPXDecode", b"Crypt",
}  # fmt: skip
# How packed streams begin, so that one may be known that does not say so.
_PACKED_BEGINS = {b"x", b"h", b"H", b"\x08", b"X"}
_FLATE, _ASCII85 = {b"FlateDecode", b"Fl"}, {b"ASCII85Decode", b"A85"}
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_KEY = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]{4,15})")
# Names without which PDFium reads something else than was written.
_VITAL = (
    b"Contents", b"Resources", b"Font", b"MediaBox", b"CropBox", b"Rotate", b"Parent", b"Kids",
    b"Pages", b"Page", b"Type", b"Subtype", b"Encoding", b"ToUnicode", b"DescendantFonts",
    b"Differences", b"BaseFont", b"Widths", b"FontDescriptor", b"FontFile2", b"XObject", b"Filter",
    b"Length", b"ObjStm", b"XRef", b"Root", b"TrueType", b"Type0", b"Identity-H", b"FirstChar",
    b"Type1", b"Type3", b"FontFile3", b"Identity-V",
)  # fmt: skip


class Part(NamedTuple):
    """One object of the file: its number, where it begins, its dictionary, and its stream."""

    number: int
    at: int
    head: bytes
    stream: memoryview | None


class _Broken(Exception):
    """The file breaks the form of a PDF."""


class _Layout(NamedTuple):
    """What a file holds: its objects, its tables of objects, and where it says they begin."""

    parts: Sequence[Part]
    tables: dict[int, bytes]
    starts: Sequence[int]


def damage_in(data: bytes, pages: int) -> str | None:
    """What is damaged in a PDF of so many pages, in one sentence; ``None`` where nothing is."""
    try:
        layout = _layout(data)
        _check_places(data, layout)
        # What a page holds for reading aloud is half of a file, and not used here.
        used = [part for part in layout.parts if b"/StructElem" not in part.head]
        _check_names(used)
        _check_pointers(used)
        torn = _torn(layout.parts, locked=b"/Encrypt" in data)
    except _Broken as broken:
        return f"part of the file is damaged ({broken}); download the report again"
    if not torn:
        return None
    whose, its = _whose(pages_with(layout.parts, torn, pages))
    return f"{whose} damaged ({its} checksum does not match); download the report again"


def _whose(numbers: Sequence[int]) -> tuple[str, str]:
    if not numbers:
        return "part of the file is", "a"
    if len(numbers) == 1:
        return f"page {numbers[0]}'s data is", "its"
    return f"the data of {listed(numbers)} is", "a"


# The form.


def _layout(data: bytes) -> _Layout:
    """Everything that the file holds, in turn. Raises :class:`_Broken` at the first thing amiss."""
    parts: list[Part] = []
    tables: dict[int, bytes] = {}
    starts: list[int] = []
    view = memoryview(data)
    at, last = data.find(b"%PDF-"), data.rfind(b"%%EOF")
    while (at := _end(_FREE, data, at)) < last:
        kind = data[at : at + 1]
        if kind.isdigit():
            part, at = _part(data, view, at)
            parts.append(part)
            if len(parts) > _MOST_PARTS:
                raise _Broken("it holds far more objects than any report")
        elif kind == b"x":
            table = _matched(_TABLE, data, at)
            tables[at], at = table[1], table.end()
        elif kind == b"t":
            at = _matched(_TRAILER, data, at).end()
        else:
            start = _matched(_START, data, at)
            starts.append(int(start[1]))
            at = start.end()
    return _Layout(parts, tables, starts)


def _part(data: bytes, view: memoryview, at: int) -> tuple[Part, int]:
    """The object at ``at``, and where it ends."""
    found = _matched(_OBJECT, data, at)
    stop = _BODY_END.search(data, found.end())
    if stop is None:
        raise _Broken("an object has no end")
    head = data[found.end() : stop.start()]
    if not _WELL_FORMED.fullmatch(head) or head.count(b"<<") != head.count(b">>"):
        raise _Broken("an object in it is no well-formed PDF")
    if stop.group() == b"endobj":
        return Part(int(found[1]), at, head, None), stop.end()
    end = data.find(b"endstream", stop.end())
    after = _OBJECT_END.match(data, end + 9) if end > 0 else None
    length = _LENGTH.search(head)
    if after is None or (length and not _ends(data, stop.end() + int(length[1]), end)):
        raise _Broken("a stream does not end where it should")
    return Part(int(found[1]), at, head, view[stop.end() : end]), after.end()


def _ends(data: bytes, said: int, end: int) -> bool:
    """Whether a stream that is said to end at ``said`` has nothing but a line's end before
    ``end``."""
    return said <= end <= said + 2 and not data[said:end].strip(b"\r\n")


def _matched(pattern: re.Pattern[bytes], data: bytes, at: int) -> re.Match[bytes]:
    found = pattern.match(data, at)
    if found is None:
        raise _Broken(f"it is no well-formed PDF at byte {at:,}")
    return found


def _end(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    found = pattern.match(data, at)
    return found.end() if found else at


# The tables of objects.


def _check_places(data: bytes, layout: _Layout) -> None:
    """Raises :class:`_Broken` where the file points at objects that are not there."""
    shift = data.find(b"%PDF-")
    numbers = {part.number for part in layout.parts}
    begins = {part.at: part.number for part in layout.parts}
    for start in layout.starts:
        known = {start, start + shift} & (begins.keys() | layout.tables.keys())
        if start and not known:
            raise _Broken("its table of objects is not where it should be")
    for table in layout.tables.values():
        for number, place, used in _entries(table):
            if not used and number in numbers and len(layout.starts) == 1:
                raise _Broken("an object is not in its table")
            if used and number not in (begins.get(place), begins.get(place + shift)):
                raise _Broken("an object is not where its table says")
    times = Counter(part.number for part in layout.parts)
    if len(layout.starts) == 1 and max(times.values(), default=0) > 1:
        raise _Broken("two objects in it bear one number")


def _entries(table: bytes) -> Iterator[tuple[int, int, bool]]:
    """Number and place of each object that a table names, and whether it is in use."""
    for section in _SECTION.finditer(table):
        first, count = int(section[1]), int(section[2])
        entries = section[3].split()
        if len(entries) != 3 * count:
            raise _Broken("its table of objects is incomplete")
        for i in range(count):
            place, _, state = entries[3 * i : 3 * i + 3]
            yield first + i, int(place), state == b"n"


def _check_names(parts: Sequence[Part]) -> None:
    """Raises :class:`_Broken` for a name that is one of the vital ones but for one letter."""
    names: set[bytes] = set()
    for part in parts:
        names.update(_KEY.findall(part.head))
    for name in names:
        vital = _meant(name)
        if vital:
            raise _Broken(f"a name in it is misspelt, /{vital.decode()}")


@lru_cache(4096)
def _meant(name: bytes) -> bytes | None:
    """The vital name that another name is but for one letter."""
    if name in _VITAL:
        return None
    return next((vital for vital in _VITAL if one_letter_apart(name, vital)), None)


def _check_pointers(parts: Sequence[Part]) -> None:
    """Raises :class:`_Broken` where objects that no checksum guards lead to wrong ones."""
    key = wrong_pointer(parts)
    if key is not None:
        raise _Broken(f"a value in it cannot be right, that of /{key}")


# The streams.


def _torn(parts: Sequence[Part], *, locked: bool) -> list[int]:
    """Numbers of the objects whose stream does not match its checksum."""
    torn: list[int] = []
    room = MOST_UNPACKED
    for part in parts:
        if part.stream is None or _PICTURE.search(part.head):
            continue
        filters = _filters(part.head)
        if unknown := set(filters) - _FILTERS:
            raise _Broken(f"a stream is packed in an unknown way, {min(unknown)!r}")
        if locked or not (filters or bytes(part.stream[:1]) in _PACKED_BEGINS):
            continue
        took = _unpacked(part.stream, filters, room)
        if took is None and filters:
            torn.append(part.number)
        elif took is not None and not filters:
            raise _Broken("a packed stream does not say how it is packed")
        room -= took or 0
        if room <= 0:
            raise _Broken(f"it holds more than {MOST_UNPACKED // 2**20} MB unpacked")
    return torn


def _filters(head: bytes) -> list[bytes]:
    found = _FILTER.search(head)
    return _NAME.findall(found[1] or found[2] or b"") if found else []


def _unpacked(stream: memoryview, filters: Sequence[bytes], room: int) -> int | None:
    """How many bytes a stream holds, ``room`` at the most; ``None`` where it is not whole."""
    packed: bytes | memoryview = stream
    if filters and filters[0] in _ASCII85:
        try:
            packed, filters = a85decode(bytes(stream).strip().removesuffix(b"~>")), filters[1:]
        except ValueError:
            return None
    if filters and filters[0] not in _FLATE:
        return 0
    unpacker, size = zlib.decompressobj(), 0
    try:
        while packed and not unpacker.eof and size < room:
            size += len(unpacker.decompress(packed, _STEP))
            packed = unpacker.unconsumed_tail
    except zlib.error:
        return None
    whole = unpacker.eof and not unpacker.unused_data.strip(b"\r\n")
    return size if whole or size >= room else None
