"""Damage that PDF readers ignore is reported, and intact files have no such problem."""

import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from cusp.reports import NotAReport, damage, read_report
from cusp.reports.damage import damage_in
from cusp.specimens import STORIES, write_specimen


def _written(objects: dict[int, bytes], *, tail: bytes = b"") -> bytes:
    """A PDF with these objects and a table of them."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 1\n0000000000 65535 f \n"
    out += b"".join(b"%d 1\n%010d 00000 n \n" % (n, places[n]) for n in sorted(objects))
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(out) + tail


def _packed(text: bytes, keys: bytes = b"/Filter/FlateDecode") -> bytes:
    data = zlib.compress(text)
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (keys, len(data), data)


def _objects(pages: int = 4) -> dict[int, bytes]:
    """A document whose pages have different content and the same typeface."""
    kids = b" ".join(b"%d 0 R" % (10 + i) for i in range(pages))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 4 0 R>>",
        4: _packed(b"begincmap endcmap"),
    }
    for i in range(pages):
        objects[10 + i] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (20 + i)
        )
    for i in range(pages):
        objects[20 + i] = _packed(b"BT /F1 12 Tf 72 700 Td (Page %d) Tj ET " % (i + 1) * 40)
    return objects


def _flipped(body: bytes) -> bytes:
    """A stream with 1 bit changed near its end, where the checksum is."""
    at = body.index(b"\nendstream") - 2
    return body[:at] + bytes([body[at] ^ 4]) + body[at + 1 :]


def test_a_whole_file_is_not_named() -> None:
    assert damage_in(_written(_objects()), 4) is None


@pytest.mark.parametrize("tail", [b"\0" * 40, b"\r\n", b"<!-- sent by a server -->"])
def test_what_follows_the_end_is_no_damage(tail: bytes) -> None:
    assert damage_in(_written(_objects(), tail=tail), 4) is None


def test_a_page_whose_checksum_does_not_match_is_named() -> None:
    objects = _objects()
    objects[22] = _flipped(objects[22])
    assert damage_in(_written(objects), 4) == (
        "page 3's data is damaged (its checksum does not match); download the report again"
    )


def test_several_pages_are_named_together() -> None:
    objects = _objects()
    for number in (20, 21, 23):
        objects[number] = _flipped(objects[number])
    assert "the data of pages 1, 2 and 4 is damaged" in (damage_in(_written(objects), 4) or "")


def test_damage_of_no_page_alone_is_damage_of_the_file() -> None:
    objects = _objects()
    objects[4] = _flipped(objects[4])
    assert "part of the file is damaged (a checksum" in (damage_in(_written(objects), 4) or "")


def test_pages_in_packed_groups_of_objects_are_named_too() -> None:
    objects = _objects()
    page = objects.pop(12)
    group = b"12 0 " + page
    objects[5] = _packed(group, b"/Type/ObjStm/N 1/First 5/Filter/FlateDecode")
    objects[22] = _flipped(objects[22])
    whole = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in objects.items())
    data = b"%PDF-1.5\n" + whole + b"startxref\n0\n%%EOF"
    assert "page 3's data is damaged" in (damage_in(data, 4) or "")


def test_damage_in_a_picture_is_not_looked_for() -> None:
    objects = _objects()
    keys = b"/Type/XObject/Subtype/Image/Filter/FlateDecode"
    objects[5] = _flipped(_packed(b"\0" * 900, keys))
    objects[6] = b"[5 0 R]"
    assert damage_in(_written(objects), 4) is None


Change = tuple[bytes, bytes]


@pytest.mark.parametrize(
    "change",
    [
        (b"/Contents 22 0 R", b"/Contents 62 0 R"),
        (b"/Contents 22 0 R", b"/Cintents 22 0 R"),
        (b"/Contents 22 0 R", b"/Contents 22 0 \0"),
        (b"/ToUnicode 4 0 R", b"/ToUnicode 3 0 R"),
        (b"[10 0 R 11 0 R", b"[10 0 R 10 0 R"),  # a page twice
        (b"[10 0 R 11 0 R", b"[10 0 R 17 0 R"),
        (b"<</F1 3 0 R>>", b"<</F7 3 0 R>>"),
        (b"<</F1 3 0 R>>", b"<</F1 3 0 R>("),
        (b"[0 0 595.28 841.89]", b"[9 0 595.28 841.89]"),
        (b"/Filter/FlateDecode", b"/Filter/FlateDec0de"),
        (b"/Filter/FlateDecode", b"/Silver/FlateDecode"),
        (b"\n12 0 obj", b"\n13 0 obj"),
        (b"\n22 0 obj", b"\n92 0 obj"),
        (b"00000 n \n", b"00000 f \n"),
        (b"0 R>>\nstartxref\n", b"0 R>>\nstartxref\n9"),
        (b"endstream", b"endstreem"),
        (b"/Length ", b"/Length 1"),
    ],
)
def test_one_letter_changed_is_damage(change: Change) -> None:
    whole = _written(_objects())
    assert change[0] in whole
    damaged = whole.replace(*change, 1)
    assert "part of the file is damaged" in (damage_in(damaged, 4) or "")


def test_bytes_put_in_or_left_out_are_damage() -> None:
    whole = _written(_objects())
    for at in range(20, len(whole) - 40, 61):
        assert damage_in(whole[:at] + whole[at + 1 :], 4) or whole[at : at + 1].isspace(), at
        assert damage_in(whole[:at] + b"#" + whole[at:], 4), at


def test_a_stream_that_swells_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(damage, "MOST_UNPACKED", 2**22)
    objects = _objects()
    objects[20] = _packed(b"\0" * 2**24)
    assert "more than 4 MB when unpacked" in (damage_in(_written(objects), 4) or "")


@pytest.fixture(scope="session")
def specimen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    story, layout = STORIES["wexcombe-2024"]
    return write_specimen(story, tmp_path_factory.mktemp("damage") / "whole.pdf", layout)


def _middle_of(stream: re.Match[bytes]) -> int:
    return (stream.start(1) + stream.end(1)) // 2


@pytest.mark.parametrize("harm", [lambda b: b ^ 1, lambda _: 0])
def test_no_value_of_a_damaged_report_differs_in_silence(
    specimen: Path, tmp_path: Path, harm: Callable[[int], int]
) -> None:
    whole, path = specimen.read_bytes(), tmp_path / "damaged.pdf"
    assert not [p for p in read_report(specimen).problems if p.field == "source"]
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", whole, re.S):
        data = bytearray(whole)
        at = _middle_of(stream)
        data[at] = harm(data[at])
        path.write_bytes(data)
        try:
            problems = read_report(path).problems
        except NotAReport:
            continue
        assert any(p.field == "source" and "damaged" in p.why for p in problems)


@pytest.mark.corpus
def test_no_real_report_is_called_damaged(corpus: Path) -> None:
    files = [path for path in sorted(corpus.rglob("*.pdf")) if path.read_bytes()[:5] == b"%PDF-"]
    assert files
    named = {path.name: damage_in(path.read_bytes(), 1) for path in files}
    assert not {name: why for name, why in named.items() if why}
