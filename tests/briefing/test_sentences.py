"""Typed facts in, sentences out: each kind of sentence, and what happens without a source."""

import json
from datetime import date, time

import msgspec
import pytest

from cusp.briefing import Facts, MeetingFact, NoStatement, Received, Source, Statement, to_json
from cusp.briefing.facts import Carried
from cusp.briefing.sources import in_words
from cusp.briefing.wording import listed, quoted
from cusp.calendar.wording import period, time_of_day
from tests.briefing.made_up import (
    RI,
    everything,
    graded,
    inspected,
    inspection,
    made,
    of_kind,
    sources_in,
    texts,
    without,
)


def test_everything_is_said_in_order() -> None:
    said = texts(everything())
    expected = [
        "Ofsted inspected children’s services in Wexcombe from 1 to 5 July 2019.",
        "Inspectors graded the services requires improvement overall, for the second time in a "
        "row.",
        "The previous inspection, from 1 to 5 July 2016, gave the same overall grade.",
        "Impact of leaders: requires improvement.",
        "In 2016: also requires improvement.",
        "The report lists 4 areas for improvement.",
        "The 2016 report listed 3 areas.",
        "1: “Supervision.”",
        "Carried over from area 1 in 2016, in part.",
        "2: “Visits.”",
        "Carried over from area 2 in 2016.",
        "3: “Plans.”",
        "It may follow on from area 1 in 2016.",
        "4: “Records.”",
        "New: Cusp found nothing like it in the 2016 list.",
        "Overall, inspectors wrote: “There is more to do.”",
        "Mainly praised: adoption.",
        "Praise for adoption: “Adopters wait less.”",
        "Mainly criticised: children’s records.",
        "Criticism of children’s records: “Records are late.”",
        "The council published its statement of action on 1 November 2019: 12 actions in 4 areas, "
        "of which 3 are done.",
        "Meeting of the Education Board: Tuesday 22 October 2019 at 8.15am, Tickfield Centre.",
        "On the agenda, item 5: “The official response”",
    ]
    assert [text for text in dict.fromkeys(said) if text in expected] == expected


def test_the_title_is_the_answer() -> None:
    assert made(everything()).title == (
        "Children’s services in Wexcombe: requires improvement, for the second time in a row"
    )


def test_sentences_are_numbered_from_1_and_cite() -> None:
    found = json.loads(to_json(made(everything())))
    assert found["schema"] == "cusp.briefing/1"
    assert [each["number"] for each in found["sentences"]] == [
        *range(1, len(found["sentences"]) + 1)
    ]
    assert all(each["sources"] for each in found["sentences"])
    first = found["sentences"][0]["sources"][0]
    assert first["what"] == "report 2019: dates"
    assert first["file"] == "report 2019.pdf"
    assert first["cite"] == {"page": 1, "box": [1, 2, 3, 4]}


@pytest.mark.parametrize("gone", dict.fromkeys(sources_in(everything())), ids=lambda s: s.what)
def test_without_a_source_exactly_its_sentences_go(gone: Source) -> None:
    before = made(everything()).sentences
    kept = [
        each.text
        for each in before
        if all((s.what, s.file) != (gone.what, gone.file) for s in each.sources)
    ]
    assert texts(without(everything(), gone)) == kept


def test_without_the_grade_the_title_does_not_give_it() -> None:
    overall = everything().latest.grades["overall"]
    found = made(without(everything(), overall))
    assert found.title == "Children’s services in Wexcombe: the inspection of 2019"
    assert any(left.what == "the overall grade" for left in found.left_out)


# Grades


def test_a_first_inspection() -> None:
    facts = Facts("Wexcombe", graded(2019, "good", "Visits."))
    assert of_kind(facts, "overall") == ["Inspectors graded the services good overall."]
    assert of_kind(facts, "below good") == ["Every area was graded good or better."]
    assert not any("before" in sentence.kind for sentence in made(facts).sentences)
    assert made(facts).title == "Children’s services in Wexcombe: good"


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (RI, "good", "good overall, up from requires improvement"),
        ("good", "inadequate", "inadequate overall, down from good"),
        ("adequate", RI, "requires improvement overall, after adequate"),
    ],
)
def test_another_grade_than_before(before: str, now: str, said: str) -> None:
    facts = Facts("Wexcombe", graded(2019, now), (graded(2012, before),))  # type: ignore[arg-type]
    assert of_kind(facts, "overall") == [f"Inspectors graded the services {said}."]
    assert of_kind(facts, "overall before") == [
        f"The previous inspection, from 1 to 5 July 2012, graded the services {before} overall."
    ]


