"""Which sentences in a section pull its place up, and which pull it down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cusp.findings.place.features import POLARITY
from cusp.findings.place.ordinal import GRADES, Array, grade_number
from cusp.findings.place.text import Line
from cusp.reports.record import GradeCode

MOST_EACH_WAY = 4
# A sentence fragment cannot be shown as a reason.
_LEAST_WORDS = 6


def pulls_of(
    lines: Sequence[Line], sentences: Array, reads_as: GradeCode
) -> list[tuple[Line, GradeCode, float]]:
    """The sentences that pull most each way, strongest first, with the grade and the weight.

    Sentences are ranked at the border in question: what lifts a section out of "requires
    improvement" differs from what lifts it out of "good". The weight is how much the section's
    average would change without the sentence, in grades.
    """
    number = grade_number(reads_as)
    grade, polarity = sentences[:, 0], sentences[:, POLARITY]
    weights = (grade - grade.mean()) / max(len(grade) - 1, 1)
    upper = sentences[:, min(number, 3)] + polarity
    lower = sentences[:, max(number - 1, 1)] + polarity
    # A summary may repeat a sentence; it is shown once.
    first = {line.shown: i for i, line in reversed(list(enumerate(lines)))}
    usable = {i for shown, i in first.items() if len(shown.split()) >= _LEAST_WORDS}
    up = [i for i in np.argsort(-upper, kind="stable") if weights[i] > 0 and i in usable]
    down = [i for i in np.argsort(lower, kind="stable") if weights[i] < 0 and i in usable]
    above, below = GRADES[min(number, 3)], GRADES[max(number - 2, 0)]
    found = [(lines[i], above, float(weights[i])) for i in up[:MOST_EACH_WAY]]
    found += [(lines[i], below, float(weights[i])) for i in down[:MOST_EACH_WAY]]
    return sorted(found, key=lambda pull: -abs(pull[2]))
