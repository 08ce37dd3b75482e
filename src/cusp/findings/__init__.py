"""What a report says: findings from its sentences, and each judgement's place in its grade.

``reading`` finds them with ``polarity`` and ``topics``. ``place/`` estimates the place in the
grade. ``training/`` trains both models and is not imported here.
"""

from cusp.findings.findings_model import NoModel
from cusp.findings.polarity import POLARITIES, polarity_scores
from cusp.findings.reading import Finding, findings_of, findings_of_sentences, to_json
from cusp.findings.topics import SURE_TOPIC, TOPICS, Topic, topic_scores

__all__ = [
    "POLARITIES",
    "SURE_TOPIC",
    "TOPICS",
    "Finding",
    "NoModel",
    "Topic",
    "findings_of",
    "findings_of_sentences",
    "polarity_scores",
    "to_json",
    "topic_scores",
]
