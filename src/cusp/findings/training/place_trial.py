"""Try a model on unseen reports, complete or with something removed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from cusp.findings.place.model import Model
from cusp.findings.place.ordinal import BORDERS, Array, fit_scale
from cusp.findings.place.text import Line
from cusp.findings.training.place_fit import SOFTNESS, TOUCHES, Example


@dataclass(frozen=True)
class Trial:
    """Graded sections, with the printed grades and the readings."""

    grades: NDArray[np.int64]
    positions: Array
    ranges: Array
    areas: tuple[str, ...]
    frameworks: tuple[str, ...]

    @classmethod
    def joined(cls, trials: Sequence[Trial]) -> Trial:
        """Several trials combined."""
        return cls(
            np.concatenate([t.grades for t in trials]),
            np.concatenate([t.positions for t in trials]),
            np.concatenate([t.ranges for t in trials]),
            tuple(a for t in trials for a in t.areas),
            tuple(f for t in trials for f in t.frameworks),
        )

    def only(self, chosen: NDArray[np.bool_]) -> Trial:
        """Some of its sections."""
        where = np.flatnonzero(chosen)
        return Trial(
            self.grades[where],
            self.positions[where],
            self.ranges[where],
            tuple(self.areas[i] for i in where),
            tuple(self.frameworks[i] for i in where),
        )


def trial(model: Model, examples: Sequence[Example]) -> Trial:
    """A model's readings of the graded sections."""
    placed, ends, grades, areas, frameworks = [], [], [], [], []
    for example in examples:
        if not example.reading.parts:
            continue
        found = model.places(model.signs(example.reading))
        for position, span, part, grade in zip(
            *found, example.reading.parts, example.grades, strict=True
        ):
            if grade:
                placed.append(position)
                ends.append(span)
                grades.append(grade)
                areas.append(part.area)
                frameworks.append(example.reading.framework)
    return Trial(
        np.array(grades), np.array(placed), np.array(ends), tuple(areas), tuple(frameworks)
    )


def baseline(examples: Sequence[Example], folds: NDArray[np.int64], *, framework: bool) -> Trial:
    """Readings from a section's length, with or without its framework, for comparison."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    rows, grades, areas, frameworks, where = [], [], [], [], []
    for example, fold in zip(examples, folds, strict=True):
        for part, grade in zip(example.reading.parts, example.grades, strict=True):
            if grade:
                length = [np.log(part.words), np.log(len(part.lines))]
                kind = float(example.reading.framework == "SIF")
                rows.append([*length, kind, kind * length[0]] if framework else length)
                grades.append(grade)
                areas.append(part.area)
                frameworks.append(example.reading.framework)
                where.append(fold)
    x, y, part_folds = np.array(rows), np.array(grades), np.array(where)
    odds = np.zeros((len(y), 3))
    for fold in np.unique(part_folds):
        out = part_folds == fold
        for i, border in enumerate(BORDERS):
            model = LogisticRegression(max_iter=1000).fit(x[~out], y[~out] > border)
            odds[out, i] = model.decision_function(x[out])
    scale = fit_scale(odds, y, softness=SOFTNESS, touches=TOUCHES)
    return Trial(y, scale.positions(odds), scale.ranges(odds), tuple(areas), tuple(frameworks))


def without_names(example: Example) -> Example:
    """The same report without the words in its authority's name and without numbers."""
    names = "|".join(w for w in example.authority.split("-") if len(w) > 3)
    out = re.compile(rf"\b(?:{names})\b|\d+" if names else r"\d+", re.I)
    return _changed(
        example, lambda line: msgspec.structs.replace(line, shown=out.sub(" ", line.shown))
    )


def without_touched(example: Example) -> Example:
    """The same report without sentences in which a grade word was hidden."""
    return _changed(example, lambda line: line if line.shown == line.text else None)


def _changed(example: Example, change: object) -> Example:
    assert callable(change)
    parts, grades = [], []
    for part, grade in zip(example.reading.parts, example.grades, strict=True):
        lines: list[Line] = [new for line in part.lines if (new := change(line)) is not None]
        if lines:
            parts.append(msgspec.structs.replace(part, lines=tuple(lines)))
            grades.append(grade)
    reading = msgspec.structs.replace(example.reading, parts=tuple(parts))
    return Example(example.authority, reading, tuple(grades), example.code)
