"""Words for grades, as reports print them, and the codes they stand for."""

from __future__ import annotations

import re
from typing import get_args

from cusp.reports.record import GradeCode

# The full wordings, lower case. A cell of a table may break between any two of their words.
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
# Words that a line of a grade's cell may end with; all other lines hold no grade.
GRADE_WORDS = (
    "good", "outstanding", "adequate", "improvement", "requires", "require", "to", "be",
    "judged", "graded", "inspected", "applicable", "n/a",
)  # fmt: skip
GRADES: tuple[str, ...] = get_args(GradeCode)
_AT_END = re.compile(
    r"\b(requires? improvement(?: to be good)?|inadequate|adequate|outstanding|good)[.\s]*$", re.I
)
_SPACES = re.compile(r"\s+")


def grade_of(text: str) -> GradeCode | None:
    """The grade that ``text`` names and nothing else, ``None`` for any other text."""
    return PHRASES.get(_plain(text))


def grade_at_end(text: str) -> tuple[GradeCode, str] | None:
    """The grade that a heading or sentence ends with, and its words as printed."""
    found = _AT_END.search(_SPACES.sub(" ", text))
    if not found:
        return None
    printed = found.group(1)
    return PHRASES[printed.lower()], printed


def ends_grade(text: str) -> bool:
    """Whether ``text`` could be the last words of a grade that began in the line above."""
    plain = _plain(text)
    return bool(plain) and any(p.endswith(" " + plain) for p in PHRASES)


def not_graded(text: str) -> bool:
    """Whether a cell says that no grade was given, as "Not judged"."""
    return bool(re.fullmatch(r"not (judged|graded|inspected|applicable)|n/?a", _plain(text)))


def begins_grade(text: str) -> bool:
    """Whether ``text`` could be the first words of a grade that goes on in the next line."""
    plain = _plain(text)
    return bool(plain) and any(p == plain or p.startswith(plain + " ") for p in PHRASES)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" .:").lower()
