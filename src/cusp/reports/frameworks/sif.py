"""The single inspection framework (SIF), November 2013 to 2018, with the review of the LSCB.

Areas for improvement are bullets or numbered paragraphs, at first in two tiers ("Priority and
immediate action", "Areas for improvement"), later in one numbered list of "Recommendations". The
Local Safeguarding Children Board (LSCB) has its own part with its own list. The overall grade is in
a sentence above the table, not in a row.
"""

from __future__ import annotations

from dataclasses import replace

from cusp.reports.frameworks.vocabulary import Framework, words

SIF = Framework(
    code="SIF",
    version="SIF",
    title=words(
        r"\b(re\s?[-‐-―]?\s?)?inspection of services for children in need of help and protection"
    ),
    rows=(
        ("Children who need help and protection", "help_and_protection"),
        ("Children looked after and achieving permanence", "in_care"),
        ("Adoption performance", "adoption"),
        ("Experiences and progress of care leavers", "care_leavers"),
        ("Leadership, management and governance", "leaders"),
    ),
    sections=(
        (words(r"\bexperiences? and progress of children who need help"), "help_and_protection"),
        (words(r"\bexperiences? and progress of (children looked|looked after ch)"), "in_care"),
        (words(r"\bgraded judge?ment.*\badoption\b|^adoption performance\b"), "adoption"),
        (
            words(r"\bgraded judge?ment.*\bcare leavers\b|\bprogress of care leavers\b"),
            "care_leavers",
        ),
        (words(r"^leadership,? management and governance\b"), "leaders"),
    ),
    heading_rows=(
        (
            "The experiences and progress of children who need help and protection",
            "help_and_protection",
        ),
        (
            "The experiences and progress of children looked after and achieving permanence",
            "in_care",
        ),
        ("Leadership, management and governance", "leaders"),
    ),
    improvement_heading=words(
        r"^(recommendations?|areas? for improvement|priority and immediate actions?"
        r"|what (does|do) .{0,60} needs? to improve)\b"
    ),
    priority_heading=words(r"^priority (and|or) immediate actions?\b"),
    summary_heading=words(
        r"^executive summary\b|\bsummary of (key )?findings\b|\bbecause:?$|\bstrengths:?$"
    ),
    list_ends=words(
        r"^(key strengths|strengths|inspection findings|summary|executive summary|main findings"
        r"|information about|inspection judge?ments?|what the inspection|progress since"
        r"|the .* (strengths|weaknesses)\b|.*\bfollowing strengths\b|.*\bcontents\b"
        r"|other information|the experiences and progress|leadership, management)"
    ),
    lscb_part=words(
        r"^(section 2\b|the (effectiveness of the )?local safeguarding children('s)? board\b"
        r"|what the inspection judge?ments? mean: the lscb|the lscb$)"
    ),
    published_label=words(r"^((report )?published( on)?|publication date)\s*:?\s*"),
    overall_from="sentence",
    kind="single",
)
LSCB_REVIEW = replace(
    SIF,
    version="LSCB review",
    title=words(r"^(?!.*inspection of services).*\breview of the effectiveness of the local safeg"),
    rows=(),
    overall_from="not given",
    kind="lscb-review",
)
