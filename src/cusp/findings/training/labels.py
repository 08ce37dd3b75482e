"""What the models of findings learn from: labelled sentences, and every sentence of the reports.

Labels come from two places: a file of sentences with their words, and ``read_sentences.csv`` beside
this module. That list holds none of the words: a sentence is named by its report and a hash, and
its words are taken from the report when a model is trained.
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
    """A sentence that somebody read, as a line of the file of labels.

    ``given`` is false for those of ``read_sentences.csv``.
    """

    file: str
    text: str
    polarity: str
    topics: tuple[str, ...]
    given: bool = True

    @property
    def authority(self) -> str:
        """The folder of the report, which is the authority's."""
        return self.file.rsplit("/", 1)[0].rsplit("/", 1)[-1]


def read_labels(path: Path) -> list[Label]:
    """The labelled sentences in file order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [msgspec.json.decode(line, type=Label) for line in lines if line.strip()]


def part_of(authority: str, parts: int, *, salt: str) -> int:
    """The part, of so many, that an authority's reports belong to; the same on every machine."""
    digest = hashlib.sha256(f"{salt}{authority}".encode()).hexdigest()
    return int(digest, 16) % parts


def is_set_aside(authority: str) -> bool:
    """Whether an authority is of the fifth that is looked at only at the very end."""
    return part_of(authority, 5, salt="held") == 0


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of a report, by the name ``authority/file`` that the report goes by in labels."""

    file: str
    text: str
    area: str

    @property
    def authority(self) -> str:
        """The folder of the report."""
        return self.file.split("/")[0]

    @property
    def letters(self) -> str:
        """What it is found again by."""
        return letters_of(self.text)


def sentences_of(reports: Iterable[tuple[str, Report]]) -> list[Sentence]:
    """Every sentence of the reports and every area for improvement, in order."""
    return [one for name, report in reports for one in _sentences(name, report)]


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
    """Where sentences stand, to find labelled ones among them."""

    area: dict[tuple[str, str], str]

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> Place:
        """Of these sentences; of two that say the same, the first."""
        area: dict[tuple[str, str], str] = {}
        for one in sentences:
            area.setdefault((one.file, one.letters), one.area)
        return cls(area)

    def area_of(self, label: Label) -> str:
        """The area of the section that a labelled sentence stands in."""
        file = "/".join(label.file.split("/")[-2:])
        return self.area.get((file, letters_of(label.text)), "not found")


def read_by_us(sentences: Iterable[Sentence]) -> list[Label]:
    """The labels of ``read_sentences.csv`` for those of its sentences that are among these."""
    at = {(one.file, key_of(one.letters)): one.text for one in sentences}
    listed = READ_SENTENCES.read_text(encoding="utf-8")
    return [
        Label(row["report"], text, row["polarity"], tuple(row["topics"].split()), given=False)
        for row in csv.DictReader(listed.splitlines())
        if (text := at.get((row["report"], row["sentence"])))
    ]


def letters_of(text: str) -> str:
    """A sentence without spaces, marks and capitals, to find it again."""
    return "".join(c for c in text.lower() if c.isalnum())


def key_of(letters: str) -> str:
    """What a sentence is called in ``read_sentences.csv``."""
    return hashlib.sha256(letters.encode()).hexdigest()[:_KEY]
