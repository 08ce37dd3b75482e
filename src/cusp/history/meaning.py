"""How close texts are in meaning, using the word vectors learned for links between items.

Words used in similar contexts have similar vectors: "recruit" and "retain", "grip" and "oversight".
So texts that share no words may still be about the same thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cusp.history.link_model import load
from cusp.history.wording import words

Vector = npt.NDArray[np.float32]
_TINY = 1e-9


@lru_cache(maxsize=65_000)  # half a kilobyte each; enough for the strengths in all the reports
def meaning_of(text: str) -> Vector:
    """A vector of length one that gives more weight to rarer words; zero if no word is known.

    Raises :class:`OSError` if the learned vectors are missing.
    """
    known = load().known
    ids = [known.vocabulary[w] for w in dict.fromkeys(words(text)) if w in known.vocabulary]
    vector = known.rarity[ids] @ known.vectors[ids]
    return np.asarray(vector / (np.linalg.norm(vector) + _TINY), dtype=np.float32)


def nearness(text: str, texts: Sequence[str]) -> list[float]:
    """How close each text is to another: 1 for the closest, 0 for the median and below.

    Texts on one topic are all close, so only those that are closer than usual count.
    """
    if not texts:
        return []
    near = np.array([meaning_of(other) for other in texts]) @ meaning_of(text)
    usual, most = float(np.median(near)), float(near.max())
    found: list[float] = np.clip((near - usual) / (most - usual + _TINY), 0, 1).tolist()
    return found
