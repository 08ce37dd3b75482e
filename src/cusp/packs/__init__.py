"""Packs: the papers of a meeting as one PDF, with their tags, and checks before publication.

    made = make_pack(Pack(title="Education Board", items=(…)), Path("pack.pdf"), opened=…)

``opened`` starts the processes that open papers, within limits.
"""

from cusp.packs.making import Open, check_paper, make_pack
from cusp.packs.record import (
    CannotPack,
    Check,
    Entry,
    Finding,
    MadePack,
    Meeting,
    Pack,
    PackItem,
)

__all__ = [
    "CannotPack", "Check", "Entry", "Finding", "MadePack", "Meeting", "Open", "Pack", "PackItem",
    "check_paper", "make_pack",
]  # fmt: skip
