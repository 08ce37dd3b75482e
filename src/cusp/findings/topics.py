"""The topics of findings, and which of them a sentence is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from cusp.findings.features import Floats
from cusp.findings.findings_model import NoModel, load

# Below this the page says "not sure" of a topic.
SURE_TOPIC = 0.5
# A second or third topic is named where it belongs this likely; found by cross-validation.
ALSO = 0.4
_MOST = 3


class Topic(msgspec.Struct, frozen=True):
    """A topic's code, and how likely it belongs to the sentence."""

    topic: str
    sure: float


class TopicName(NamedTuple):
    """A topic: its code, its words for people, and what belongs to it."""

    code: str
    words: str
    what: str


TOPICS: tuple[TopicName, ...] = (
    TopicName("leadership", "Leadership", "what senior leaders know, want and achieve"),
    TopicName("governance", "Governance", "councillors, chief executive, council as parent"),
    TopicName("partnership", "Partnership", "work with police, health, schools and courts"),
    TopicName("quality-assurance", "Quality assurance", "audits, figures, lessons of complaints"),
    TopicName("management-oversight", "Management oversight", "supervision and decisions on cases"),
    TopicName(
        "workforce", "Workforce", "staff: enough, lasting, trained, with time to do the work"
    ),
    TopicName("participation", "Children's voice", "children heard, advocacy, direct work"),
    TopicName("recording", "Recording", "children's files and chronologies"),
    TopicName("front-door", "Front door", "contacts, referrals, thresholds, out of hours"),
    TopicName("early-help", "Early help", "help before social work, and the steps up and down"),
    TopicName("assessment", "Assessment", "how needs and risks are weighed up"),
    TopicName(
        "child-protection-enquiries", "Child protection enquiries", "strategy talks, section 47"
    ),
    TopicName(
        "child-protection-plans", "Child protection plans", "conferences, core groups, plans"
    ),
    TopicName("child-in-need", "Children in need", "their plans, reviews and visits"),
    TopicName("pre-proceedings", "Pre-proceedings and court", "legal planning, work for courts"),
    TopicName("domestic-abuse", "Domestic abuse", "children who live with it"),
    TopicName("neglect", "Neglect", "neglect, and parents' drink, drugs or mental ill health"),
    TopicName(
        "exploitation-missing",
        "Exploitation and missing children",
        "exploitation, gangs, radicalisation, children who go missing",
    ),
    TopicName("disabled-children", "Disabled children", "their services and short breaks"),
    TopicName("homelessness", "Homeless young people", "those of 16 and 17 without a home"),
    TopicName(
        "private-fostering", "Private fostering", "children cared for by private arrangement"
    ),
    TopicName("allegations", "Allegations", "claims against adults who work with children"),
    TopicName(
        "missing-education",
        "Missing education",
        "children out of school, excluded, or taught at home",
    ),
    TopicName("unaccompanied-children", "Unaccompanied children", "those who seek asylum alone"),
    TopicName("edge-of-care", "Edge of care", "into care, kept out of it, home again"),
    TopicName("care-planning", "Care planning", "plans, reviews and visits of children in care"),
    TopicName("independent-review", "Independent review", "reviewing officers and chairs"),
    TopicName("permanence", "Permanence", "a home to stay in, guardianship, life stories"),
    TopicName("adoption", "Adoption", "adopters, matching, support"),
    TopicName("fostering", "Fostering", "foster carers: found, assessed, supported"),
    TopicName("placements", "Homes for children in care", "enough, near, matched, lasting"),
    TopicName("health", "Health of children in care", "body, mind and feelings"),
    TopicName("education", "Education of children in care", "virtual school, education plans"),
    TopicName("family-time", "Family time and identity", "family and friends, culture, identity"),
    TopicName("pathway-plans", "Pathway plans", "care leavers' plans, advisers, staying in touch"),
    TopicName("leavers-accommodation", "Care leavers' homes", "where they live, staying put"),
    TopicName("leavers-work", "Care leavers' work and study", "work, study and training"),
    TopicName("leavers-health", "Care leavers' health and rights", "health, what they may claim"),
    TopicName("lscb", "Safeguarding board", "the local safeguarding children board itself"),
    TopicName("other", "Other", "none of these"),
)
CODES = tuple(topic.code for topic in TOPICS)


def topic_scores(texts: Sequence[str]) -> Floats:
    """How likely each of :data:`TOPICS` belongs to each sentence: one row a sentence."""
    model = load()
    if not texts:
        return np.zeros((0, len(CODES)), dtype=np.float32)
    return model.topics(model.see(texts))


def topics_of(likely: Floats) -> tuple[Topic, ...]:
    """One to three topics by a row of likelihoods, the likeliest first."""
    order = np.argsort(-likely, kind="stable")[:_MOST]
    named = [i for n, i in enumerate(order) if n == 0 or likely[i] >= ALSO]
    return tuple(Topic(CODES[i], round(float(likely[i]), 3)) for i in named)


def main_topic(sentence: str) -> str | None:
    """The code of what a sentence is mainly about; ``None`` where that cannot be said."""
    try:
        first = topics_of(topic_scores([sentence])[0])[0]
    except NoModel:
        return None
    return first.topic if first.sure >= SURE_TOPIC else None
