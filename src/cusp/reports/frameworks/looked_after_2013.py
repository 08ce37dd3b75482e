"""Inspections of looked after children services, 2012 and 2013, before the single framework.

The grades are in a "Record of main findings" at the end: outstanding, good, adequate or inadequate.
Areas for improvement are bullets under time limits ("Immediately:").
"""

from __future__ import annotations

from cusp.reports.frameworks.vocabulary import Framework, words

LOOKED_AFTER_2013 = Framework(
    code="pre-SIF",
    version="looked after 2013",
    title=words(r"\binspection of (services for )?looked.after children"),
    rows=(
        ("Overall effectiveness", "overall"),
        ("Capacity to improve", "capacity_to_improve"),
        ("Outcomes for looked after children and young people", "outcomes"),
        ("Quality of provision", "quality_of_provision"),
        ("Leadership and management", "leaders"),
        # Some reports print shorter labels.
        ("Overall effectiveness of services", "overall"),
        ("Outcomes for looked after children", "outcomes"),
        ("Outcomes for children and young people", "outcomes"),
        ("The quality of provision", "quality_of_provision"),
        ("Leadership", "leaders"),
        ("Leadership and governance", "leaders"),
    ),
    sections=(
        (words(r"^overall effectiveness\b"), "overall"),
        (words(r"^(the )?capacity to improve\b"), "capacity_to_improve"),
        (words(r"^outcomes( for (looked|children)|:|$)"), "outcomes"),
        (words(r"^(the )?quality of (the )?provision\b"), "quality_of_provision"),
        (words(r"^leadership( and (management|governance)|:|$)"), "leaders"),
    ),
    improvement_heading=words(r"^areas? for improvement\b"),
    table_heading=words(r"^record of main findings\b"),
    published_label=words(r"^published\s*:?\s*"),
    items_are_bullets=True,
    has_closing=False,
    kind="looked-after",
)
