"""Inspection frameworks, each in a file with its wording and layout.

To add one, write its file and add it to :data:`FRAMEWORKS`; nothing else changes.
"""

from __future__ import annotations

from cusp.reports.frameworks.ilacs import ILACS_2018, ILACS_2023, ILACS_2026
from cusp.reports.frameworks.looked_after_2013 import LOOKED_AFTER_2013
from cusp.reports.frameworks.sif import LSCB_REVIEW, SIF
from cusp.reports.frameworks.vocabulary import Framework

# Forms that share a title are next to each other, the one with the most rows first.
FRAMEWORKS: tuple[Framework, ...] = (
    SIF,
    LSCB_REVIEW,
    LOOKED_AFTER_2013,
    ILACS_2023,
    ILACS_2018,
    ILACS_2026,
)

__all__ = ["FRAMEWORKS", "Framework"]
