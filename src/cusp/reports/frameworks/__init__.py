"""Inspection frameworks, each in a file with its wording and layout.

To add one, write its file and add it to :data:`FRAMEWORKS`. Nothing else needs to change.

- ``ilacs``: inspections of local authority children's services, from 2018.
- ``sif``: the single inspection framework, 2013 to 2018, and reviews of safeguarding boards.
- ``looked_after_2013``: inspections of looked after children services, 2012 and 2013.
- ``vocabulary``: what the file for a framework describes.
- ``area_words``: finds the area that a heading refers to by the meaning of its words.
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
