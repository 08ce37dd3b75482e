"""A briefing as the page shows it: each sentence with a link to the words it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.urls import reverse

from cusp.briefing import Briefing, Sentence
from cusp.briefing.sentences import SourceSaid
from cusp.briefing.sources import groups
from cusp.reports.record import Cite
from cusp.web.public.briefing.stored import report_address
from cusp.web.record.archive.passages import parts_of
from cusp.web.record.models import Inspection


class Link(NamedTuple):
    """Words of a source, the address they lead to if there is one, and what comes after them."""

    words: str
    address: str
    after: str


class Shown(NamedTuple):
    """A sentence, the address its number leads to, and all its sources."""

    number: int
    text: str
    address: str
    sources: list[Link]


class Block(NamedTuple):
    """A list of bullets, or a paragraph as the only line; each line is some sentences."""

    bullets: bool
    lines: list[list[Shown]]


class Addresses:
    """Finds the page of Cusp that shows a source with its words highlighted."""

    def __init__(self, rows: Sequence[Inspection]) -> None:
        self._reports = {report_address(row): row for row in rows if row.document}
        self._parts: dict[str, dict[Cite, str]] = {}

    def of(self, source: SourceSaid) -> str:
        """The address; empty for what has no page of its own."""
        row = self._reports.get(source.file)
        if row is None:
            return source.file if source.file.startswith("/") else ""
        return self.of_words(source) or row.get_absolute_url()

    def of_words(self, source: SourceSaid) -> str:
        """The address of the part of the report that is cited; empty if it has no page."""
        row = self._reports.get(source.file)
        part = self._parts_of(source.file, row).get(source.cite) if row and source.cite else None
        if row is None or part is None:
            return ""
        return reverse("passage", args=[row.authority.slug, row.start.isoformat(), part])

    def _parts_of(self, file: str, row: Inspection) -> dict[Cite, str]:
        assert row.document
        if file not in self._parts:
            parts = parts_of(row.document.report).values()
            self._parts[file] = {cite: part.address for part in parts for cite in part.cites}
        return self._parts[file]


def sections(briefing: Briefing, rows: Sequence[Inspection]) -> list[tuple[str, list[Block]]]:
    """Every heading with its paragraphs and lists."""
    addresses = Addresses(rows)
    found: list[tuple[str, list[Block]]] = []
    for heading, lines in briefing.sections():
        blocks: list[Block] = []
        for line in lines:
            shown = [_shown(sentence, addresses) for sentence in line]
            bullet = line[0].in_list
            if bullet and blocks and blocks[-1].bullets:
                blocks[-1].lines.append(shown)
            else:
                blocks.append(Block(bullet, [shown]))
        found.append((heading, blocks))
    return found


def _shown(sentence: Sentence, addresses: Addresses) -> Shown:
    """A sentence. Its number leads to words of a report if it cites any, else to another page."""
    words = (addresses.of_words(source) for source in sentence.sources)
    pages = (addresses.of(source) for source in sentence.sources)
    found = next(filter(None, (*words, *pages)), f"#source-{sentence.number}")
    return Shown(sentence.number, sentence.text, found, list(_links(sentence, addresses)))


def _links(sentence: Sentence, addresses: Addresses) -> Iterator[Link]:
    """Each document that a sentence cites, then its pages as links."""
    cited = groups(sentence)
    for place, group in enumerate(cited, 1):
        end = ";" if place < len(cited) else "."
        if not group.pages:
            yield Link(group.document, addresses.of(group.first), end)
            continue
        yield Link(group.document, "", ",")
        for number, page in enumerate(group.pages, 1):
            after = "," if number < len(group.pages) else end
            yield Link(page.words, addresses.of(page.first), after)