def test_three_in_a_row_needs_all_three() -> None:
    early, middle = graded(2013, RI), graded(2016, RI)
    facts = Facts("Wexcombe", graded(2019, RI), (early, middle))
    assert of_kind(facts, "overall")[0].endswith("for the third time in a row.")
    assert of_kind(without(facts, early.grades["overall"]), "overall") == []


def test_a_known_inspection_without_its_report_stops_the_count() -> None:
    """The grade in between is known from national facts, but there is no page to cite."""
    between = msgspec.structs.replace(graded(2017, RI), grades={}, items=None)
    facts = Facts("Wexcombe", graded(2019, RI), (graded(2016, RI), between))
    assert of_kind(facts, "overall") == []
    assert of_kind(facts, "overall before") == []
    assert of_kind(facts, "areas before") == []


def test_later_inspections_do_not_count() -> None:
    facts = Facts("Wexcombe", graded(2016, RI), (graded(2019, "good"), graded(2013, RI)))
    assert of_kind(facts, "overall")[0].endswith("for the second time in a row.")


def test_no_overall_grade_from_april_2026() -> None:
    grades = {"leaders": "good", "help_and_protection": "good", "in_care": RI, "care_leavers": RI}
    latest = inspected(inspection(date(2026, 5, 4), grades, overall_given=False))  # type: ignore[arg-type]
    facts = Facts("Wexcombe", latest, (graded(2022, "good"),))
    assert of_kind(facts, "overall") == [
        "Inspectors graded the services by area. Since April 2026, inspections give no overall "
        "grade."
    ]
    assert of_kind(facts, "overall before") == [
        "The previous inspection, from 1 to 5 July 2022, graded the services good overall."
    ]
    assert of_kind(facts, "below good") == ["Below good: children in care and care leavers."]
    assert of_kind(facts, "judgement before")[-1] == (
        "In 2022: good for children in care and care leavers together."
    )
    assert "no overall grade" in made(facts).title


def test_an_overall_grade_that_could_not_be_read_is_not_said() -> None:
    latest = inspected(inspection(date(2019, 7, 1), {"leaders": "good", "in_care": "good"}))
    assert of_kind(Facts("Wexcombe", latest), "overall") == []


def test_a_re_inspection() -> None:
    facts = Facts("Wexcombe", graded(2019, RI, reinspection=True), (graded(2017, "inadequate"),))
    assert of_kind(facts, "inspected")[0].startswith("Ofsted re-inspected children’s services")
    assert of_kind(facts, "overall")[0].endswith("up from inadequate.")


def test_an_inspection_of_a_part() -> None:
    grades = {"overall": "adequate", "leaders": "good"}
    latest = inspected(
        inspection(date(2013, 3, 4), grades, kind="looked-after", framework="pre-SIF")  # type: ignore[arg-type]
    )
    facts = Facts("Wexcombe", latest, (graded(2012, "good"),))
    assert of_kind(facts, "inspected") == [
        "Ofsted inspected services for looked-after children in Wexcombe from 4 to 8 March 2013."
    ]
    assert of_kind(facts, "overall of a part") == [
        "The grade was adequate. Other services were not inspected."
    ]
    assert of_kind(facts, "overall") == of_kind(facts, "below good") == []


def test_areas_that_were_graded_apart_before() -> None:
    grades = {"overall": RI, "in_care": RI, "care_leavers": "good", "adoption": "good"}
    earlier = inspected(
        inspection(date(2016, 4, 25), grades, framework="SIF", kind="single")  # type: ignore[arg-type]
    )
    facts = Facts("Wexcombe", graded(2019, RI), (earlier,))
    assert of_kind(facts, "judgement before") == [
        "In 2016: requires improvement for children in care and good for care leavers."
    ]


# Areas for improvement


def test_a_list_that_could_not_be_read() -> None:
    latest = msgspec.structs.replace(graded(2019, RI), items=None)
    facts = Facts("Wexcombe", latest, (graded(2016, RI, "Oversight."),), carried=())
    assert not any(s.section == "improvements" for s in made(facts).sentences)


def test_nothing_is_called_new_if_the_lists_were_not_compared() -> None:
    facts = Facts("Wexcombe", graded(2019, RI, "Visits."), (graded(2016, RI, "Plans."),))
    assert of_kind(facts, "new") == of_kind(facts, "caution on carried over") == []


