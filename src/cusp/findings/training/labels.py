"""What the findings model learns from: labelled sentences, and every sentence of the reports.

Labels come from a file of sentences and from ``read_sentences.csv`` beside this module. That list
has no text: it identifies a sentence by its report and a hash, and the text is taken from the
report during training.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cusp.findings.sentences import split
from cusp.reports.record import Report

READ_SENTENCES = Path(__file__).with_name("read_sentences.csv")
_FEWEST_WORDS = 4
_KEY = 12


class Label(msgspec.Struct, frozen=True):
    """A labelled sentence: one line of the labels file.

    ``given`` is false for those from ``read_sentences.csv``.
    """

    file: str
    text: str
    polarity: str
    topics: tuple[str, ...]
    given: bool = True

    @property
    def authority(self) -> str:
        """The authority, which is the name of the report's folder."""
        return self.file.rsplit("/", 1)[0].rsplit("/", 1)[-1]


def read_labels(path: Path) -> list[Label]:
    """The labelled sentences in file order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [msgspec.json.decode(line, type=Label) for line in lines if line.strip()]


def part_of(authority: str, parts: int, *, salt: str) -> int:
    """Which of ``parts`` parts an authority's reports belong to, the same on every machine."""
    digest = hashlib.sha256(f"{salt}{authority}".encode()).hexdigest()
    return int(digest, 16) % parts


def is_set_aside(authority: str) -> bool:
    """Whether an authority is in the fifth kept back for the final score."""
    return part_of(authority, 5, salt="held") == 0


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of a report; ``file`` is the report's name in labels, ``authority/file``."""

    file: str
    text: str
    area: str

    @property
    def authority(self) -> str:
        """The folder of the report."""
        return self.file.split("/")[0]

    @property
    def letters(self) -> str:
        """The letters that identify it."""
        return letters_of(self.text)


def sentences_of(reports: Iterable[tuple[str, Report]]) -> list[Sentence]:
    """Every sentence of the reports and every area for improvement, in order."""
    return [sentence for name, report in reports for sentence in _sentences(name, report)]


def _sentences(name: str, report: Report) -> Iterator[Sentence]:
    for section in report.sections:
        for paragraph in section.paragraphs:
            for sentence in split(paragraph.text):
                if sentence.text.count(" ") + 1 >= _FEWEST_WORDS:
                    yield Sentence(name, sentence.text, section.area or "none")
    for item in report.improvements:
        yield Sentence(name, item.text, "item")


@dataclass(frozen=True)
class Place:
    """The area of each sentence, for looking up labelled ones."""

    area: dict[tuple[str, str], str]

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> Place:
        """The areas of these sentences; if two are the same, the first one's area."""
        area: dict[tuple[str, str], str] = {}
        for sentence in sentences:
            area.setdefault((sentence.file, sentence.letters), sentence.area)
        return cls(area)

    def area_of(self, label: Label) -> str:
        """The area of the section that a labelled sentence is in."""
        file = "/".join(label.file.split("/")[-2:])
        return self.area.get((file, letters_of(label.text)), "not found")


def read_by_us(sentences: Iterable[Sentence]) -> list[Label]:
    """The labels in ``read_sentences.csv`` for these sentences."""
    texts = {(s.file, key_of(s.letters)): s.text for s in sentences}
    listed = READ_SENTENCES.read_text(encoding="utf-8")
    return [
        Label(row["report"], text, row["polarity"], tuple(row["topics"].split()), given=False)
        for row in csv.DictReader(listed.splitlines())
        if (text := texts.get((row["report"], row["sentence"])))
    ]


def letters_of(text: str) -> str:
    """A sentence's letters and digits in lower case, to identify it."""
    return "".join(c for c in text.lower() if c.isalnum())


def key_of(letters: str) -> str:
    """The key of a sentence in ``read_sentences.csv``."""
    return hashlib.sha256(letters.encode()).hexdigest()[:_KEY]
