"""Labelled sentences, each with the sentence before it and the grade of its section."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cusp.findings.sentence_model.word_pieces import SPECIAL, WordPieces
from cusp.findings.sentences import split
from cusp.findings.training.labels import Label, letters_of
from cusp.reports.record import Report

_WITHIN = "##"
# A piece of a word is kept if it is used this often, by reports on so many authorities: names of
# places are not.
_FEWEST_TIMES, _FEWEST_AUTHORITIES = 6, 4


@dataclass(frozen=True)
class Example:
    """A labelled sentence in its place.

    ``before`` is the sentence before it in the same paragraph, or empty. ``grade`` is that of its
    section, or empty if there is none.
    """

    label: Label
    before: str = ""
    grade: str = ""


class InPlace(NamedTuple):
    """A sentence of a report, the one before it, and the grade of its section."""

    authority: str
    before: str
    text: str
    grade: str


def in_place(reports: Mapping[str, Report]) -> Iterator[tuple[str, InPlace]]:
    """Every sentence of the reports, with the report's name in labels."""
    for name, report in reports.items():
        grades = {judgement.area: judgement.grade for judgement in report.judgements}
        for section in report.sections:
            grade = grades.get(section.area, "") if section.area else ""
            for paragraph in section.paragraphs:
                before = ""
                for sentence in split(paragraph.text):
                    yield name, InPlace(name.split("/")[0], before, sentence.text, grade)
                    before = sentence.text


@dataclass(frozen=True)
class Surroundings:
    """The sentence before each sentence of the reports, and the grade of its section."""

    _found: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, reports: Mapping[str, Report]) -> Surroundings:
        """Those of every sentence in the reports, by their names in labels."""
        found = cls()
        for name, sentence in in_place(reports):
            key = (name, letters_of(sentence.text))
            found._found.setdefault(key, (sentence.before, sentence.grade))
        return found

    def example(self, label: Label) -> Example:
        """The label with what stands around its sentence; with nothing if it is not found."""
        file = "/".join(label.file.split("/")[-2:])
        return Example(label, *self._found.get((file, letters_of(label.text)), ("", "")))


def kept_pieces(pieces: Sequence[str], texts: Iterable[tuple[str, str]]) -> list[str]:
    """The pieces of words used in the field, in their old order; ``texts`` are authority and text.

    Single letters and signs are always kept, so that any word can still be written.
    """
    known, times = WordPieces(pieces), Counter[int]()
    authorities: dict[int, set[str]] = defaultdict(set)
    for authority, text in texts:
        numbers = known.numbers(text)
        times.update(numbers)
        for number in numbers:
            authorities[number].add(authority)

    def is_kept(number: int, piece: str) -> bool:
        letters = piece.removeprefix(_WITHIN)
        if piece in SPECIAL or (len(letters) == 1 and (letters.isascii() or times[number])):
            return True
        return times[number] >= _FEWEST_TIMES and len(authorities[number]) >= _FEWEST_AUTHORITIES

    return [piece for number, piece in enumerate(pieces) if is_kept(number, piece)]
