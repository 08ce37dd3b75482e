"""Grade words hidden: what a model may see of a section, so that it reads the findings.

The printed grade stands in a report many times over: in headings, in the sentence that opens a
section ("Services … require improvement to be good because …"), in what the last inspection gave.
A model that saw it would copy it. So three things are hidden, by structure and not by list of
sentences: clauses that state a grade of a service, sentences about judgements and grades, and the
four grade words themselves wherever else they stand, with the article before them ("an" would tell
"outstanding" and "inadequate" from "good"). Headings are never given to the model at all.
"""

from __future__ import annotations

import re

import msgspec

# Longest first. "Adequate" is a grade only in what older inspections gave: see _TELLS_A_GRADE.
_GRADE = (
    r"requir(?:es?|ed|ing)\s+(?:\w+\s+)?improvements?(?:\s+to\s+(?:be|become)\s+good)?"
    r"|inadequa(?:te(?:ly)?|cy|cies)|outstanding(?:ly)?|good"
)
_WORD = re.compile(
    rf"\b(?:(?:an?|the)\s+)?(?:(?:very|really|equally)\s+)?(?:{_GRADE})(?:-quality)?\b", re.I
)
_GRADE_WORD = re.compile(rf"\b(?:{_GRADE})\b", re.I)
_ANY_GRADE = re.compile(rf"\b(?:{_GRADE}|adequate)\b", re.I)
_TELLS_A_GRADE = re.compile(
    r"\b(?:judge?ments?|judged?|graded?|grades|grading|rated|ratings?)\b", re.I
)
# What a grade is given to; "the quality of plans is good" is a finding and loses its word only.
_SERVICE = (
    r"services?|leadership|\w*scb|(?:children\s+)?board|(?:local\s+)?authority|council|adoption"
    r"|care\s+leavers|children\s+looked\s+after|looked\s+after\s+children|children\s+in\s+care"
    r"|help\s+and\s+protection|experiences?(?:\s+and\s+progress)?|overall|achieving\s+permanence"
)
# These are graded only where the sentence opens with them.
_OPENING = (
    r"(?:however,?\s+|overall,?\s+|the\s+)*(?:it|this|these|they|leaders|management|governance"
    r"|arrangements|effectiveness|impact|performance|progress|quality\s+of\s+services)"
)
_VERB = (
    r"(?:is|are|was|were|be|been|being|remains?|remained|continues?\s+to\s+be|becomes?|became)"
    r"(?:\s+(?:\w+ly|now|not|yet|still|overall|also|already|therefore|an?|of))*"
)
_STATES_A_GRADE = re.compile(
    rf"^(?:.{{0,160}}?\b(?:{_SERVICE})\b.{{0,80}}?|{_OPENING}\b.{{0,60}}?)\b"
    rf"(?:{_VERB}\s+(?:{_GRADE})|requires?\s+improvement(?:\s+to\s+(?:be|become)\s+good)?)\b",
    re.I,
)
_LINK = re.compile(r"^[\s,;:.–-]*(?:(?:because|as|since|and|but|with|overall)\b[\s,:]*)*", re.I)
# A clause shorter than this left after hiding says nothing on its own.
_LEAST_WORDS = 4


class Shown(msgspec.Struct, frozen=True):
    """What the model may see of a sentence, and how many times something was hidden in it."""

    text: str
    hidden: int


def hide_grades(sentence: str) -> Shown:
    """The sentence without any word from which the printed grade could be read off.

    Empty where the whole sentence does nothing but tell a grade, of now or of the last inspection.
    """
    hidden = len(_GRADE_WORD.findall(sentence))
    if _ANY_GRADE.search(sentence) and _TELLS_A_GRADE.search(sentence):
        return Shown("", max(hidden, 1))
    if not hidden:
        return Shown(sentence, 0)
    stated = _STATES_A_GRADE.match(sentence)
    rest = sentence[stated.end() :] if stated else sentence
    left = _LINK.sub("", rest) if stated else rest
    left = " ".join(_WORD.sub(" ", left).split())
    if stated and len(left.split()) < _LEAST_WORDS:
        return Shown("", hidden)
    return Shown(left, hidden)


def grade_words(text: str) -> int:
    """How many grade words stand in a text: none in what :func:`hide_grades` leaves."""
    return len(_GRADE_WORD.findall(text))
