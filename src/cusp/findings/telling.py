"""Which sentences to tell a board first: how much each one says, and a choice without repetition.

Plain rules on the words of a sentence (``telling_words.toml``). The points of a sentence are the
sum of :data:`POINTS`, each counted at most so often, times the factors for what weakens it.
``docs/praise.md`` explains the rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

import msgspec

from cusp.findings.lexicon import Hit, Lexicon, load_lexicon, words_of

# Points for each sign, and how many of them count.
POINTS: dict[str, tuple[float, int]] = {
    "start": (1.0, 1),
    "strong": (0.9, 2),
    "plain": (0.4, 2),
    "consequence": (0.45, 3),
    "specific": (0.25, 3),
    "wide": (0.4, 1),
    "narrow": (-0.35, 2),
    "hedged": (-0.6, 2),
    "general": (-0.2, 3),
}
# Words of praise and of criticism, by whether the sentence praises.
_KINDS = {
    True: {"strong": "outstanding", "plain": "plain_praise"},
    False: {"strong": "grave", "plain": "plain_criticism"},
}
# A word of these kinds does not count within so many words after a negation or a remedy.
_TURNED, _TURNING, _NEAR = ("grave", "outstanding", "wide"), ("negation", "remedy"), 3
# A sentence of these numbers of words is easily read out; a longer or shorter one counts less.
_SHORTEST, _LONGEST = 9, 34
# A sentence that cannot be understood without the one before it.
_LEANS = re.compile(
    r"(this|these|those|that|it|its|they|their|them|such|he|she|his|her|both|others?|similarly|"
    r"equally|likewise|for example|for instance|most importantly|some of (this|these|those)|"
    r"the (impact|result|latter|former) (is|of this))\b",
    re.I,
)
# A sentence that only continues the one before it.
_FOLLOWS = re.compile(
    r"(however|consequently|as a result|therefore|thus|in addition|additionally|furthermore|also|"
    r"moreover|nevertheless|nonetheless|despite this|in these|in this|"
    r"where this|when this|while this|as such|in turn|when (it|they)|in contrast|instead|once)\b",
    re.I,
)
# A word that points to another sentence.
_POINTS_BACK = re.compile(
    r"\b(this|these|those|such) (?!inspection|time|authority|report|council)|"
    r"\b(this|these|those)[.,;]|\bthe (?:latter|former|above)\b",
    re.I,
)
# What is left of a heading or of another list.
_LEFT_OVER = re.compile(r"\((?:recommendation|priority)|[:;]\s*$|•|▪", re.I)
# What the handbook says of every authority with a grade, or a grade in words.
_BOILERPLATE = re.compile(
    r"an? (outstanding|good|inadequate) (local authority|lscb)\b|\bthe overall effectiveness of\b|"
    r"\b(is|are|was|were) (judged|graded) |\bbelieved? (that )?(the )?services?\b",
    re.I,
)
_STARTS_SMALL = re.compile(r"[^A-Za-z]*[a-z]")
_LEAN, _FOLLOW, _POINT_BACK, _BOTH_WAYS = 0.3, 0.75, 0.8, 0.6
_SAME_TOPIC, _SAME_AREA, _SAME_STRONG_WORD, _SAME_WORDS = 0.4, 0.9, 0.7, 1.5
# Topics that inspectors say most about count up to this much more.
_EMPHASIS = 0.25
_WORD = re.compile(r"[a-z]{4,}")
# Words in so many sentences that sharing them says nothing.
_EVERYWHERE = frozenset(
    words_of(
        "children child young people their with that have from which this these they them when "
        "where been were social workers worker looked after leavers need needs receive ensure "
        "quality improve effectiveness local authority services service care than also into more "
        "most some many well what does"
    )
)


class Told(msgspec.Struct, frozen=True):
    """A sentence that could be told, with what the choice needs."""

    text: str
    topic: str
    area: str
    sure: float
    mixed: bool = False


def points(text: str, *, praise: bool) -> float:
    """How much a sentence tells by its words alone; a sentence worth telling has 2 or more."""
    counts = _counts(text, praise)
    total = sum(value * min(counts[sign], most) for sign, (value, most) in POINTS.items())
    return max(total, 0.1) * _length(text) * _alone(text)


def choose(told: Sequence[Told], number: int, *, praise: bool) -> list[int]:
    """The sentences to tell, by their places in the list, the most telling first.

    Each choice makes others of the same topic, or in the same words, less likely.
    """
    said = Counter(one.topic for one in told)
    most = max(said.values(), default=1)
    worth = [
        points(one.text, praise=praise)
        * one.sure**2
        * (_BOTH_WAYS if one.mixed else 1.0)
        * (1 + _EMPHASIS * said[one.topic] / most)
        for one in told
    ]
    chosen: list[int] = []
    while len(chosen) < number:
        before = [told[place] for place in chosen]
        score = {
            place: worth[place] * _fresh(one, before, praise=praise)
            for place, one in enumerate(told)
            if place not in chosen
        }
        best = max(score, key=score.__getitem__, default=None)
        if best is None or score[best] <= 0:  # the rest only repeats what was told
            break
        chosen.append(best)
    return chosen


def likeness(text: str, other: str) -> float:
    """The share of the shorter text's words that the other has as well, 0 to 1."""
    words, others = _stems(text), _stems(other)
    fewest = min(len(words), len(others))
    return len(words & others) / fewest if fewest else 0.0


