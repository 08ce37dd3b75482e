"""The story of Southend-on-Sea: a newspaper told it in 2019, and the briefing must hold it all."""

from datetime import date, time
from pathlib import Path

import msgspec
import pytest

from cusp.briefing import Briefing, Facts, MeetingFact, Source, brief
from cusp.briefing.folder import facts_in_folder
from tests.briefing.made_up import sources_in, without

pytestmark = pytest.mark.corpus
AGENDA = Source("Agenda of the Education Board", "https://board.example/2019-10-22")
MEETING = MeetingFact(
    "Education Board", date(2019, 10, 22), AGENDA, time(8, 15), "Tickfield Centre",
    "Official response to the inspection of July 2019",
)  # fmt: skip


@pytest.fixture(scope="module")
def facts(corpus: Path) -> Facts:
    return facts_in_folder(corpus, "Southend-on-Sea", date(2019, 7, 15))


@pytest.fixture(scope="module")
def story(facts: Facts) -> Briefing:
    return brief(msgspec.structs.replace(facts, meeting=MEETING), as_at=date(2019, 10, 1))


# The words that stand for each fact of the story, the kind of sentence that says it, and what it
# must cite: the report of a year, or the agenda.
STORY = {
    "requires improvement": ("requires improvement overall", "overall", "2019"),
    "second in a row": ("for the second time in a row", "overall", "2016"),
    "2016 the same": ("2016, gave the same overall grade", "overall before", "2016"),
    "leaders": ("Impact of leaders: requires improvement", "judgement", "2019"),
    "help": ("Help and protection: requires improvement", "judgement", "2019"),
    "care": ("Children in care and care leavers: requires improvement", "judgement", "2019"),
    "4 areas": ("4 areas for improvement", "areas now", "2019"),
    "12 areas": ("2016 report listed 12 areas", "areas before", "2016"),
    "missing or home education": ("missing education or educated at home", "praised", "2019"),
    "adoption": ("adoption", "praised", "2019"),
    "progress": ("significant progress in some areas", "summing up", "2019"),
    "more to do": ("more work to do", "summing up", "2019"),
    "leadership below good": ("The impact of leaders", "below good", "2019"),
    "help and protection below good": ("help and protection", "below good", "2019"),
    "care below good": ("children in care and care leavers", "below good", "2019"),
    "oversight": ("Managers’ and leaders’ oversight", "area", "2019"),
    "challenge": ("challenge from independent chairs", "area", "2019"),
    "conferences": ("child protection conferences and children’s care reviews", "area", "2019"),
    "board": ("Education Board", "meeting", "Agenda"),
    "day": ("Tuesday 22 October 2019", "meeting", "Agenda"),
    "place": ("Tickfield Centre", "meeting", "Agenda"),
    "response": ("Official response", "agenda", "Agenda"),
}


@pytest.mark.parametrize("fact", STORY)
def test_the_briefing_holds_each_fact_with_its_source(story: Briefing, fact: str) -> None:
    words, kind, cited = STORY[fact]
    said = [each for each in story.sentences if each.kind == kind and words in each.text]
    assert len(said) == 1
    assert any(cited in each.what for each in said[0].sources)
    assert all(each.cite for each in said[0].sources if "report" in each.what)


def test_each_source_of_the_story_carries_its_sentences(facts: Facts) -> None:
    """Without any one of its sources, exactly the sentences that cite it are gone."""
    whole = brief(facts, as_at=date(2019, 10, 1)).sentences
    cited = {
        (each.document, each.part, each.cite) for sentence in whole for each in sentence.sources
    }
    gone = [s for s in sources_in(facts) if (s.document, s.part, s.cite) in cited]
    assert len(gone) > 60
    for one in dict.fromkeys(gone):
        left = [each.text for each in brief(without(facts, one), as_at=date(2019, 10, 1)).sentences]
        assert left == [
            each.text
            for each in whole
            if (one.document, one.part, one.cite)
            not in {(s.document, s.part, s.cite) for s in each.sources}
        ]


def test_a_meeting_without_a_source_is_not_said(facts: Facts) -> None:
    meeting = msgspec.structs.replace(MEETING, source=None)
    found = brief(msgspec.structs.replace(facts, meeting=meeting), as_at=date(2019, 10, 1))
    assert not {"meeting", "agenda"} & {each.kind for each in found.sentences}
