"""A briefing: one page in plain English about a council's inspection, for anybody to read.

Typed facts go in, sentences come out. Each sentence has a number and the sources it rests on. If a
source is missing, the sentence is not said.

- ``facts``: the facts, each with its source.
- ``from_reports``: takes them from reports that have been read.
- ``said``: chooses topics and quotations from the sentences of a report.
- ``sentences``: a sentence and a briefing.
- ``making``: makes a briefing, by the rule on sources.
- ``grades``, ``improvements``, ``inspectors``, ``place``, ``what_next``: the sentences of each
  part.
- ``leaving_out``: what a briefing leaves out, in words.
- ``wording``: names, dates and lists.
- ``folder``: finds a council's reports in a folder.
- ``meeting``: reads the facts about a meeting from a file.
- ``sources``: the list of sources, as people read it.
- ``text``, ``word``, ``pdf``: writes a briefing.
"""

from cusp.briefing.facts import (
    Facts,
    Inspected,
    MeetingFact,
    NoStatement,
    Received,
    Source,
    Statement,
)
from cusp.briefing.making import brief
from cusp.briefing.sentences import Briefing, Sentence, to_json

__all__ = [
    "Briefing",
    "Facts",
    "Inspected",
    "MeetingFact",
    "NoStatement",
    "Received",
    "Sentence",
    "Source",
    "Statement",
    "brief",
    "to_json",
]
