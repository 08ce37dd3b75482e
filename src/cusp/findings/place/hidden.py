"""Hide grade words, so that the model reads the findings rather than the grade.

A report repeats the printed grade: in headings, in the sentence that opens a section ("Services …
require improvement to be good because …"), in the result of the last inspection. A model that saw
the grade would copy it. So three things are hidden, based on structure rather than a list of
sentences: clauses that state a service's grade, sentences about judgements and grades, and the four
grade words wherever else they appear, with the article before them ("an" would give away
"outstanding" and "inadequate"). Headings are never given to the model.
"""

from __future__ import annotations

import re

import msgspec

# Longest first. "Adequate" is a grade only for older inspections: see _ABOUT_GRADES.
_GRADE = (
    r"requir(?:es?|ed|ing)\s+(?:\w+\s+)?improvements?(?:\s+to\s+(?:be|become)\s+good)?"
    r"|inadequa(?:te(?:ly)?|cy|cies)|outstanding(?:ly)?|good"
)
_WORD = re.compile(
    rf"\b(?:(?:an?|the)\s+)?(?:(?:very|really|equally)\s+)?(?:{_GRADE})(?:-quality)?\b", re.I
)
_GRADE_WORD = re.compile(rf"\b(?:{_GRADE})\b", re.I)
_ANY_GRADE = re.compile(rf"\b(?:{_GRADE}|adequate)\b", re.I)
_ABOUT_GRADES = re.compile(
    r"\b(?:judge?ments?|judged?|graded?|grades|grading|rated|ratings?)\b", re.I
)
# What is graded. "The quality of plans is good" is a finding and loses only the grade word.
_SERVICE = (
    r"services?|leadership|\w*scb|(?:children\s+)?board|(?:local\s+)?authority|council|adoption"
    r"|care\s+leavers|children\s+looked\s+after|looked\s+after\s+children|children\s+in\s+care"
    r"|help\s+and\s+protection|experiences?(?:\s+and\s+progress)?|overall|achieving\s+permanence"
)
# These count as graded only at the start of a sentence.
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
# If a clause has fewer words than this after hiding, none of it is shown.
_LEAST_WORDS = 4


class Shown(msgspec.Struct, frozen=True):
    """The part of a sentence that the model may see, and how many grade words were hidden."""

    text: str
    hidden: int


def hide_grades(sentence: str) -> Shown:
    """The sentence without any word that gives away the printed grade.

    Empty if the whole sentence only states a grade, from this inspection or the last one.
    """
    hidden = len(_GRADE_WORD.findall(sentence))
    if _ANY_GRADE.search(sentence) and _ABOUT_GRADES.search(sentence):
        return Shown("", max(hidden, 1))
    if not hidden:
        return Shown(sentence, 0)
    stated = _STATES_A_GRADE.match(sentence)
    remainder = sentence[stated.end() :] if stated else sentence
    shown = _LINK.sub("", remainder) if stated else remainder
    shown = " ".join(_WORD.sub(" ", shown).split())
    if stated and len(shown.split()) < _LEAST_WORDS:
        return Shown("", hidden)
    return Shown(shown, hidden)


def grade_words(text: str) -> int:
    """How many grade words are in a text; none after :func:`hide_grades`."""
    return len(_GRADE_WORD.findall(text))
