"""What the groups of children are called, such as ethnic groups, and in which order they come."""

from __future__ import annotations

UNKNOWN = "Not recorded"
_WORDS = {
    "sex": {"female": "Girls and young women", "male": "Boys and young men", "neither": "Neither"},
    "disability": {"yes": "Disabled", "no": "Not disabled"},
    "category": {
        "neglect": "Neglect",
        "physical": "Physical abuse",
        "sexual": "Sexual abuse",
        "emotional": "Emotional abuse",
        "multiple": "Multiple categories",
    },
    "age": {
        name: name.capitalize()
        for name in ("unborn", "under 1", "1 to 4", "5 to 9", "10 to 15", "16 to 17", "18 and over")
    },
    # The codes of the Department for Education's census.
    "ethnicity": {
        "WBRI": "White British",
        "WIRI": "White Irish",
        "WIRT": "Traveller of Irish heritage",
        "WROM": "Gypsy or Roma",
        "WOTH": "Any other White background",
        "MWBC": "White and Black Caribbean",
        "MWBA": "White and Black African",
        "MWAS": "White and Asian",
        "MOTH": "Any other mixed background",
        "AIND": "Indian",
        "APKN": "Pakistani",
        "ABAN": "Bangladeshi",
        "CHNE": "Chinese",
        "AOTH": "Any other Asian background",
        "BCRB": "Black Caribbean",
        "BAFR": "Black African",
        "BOTH": "Any other Black background",
        "OOTH": "Any other ethnic group",
        "REFU": "Refused to say",
        "NOBT": "Not obtained yet",
    },
}  # fmt: skip
# The ethnic groups of the 2021 census.
_BROAD = {
    "White": "WBRI WIRI WIRT WROM WOTH",
    "Mixed or multiple ethnic groups": "MWBC MWBA MWAS MOTH",
    "Asian or Asian British": "AIND APKN ABAN CHNE AOTH",
    "Black, Black British, Caribbean or African": "BCRB BAFR BOTH",
    "Other ethnic group": "OOTH",
}
_BROAD_OF = {code: name for name, codes in _BROAD.items() for code in codes.split()}
# The first age of each group, oldest first.
_AGES = ((18, "18 and over"), (16, "16 to 17"), (10, "10 to 15"), (5, "5 to 9"), (1, "1 to 4"))


def say_group(by: str, group: str) -> str:
    """A group in words, such as "White British"; names of teams and workers stay as they are."""
    if not group or group == "unknown":
        return UNKNOWN
    return _WORDS.get(by, {}).get(group, group)


def group_order(by: str, group: str) -> tuple[int, str]:
    """By which groups are sorted: in their usual order or by name; those not recorded come last."""
    known = list(_WORDS.get(by, {}))
    if not group or group == "unknown":
        return (len(known) + 1, "")
    return (known.index(group) if group in known else len(known), group)


def ethnic_group(code: str) -> str:
    """The broad ethnic group of a code."""
    return _BROAD_OF.get(code, UNKNOWN)


def broad_order(group: str) -> int:
    """By which broad ethnic groups are sorted."""
    return list(_BROAD).index(group) if group in _BROAD else len(_BROAD)


def age_group(age: int | None) -> str:
    """The age group of an age in whole years, named as measures by age name it."""
    if age is None:
        return ""
    if age < 0:
        return "unborn"
    return next((name for first, name in _AGES if age >= first), "under 1")
