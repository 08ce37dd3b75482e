"""How sure a reading must be for a page to show it without a mark, in each grade of section.

Criticism is rare in an outstanding section, so what is read there as criticism is wrong more often.
The likelihood that a reading is right is learned from labelled sentences that the model had not
seen, by polarity and grade. The level is then set so that, of all sentences shown in a grade,
enough are right. The grade is used for nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from cusp.findings.features import Floats
from cusp.findings.polarity import POLARITIES

GRADES = ("outstanding", "good", "requires improvement", "inadequate")
# Of the sentences shown without a mark in one grade, this share should be right; 0.97 is asked for.
_RIGHT = 0.975
# And each of them should be right with at least this likelihood.
_LEAST = 0.85
_NEVER = 1.01
_STRENGTH = 10.0
Levels = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Readings:
    """Sentences that a model read without having learned from them.

    ``likely`` has a column for each polarity, ``grades`` the grade of each section, or empty.
    """

    likely: Floats
    grades: NDArray[np.str_]

    @property
    def read(self) -> NDArray[np.int64]:
        """The polarity read for each, as a number."""
        return np.asarray(self.likely.argmax(axis=1))

    @property
    def sure(self) -> Floats:
        """How sure each reading is."""
        return np.asarray(self.likely.max(axis=1))

    def some(self, chosen: NDArray[np.bool_]) -> Readings:
        """The chosen ones."""
        return Readings(self.likely[chosen], self.grades[chosen])


def levels(
    labelled: Readings, wanted: NDArray[np.int64], every: Readings
) -> dict[str, dict[str, float]]:
    """For each grade and polarity, how sure a reading must be to be shown without a mark.

    ``every`` are all sentences of the same reports, since labels were not chosen at random. The
    grade "" is for sentences without one: they need the highest level of any grade.
    """
    model = LogisticRegression(C=_STRENGTH, max_iter=1000)
    model.fit(_columns(labelled), labelled.read == wanted)
    right = model.predict_proba(_columns(every))[:, 1]
    found: dict[str, dict[str, float]] = {}
    for grade in GRADES:
        here = every.grades == grade
        shown = here & (right >= _needed(right[here]))
        found[grade] = {}
        for number, polarity in enumerate(POLARITIES):
            sure = every.sure[shown & (every.read == number)]
            found[grade][polarity] = round(float(sure.min()), 3) if len(sure) else _NEVER
    found[""] = {p: max(found[grade][p] for grade in GRADES) for p in POLARITIES}
    return found


def is_clear(read: Readings, found: Levels) -> NDArray[np.bool_]:
    """Which readings are shown without a mark."""
    needed = [
        found.get(str(grade), found[""])[POLARITIES[number]]
        for grade, number in zip(read.grades, read.read, strict=True)
    ]
    return np.asarray(read.sure >= np.array(needed))


def _needed(right: Floats) -> float:
    """How likely a reading must be right so that enough of those shown in a grade are."""
    ordered = np.sort(right)[::-1]
    mean = np.cumsum(ordered) / np.arange(1, len(ordered) + 1)
    enough = ordered[(mean >= _RIGHT) & (ordered >= _LEAST)]
    return float(enough[-1]) if len(enough) else _NEVER


def _columns(read: Readings) -> Floats:
    """What decides how often a reading is right: how sure it is, its polarity, the grade."""
    sure = np.clip(read.sure, 1e-4, 1 - 1e-4)
    kinds = np.eye(len(POLARITIES))[read.read]
    grades = np.array([[g == grade for grade in GRADES] for g in read.grades], dtype=float)
    both: Sequence[Floats] = [kinds[:, k : k + 1] * grades for k in range(len(POLARITIES))]
    odds = np.log(sure / (1 - sure))[:, None]
    return np.hstack([odds, kinds * odds, kinds, *both]).astype(np.float32)
