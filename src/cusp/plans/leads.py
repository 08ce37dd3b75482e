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


# Words that job titles have, besides the titles themselves.
_JOB_WORDS = re.compile(
    r"academies|access|adoption|adult|adults|after|analytics|and|assessment|assistant|"
    r"assurance|business|care|chief|child|children|childrens|children’s|commissioning|"
    r"community|conference|corporate|court|customer|data|delivery|deputy|designated|"
    r"digital|director|disabilities|disability|door|early|edge|education|emergency|"
    r"employment|engagement|executive|exploitation|families|family|finance|financial|for|"
    r"fostering|front|governance|group|head|health|help|home|homes|housing|human|"
    r"improvement|inclusion|independent|information|innovation|intelligence|interim|joint|"
    r"lead|learning|leaving|legal|local|looked|maintained|mental|missing|multi-agency|"
    r"of|officer|operational|operations|organisational|parenting|participation|partnership|"
    r"partnerships|people|people’s|performance|permanence|placement|placements|placing|"
    r"planning|play|policy|practice|prevention|principal|private|protection|public|pupil|"
    r"quality|referral|resources|responsible|reviewing|safeguarding|school|schools|senior|"
    r"service|services|social|special|specialist|statutory|strategic|strategy|support|"
    r"systems|targeted|team|the|to|transformation|transition|transitions|virtual|with|"
    r"work|worker|workforce|young|youth",
    re.I,
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def certain_job_title(lead: str) -> bool:
    """Whether a lead is certainly a job title, so that it names no person.

    It has a title such as "head", and every word is one that job titles have.
    """
    words = _WORD.findall(lead.replace("'", "’"))
    return _TITLE.search(lead) is not None and all(
        _JOB_WORDS.fullmatch(word) or _TITLE.fullmatch(word) for word in words
    )
