"""Challenges by chairs and reviewing officers: rules, states and figures. Does not use Django.

- ``rules``: the limit for the formal process (``rules.toml``) and the levels of the ladder.
- ``states``: where a challenge stands, worked out from its steps, and which step may come next.
- ``figures``: what a log adds up to. ``published``: which of it may be published.
"""

from cusp.oversight.challenges.figures import Figures, Logged, Share, ages, band, figures
from cusp.oversight.challenges.rules import ChallengeRules, challenge_rules
from cusp.oversight.challenges.states import (
    Span,
    Standing,
    Step,
    days_used,
    in_time,
    spans,
    standing,
    why_not,
)

__all__ = [
    "ChallengeRules",
    "Figures",
    "Logged",
    "Share",
    "Span",
    "Standing",
    "Step",
    "ages",
    "band",
    "challenge_rules",
    "days_used",
    "figures",
    "in_time",
    "spans",
    "standing",
    "why_not",
]
