"""The wording of an area for improvement: its words, its head and its concepts."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_REFERENCE = re.compile(r"\((?:see )?(?:page|paragraph|para)s?\b[^)]*\)")
_WORD = re.compile(r"[a-z0-9][a-z0-9']*")
# Words found in most areas for improvement: they say that something must change, not what.
_STOP = frozenset(
    """
    a an and are as at be been being by can do does for from had has have he her his how if in into
    is it its more most must no not of on or other our own s so such than that the their them then
    there these they this those to too up was were what when where whether which while who will
    with within would ensure ensuring improve improving improved improvement strengthen ensured
    further take action all any each also including include particularly order
    """.split()  # noqa: SIM905  # a list of words is easier to read and change
)
_ENDINGS = (
    ("ations", "at"), ("ation", "at"), ("nesses", ""), ("ness", ""), ("ments", ""), ("ment", ""),
    ("ities", ""), ("ity", ""), ("ingly", ""), ("ings", ""), ("ing", ""), ("edly", ""),
    ("ies", "y"), ("ied", "y"), ("ers", ""), ("ives", ""), ("ive", ""), ("ed", ""), ("er", ""),
    ("es", ""), ("ly", ""), ("s", ""), ("e", ""),
)  # fmt: skip
# Text from here on is a purpose or condition; the head before it says what the item is about.
_CUT = re.compile(
    r"[,;.]? (?:to (?:ensure|enable|make sure|inform|support|help|improve|reduce|drive|address|"
    r"allow|provide|safeguard|achieve|prevent|meet|understand|identify)|so that|so they|in order|"
    r"which|because|by ensuring|by|in particular|and that|including by|this should|these)\b|\. "
)
_LEAD = re.compile(
    r"^(?:take (?:immediate|urgent|further) (?:action|steps) to )?"
    r"(?:(?:further |continue to |work to )?"
    r"(?:ensure|improve|strengthen|make sure|increase|reduce|develop|review|address|embed|"
    r"implement|the)\b(?: that| all| the)*)* "
)
_SHORTEST_HEAD, _LONGEST_HEAD = 22, 220


def normal(text: str) -> str:
    """Normalise: lower case, straight apostrophes, single spaces, no page or paragraph numbers."""
    straight = text.lower().replace("’", "'").replace("‘", "'")
    return " ".join(_REFERENCE.sub(" ", straight).split())


def head(text: str) -> str:
    """The part of a normalised text that says what it is about, without the verb or purpose."""
    bare = _LEAD.sub("", text, count=1)
    cut = _CUT.search(bare, _SHORTEST_HEAD)
    return (bare[: cut.start()] if cut else bare)[:_LONGEST_HEAD]


def words(text: str) -> list[str]:
    """The stems of the informative words in a normalised text, in order."""
    found = (w.split("'")[0] for w in _WORD.findall(text))
    return [_stem(w) for w in found if w not in _STOP]


@lru_cache(maxsize=32_768)  # reports use some 20,000 words
def _stem(word: str) -> str:
    if word in ("children", "child", "childrens"):
        return "child"
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)] + instead
    return word


@dataclass(frozen=True)
class Concepts:
    """The concepts in ``concepts.toml``.

    ``groups`` marks the concepts of each kind: ``subject``, ``target`` (found in the head only),
    ``people`` (whom it is about) and ``wording`` (quality, timeliness and others that most items
    share).
    """

    names: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    groups: dict[str, Floats]

    def places(self, text: str) -> Floats:
        """Where each concept first appears in a normalised text; infinity if it does not."""
        return _places(text).copy()


@cache
def concepts() -> Concepts:
    """The concepts, read once."""
    chapters = tomllib.loads(Path(__file__).with_name("concepts.toml").read_text("utf-8"))
    flat = [(c, name, pattern) for c, part in chapters.items() for name, pattern in part.items()]
    kinds = [c if c in ("target", "wording", "people") else "subject" for c, _, _ in flat]
    return Concepts(
        names=tuple(name for _, name, _ in flat),
        patterns=tuple(re.compile(pattern) for _, _, pattern in flat),
        groups={k: np.array([float(x == k) for x in kinds]) for k in dict.fromkeys(kinds)},
    )


@lru_cache(maxsize=4096)
def _places(text: str) -> Floats:
    found = (p.search(text) for p in concepts().patterns)
    return np.array([float(m.start()) if m else np.inf for m in found])
