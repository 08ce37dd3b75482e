"""Similarity of parts: an item that lists several things continues another if any of them does.

Items are split at commas, "and", "including" and the like. Every part of a later item is compared
with every part of an earlier one. For each pair of items, the results are the best match, how well
the parts of each are matched overall, and whether both are about the same people.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from cusp.history.likeness import Background, Item, cosines, stands_out
from cusp.history.wording import Floats, concepts, head, words

_SPLIT = re.compile(
    r"[,;:()]| and |\. | including | as well as | or | particularly | through | especially "
    r"| so that | to ensure | in order to "
)
_LEAST_LETTERS, _MOST_PARTS, _FIRST_LETTERS = 7, 10, 15
_TINY = 1e-9
_COMPARED = (
    "part concepts",
    "part targets",
    "part meaning",
    "part mix",
    "part concepts, first later",
    "part concepts, first earlier",
    "part jaccard",
)
Ints = npt.NDArray[np.int64]


def parts(text: str) -> list[str]:
    """The parts of a normalised text, starting from its head; there is at least one."""
    at = max(text.find(head(text)[:_FIRST_LETTERS]), 0)
    found = (part.strip() for part in _SPLIT.split(text[at:]))
    return [part for part in found if len(part) >= _LEAST_LETTERS][:_MOST_PARTS] or [text]


class _Parts:
    """The parts of all items in a list; ``starts`` and ``counts`` say which item each is from."""

    def __init__(self, items: list[Item], known: Background) -> None:
        split = [parts(item.text) for item in items]
        self.counts: Ints = np.array([len(p) for p in split])
        self.starts: Ints = np.cumsum(self.counts) - self.counts
        texts = [part for item_parts in split for part in item_parts]
        kinds = concepts().groups
        named = np.isfinite(np.array([concepts().places(part) for part in texts]))
        self.targets = named * kinds["target"] * known.concept_rarity
        self.concepts = self.targets + named * kinds["subject"] * known.concept_rarity
        self.topics = np.array([known.topics(part) for part in texts])
        self.meaning = np.array([_meaning(part, known) for part in texts])
        people = kinds["people"] > 0
        self.people = np.stack([item.concepts for item in items])[:, people]
        in_head = [np.isfinite(concepts().places(head(item.text))) for item in items]
        self.head_people = np.array(in_head)[:, people].astype(float)


def part_likenesses(rows: list[Item], columns: list[Item], known: Background) -> dict[str, Floats]:
    """Similarities between parts and people: their names, and values by later and earlier item."""
    a, b = _Parts(rows, known), _Parts(columns, known)
    found: dict[str, Floats] = {}
    for name in ("concepts", "targets", "meaning", "topics"):
        near = cosines(getattr(a, name), getattr(b, name))
        found |= _reduced(f"part {name}", near, a, b)
    mix = (cosines(a.concepts, b.concepts) + cosines(a.meaning, b.meaning)) / 2
    shared = np.minimum(a.concepts[:, None, :], b.concepts[None, :, :]).sum(2)
    either = a.concepts.sum(1)[:, None] + b.concepts.sum(1)[None, :] - shared
    found["part mix"] = _best(mix, a, b)
    found["part jaccard"] = _best(shared / (either + _TINY), a, b)
    found["part shared"] = _best(shared, a, b)
    for name in _COMPARED:
        found[f"{name} in row"] = stands_out(found[name])
        found[f"{name} in column"] = stands_out(found[name].T).T
    found |= _people("people", a.people, b.people)
    found |= _people("people of head", a.head_people, b.head_people)
    shape = (len(rows), len(columns))
    found["later parts"] = np.broadcast_to(a.counts[:, None].astype(float), shape)
    found["earlier parts"] = np.broadcast_to(b.counts[None, :].astype(float), shape)
    return found


def _meaning(part: str, known: Background) -> Floats:
    ids = [known.vocabulary[w] for w in words(part) if w in known.vocabulary]
    vector = known.rarity[ids] @ known.vectors[ids]
    return np.asarray(vector / (np.linalg.norm(vector) + _TINY))


def _reduced(name: str, near: Floats, a: _Parts, b: _Parts) -> dict[str, Floats]:
    """Numbers for each pair of items, from their parts: best, first parts, means of the best."""
    by_column = np.maximum.reduceat(near, b.starts, axis=1)
    by_row = np.maximum.reduceat(near, a.starts, axis=0)
    second = a.starts + np.minimum(a.counts - 1, 1)
    return {
        name: np.maximum.reduceat(by_column, a.starts, axis=0),
        f"{name}, first later": by_column[a.starts],
        f"{name}, first earlier": by_row[:, b.starts],
        f"{name}, both first": near[np.ix_(a.starts, b.starts)],
        f"{name}, first two later": np.maximum(by_column[a.starts], by_column[second]),
        f"{name}, mean later": np.add.reduceat(by_column, a.starts, axis=0) / a.counts[:, None],
        f"{name}, mean earlier": np.add.reduceat(by_row, b.starts, axis=1) / b.counts[None, :],
    }


def _best(near: Floats, a: _Parts, b: _Parts) -> Floats:
    by_column = np.maximum.reduceat(near, b.starts, axis=1)
    return np.asarray(np.maximum.reduceat(by_column, a.starts, axis=0))


def _people(name: str, a: Floats, b: Floats) -> dict[str, Floats]:
    shared = a @ b.T
    of_a, of_b = a.sum(1)[:, None], b.sum(1)[None, :]
    return {
        f"{name} shared": shared,
        f"{name} jaccard": shared / (of_a + of_b - shared + _TINY),
        f"{name} differ": ((shared == 0) & (of_a > 0) & (of_b > 0)).astype(float),
        f"{name} only later": of_a - shared,
        f"{name} only earlier": of_b - shared,
    }
