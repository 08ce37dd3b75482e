"""Inspections of local authority children's services (ILACS), from January 2018.

There are three forms: one grade for children in care and care leavers (2018 to 2022), a separate
grade for care leavers (from January 2023), and no overall grade (from April 2026). Leaders come
first in the table and last in the body. Areas for improvement are bullets under "What needs to
improve".
"""

from __future__ import annotations

from dataclasses import replace

from cusp.reports.frameworks.vocabulary import Framework, words

_LEADERS = "The impact of leaders on social work practice with children and families"
_HELP = "The experiences and progress of children who need help and protection"
_CARE_AND_LEAVERS = "The experiences and progress of children in care and care leavers"
_CARE = "The experiences and progress of children in care"
_LEAVERS = "The experiences and progress of care leavers"
_OVERALL = "Overall effectiveness"
_AGAIN = r"\b(?:re\s?[-‐-―]?\s?)?"
# Trusts that run a council's services. Some titles mention only the trust.
_TRUST = (
    r"(?:children(?:'s)?(?: (?:and|&) families)? trust|children first"
    r"|(?:achieving|together|futures) for children)\b"
)

ILACS_2018 = Framework(
    code="ILACS",
    version="ILACS 2018",
    title=words(
        r"^(?!.*\bjoint targeted).*" + _AGAIN + r"inspection of .*"
        r"(children's (social care |social work )?services|" + _TRUST + r")"
    ),
    rows=(
        (_LEADERS, "leaders"),
        (_HELP, "help_and_protection"),
        (_CARE_AND_LEAVERS, "care_and_care_leavers"),
        (_OVERALL, "overall"),
    ),
    sections=(
        (words(r"\bexperiences? and progress of children who need help"), "help_and_protection"),
        (words(r"\bexperiences? and progress of children in care and"), "care_and_care_leavers"),
        (words(r"\bexperiences? and progress of children in care\b"), "in_care"),
        (words(r"\bexperiences? and progress of care leavers\b"), "care_leavers"),
        (words(r"\bimpact of leaders\b"), "leaders"),
    ),
    improvement_heading=words(
        r"^(what (does .{0,60} )?needs? to improve|areas? for (improvement|priority action))\b"
    ),
    priority_heading=words(r"^areas? for priority action\b"),
    authority_in_title=words(
        _AGAIN + r"inspection of (?:the )?(?!(?:local authority )?children's)"
        r"(.+?(?=(?:['’]s?)? (?:local authority )?children's"
        r" (?:social care |social work )?services)|.*" + _TRUST + r".*)"
    ),
    items_are_bullets=True,
    numbers_paragraphs=True,
)
ILACS_2023 = replace(
    ILACS_2018,
    version="ILACS 2023",
    rows=(
        (_LEADERS, "leaders"),
        (_HELP, "help_and_protection"),
        (_CARE, "in_care"),
        (_LEAVERS, "care_leavers"),
        (_OVERALL, "overall"),
    ),
)
ILACS_2026 = replace(
    ILACS_2023,
    version="ILACS 2026",
    rows=ILACS_2023.rows[:-1],
    overall_from="not given",
    used_from="2026-04-01",
)
