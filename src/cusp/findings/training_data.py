"""What the models of findings learn from: labelled sentences, and every sentence of the reports.

A sentence of a report stands in a section with a printed grade, under a heading, between its
neighbours. That is seen while learning only, to guess labels where nobody read; the models
themselves see the words alone.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from cusp.findings.sentences import split
from cusp.reports.record import Report

_GRADES = ("inadequate", "requires improvement", "good", "outstanding", None)
_HEADINGS = ("strength", "improve", "this area", "information about", "summary", "judgement")
_FEWEST_WORDS = 4


class Label(msgspec.Struct, frozen=True):
    """A sentence that somebody read, as a line of the file of labels."""

    file: str
    text: str
    polarity: str
    topics: tuple[str, ...]

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


@dataclass(frozen=True)
class Surroundings:
    """Every sentence of the reports, in order, and what stands around it.

    ``paragraph`` and ``section`` number what a sentence belongs to; ``place`` numbers area and
    heading together, and ``places`` has the area of each; ``marks`` has a column a printed grade,
    one for areas for improvement, and one a telling word of the heading.
    """

    texts: list[str]
    authorities: list[str]
    keys: list[tuple[str, str]]
    paragraph: NDArray[np.int64]
    section: NDArray[np.int64]
    place: NDArray[np.int64]
    places: list[str]
    marks: NDArray[np.float32]


@dataclass(frozen=True)
class _Row:
    key: tuple[str, str]
    text: str
    paragraph: tuple[str, int, int]
    place: tuple[str, str]
    grade: str | None
    heading: str
    item: bool = False


def surroundings_of(reports: Iterable[tuple[str, Report]]) -> Surroundings:
    """The sentences of reports, each with the name ``authority/file`` it goes by in the labels."""
    rows = [row for name, report in reports for row in _rows(name, report)]
    return Surroundings(
        texts=[r.text for r in rows],
        authorities=[r.key[0].split("/")[0] for r in rows],
        keys=[r.key for r in rows],
        paragraph=_numbered([r.paragraph for r in rows]),
        section=_numbered([r.paragraph[:2] for r in rows]),
        place=_numbered([r.place for r in rows]),
        places=[area for area, _ in dict.fromkeys(r.place for r in rows)],
        marks=np.array([_marks(r) for r in rows], dtype=np.float32),
    )


def _numbered(keys: Sequence[Hashable]) -> NDArray[np.int64]:
    number = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    return np.array([number[key] for key in keys], dtype=np.int64)


def _rows(name: str, report: Report) -> Iterator[_Row]:
    for s, section in enumerate(report.sections):
        for p, paragraph in enumerate(section.paragraphs):
            heading = f"{paragraph.heading or ''} {section.heading}".lower()
            for sentence in split(paragraph.text):
                if sentence.text.count(" ") + 1 < _FEWEST_WORDS:
                    continue
                yield _Row(
                    (name, letters_of(sentence.text)),
                    sentence.text,
                    (name, s, p),
                    (section.area or "none", (paragraph.heading or "")[:12]),
                    section.grade,
                    heading,
                )
    for item in report.improvements:
        key = (name, letters_of(item.text))
        yield _Row(key, item.text, (name, -1, item.number), ("item", ""), None, "", item=True)


def _marks(row: _Row) -> list[bool]:
    grades = [row.grade == grade and not row.item for grade in _GRADES]
    return [*grades, row.item, *(word in row.heading for word in _HEADINGS)]


def letters_of(text: str) -> str:
    """A sentence without spaces, marks and capitals, to find it again."""
    return "".join(c for c in text.lower() if c.isalnum())


def rows_of(labels: Sequence[Label], around: Surroundings) -> NDArray[np.int64]:
    """Where each labelled sentence stands among the sentences of the reports; -1 if nowhere."""
    at = {key: i for i, key in reversed(list(enumerate(around.keys)))}
    return np.array(
        [
            at.get(("/".join(label.file.split("/")[-2:]), letters_of(label.text)), -1)
            for label in labels
        ]
    )


def neighbours(paragraph: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether the sentence before, and the one after, is of the same paragraph."""
    same = np.array([a == b for a, b in itertools.pairwise(paragraph)], dtype=bool)
    return np.append(False, same), np.append(same, False)
