"""The features used in the model's last step: signs from a section and from its whole report.

What inspectors say about leaders also says something about help and protection. So as well as its
own words, a section has the positions of the report's other sections, and the number of areas for
improvement compared with the usual number in its framework.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cusp.findings.place.ordinal import Array, sigmoid

AREAS = (
    "overall",
    "leaders",
    "help_and_protection",
    "in_care",
    "care_leavers",
    "care_and_care_leavers",
    "adoption",
    "lscb",
)


# The column of sentence scores for praise and criticism.
POLARITY = 4


@dataclass(frozen=True)
class Signs:
    """What the first step found for a section.

    ``own`` has log odds and scores of the section as a whole (three borders first), ``sentences`` a
    row for each sentence and a column for each score, ``items`` log odds from the report's areas
    for improvement, and ``counts`` their number (compared with the usual, any priority ones, how
    many).
    """

    area: str
    own: Array
    sentences: Array
    items: Array
    counts: Array


def whole_sentences(report: Sequence[Signs]) -> Array:
    """The scores of all sentences about the council, in the order of ``Reading.whole``."""
    ordered = sorted(report, key=lambda signs: signs.area != "overall")
    return np.vstack([signs.sentences for signs in ordered if signs.area != "lscb"])


def features(report: Sequence[Signs]) -> Array:
    """A row for each section of a report, in order."""
    spread = [_spread(signs.sentences) for signs in report]
    means = [signs.sentences.mean(axis=0) for signs in report]
    first = np.array([1 + sigmoid(signs.own[:3]).sum() for signs in report])
    rows = []
    for i, signs in enumerate(report):
        # The safeguarding board's review says nothing about the council's services.
        other_sections = [j for j, s in enumerate(report) if j != i and s.area != "lscb"]
        context = (
            _context(report, other_sections, first, means)
            if other_sections
            else _without_context(means[i])
        )
        area = np.array([float(signs.area == known) for known in AREAS])
        overall_context = context[:7] * float(signs.area == "overall")
        rows.append(
            np.concatenate(
                [signs.own, spread[i], signs.items, signs.counts, context, area, overall_context]
            )
        )
    return np.array(rows)


def _spread(scores: Array) -> Array:
    """For each sentence score: mean, extremes and quantiles; shares of clear ones; length."""
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


def _context(
    report: Sequence[Signs], other_sections: list[int], first: Array, means: list[Array]
) -> Array:
    """The other sections: mean, lowest and highest place, the summary's, log odds, sentences."""
    places = first[other_sections]
    summary = [first[j] for j in other_sections if report[j].area == "overall"]
    return np.concatenate(
        [
            [places.mean(), places.min(), places.max(), summary[0] if summary else places.mean()],
            np.mean([report[j].own[:3] for j in other_sections], axis=0),
            np.mean([means[j] for j in other_sections], axis=0),
        ]
    )


def _without_context(own: Array) -> Array:
    """The context of a section that has no others: the middle of the scale."""
    return np.concatenate([[2.5, 2.5, 2.5, 2.5], np.zeros(3), own])
