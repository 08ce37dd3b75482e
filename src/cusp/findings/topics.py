"""The list of topics, and which of them a sentence is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from cusp.findings.features import Floats
from cusp.findings.findings_model import NoModel, load

# Below this, the page says "not sure" beside a topic.
SURE_TOPIC = 0.5
# The lowest likelihood at which a second or third topic is given; from cross-validation.
ALSO = 0.4
_MOST = 3


class Topic(msgspec.Struct, frozen=True):
    """A topic's code, and how likely it is to belong to the sentence."""

    topic: str
    sure: float


class TopicName(NamedTuple):
    """A topic: its code, its name and what it includes."""

    code: str
    words: str
    what: str


TOPICS: tuple[TopicName, ...] = (
    TopicName("leadership", "Leadership", "senior leaders' knowledge, ambition and impact"),
    TopicName("governance", "Governance", "councillors, chief executive, corporate parenting"),
    TopicName("partnership", "Partnership", "work with police, health, schools and courts"),
    TopicName(
        "quality-assurance",
        "Quality assurance",
        "audits, performance data, learning from complaints",
    ),
    TopicName("management-oversight", "Management oversight", "supervision and case decisions"),
    TopicName("workforce", "Workforce", "recruitment, stability, training and caseloads"),
    TopicName("participation", "Children's voice", "listening to children, advocacy, direct work"),
    TopicName("recording", "Recording", "children's files and chronologies"),
    TopicName("front-door", "Front door", "contacts, referrals, thresholds, out of hours"),
    TopicName("early-help", "Early help", "help before social work, step up and step down"),
    TopicName("assessment", "Assessment", "how needs and risks are assessed"),
    TopicName(
        "child-protection-enquiries", "Child protection enquiries", "strategy talks, section 47"
    ),
    TopicName(
        "child-protection-plans", "Child protection plans", "conferences, core groups, plans"
    ),
    TopicName("child-in-need", "Children in need", "their plans, reviews and visits"),
    TopicName("pre-proceedings", "Pre-proceedings and court", "legal planning and court work"),
    TopicName("domestic-abuse", "Domestic abuse", "children living with domestic abuse"),
    TopicName("neglect", "Neglect", "neglect, and parents' alcohol, drugs or mental ill health"),
    TopicName(
        "exploitation-missing",
        "Exploitation and missing children",
        "exploitation, gangs, radicalisation, children who go missing",
    ),
    TopicName("disabled-children", "Disabled children", "their services and short breaks"),
    TopicName("homelessness", "Homeless young people", "homeless 16- and 17-year-olds"),
    TopicName("private-fostering", "Private fostering", "children in private care arrangements"),
    TopicName("allegations", "Allegations", "allegations against adults who work with children"),
    TopicName(
        "missing-education",
        "Missing education",
        "children out of school, excluded or educated at home",
    ),
    TopicName("unaccompanied-children", "Unaccompanied children", "children seeking asylum alone"),
    TopicName(
        "edge-of-care", "Edge of care", "coming into care, staying out of it, returning home"
    ),
    TopicName("care-planning", "Care planning", "plans, reviews and visits of children in care"),
    TopicName("independent-review", "Independent review", "reviewing officers and chairs"),
    TopicName("permanence", "Permanence", "long-term homes, guardianship, life-story work"),
    TopicName("adoption", "Adoption", "adopters, matching, support"),
    TopicName("fostering", "Fostering", "recruiting, assessing and supporting foster carers"),
    TopicName(
        "placements", "Homes for children in care", "enough homes, nearby, well matched and stable"
    ),
    TopicName("health", "Health of children in care", "physical, mental and emotional health"),
    TopicName("education", "Education of children in care", "virtual school, education plans"),
    TopicName("family-time", "Family time and identity", "family and friends, culture, identity"),
    TopicName("pathway-plans", "Pathway plans", "care leavers' plans, advisers, staying in touch"),
    TopicName("leavers-accommodation", "Care leavers' homes", "where they live, staying put"),
    TopicName("leavers-work", "Care leavers' work and study", "work, study and training"),
    TopicName("leavers-health", "Care leavers' health and rights", "health and entitlements"),
    TopicName("lscb", "Safeguarding board", "the local safeguarding children board itself"),
    TopicName("other", "Other", "none of these"),
)
CODES = tuple(topic.code for topic in TOPICS)


def topic_scores(texts: Sequence[str]) -> Floats:
    """How likely each of :data:`TOPICS` is for each sentence, one sentence in each row."""
    model = load()
    if not texts:
        return np.zeros((0, len(CODES)), dtype=np.float32)
    return model.topics(model.see(texts))


def topics_of(likely: Floats) -> tuple[Topic, ...]:
    """One to three topics from a row of likelihoods, most likely first."""
    order = np.argsort(-likely, kind="stable")[:_MOST]
    named = [i for n, i in enumerate(order) if n == 0 or likely[i] >= ALSO]
    return tuple(Topic(CODES[i], round(float(likely[i]), 3)) for i in named)


def main_topic(sentence: str) -> str | None:
    """The code of a sentence's main topic, or ``None`` if it cannot be classified."""
    try:
        first = topics_of(topic_scores([sentence])[0])[0]
    except NoModel:
        return None
    return first.topic if first.sure >= SURE_TOPIC else None
