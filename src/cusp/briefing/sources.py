"""The sources of a sentence, as people read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cusp.briefing.sentences import Sentence, SourceSaid

_NUMBERED = re.compile(r"(area|paragraph)( for improvement)? (\d+)")
LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0. Ofsted "
    "has not checked or endorsed this briefing."
)
HOW = "The number after each sentence leads to its sources. Cusp says nothing without a source."


class OnPage(NamedTuple):
    """The parts of a document on one page, in words, and the first of them."""

    words: str
    first: SourceSaid


class Group(NamedTuple):
    """The sources in one document. A document that is not a report has no pages."""

    document: str
    first: SourceSaid
    pages: list[OnPage]


def in_words(sentence: Sentence) -> str:
    """All the sources of a sentence: "Ofsted’s report …, page 2 (areas for improvement 1, 2)"."""
    return "; ".join(map(_in_words, groups(sentence))) + "."


def groups(sentence: Sentence) -> list[Group]:
    """The sources of a sentence by document and page."""
    documents: dict[str, list[SourceSaid]] = {}
    for source in sentence.sources:
        documents.setdefault(source.document, []).append(source)
    return [Group(name, found[0], _pages(found)) for name, found in documents.items()]


def _in_words(group: Group) -> str:
    if group.pages:
        return ", ".join([group.document, *(page.words for page in group.pages)])
    outside = group.first.file.startswith(("https://", "http://"))
    return f"{group.document}, {group.first.file}" if outside else group.document


def _pages(sources: Sequence[SourceSaid]) -> list[OnPage]:
    pages: dict[int, list[SourceSaid]] = {}
    for source in sources:
        if source.cite:
            pages.setdefault(source.cite.page, []).append(source)
    return [
        OnPage(f"page {page} ({_parts((each.part for each in found), page)})", found[0])
        for page, found in sorted(pages.items())
    ]


def _parts(parts: Iterable[str], page: int) -> str:
    """The parts on a page: "grade for adoption, paragraphs 8, 10 to 12"."""
    names = list(dict.fromkeys(parts))
    numbered = [match for name in names if (match := _NUMBERED.fullmatch(name))]
    found = [name for name in names if not _NUMBERED.fullmatch(name)]
    for one, rest in (("area", " for improvement"), ("paragraph", "")):
        numbers = [int(match[3]) for match in numbered if match[1] == one]
        if numbers:
            found.append(f"{one}{'' if len(numbers) == 1 else 's'}{rest} {_runs(numbers)}")
    return ", ".join("text" if name == f"text on page {page}" else name for name in found)


def _runs(numbers: Sequence[int]) -> str:
    """1 to 4, 6, 7."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )
