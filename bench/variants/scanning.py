"""A report that was printed and scanned: images of its pages, with recognised words over them."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from bench.variants.making import opened
from bench.variants.writing import REGULAR, Char, characters_of


@dataclass(frozen=True)
class Unevenness:
    """How far off sizes (share) and baselines (points) are, and whether sizes vary by word."""

    sizes: float
    baselines: float = 0.0
    by_word: bool = False


@dataclass(frozen=True)
class _Leaf:
    """A scanned page: its size, image and words."""

    size: tuple[float, float]
    picture: ImageReader
    words: list[list[Char]]


def scanned(data: bytes, uneven: Unevenness) -> bytes:
    """The report as a scan with a text layer, the same each time."""
    chance = random.Random(f"{len(data)} {uneven}")
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for leaf in _leaves(data):
        canvas.setPageSize(leaf.size)
        canvas.drawImage(leaf.picture, 0, 0, *leaf.size)
        factor, baseline = 1.0, -1.0
        for word in leaf.words:
            if uneven.by_word or abs(word[0].y - baseline) > 1:
                factor = 1 + chance.uniform(-uneven.sizes, uneven.sizes)
                baseline = word[0].y
            off = chance.uniform(-uneven.baselines, uneven.baselines)
            _put(canvas, word, off, word[0].size * factor)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@lru_cache(maxsize=1)
def _leaves(data: bytes) -> list[_Leaf]:
    """The pages of a report, which several variants use."""
    leaves = []
    with opened(data) as document:
        for page in document:
            left, bottom, right, top = page.get_cropbox()
            chars = [replace(c, x=c.x - left, y=c.y - bottom) for c in characters_of(page)]
            picture = page.render(scale=0.4, grayscale=True).to_pil()
            size = (right - left, top - bottom)
            leaves.append(_Leaf(size, ImageReader(picture), list(_words(chars))))
            page.close()
    return leaves


def _words(chars: Sequence[Char]) -> Iterator[list[Char]]:
    word: list[Char] = []
    for char in chars:
        blank = not char.sign.strip() or char.sign < " "
        far = word and (
            abs(char.y - word[-1].y) > 1 or not 0 <= char.x - word[-1].x < 1.6 * char.size
        )
        if word and (blank or far):
            yield word
            word = []
        if not blank:
            word.append(char)
    if word:
        yield word


def _put(canvas: Canvas, word: Sequence[Char], off: float, size: float) -> None:
    text = "".join(c.sign for c in word)
    last = stringWidth(word[-1].sign, REGULAR, word[-1].size)
    wide = word[-1].x - word[0].x + last
    writer = canvas.beginText(word[0].x, word[0].y + off)
    writer.setFont(REGULAR, size)
    writer.setTextRenderMode(3)  # invisible
    writer.setHorizScale(100 * wide / max(stringWidth(text, REGULAR, size), 0.1))
    writer.textOut(text)
    canvas.drawText(writer)
