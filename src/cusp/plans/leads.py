"""Whether an action's lead is one accountable person or job title.

This only looks at the words, so its answer is a question for the officer, not a refusal.
"""

from __future__ import annotations

import re

# One person's job, even if the title also names a team: "Team manager", "Head of Service".
_TITLE = re.compile(
    r"\b(?:manager|head|director|leader?|officer|chief executive|chair|co-?ordinator|principal|"
    r"advis[eo]r|commissioner|nurse|doctor|practitioner|worker|member|analyst|consultant|deputy|"
    r"assistant|administrator|solicitor|teacher|guardian|secretary|mayor|councillor|cllr|dcs|iro|"
    r"lado)\b",
    re.I,
)
_SEVERAL = re.compile(
    r"\b(?:managers|heads|directors|leads|leaders|officers|chairs|workers|practitioners|members|"
    r"staff|everyone|everybody|partners|agencies)\b|\ball\b",
    re.I,
)
_TEAM = re.compile(
    r"\b(?:teams?|services?|boards?|groups?|partnerships?|departments?|directorates?|committees?|"
    r"panels?|units?|council|police|health|hub|forum|mash|hr|it|finance|lscb|icb)\b",
    re.I,
)
_NOBODY = re.compile(
    r"\W*(?:tb[acd]|to be (?:confirmed|agreed|decided|appointed)|n/?a|none|vacant|vacancy|unknown|"
    r"not (?:known|yet known)|)\W*",
    re.I,
)
_BETWEEN = re.compile(r"\s*[;/,&\n]\s*|\s+and\s+")


def no_lead(lead: str) -> bool:
    """Whether nobody is named: nothing at all, or words such as "TBC" or "vacant"."""
    return _NOBODY.fullmatch(lead) is not None


def why_not_lead(lead: str) -> str | None:
    """Why a lead is not one person or job title, as a sentence; ``None`` if it may be one."""
    if no_lead(lead):
        return "No lead is named."
    titled = [part for part in _BETWEEN.split(lead) if _TITLE.search(part)]
    if _SEVERAL.search(lead) or len(titled) > 1:
        return f"“{lead}” seems to be several people. Name one person or job title as lead."
    if not titled and _TEAM.search(lead):
        return f"“{lead}” seems to be a team. Name one person or job title as lead."
    return None
