"""Damage files in ways that a viewer does not notice, and always in the same way for each file."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable

Place = tuple[int, int]
_STREAM = re.compile(rb"stream\r?\n")


def compressed(data: bytes) -> dict[str, list[Place]]:
    """Where compressed streams are, by what they contain: content, fonts, structure, other."""
    found: dict[str, list[Place]] = {"content": [], "letters": [], "structure": [], "other": []}
    for match in _STREAM.finditer(data):
        if data[match.start() - 3 : match.start()] == b"end":
            continue
        end = data.find(b"endstream", match.end())
        head = data[max(0, match.start() - 600) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if end > match.end() and b"FlateDecode" in head:
            found[_what(head, data[match.end() : end])].append((match.end(), end))
    return found


def _what(head: bytes, packed: bytes) -> str:
    if b"/ObjStm" in head:
        return "structure"
    try:
        plain = zlib.decompressobj().decompress(packed)
    except zlib.error:
        return "other"
    if b"beginbfchar" in plain or b"beginbfrange" in plain:
        return "letters"
    if re.search(rb"\bBT\b", plain) and re.search(rb"T[jJ]\b", plain):
        return "content"
    return "other"


def hurt(
    data: bytes, what: str, seed: int, change: Callable[[bytearray, int, random.Random], None]
) -> bytes | None:
    """The file with a compressed stream changed in one place; ``None`` if it has no such stream."""
    chance = random.Random(f"{seed} {what} {len(data)}")
    places = [p for p in compressed(data)[what] if p[1] - p[0] > 120]
    if not places:
        return None
    start, end = chance.choice(places)
    out = bytearray(data)
    change(out, chance.randrange(start + 20, end - 80), chance)
    return bytes(out) if bytes(out) != data else None


def one_bit(out: bytearray, at: int, chance: random.Random) -> None:
    """Flips one bit."""
    out[at] ^= 1 << chance.randrange(8)


def one_byte(out: bytearray, at: int, chance: random.Random) -> None:
    """Changes one byte."""
    out[at] = (out[at] + chance.randrange(1, 256)) % 256


def zeros(length: int) -> Callable[[bytearray, int, random.Random], None]:
    """Sets bytes to zero, like a bad block on a disk."""

    def change(out: bytearray, at: int, _: random.Random) -> None:
        out[at : at + length] = bytes(length)

    return change


def swapped(out: bytearray, at: int, _: random.Random) -> None:
    """Swaps two neighbouring runs of bytes."""
    out[at : at + 32] = out[at + 16 : at + 32] + out[at : at + 16]


def short(data: bytes, share: float) -> bytes:
    """The file without its end but with an end marker."""
    return data[: int(len(data) * share)] + b"\n%%EOF\n"


def without_middle(data: bytes, share: float, length: int) -> bytes:
    """The file without a piece from the middle, so that everything after it moves."""
    at = int(len(data) * share)
    return data[:at] + data[at + length :]
