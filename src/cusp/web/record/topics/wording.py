"""How topics are put into words."""

from __future__ import annotations

from collections.abc import Sequence

from cusp.web.record.topics.shares import FEW, Share


def most_criticised(shares: Sequence[Share]) -> str:
    """The most criticised topic, in a sentence."""
    if not shares or not shares[0].counts.critical:
        return "No topic is criticised in these reports"
    first = shares[0]
    highest = all(first.exact_share >= share.exact_share for share in shares)
    among = "any other topic" if highest else f"any other topic in at least {FEW} reports"
    return f"{share_sentence(first)}, more than for {among}"


def share_sentence(share: Share) -> str:
    """How much of what reports say about a topic is criticism, without a full stop."""
    if share.criticism_share is None:
        return f"These reports say nothing clear about {in_sentence(share.name)}"
    about = in_sentence(share.name)
    return f"{share.criticism_share}% of what inspectors say about {about} is criticism"


def in_sentence(name: str) -> str:
    """The name of a topic inside a sentence."""
    return name[0].lower() + name[1:]
