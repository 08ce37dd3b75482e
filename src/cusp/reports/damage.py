"""Check whether a PDF is damaged, using the file's own safeguards.

PDFium ignores damage: it does not check the checksums of compressed streams, and it rebuilds a
broken table of objects. Words or whole pages may then be missing from what it reads. This module
goes through the file once, object by object. Anything that is not valid PDF counts as damage, and
so does any compressed stream that does not match its checksum.

Two kinds of damage are not found: in a picture, which holds no values and is slow to unpack, and a
changed letter or digit in an uncompressed file, which has no checksum.
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

# The most data that a file's streams may hold when unpacked. Reports hold at most 10 MB.
MOST_UNPACKED = 256 * 2**20
# How much is unpacked at a time, whatever size a stream claims to be.
_STEP = 2**20
# No report has this many objects. A file with more was designed to be slow.
_MOST_PARTS = 200_000

_GAP = rb"[\0\t\n\f\r ]"
_FREE = re.compile(rb"(?:" + _GAP + rb"++|%(?!%EOF)[^\r\n]*+)*+")
_OBJECT = re.compile(rb"(\d{1,10})" + _GAP + rb"+\d{1,5}" + _GAP + rb"+obj\b")
_BODY_END = re.compile(rb"\bstream *(?:\r\n|\n|\r)|\bendobj\b")
_OBJECT_END = re.compile(_GAP + rb"*+endobj\b")
_ENTRIES = rb"(?:\d{10} \d{5} [nf]" + _GAP + rb"++)*+"
_TABLE = re.compile(
    rb"xref" + _GAP + rb"*+((?:\d+ +\d+" + _GAP + rb"++" + _ENTRIES + rb")*+)(?=trailer\b)"
)
_TRAILER = re.compile(rb"trailer" + _GAP + rb"*+(<<.*?>>)" + _GAP + rb"*+(?=startxref\b)", re.S)
_START = re.compile(rb"startxref" + _GAP + rb"*+(\d+)" + _GAP + rb"*+%%EOF")
_SECTION = re.compile(rb"(\d+) +(\d+)" + _GAP + rb"++(" + _ENTRIES + rb")")
_STRING = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\))*+\)"
_WELL_FORMED = re.compile(
    rb"(?:[\t\n\f\r ]++|/[^\0\t\n\f\r ()<>\[\]{}/%]*+|[-+]?+[\d.]++(?![A-Za-z])"
    rb"|R\b|true\b|false\b|null\b|<<|>>|\[|\]|<[0-9A-Fa-f\t\n\f\r ]*+>"
    rb"|" + _STRING + rb"|%[^\r\n]*+)*+",
    re.S,
)
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_FILTER = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|(/\w+))")
_NAME = re.compile(rb"/(\w+)")
_FILTERS = frozenset(
    b"""
    FlateDecode Fl ASCII85Decode A85 ASCIIHexDecode AHx LZWDecode LZW RunLengthDecode RL
    CCITTFaxDecode CCF JBIG2Decode DCTDecode DCT JPXDecode Crypt
    """.split()
)
# First bytes of compressed streams, to recognise those not marked as compressed.
_PACKED_BEGINS = {b"x", b"h", b"H", b"\x08", b"X"}
_FLATE, _ASCII85 = {b"FlateDecode", b"Fl"}, {b"ASCII85Decode", b"A85"}
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_KEY = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]{4,15})")
# If one of these names is misspelt, PDFium misreads the file.
_VITAL = tuple(
    b"""
    Contents Resources Font MediaBox CropBox Rotate Parent Kids Pages Page Type Subtype Encoding
    ToUnicode DescendantFonts Differences BaseFont Widths FontDescriptor FontFile2 XObject Filter
    Length ObjStm XRef Root TrueType Type0 Identity-H FirstChar Type1 Type3 FontFile3 Identity-V
    """.split()
)


class Part(NamedTuple):
    """An object in the file: its number, where it begins, its dictionary and its stream."""

    number: int
    at: int
    head: bytes
    stream: memoryview | None


class _Broken(Exception):
    """The file is not valid PDF."""


class _Layout(NamedTuple):
    """What a file holds: its objects, its tables of objects, and where these should begin."""

    parts: Sequence[Part]
    tables: dict[int, bytes]
    starts: Sequence[int]


def damage_in(data: bytes, pages: int) -> str | None:
    """One sentence on what is damaged in a PDF with this many pages, or ``None`` if nothing is."""
    try:
        layout = _layout(data)
        _check_places(data, layout)
        # Data for screen readers is half of a file and not used here.
        used = [part for part in layout.parts if b"/StructElem" not in part.head]
        _check_names(used)
        _check_pointers(used)
        torn = _torn(layout.parts, locked=b"/Encrypt" in data)
    except _Broken as broken:
        return f"part of the file is damaged ({broken}); download the report again"
    if not torn:
        return None
    where, its = _where(pages_with(layout.parts, torn, pages))
    return f"{where} damaged ({its} checksum does not match); download the report again"


def _where(numbers: Sequence[int]) -> tuple[str, str]:
    if not numbers:
        return "part of the file is", "a"
    if len(numbers) == 1:
        return f"page {numbers[0]}'s data is", "its"
    return f"the data of {listed(numbers)} is", "a"


# Layout


def _layout(data: bytes) -> _Layout:
    """Everything in the file, in turn. Raises :class:`_Broken` at the first fault."""
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
                raise _Broken("it has far more objects than any report")
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
        raise _Broken("an object in it is not valid PDF")
    if stop.group() == b"endobj":
        return Part(int(found[1]), at, head, None), stop.end()
    end = data.find(b"endstream", stop.end())
    after = _OBJECT_END.match(data, end + 9) if end > 0 else None
    length = _LENGTH.search(head)
    if after is None or (length and not _ends(data, stop.end() + int(length[1]), end)):
        raise _Broken("a stream does not end where it should")
    return Part(int(found[1]), at, head, view[stop.end() : end]), after.end()


def _ends(data: bytes, stated: int, end: int) -> bool:
    """Whether only a line end comes between a stream's stated end and ``end``."""
    return stated <= end <= stated + 2 and not data[stated:end].strip(b"\r\n")


