"""What a camera writes into a photograph besides the picture: place, time, names, a thumbnail."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Name

_START, _SCAN = b"\xff\xd8", 0xDA
# Exif and XMP, Photoshop, and comments. Colour profiles (2) and Adobe's colour mark (14) stay.
_PRIVATE = {0xE1, 0xED, 0xFE}


def strip_photo(stream: pikepdf.Stream) -> None:
    """Take it out of a JPEG picture, which itself stays as it is."""
    kind = stream.get("/Filter")
    if isinstance(kind, Array) and len(kind) == 1:
        kind = kind[0]
    if kind != Name.DCTDecode:
        return
    data = stream.read_raw_bytes()
    kept = without_private_parts(data)
    if len(kept) < len(data):
        parameters: Any = stream.get("/DecodeParms")
        stream.write(kept, filter=Name.DCTDecode, decode_parms=parameters)


def without_private_parts(data: bytes) -> bytes:
    """A JPEG file without them; anything that is not read as expected is returned unchanged."""
    if not data.startswith(_START):
        return data
    kept, at = [_START], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if kind == _SCAN:
            return b"".join([*kept, data[at:]])
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if kind not in _PRIVATE:
            kept.append(data[at:end])
        at = end
    return data
