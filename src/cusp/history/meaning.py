"""How near texts are in meaning, by vectors of words that were learned for links of items.

Words that keep like company in reports lie near one another: "recruit" and "retain", "grip" and
"oversight". So texts that share no word may still be about the same.
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


@lru_cache(maxsize=65_000)  # half a kilobyte each: the praise of all reports we have
def meaning_of(text: str) -> Vector:
    """A vector of length one, rarer words counting more; all zero where no word is known.

    Raises :class:`OSError` where the learned vectors are not there.
    """
    known = load().known
    ids = [known.vocabulary[w] for w in dict.fromkeys(words(text)) if w in known.vocabulary]
    vector = known.rarity[ids] @ known.vectors[ids]
    return np.asarray(vector / (np.linalg.norm(vector) + _TINY), dtype=np.float32)


def nearness(text: str, texts: Sequence[str]) -> list[float]:
    """How near each of the texts is to one: 1 the nearest, 0 the middle of them and all below.

    Texts on one topic are all near one another, so only what is nearer than usual tells.
    """
    if not texts:
        return []
    near = np.array([meaning_of(one) for one in texts]) @ meaning_of(text)
    usual, most = float(np.median(near)), float(near.max())
    found: list[float] = np.clip((near - usual) / (most - usual + _TINY), 0, 1).tolist()
    return found
