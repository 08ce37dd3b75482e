"""Signs of judgement in a sentence, in order: praise, criticism, negation, contrast and so on.

Negated praise counts as criticism ("not sufficiently robust"); negated or remedied criticism counts
as praise ("without delay", "has tackled drift", "delays have reduced"). A condition at the start of
a sentence ("When children are not safe at home, …") is not criticism, and a request ("should",
"ensure that") is not praise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cusp.findings.lexicon import Hit, Lexicon, load_lexicon, words_of

# One letter for each kind, so a sentence becomes a short string of signs.
_LETTER = {
    "praise_strong": "P",
    "praise": "p",
    "criticism_strong": "N",
    "neutral": "u",
    "negation": "X",
    "contrast": "C",
    "few": "F",
    "most": "M",
    "improving": "I",
    "not_yet": "Y",
    "should": "S",
    "order": "O",
    "plan": "L",
    "fact": "D",
    "effect": "E",
    "known": "K",
    "tell": "T",
    "still": "R",
}
_SIGNS = "PpNnrqwgXuCFMIYSOLDEKTR"
_SIDE = {"p": "P", "r": "P", "n": "N"}
_JUDGING = frozenset({"praise_strong", "praise", "criticism_strong", "neutral"})
_REACHING = frozenset({"remedy", "remedied", "purpose"})
# A negation stops at these words and covers at most this many.
_STOPS = frozenset(
    [",", ";", ":", "(", ")", "but", "however", "although", "while", "whilst", "which"]
)
_REACH = {"negation": 5, "remedy": 4, "remedied": -7, "should": 7, "purpose": 3}
_CONDITIONS = frozenset({"when", "where", "if", "should", "whenever", "once", "wherever"})
_NUMBERS = frozenset({"<num>", "<pct>", "<year>", "<numw>"})


class Sign(NamedTuple):
    """A sign at a word: ``n`` is negated praise, ``r`` negated or remedied criticism."""

    at: int
    letter: str
    phrase: str


@cache
def _lexicon() -> Lexicon:
    return load_lexicon("judging_words.toml")


def signs_of(words: Sequence[str]) -> list[Sign]:
    """The signs in the words, in order."""
    hits = _lexicon().hits(words)
    judged = _longest(len(words), [h for h in hits if h.kind in _JUDGING])
    neutral = {i for h in judged if h.kind == "neutral" for i in _span(h)}
    critical = {i for h in judged if h.kind == "criticism_strong" for i in _span(h)}
    hits = [h for h in hits if h.kind not in _JUDGING]
    hits = [h for h in hits if h.kind != "negation" or h.start not in neutral]
    negated = _reached(words, [h for h in hits if h.kind == "negation"])
    remedied = _reached(words, [h for h in hits if h.kind in ("remedy", "remedied")])
    condition_end = _condition(words)
    purpose = _reached(words, [h for h in hits if h.kind == "purpose"])
    ordered = any(h.kind == "order" and h.start == 0 and words[0] != "the" for h in hits)
    requested = _reached(words, [h for h in hits if h.kind == "should"])
    found = []
    for hit in [*judged, *hits]:
        if hit.kind in _REACHING or (hit.kind == "order" and hit.start > 0):
            continue
        if hit.kind == "negation" and hit.start in critical:
            continue
        letter = _LETTER[hit.kind]
        if letter in "Pp" and hit.start in negated:
            letter = "n"
        elif letter == "N" and hit.start in remedied:
            letter = "r"
        if letter in "NnX" and hit.start < condition_end:
            letter = "q"
        if letter in "Pp" and (ordered or hit.start in requested):
            letter = "w"
        elif letter in "Pp" and hit.start in purpose:
            letter = "g"
        phrase = " ".join(words[hit.start : hit.start + hit.length])
        found.append(Sign(hit.start, letter, phrase))
    return sorted(found)


def _condition(words: Sequence[str]) -> int:
    """The end of a condition at the start of a sentence; 0 if there is none."""
    if not words or words[0] not in _CONDITIONS or "," not in words:
        return 0
    return words.index(",")


def _span(hit: Hit) -> range:
    return range(hit.start, hit.start + hit.length)


def _longest(count: int, hits: Sequence[Hit]) -> list[Hit]:
    """Judging phrases, leaving out any inside a longer, neutral or critical one."""
    best = [0] * count
    for hit in hits:
        for i in _span(hit):
            best[i] = max(best[i], hit.length)
    chosen = [h for h in hits if all(best[i] <= h.length for i in _span(h))]
    for kind in ("neutral", "criticism_strong"):
        taken = {i for h in chosen if h.kind == kind for i in _span(h)}
        above = ("neutral", kind)
        chosen = [h for h in chosen if h.kind in above or taken.isdisjoint(_span(h))]
    return chosen


def _reached(words: Sequence[str], hits: Sequence[Hit]) -> set[int]:
    """The words that a negation or remedy applies to."""
    return {i for hit in hits for i in _reach(words, hit)}


def _reach(words: Sequence[str], hit: Hit) -> Iterator[int]:
    """The words after a hit, or before it if the reach is negative, up to the next stop."""
    far = _REACH[hit.kind]
    way = range(hit.start + hit.length, hit.start + hit.length + far)
    if far < 0:
        way = range(hit.start - 1, hit.start - 1 + far, -1)
    for i in way:
        if not 0 <= i < len(words) or words[i] in _STOPS:
            return
        yield i


def sign_features(sentence: str) -> tuple[list[str], NDArray[np.float32]]:
    """The terms (runs of signs, and each sign with its words) and counts of a sentence."""
    words = words_of(sentence)
    found = signs_of(words)
    return _terms(found), np.array(_counts(words, found), dtype=np.float32) / _SCALE


def _terms(found: Sequence[Sign]) -> list[str]:
    """Runs of signs, runs of the most informative signs, and each sign with its words."""
    every = "^" + "".join(s.letter for s in found) + "$"
    sides = "".join(_SIDE.get(s.letter, s.letter) for s in found)
    informative = "^" + "".join(letter for letter in sides if letter in "PNXCYISqwg") + "$"
    terms = [f"{s.letter}:{s.phrase}" for s in found]
    for name, letters, longest in (("a", every, 3), ("b", informative, 4)):
        for n in range(1, longest + 1):
            terms += [name + letters[i : i + n] for i in range(len(letters) - n + 1)]
    return terms


def _counts(words: Sequence[str], found: Sequence[Sign]) -> list[float]:
    """The number of signs of each kind, and the number on each side of a contrast."""
    letters = [s.letter for s in found]
    of = {letter: letters.count(letter) for letter in _SIGNS}
    turn = next((s.at for s in found if s.letter == "C"), len(words))
    good, bad = of["P"] + of["p"] + of["r"], of["N"] + of["n"]
    return [
        *of.values(),
        len(words),
        sum(s.letter in "Ppr" and s.at > turn for s in found),
        sum(s.letter in "Nn" and s.at > turn for s in found),
        sum(s.letter in "Ppr" and s.at < turn for s in found),
        sum(s.letter in "Nn" and s.at < turn for s in found),
        min(good, bad),
        of["P"] + of["p"] - bad,
        turn / max(1, len(words)),
        turn == 0,
        sum(word in _NUMBERS for word in words),
        words.count(","),
    ]


# The usual size of each count, used to keep any one from outweighing the others.
_SIGN_SCALE = (
    *(0.9, 1.8, 1, 0.5, 0.3, 0.3, 0.5, 0.5, 0.5, 0.4, 0.6, 0.6),
    *(0.6, 0.6, 0.4, 0.4, 0.3, 0.4, 0.8, 0.5, 0.3, 0.4, 0.3),
)
_OTHER_SCALE = (25, 0.6, 0.7, 2, 1.1, 0.6, 2.8, 1, 0.3, 1, 1.5)
_SCALE = np.array([*_SIGN_SCALE, *_OTHER_SCALE], dtype=np.float32)
