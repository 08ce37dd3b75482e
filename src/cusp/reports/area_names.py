"""Names of graded areas, for use within a sentence."""

from __future__ import annotations

from cusp.reports.record import AreaCode

AREA_WORDS: dict[AreaCode, str] = {
    "leaders": "leaders",
    "help_and_protection": "help and protection",
    "care_and_care_leavers": "children in care and care leavers",
    "in_care": "children in care",
    "care_leavers": "care leavers",
    "adoption": "adoption",
    "capacity_to_improve": "capacity to improve",
    "outcomes": "outcomes for looked after children",
    "quality_of_provision": "quality of provision",
}
