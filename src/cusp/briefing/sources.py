"""The sources of a sentence, as people read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cusp.briefing.sentences import Sentence, SourceSaid

_NUMBERED = re.compile(r"(area|paragraph)( for improvement)? (\d+)")
LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0. Ofsted "
    "has not checked or endorsed this briefing."
)
HOW = "The number after each sentence leads to its sources. Cusp says nothing without a source."


def in_words(sentence: Sentence) -> str:
    """All the sources of a sentence: "Ofsted’s report …, page 2 (areas for improvement 1, 2)"."""
    documents: dict[str, list[SourceSaid]] = {}
    for source in sentence.sources:
        documents.setdefault(source.document, []).append(source)
    return "; ".join(_document(name, found) for name, found in documents.items()) + "."


def _document(name: str, sources: Sequence[SourceSaid]) -> str:
    pages: dict[int, list[str]] = {}
    for source in sources:
        if source.cite:
            pages.setdefault(source.cite.page, []).append(source.part)
    if not pages:
        outside = sources[0].file.startswith(("https://", "http://"))
        return f"{name}, {sources[0].file}" if outside else name
    found = (f"page {page} ({_parts(parts, page)})" for page, parts in sorted(pages.items()))
    return f"{name}, {', '.join(found)}"


def _parts(parts: Iterable[str], page: int) -> str:
    """The parts on a page: "grade for adoption, paragraphs 8, 10 to 12"."""
    names = list(dict.fromkeys(parts))
    found = [name for name in names if not _NUMBERED.fullmatch(name)]
    for one, several in (("area", "areas"), ("paragraph", "paragraphs")):
        kept = [match for name in names if (match := _NUMBERED.fullmatch(name))]
        numbers = [int(match[3]) for match in kept if match[1] == one]
        rest = " for improvement" if one == "area" else ""
        if numbers:
            found.append(f"{one if len(numbers) == 1 else several}{rest} {_runs(numbers)}")
    return ", ".join("text" if name == f"text on page {page}" else name for name in found)


def _runs(numbers: Sequence[int]) -> str:
    """1 to 4, 6."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
