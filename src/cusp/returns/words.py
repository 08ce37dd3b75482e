"""The codes of returns in words, as they stand in a sentence.

Codes of legal status and placement are those of the SSDA903 collection.
"""

from __future__ import annotations

from collections.abc import Mapping

CATEGORIES: Mapping[str, str] = {
    "neglect": "neglect",
    "physical": "physical abuse",
    "sexual": "sexual abuse",
    "emotional": "emotional abuse",
    "multiple": "multiple categories",
}
LEGAL_STATUS: Mapping[str, str] = {
    "C1": "interim care order",
    "C2": "full care order",
    "D1": "freeing order",
    "E1": "placement order",
    "V2": "accommodated under section 20",
    "V3": "short breaks under section 20, recorded one by one",
    "V4": "short breaks under section 20",
    "L1": "police protection",
    "L2": "emergency protection order",
    "L3": "child assessment order",
    "J1": "on remand",
    "J2": "detained under PACE",
    "J3": "youth rehabilitation order with residence or fostering",
}
PLACEMENTS: Mapping[str, str] = {
    "U1": "long-term foster placement with a relative or friend",
    "U2": "foster placement with a relative or friend who may adopt",
    "U3": "foster placement with a relative or friend, not long term",
    "U4": "long-term foster placement",
    "U5": "foster placement with a carer who may adopt",
    "U6": "foster placement, not long term",
    "A3": "placed for adoption by consent with the current foster carer",
    "A4": "placed for adoption by consent",
    "A5": "placed for adoption with the current foster carer under a placement order",
    "A6": "placed for adoption under a placement order",
    "P1": "placed with a parent or person with parental responsibility",
    "P2": "independent living",
    "P3": "residential employment",
    "H5": "semi-independent living",
    "K1": "secure children’s home",
    "K2": "children’s home",
    "K3": "supported accommodation",
    "R1": "residential care home",
    "R2": "hospital or other health placement",
    "R3": "family centre or mother and baby unit",
    "R5": "young offender institution or prison",
    "S1": "residential school",
    "Z1": "other placement",
    "T0": "temporary move",
    "T1": "temporary move: in hospital",
    "T2": "temporary move: on holiday",
    "T3": "temporary move: the foster carer is on holiday",
    "T4": "temporary move of 7 days or less",
}
PERMANENCE: Mapping[str, str] = {
    "return_to_family": "return to family",
    "adoption": "adoption",
    "guardianship": "special guardianship or child arrangements order",
    "supported_living": "supported living in the community",
    "residential": "long-term residential placement",
    "fostering": "long-term fostering",
    "other": "other",
}


def category(code: str) -> str:
    """A category of abuse."""
    return CATEGORIES.get(code, code)


def legal_status(code: str) -> str:
    """A legal status."""
    return LEGAL_STATUS.get(code, code)


def placement(code: str) -> str:
    """A type of placement."""
    return PLACEMENTS.get(code, code)


def permanence(code: str) -> str:
    """A permanence plan."""
    return PERMANENCE.get(code, code)
