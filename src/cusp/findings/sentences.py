"""Split paragraphs into sentences, each with its place in the paragraph.

Decisions depend only on the text next to a mark, so splitting a sentence again changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Sentence(NamedTuple):
    """A sentence and its place: ``paragraph[start:end] == text``, without spaces at the ends."""

    start: int
    end: int
    text: str


# A full stop after these never ends a sentence.
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "rev",
        "hon",
        "cllr",
        "sir",
        "st",
        "messrs",
        "sgt",
        "insp",
        "supt",
        "det",
    ]
)
# After these a full stop ends a sentence only before a word: "No. 12", "para. 4", "p. 3".
_BEFORE_NUMBER = frozenset(
    [
        "no",
        "nos",
        "para",
        "paras",
        "p",
        "pp",
        "fig",
        "figs",
        "vol",
        "sec",
        "art",
        "reg",
        "regs",
        "cl",
    ]
)
_JOINING = frozenset(["e.g", "i.e", "eg", "ie", "cf", "viz", "vs", "ca", "approx", "incl", "esp"])
# A single letter after these is a label, not an initial: "set out in Annex A. The plan …".
_LABELLED = frozenset(
    [
        "annex",
        "appendix",
        "part",
        "section",
        "plan",
        "level",
        "phase",
        "stage",
        "option",
        "group",
        "team",
        "grade",
        "table",
        "figure",
        "band",
        "block",
        "category",
        "tier",
        "class",
        "year",
    ]
)
_BULLET = "•▪◦●‣∙·■□➢\uf0b7\uf02d\uf0a7"
_CLOSERS = "’”'\")\\]»"
_MARK = re.compile(
    rf"(?P<stop>[.?!…]+)(?P<close>[{_CLOSERS}]*)(?P<note>\d{{0,2}})\s+"  # an end, then a space
    r"|(?P<tag>\((?:recommendations?|priority action)[^()]{0,40}\)\.?)\s+(?=\S)"
    rf"|\s+(?=[{_BULLET}]\s)"  # before the next item of a list
    r"|\s*\n\s*(?:\n\s*)+"  # an empty line
    r"|\s*\n\s*(?=[-–—*]\s)",  # an item marked by a dash
    re.I,
)
_OPENS = re.compile(r"[‘“\"'(\[«]*")
_QUOTED = re.compile(
    r"(?<!\w)(?:‘[^‘“”\n]{1,400}?’(?!\w)|“[^“”\n]{1,400}”)|(?<!\S)\"(?=\S)[^\"\n]{1,400}(?<=\S)\"(?!\w)"
)
_LAST_WORD = re.compile(r"[\w.’'-]*$")
# References that belong to the text before them.
_TRAILING = re.compile(
    r"\(?(?:recommendations?|priority action|see\s+(?:recommendation|para))", re.I
)


def split(paragraph: str) -> list[Sentence]:
    """The sentences in a paragraph, in order, with only spaces between and around them."""
    found = []
    start = 0
    for end, following in [*_ends(paragraph), (len(paragraph), len(paragraph))]:
        piece = paragraph[start:end]
        text = piece.strip()
        if text:
            at = start + len(piece) - len(piece.lstrip())
            found.append(Sentence(at, at + len(text), text))
        start = following
    return found


def _ends(paragraph: str) -> Iterator[tuple[int, int]]:
    """Where one sentence ends and the next begins."""
    quoted = [m.span() for m in _QUOTED.finditer(paragraph)]
    start = len(paragraph) - len(paragraph.lstrip())
    for mark in _MARK.finditer(paragraph):
        end = mark.end("note") if mark["stop"] else mark.end("tag") if mark["tag"] else mark.start()
        if mark.start() < start or mark.end() >= len(paragraph.rstrip()):
            continue
        if any(a < mark.start() and end < b for a, b in quoted):
            continue
        if mark["stop"] is not None and not _ends_here(mark, paragraph[start : mark.start()]):
            continue
        yield end, mark.end()
        start = mark.end()


def _ends_here(mark: re.Match[str], before: str) -> bool:
    """Whether a mark followed by a space ends the sentence; ``before`` is the sentence so far."""
    following = mark.string[mark.end() :]
    if _TRAILING.match(following):
        return False
    opens = _OPENS.match(following)
    first = following[opens.end() if opens else 0 :][:1]
    if not (first.isupper() or first.isdigit() or first in _BULLET):
        return False
    if mark["stop"] != "." or mark["close"]:
        return True
    last = _LAST_WORD.search(before)
    word = last.group().strip("’'") if last else ""
    return not _shortened(word, before[: len(before) - len(word)], following)


def _shortened(word: str, before: str, following: str) -> bool:
    """Whether the full stop after ``word`` belongs to the word."""
    plain = word.lower().lstrip("(")
    if plain in _TITLES or plain in _JOINING:
        return True
    if plain in _BEFORE_NUMBER and following[:1].isdigit():
        return True
    if not before.strip() and re.fullmatch(r"\d{1,3}|[a-zA-Z]|[ivx]{1,4}", word):
        return True  # the number of an item, before its sentence
    if re.fullmatch(r"(?:[A-Z]\.)*[A-HJ-Z]", word):
        return (before.split() or [""])[-1].lower() not in _LABELLED
    return False
