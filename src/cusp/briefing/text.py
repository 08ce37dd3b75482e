"""A briefing as plain text and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cusp.briefing.sentences import Briefing, Sentence
from cusp.briefing.sources import HOW, LICENCE, in_words
from cusp.briefing.wording import day
from cusp.calendar.wording import period

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|])")


def subtitle(briefing: Briefing) -> str:
    """When inspectors came, and the day of the record."""
    return f"Inspected {period(*briefing.inspected)}. Briefing as at {day(briefing.as_at)}."


def as_text(briefing: Briefing) -> str:
    """The briefing for a terminal or a plain file."""
    lines = [briefing.title, subtitle(briefing)]
    for heading, paragraphs in briefing.sections():
        lines += ["", heading.upper()]
        lines += [_line(sentences, "  - ") for sentences in paragraphs]
    lines += ["", "SOURCES"]
    lines += [f"[{each.number}] {in_words(each)}" for each in briefing.sentences]
    lines += ["", *_left_out(briefing), LICENCE]
    return "\n".join(lines) + "\n"


def as_markdown(briefing: Briefing) -> str:
    """The briefing as Markdown."""
    lines = [f"# {_plain(briefing.title)}", "", subtitle(briefing)]
    for heading, paragraphs in briefing.sections():
        lines += ["", f"## {heading}"]
        bullets = False
        for sentences in paragraphs:
            again = bullets and sentences[0].in_list
            bullets = sentences[0].in_list
            lines += ([] if again else [""]) + [_plain(_line(sentences, "- "))]
    lines += ["", "## Sources", "", HOW, ""]
    lines += [f"{each.number}. {_plain(in_words(each))}" for each in briefing.sentences]
    lines += ["", *map(_plain, _left_out(briefing)), LICENCE]
    return "\n".join(lines) + "\n"


def _line(sentences: list[Sentence], bullet: str) -> str:
    start = bullet if sentences[0].in_list else ""
    return start + " ".join(f"{each.text} [{each.number}]" for each in sentences)


def _left_out(briefing: Briefing) -> Iterator[str]:
    for each in briefing.left_out:
        yield f"Left out: {each.what}. {each.why}"
        yield ""


def _plain(text: str) -> str:
    """The text with Markdown's own marks escaped."""
    return _MARKS.sub(r"\\\1", text)
