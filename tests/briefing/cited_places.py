"""Check a briefing against the pages it cites: is what a sentence says printed in its places?

A reader of its own: it takes the words from the file with PDFium, not from Cusp's record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2

from cusp.briefing import Briefing, Sentence
from cusp.briefing.sentences import SourceSaid

# Sentences about Cusp's own work: what they say is not printed in a report.
OWN = {
    "place", "place of areas", "caution on place", "caution on carried over", "caution on numbers",
    "new", "published", "later inspection",
}  # fmt: skip
_MARGIN = 2.0
_QUOTED = re.compile(r"“(.*?)( …)?”")
_GRADES = ("inadequate", "requires improvement", "adequate", "good", "outstanding")
_NUMBER = re.compile(r"\d+")
_MARKS = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    return _MARKS.sub("", text.lower())


class Pages:
    """The words printed in a place of a report."""

    def __init__(self) -> None:
        self._open: dict[str, pypdfium2.PdfDocument] = {}

    def words_at(self, source: SourceSaid) -> str:
        assert source.cite is not None
        if source.file not in self._open:
            self._open[source.file] = pypdfium2.PdfDocument(Path(source.file))
        page = self._open[source.file][source.cite.page - 1]
        left, top, right, bottom = source.cite.box
        height = page.get_height()
        return str(
            page.get_textpage().get_text_bounded(
                left - _MARGIN, height - bottom - _MARGIN, right + _MARGIN, height - top + _MARGIN
            )
        )


def faults(briefing: Briefing) -> list[str]:
    """Every sentence that says something that its places do not hold."""
    pages = Pages()
    return [
        f"{sentence.text} ({what} is not in its sources)"
        for sentence in briefing.sentences
        if sentence.kind not in OWN
        for what in _missing(sentence, pages)
    ]


def _missing(sentence: Sentence, pages: Pages) -> Iterator[str]:
    cited = [source for source in sentence.sources if source.cite]
    words = " ".join(pages.words_at(source) for source in cited)
    yield from _quotations(sentence, words)
    yield from _grades(sentence, words)
    yield from _dates(sentence, words)
    if sentence.kind in ("areas now", "areas before"):
        count = int(_NUMBER.findall(sentence.text)[-1 if sentence.kind == "areas before" else 0])
        items = {each.part for each in cited if each.part.startswith("area for improvement")}
        if count != len(items):
            yield f"{count} areas"
    if sentence.kind in ("praised", "criticised") and len(plain(words)) < 40:
        yield "any words"


def _quotations(sentence: Sentence, words: str) -> Iterable[str]:
    for quotation, _ in _QUOTED.findall(sentence.text):
        if plain(quotation) not in plain(words):
            yield quotation


def _grades(sentence: Sentence, words: str) -> Iterable[str]:
    if sentence.kind not in ("overall", "judgement", "judgement before", "overall of a part"):
        return
    words = re.sub(r"require improvement", "requires improvement", words, flags=re.I)
    for grade in _GRADES:
        said = (
            re.sub(r"requires improvement", "", sentence.text) if grade == "good" else sentence.text
        )
        if re.search(rf"\b{grade}\b", said) and plain(grade) not in plain(words):
            yield grade


def _dates(sentence: Sentence, words: str) -> Iterable[str]:
    if sentence.kind not in ("inspected", "overall before"):
        return
    printed = set(map(int, _NUMBER.findall(words)))
    for number in _NUMBER.findall(sentence.text):
        if int(number) not in printed:
            yield number