def test_a_long_list_is_cut_and_compared_in_one_sentence() -> None:
    items = [f"{'Improve the quality of everything ' * 8}number {n}" for n in range(1, 13)]
    carried = (Carried(2, 1, "same", sure=True), Carried(3, 1, "same", sure=False))
    latest = graded(2019, RI, *items)
    facts = Facts("Wexcombe", latest, (graded(2016, RI, "A.", "B."),), carried=carried)
    areas = of_kind(facts, "area")
    assert len(areas) == 12
    assert areas[0] == "1: “Improve the quality of everything Improve the quality of everything …”"
    assert of_kind(facts, "carried over") == ["Carried over from the 2016 list: 2 (from 1)."]
    assert of_kind(facts, "new")[0].startswith("Areas 1, 4, 5,")


def test_another_framework_is_said() -> None:
    facts = Facts(
        "Wexcombe", graded(2019, RI, "A."), (graded(2016, RI, "B.", framework="SIF"),)
    )  # fmt: skip
    assert of_kind(facts, "caution on numbers") == [
        "It followed an earlier framework, so the numbers alone say little."
    ]


# Place


def test_the_place_says_whose_it_is() -> None:
    place, areas = of_kind(everything(), "place")[0], of_kind(everything(), "place of areas")[0]
    assert "requires improvement, in its upper half: 2.2 (range 1.9 to 2.4)" in place
    assert areas == "For each area: the impact of leaders 1.6 (range 1.2 to 2.0)."
    caution = of_kind(everything(), "caution on place")[0]
    assert "Cusp’s own estimate, not Ofsted’s view" in caution
    assert "the range included the printed grade for 90%" in caution


def test_a_place_in_another_grade_says_so() -> None:
    placed = msgspec.structs.replace(everything().places[0], printed="good")
    facts = msgspec.structs.replace(everything(), places=(placed,))
    assert of_kind(facts, "place")[0].endswith("although inspectors graded it good.")


# What happens next


def test_no_statement_has_a_source_too() -> None:
    latest = graded(2019, RI)
    assert of_kind(Facts("Wexcombe", latest), "no response") == []
    facts = Facts("Wexcombe", latest, response=NoStatement(Source("The page", "/response/")))
    assert of_kind(facts, "no response") == [
        "No statement of action by the council has been published on this site."
    ]
    assert of_kind(Facts("Wexcombe", latest, response=NoStatement(None)), "no response") == []


@pytest.mark.parametrize(
    ("done", "said"),
    [(0, "of which none are done"), (1, "of which 1 is done"), (2, "of which 2 are done")],
)
def test_actions_done(done: int, said: str) -> None:
    statement = Statement(date(2019, 11, 1), 1, 2, done, Source("The statement", "/response/"))
    facts = Facts("Wexcombe", graded(2019, RI), response=statement)
    assert of_kind(facts, "response")[0].endswith(f"2 actions in 1 area, {said}.")


def test_deadlines_need_the_day_of_receipt() -> None:
    """70 working days after 9 May 2023 end on 16 August 2023, as a council was told."""
    assert of_kind(Facts("Wexcombe", graded(2019, RI)), "deadlines") == []
    received = Received(date(2023, 5, 9), Source("The plan", "/plan/"))
    facts = Facts("Wexcombe", graded(2023, RI), received=received)
    assert of_kind(facts, "deadlines")[0].endswith("its statement of action by 16 August 2023.")


def test_a_meeting_without_time_place_or_item() -> None:
    meeting = MeetingFact("Cabinet", date(2019, 10, 22), Source("The agenda", "/agenda/"))
    facts = Facts("Wexcombe", graded(2019, RI), meeting=meeting)
    assert of_kind(facts, "meeting") == ["Meeting of the Cabinet: Tuesday 22 October 2019."]
    assert of_kind(facts, "agenda") == []


# Wording


def test_dates_times_and_lists() -> None:
    assert period(date(2016, 4, 25), date(2016, 5, 19)) == "25 April to 19 May 2016"
    assert period(date(2018, 12, 3), date(2019, 1, 4)) == "3 December 2018 to 4 January 2019"
    assert period(date(2019, 7, 15), date(2019, 7, 15)) == "15 July 2019"
    times = [time(8, 15), time(14), time(12), time(0, 30)]
    assert list(map(time_of_day, times)) == ["8.15am", "2pm", "midday", "12.30am"]
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a and b", "c", "d"]) == "a and b; c; and d"
    assert listed(["a", "b and c"]) == "a; and b and c"


def test_quotations() -> None:
    assert quoted("The “front door” is busy.") == "“The ‘front door’ is busy.”"
    assert quoted("One two three, four", 3) == "“One two three …”"
    assert quoted("Plans:\n• visits\n• reviews") == "“Plans …”"


def test_sources_in_words() -> None:
    found = {sentence.kind: in_words(sentence) for sentence in made(everything()).sentences}
    assert found["inspected"] == "report 2019, page 1 (dates)."
    assert found["response"] == "The statement."
