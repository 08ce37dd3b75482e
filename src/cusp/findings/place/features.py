"""What the last step of the model weighs: a section's own signs, and those of its report.

Inspectors write one report: what they say of leaders tells about help and protection. So beside
its own words a section carries the positions of the report's other sections, and the number of
areas for improvement against what is usual in its framework.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cusp.findings.place.ordinal import Array, sigmoid

AREAS = (
    "overall", "leaders", "help_and_protection", "in_care", "care_leavers",
    "care_and_care_leavers", "adoption", "lscb",
)  # fmt: skip


@dataclass(frozen=True)
class Signs:
    """What the first step says of one section.

    ``own`` holds log odds and scores of the section as a whole (three borders first),
    ``sentences`` a row a sentence and a column a score, ``items`` log odds from the report's areas
    for improvement, ``counts`` of them (against the usual, any priority, how many).
    """

    area: str
    own: Array
    sentences: Array
    items: Array
    counts: Array


def features(report: Sequence[Signs]) -> Array:
    """One row a section of a report, in order."""
    spread = [_spread(signs.sentences) for signs in report]
    means = [signs.sentences.mean(axis=0) for signs in report]
    first = np.array([1 + sigmoid(signs.own[:3]).sum() for signs in report])
    rows = []
    for i, signs in enumerate(report):
        # The safeguarding board is reviewed beside the council: it tells nothing of its services.
        others = [j for j, s in enumerate(report) if j != i and s.area != "lscb"]
        context = _context(report, others, first, means) if others else _alone(means[i])
        area = np.array([float(signs.area == known) for known in AREAS])
        whole = context[:7] * float(signs.area == "overall")
        rows.append(
            np.concatenate([signs.own, spread[i], signs.items, signs.counts, context, area, whole])
        )
    return np.array(rows)


def _spread(scores: Array) -> Array:
    """Mean, ends, quantiles of each score over sentences, shares of clear ones, and length."""
    ordered = np.sort(scores, axis=0)
    shape = [
        ordered.mean(axis=0),
        ordered[:3].mean(axis=0),
        ordered[-3:].mean(axis=0),
        *np.quantile(ordered, (0.1, 0.25, 0.5, 0.75, 0.9), axis=0),
        ordered.std(axis=0),
    ]
    middle = scores[:, 2]
    shares = [(middle < -0.3).mean(), (middle < 0).mean(), (middle > 0.3).mean()]
    return np.concatenate([*shape, shares, [np.log(len(scores))]])


def _context(report: Sequence[Signs], others: list[int], first: Array, means: list[Array]) -> Array:
    """What the other sections say: mean, lowest, highest, the summary's, log odds, sentences."""
    places = first[others]
    summary = [first[j] for j in others if report[j].area == "overall"]
    return np.concatenate(
        [
            [places.mean(), places.min(), places.max(), summary[0] if summary else places.mean()],
            np.mean([report[j].own[:3] for j in others], axis=0),
            np.mean([means[j] for j in others], axis=0),
        ]
    )


def _alone(own: Array) -> Array:
    """A section with no other beside it: the middle of the scale."""
    return np.concatenate([[2.5, 2.5, 2.5, 2.5], np.zeros(3), own])
