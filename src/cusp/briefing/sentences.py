"""The sentences of a briefing, and the rule that each one must have its sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import msgspec

from cusp.briefing.facts import LeftOut, Source
from cusp.reports.record import Cite

SCHEMA = "cusp.briefing/1"
Part = Literal["grade", "improvements", "inspectors", "place", "next"]
HEADINGS: dict[Part, str] = {
    "grade": "The grades",
    "improvements": "What must improve",
    "inspectors": "What inspectors praised and criticised",
    "place": "Where in the grade",
    "next": "What happens next",
}


def needed(*groups: Sequence[Source | None]) -> tuple[Source | None, ...]:
    """The sources of several facts together; a fact without any counts as a missing source."""
    return tuple(source for group in groups for source in group or (None,))


class Draft(msgspec.Struct, frozen=True):
    """A sentence that is only said if none of its sources is missing.

    Sentences with the same ``line`` stand together: in a bullet if it is above 0, else in a
    paragraph.
    """

    kind: str
    text: str
    sources: tuple[Source | None, ...]
    line: int = 0


class SourceSaid(msgspec.Struct, frozen=True):
    """A source as it is written: what it is, its file and the place in it."""

    what: str
    file: str
    cite: Cite | None
    document: str = ""
    part: str = ""


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of a briefing, with its number and its sources."""

    number: int
    text: str
    sources: tuple[SourceSaid, ...]
    section: Part
    kind: str
    line: int = 0

    @property
    def in_list(self) -> bool:
        """Whether it belongs to a bullet."""
        return self.line > 0


class Briefing(msgspec.Struct, frozen=True):
    """A briefing: its sentences in order, and what it leaves out."""

    authority: str
    title: str
    inspected: tuple[date, date]
    as_at: date
    sentences: tuple[Sentence, ...]
    left_out: tuple[LeftOut, ...] = ()
    schema: str = SCHEMA

    def sections(self) -> list[tuple[str, list[list[Sentence]]]]:
        """Each heading with its paragraphs and bullets, each a list of sentences."""
        found: list[tuple[str, list[list[Sentence]]]] = []
        for part, heading in HEADINGS.items():
            own = [sentence for sentence in self.sentences if sentence.section == part]
            lines: list[list[Sentence]] = []
            for sentence in own:
                if lines and lines[-1][0].line == sentence.line:
                    lines[-1].append(sentence)
                else:
                    lines.append([sentence])
            if lines:
                found.append((heading, lines))
        return found


def to_plain(briefing: Briefing) -> dict[str, Any]:
    """The briefing as plain values, ``schema`` first."""
    plain = msgspec.to_builtins(briefing)
    return {"schema": plain.pop("schema"), **plain}


def to_json(briefing: Briefing) -> bytes:
    """The briefing as JSON in UTF-8."""
    return msgspec.json.format(msgspec.json.encode(to_plain(briefing)), indent=2) + b"\n"
