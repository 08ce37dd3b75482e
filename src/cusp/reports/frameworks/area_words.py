"""Find which area a heading refers to by the meaning of its words, not its exact wording.

A heading counts only if all its words are used in area headings. A sentence, or a heading about
something else ("Children looked after in this area"), does not count. One wrong letter in a long
word is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from rapidfuzz.distance import OSA

from cusp.reports.record import AreaCode


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LINKING = _set("the of a an and in to is are be for that it about it's their they who on with")
_COMMON = _set("""
    experience experiences progress outcomes effectiveness quality children children's childrens
    child young people people's families family need needs needing services service social work
    practice graded judgement judgment judgements section part grade area
    good outstanding inadequate adequate requires require improvement
""")
_HELP = _set("help helped protection protected")
_CARE = _set("care looked after permanence achieving achieve")
_LEAVERS = _set("leavers leaver leaving left")
_LEADERS = _set("leader leaders leadership management managers governance impact strategic")
_ADOPTION = _set("adoption performance")
_KNOWN = _LINKING | _COMMON | _HELP | _CARE | _LEAVERS | _LEADERS | _ADOPTION
_LONG_WORD = 6
_MOST_WORDS = 24
_NUMBERING = re.compile(r"^\d{1,3}[.)]\s*")


def area_by_meaning(heading: str, areas: AbstractSet[AreaCode]) -> AreaCode | None:
    """The area in ``areas`` that a heading refers to, or ``None`` if it is none or several."""
    words = _words(heading)
    if words is None:
        return None
    named = {*words}
    leads = bool(named & {"leader", "leaders", "leadership"})
    helps = {"help", "protection"} <= named or {"helped", "protected"} <= named
    adopts = "adoption" in named
    leaves = bool(named & _LEAVERS) and "care" in named
    cared = _in_care(words, leaves=leaves)
    if sum((leads, helps, adopts, leaves or cared)) != 1:
        return None
    if leads:
        wanted: AreaCode = "leaders"
    elif helps:
        wanted = "help_and_protection"
    elif adopts:
        wanted = "adoption"
    elif "care_and_care_leavers" in areas and not {"in_care", "care_leavers"} & areas:
        wanted = "care_and_care_leavers"
    elif leaves and cared:
        return None
    else:
        wanted = "care_leavers" if leaves else "in_care"
    return wanted if wanted in areas else None


def _words(heading: str) -> list[str] | None:
    """The heading's words, corrected, or ``None`` if one is not used in area headings."""
    plain = _NUMBERING.sub("", heading.replace("’", "'").lower(), count=1)
    printed = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+", plain)
    if not plain[:1].isalpha() or len(printed) > _MOST_WORDS:
        return None
    words = [_known(word) for word in printed]
    return None if None in words else [word for word in words if word]


def _known(word: str) -> str | None:
    if word in _KNOWN:
        return word
    if len(word) < _LONG_WORD:
        return None
    return next((known for known in _KNOWN if _misprint(word, known)), None)


def _misprint(word: str, known: str) -> bool:
    alike = len(known) >= _LONG_WORD and word[0] == known[0]
    return alike and OSA.distance(word, known, score_cutoff=1) <= 1


def _in_care(words: list[str], *, leaves: bool) -> bool:
    """Whether children in care are mentioned, and not only care leavers."""
    text = " ".join(words)
    if re.search(r"\blooked after\b|\bachiev\w+ permanence\b", text):
        return True
    if re.search(r"\bin care\b", text):
        return True
    return not leaves and bool(re.search(r"\bcare\b", text)) and "children" in words