def _matched(pattern: re.Pattern[bytes], data: bytes, at: int) -> re.Match[bytes]:
    found = pattern.match(data, at)
    if found is None:
        raise _Broken(f"it is not valid PDF at byte {at:,}")
    return found


def _end(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    found = pattern.match(data, at)
    return found.end() if found else at


# Tables of objects


def _check_places(data: bytes, layout: _Layout) -> None:
    """Raise :class:`_Broken` if the file points to objects that are not there."""
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
        raise _Broken("two objects in it have the same number")


def _entries(table: bytes) -> Iterator[tuple[int, int, bool]]:
    """The number and place of each object in a table, and whether it is in use."""
    for section in _SECTION.finditer(table):
        first, count = int(section[1]), int(section[2])
        entries = section[3].split()
        if len(entries) != 3 * count:
            raise _Broken("its table of objects is incomplete")
        for i in range(count):
            place, _, state = entries[3 * i : 3 * i + 3]
            yield first + i, int(place), state == b"n"


def _check_names(parts: Sequence[Part]) -> None:
    """Raise :class:`_Broken` for a name that is one letter away from a vital one."""
    names: set[bytes] = set()
    for part in parts:
        names.update(_KEY.findall(part.head))
    for name in names:
        vital = _meant(name)
        if vital:
            raise _Broken(f"a name in it is misspelt, /{vital.decode()}")


@lru_cache(4096)
def _meant(name: bytes) -> bytes | None:
    """The vital name that a name is one letter away from."""
    if name in _VITAL:
        return None
    return next((vital for vital in _VITAL if one_letter_apart(name, vital)), None)


def _check_pointers(parts: Sequence[Part]) -> None:
    """Raise :class:`_Broken` if objects without a checksum point to the wrong ones."""
    key = wrong_pointer(parts)
    if key is not None:
        raise _Broken(f"the value of /{key} in it cannot be right")


# Streams


def _torn(parts: Sequence[Part], *, locked: bool) -> list[int]:
    """The numbers of the objects whose stream does not match its checksum."""
    torn: list[int] = []
    room = MOST_UNPACKED
    for part in parts:
        if part.stream is None or _PICTURE.search(part.head):
            continue
        filters = _filters(part.head)
        if unknown := set(filters) - _FILTERS:
            raise _Broken(f"a stream is compressed in an unknown way, {min(unknown)!r}")
        if locked or not (filters or bytes(part.stream[:1]) in _PACKED_BEGINS):
            continue
        took = _unpacked(part.stream, filters, room)
        if took is None and filters:
            torn.append(part.number)
        elif took is not None and not filters:
            raise _Broken("a compressed stream does not say how it is compressed")
        room -= took or 0
        if room <= 0:
            raise _Broken(f"it is more than {MOST_UNPACKED // 2**20} MB when unpacked")
    return torn


def _filters(head: bytes) -> list[bytes]:
    found = _FILTER.search(head)
    return _NAME.findall(found[1] or found[2] or b"") if found else []


def _unpacked(stream: memoryview, filters: Sequence[bytes], room: int) -> int | None:
    """How many bytes a stream holds, up to ``room``; ``None`` if it is damaged."""
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
    complete = unpacker.eof and not unpacker.unused_data.strip(b"\r\n")
    return size if complete or size >= room else None