def _counts(text: str, praise: bool) -> Counter[str]:
    words = words_of(text)
    found = Counter(hit.kind for hit in _hits(words))
    for sign, kind in _KINDS[praise].items():
        found[sign] = found[kind]
    # Only terms of several words: "strategy meetings", not "meetings".
    found["specific"] = len({h.start for h in _terms().hits(words) if h.length > 1})
    found["start"] = 1
    # Criticism on behalf of a few children is still worth telling; praise for a few is less so.
    found["narrow"] = min(found["narrow"], 1) * (2 if praise else 1)
    return found


def _hits(words: tuple[str, ...]) -> list[Hit]:
    """Words of the list; without those turned round ("do not become unmanageable", "not all")."""
    turning = [hit.start for hit in _judging().hits(words) if hit.kind in _TURNING]
    return [
        hit
        for hit in _lexicon().hits(words)
        if hit.kind not in _TURNED
        or not any(hit.start - _NEAR <= place < hit.start for place in turning)
    ]


def _length(text: str) -> float:
    number = len(text.split())
    if number < _SHORTEST:
        return number / _SHORTEST
    return max(1 - 0.02 * max(number - _LONGEST, 0), 0.5)


def _alone(text: str) -> float:
    """Less than 1 for a sentence that needs the one before it, or is not a whole sentence."""
    worth = 1.0
    if _LEANS.match(text):
        worth *= _LEAN
    elif _FOLLOWS.match(text):
        worth *= _FOLLOW
    if _POINTS_BACK.search(text):
        worth *= _POINT_BACK
    if _STARTS_SMALL.match(text) or _LEFT_OVER.search(text) or _BOILERPLATE.search(text):
        worth *= _LEAN
    return worth


def _fresh(one: Told, chosen: Sequence[Told], *, praise: bool) -> float:
    """How little of a sentence has been told by the others, 0 to 1."""
    fresh = 1.0
    strong = _strong_words(one.text, praise)
    for other in chosen:
        fresh *= _SAME_TOPIC if one.topic == other.topic else 1.0
        fresh *= _SAME_AREA if one.area == other.area else 1.0
        fresh *= _SAME_STRONG_WORD if strong & _strong_words(other.text, praise) else 1.0
    alike = max((_same(one.text, other.text) for other in chosen), default=0.0)
    return fresh * max(1 - _SAME_WORDS * alike, 0.0)


def _same(text: str, other: str) -> float:
    words, others = _stems(text), _stems(other)
    return len(words & others) / max(len(words | others), 1)


@lru_cache(maxsize=4_096)
def _stems(text: str) -> frozenset[str]:
    words = _WORD.findall(text.lower().replace("’", "'"))
    return frozenset(word[:6] for word in words if word not in _EVERYWHERE)


@lru_cache(maxsize=4_096)
def _strong_words(text: str, praise: bool) -> frozenset[tuple[str, ...]]:
    words = words_of(text)
    kind = _KINDS[praise]["strong"]
    hits = [hit for hit in _hits(words) if hit.kind == kind]
    return frozenset(words[hit.start : hit.start + hit.length] for hit in hits)


@cache
def _lexicon() -> Lexicon:
    return load_lexicon("telling_words.toml")


@cache
def _judging() -> Lexicon:
    return load_lexicon("judging_words.toml")


@cache
def _terms() -> Lexicon:
    return load_lexicon("topic_words.toml", inflected=True)
