"""Recognise grades as printed in reports, and give their codes."""

from __future__ import annotations

import re
from typing import get_args

from cusp.reports.record import GradeCode

# Full wordings in lower case. A table cell may break between any two words.
PHRASES: dict[str, GradeCode] = {
    "requires improvement to be good": "requires improvement",
    "require improvement to be good": "requires improvement",
    "requires improvement": "requires improvement",
    "require improvement": "requires improvement",
    "inadequate": "inadequate",
    "adequate": "adequate",
    "good": "good",
    "outstanding": "outstanding",
}
# Words that a line in a grade's cell may end with. No other line holds a grade.
GRADE_WORDS = (
    *("good", "outstanding", "adequate", "improvement", "requires", "require", "to", "be"),
    *("judged", "graded", "inspected", "applicable", "n/a"),
)
GRADES: tuple[str, ...] = get_args(GradeCode)
_AT_END = re.compile(
    r"\b(requires? improvement(?: to be good)?|inadequate|adequate|outstanding|good)[.\s]*$", re.I
)
_SPACES = re.compile(r"\s+")


def grade_of(text: str) -> GradeCode | None:
    """The grade, if ``text`` is a grade and nothing else."""
    return PHRASES.get(_plain(text))


def grade_at_end(text: str) -> tuple[GradeCode, str] | None:
    """The grade at the end of a heading or sentence, and its words as printed."""
    found = _AT_END.search(_SPACES.sub(" ", text))
    if not found:
        return None
    printed = found.group(1)
    return PHRASES[printed.lower()], printed


def ends_grade(text: str) -> bool:
    """Whether ``text`` could be the last words of a grade that began on the line above."""
    plain = _plain(text)
    return bool(plain) and any(p.endswith(" " + plain) for p in PHRASES)


def not_graded(text: str) -> bool:
    """Whether a cell says that no grade was given, such as "Not judged"."""
    return bool(re.fullmatch(r"not (judged|graded|inspected|applicable)|n/?a", _plain(text)))


def begins_grade(text: str) -> bool:
    """Whether ``text`` could be the first words of a grade that continues on the next line."""
    plain = _plain(text)
    return bool(plain) and any(p == plain or p.startswith(plain + " ") for p in PHRASES)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" .:").lower()
