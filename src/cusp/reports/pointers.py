"""Check that objects in a PDF point to objects of the right kind.

Objects that are not compressed have no checksum. If one digit in a pointer changes, a page may get
another page's words, or a typeface may get another typeface's letters.
"""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from cusp.reports.page_objects import Stored

_POINTER = re.compile(
    rb"/(Contents|ToUnicode|FontDescriptor|DescendantFonts|Kids)\s*(\[[^\]]*\]|\d+\s+\d+\s+R\b)"
)
_FONTS = re.compile(rb"/Font\s*<<([^<>]*)>>")
_TARGET = re.compile(rb"(?:/([^\s/<>\[\]()]+)\s*)?(?<!\d)(\d+)\s+\d+\s+R\b")
_PAGE_BOX = re.compile(rb"/MediaBox\s*\[([^\]]*)\]")
_KIND = re.compile(rb"/(?:Type|Subtype)\b")
_FONT = re.compile(rb"/Type\s*/Font\b")
_FONT_OR_LIST = re.compile(rb"/Type\s*/Font\b|^\s*\[")
_DESCRIPTOR = re.compile(rb"/Type\s*/FontDescriptor\b")
_IN_TREE = re.compile(rb"/Type\s*/Pages?\b")

_GROUP = re.compile(rb"/Type\s*/ObjStm\b")
# Streams are never compressed in a group.
_STREAMS = (b"Contents", b"ToUnicode")
# Targets that cannot be shared. Two pages with the same content are found from their words instead.
_ONE_EACH = (b"Kids", b"ToUnicode", b"DescendantFonts")


def _plain_stream(part: Stored) -> bool:
    """Whether a part may be a page's content: a stream or a list of streams."""
    listed = part.stream is None and part.head.lstrip()[:1] == b"["
    return listed or (part.stream is not None and not _KIND.search(part.head))


_RIGHT: Mapping[bytes, Callable[[Stored], bool]] = {
    b"Contents": _plain_stream,
    b"ToUnicode": lambda part: part.stream is not None,
    b"FontDescriptor": lambda part: bool(_DESCRIPTOR.search(part.head)),
    b"DescendantFonts": lambda part: (
        bool(_FONT.search(part.head)) or part.head.lstrip()[:1] == b"["
    ),
    b"Kids": lambda part: bool(_IN_TREE.search(part.head)),
    b"Font": lambda part: bool(_FONT.search(part.head)),
}


def wrong_pointer(parts: Sequence[Stored]) -> str | None:
    """The key of the first pointer or page size that cannot be right, if any."""
    known = {part.number: part for part in parts}
    packed = any(_GROUP.search(part.head) for part in parts)
    named: dict[int, Counter[bytes]] = {}
    taken: Counter[tuple[bytes, int]] = Counter()
    for key, name, number in _pointers(known.values()):
        target = known.get(number)
        if target is None and packed and key not in _STREAMS:
            continue  # it is in a compressed group, which has a checksum
        if target is None or not _RIGHT[key](target):
            return key.decode()
        taken[key, number] += 1
        if name:
            named.setdefault(number, Counter())[name] += 1
    if any(key in _ONE_EACH and times > 1 for (key, _), times in taken.items()):
        return next(k.decode() for (k, _), n in taken.items() if k in _ONE_EACH and n > 1)
    if any(map(_has_outlier, named.values())):
        return "Font"
    boxes = Counter(box for part in known.values() for box in _PAGE_BOX.findall(part.head))
    return "MediaBox" if _has_outlier(boxes) else None


def _has_outlier(values: Counter[bytes]) -> bool:
    """Whether exactly one value differs from the usual one, by a single letter."""
    if len(values) != 2:
        return False
    (usual, times), (odd, once) = values.most_common()
    return times > 2 and once == 1 and one_letter_apart(usual, odd)


def one_letter_apart(first: bytes, second: bytes) -> bool:
    """Whether two words have the same length and differ in exactly one letter."""
    return len(first) == len(second) and sum(map(operator.ne, first, second)) == 1


def _pointers(parts: Iterable[Stored]) -> Iterator[tuple[bytes, bytes, int]]:
    """The key, name (of a typeface) and target of each pointer that reading depends on."""
    for part in parts:
        in_tree = bool(_IN_TREE.search(part.head))
        for key, value in _POINTER.findall(part.head):
            if in_tree or key not in (b"Contents", b"Kids"):
                yield from ((key, b"", int(number)) for _, number in _TARGET.findall(value))
        for fonts in _FONTS.findall(part.head):
            yield from ((b"Font", name, int(number)) for name, number in _TARGET.findall(fonts))
