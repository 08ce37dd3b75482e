"""Page numbers: on every page, in its visible bottom margin, upright for the reader."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array

from cusp.packs import PackItem
from cusp.packs.stamps import spot_for
from cusp.packs.view import Box, View, view_of
from tests.length import examples
from tests.packs.made import drawn, packed, page_texts, saved, words

LEFT_BEHIND = [
    "", "q ", "q q 0.1 0 0 0.1 0 0 cm ", "0 1 -1 0 300 0 cm ", "Q Q ", "BT 50 Tz 5 Ts 3 Tr ET ",
    "1 0 0 rg 1 0 0 RG ",
]  # fmt: skip
_SIDES = st.floats(60, 2400)


def stamped(data: bytes, folder: Path) -> tuple[str, list[Box], View]:
    """The letters of a page's number, their boxes as seen, and how the page is seen."""
    out = folder / "pack.pdf"
    packed(out, PackItem(title="Paper", file=data, answered=True))
    with pikepdf.open(out) as pdf:
        view = view_of(pdf.pages[1])
    with pypdfium2.PdfDocument(out) as document:
        letters = document[1].get_textpage()
        text = letters.get_text_range()
        start = text.index("Page 2 of 2")
        boxes = [letters.get_charbox(at) for at in range(start, start + 11)]
    seen = [view.seen(box) for box in boxes]
    return text[start : start + 11], [box for box in seen if box[2] - box[0] > 0.01], view


@settings(max_examples=examples(15), deadline=None)
@given(
    size=st.tuples(_SIDES, _SIDES),
    cut=st.tuples(*[st.floats(0, 0.4)] * 4),
    turn=st.sampled_from([0, 90, 180, 270, -90, 450]),
    unit=st.sampled_from([1, 2.5]),
    left_behind=st.sampled_from(LEFT_BEHIND),
)
def test_any_page_has_its_number_upright_at_its_foot(
    size: tuple[float, float], cut: tuple[float, ...], turn: int, unit: float, left_behind: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    width, height = size
    crop = [cut[0] * width, cut[1] * height, width * (1 - cut[2]), height * (1 - cut[3])]
    pdf = drawn(
        words("Words", crop[0] + 2, crop[3] - 12) + left_behind,
        size=size, Rotate=turn, CropBox=Array(crop), UserUnit=unit,
    )  # fmt: skip
    _, boxes, view = stamped(saved(pdf), tmp_path_factory.mktemp("stamp"))
    across, up = view.size
    assert all(box[0] >= 0 and box[2] <= across for box in boxes)
    assert all(box[1] >= 0 and box[3] <= up / 2 for box in boxes)
    assert all(after[0] > before[0] for before, after in pairwise(boxes))
    assert all(box[3] > box[1] for box in boxes)
    line = [box[1] for box in boxes]
    tallest = max(box[3] - box[1] for box in boxes)
    assert max(line) - min(line) < tallest  # "g" goes below the line


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_number_is_drawn_where_the_reader_looks(turn: int, tmp_path: Path) -> None:
    packed(tmp_path / "pack.pdf", saved(drawn("", size=(1191, 842), Rotate=turn)))
    with pypdfium2.PdfDocument(tmp_path / "pack.pdf") as document:
        image = document[1].render(scale=1).to_pil().convert("L")
    box = image.point(lambda dot: 255 if dot < 128 else 0).getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert top > image.height * 0.95
    assert left > image.width * 0.8
    assert right - left > 3 * (bottom - top)


def test_it_is_an_artifact_and_not_in_the_tags(tmp_path: Path) -> None:
    packed(tmp_path / "pack.pdf", saved(drawn(words("Words"))))
    with pikepdf.open(tmp_path / "pack.pdf") as pdf:
        content = b"\n".join(part.read_bytes() for part in pdf.pages[1].obj.Contents)
    mark, number = content.index(b"/Artifact"), content.rindex(b"Tj")
    assert b"EMC" not in content[mark:number]


A4 = View((0, 0, 595, 842))


@pytest.mark.parametrize(
    ("words_there", "grounds", "expected"),
    [
        ([], [], (0, 0, False)),
        ([(500, 10, 560, 25)], [], (1, 0, False)),  # a paper's own number on the right
        ([(250, 10, 560, 25)], [], (2, 0, False)),
        ([(0, 10, 595, 22)], [], (0, 1, False)),
        ([], [(0, 0, 595, 60)], (0, 0, True)),  # a coloured band
    ],
)
def test_a_number_avoids_words_and_has_a_white_ground_on_colour(
    words_there: list[Box], grounds: list[Box], expected: tuple[Any, ...]
) -> None:
    spot = spot_for(A4, words_there, grounds, 8.0)
    assert (spot.place, spot.row, spot.backed) == expected


def test_a_page_without_resources_or_content_is_numbered(tmp_path: Path) -> None:
    pdf = drawn("")
    del pdf.pages[0].obj["/Resources"]
    del pdf.pages[0].obj["/Contents"]
    packed(tmp_path / "pack.pdf", saved(pdf))
    assert "Page 2 of 2" in page_texts(tmp_path / "pack.pdf")[1]
