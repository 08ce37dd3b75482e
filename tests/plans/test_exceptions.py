"""A plan as at 30 June 2020, with a cycle of 90 days, in; what needs a decision out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from cusp.plans import (
    Action,
    Answer,
    Challenge,
    InspectorsWords,
    KeyEntry,
    Plan,
    Priority,
    Rating,
    action_exceptions,
    days_without_update,
    needs_decision,
    no_lead,
    priority_exceptions,
    why_not_lead,
)
from cusp.plans.exceptions import KINDS
from tests.length import examples
from tests.plans.parts import (
    AREA,
    AS_AT,
    DELIVERY,
    action,
    any_plan,
    day,
    measure,
    plan,
    priority,
    rated,
    read,
    updated,
)

RECENT = updated("2020-06-01")
FINDING = InspectorsWords("Another thing of our own invention", "finding", 16)


def said(found: Any) -> list[tuple[str, str]]:
    return [(one.kind, one.sentence) for one in found]


def of_action(made: Action) -> list[tuple[str, str]]:
    whole = plan(priority(made))
    return said(action_exceptions(whole, made, priority="P1"))


def of_priority(made: Priority) -> list[tuple[str, str]]:
    return said(priority_exceptions(plan(made), made))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (action("2020-07-31", updates=RECENT), []),
        (
            action("2020-06-01", updates=RECENT),
            [("late", "29 days late: due on 1 June 2020.")],
        ),
        (
            action("2020-03-31", "2020-07-31", set_on=("2020-04-01",), updates=RECENT),
            [
                (
                    "late",
                    "On time by its latest date, 31 July 2020, but 91 days late by its first date, "
                    "31 March 2020. It was 1 day late when its date was changed on 1 April 2020, "
                    "so it still counts as late.",
                )
            ],
        ),
        (
            action("2020-08-31", "2020-07-31", "2020-09-30", set_on=("2020-03-01", "2020-04-01"),
                   updates=RECENT),
            [
                (
                    "re-dated more than once",
                    "Date changed twice: the latest date is 30 days after the first.",
                )
            ],
        ),
        (action(updates=RECENT), [("no date", "No date is set.")]),
        (
            action("2020-07-31", updates=RECENT, lead=""),
            [("no lead", "No lead is named.")],
        ),
        (
            action("2020-07-31", updates=RECENT, lead="Adoption team"),
            [
                (
                    "lead is not a person",
                    "“Adoption team” seems to be a team. Name one person or job title as lead.",
                )
            ],
        ),
        (
            action("2020-07-31", updates=updated("2020-03-31")),
            [("no update", "No update for 91 days.")],
        ),
        (action("2020-07-31", updates=updated("2020-04-01")), []),
        (
            action("2020-07-31"),
            [("no update", "No update in the 242 days since its due date was set.")],
        ),
        (
            action("2020-07-31", start=day("2020-03-31")),
            [("no update", "No update in the 91 days since its start date.")],
        ),
        (
            action("2020-03-31", "2020-07-31", set_on=("2020-03-31",), updates=RECENT),
            [
                (
                    "late by first date",
                    "On time by its latest date, 31 July 2020, but 91 days late by its first date, "
                    "31 March 2020.",
                )
            ],
        ),
        (
            action("2020-07-31", updates=RECENT, delivery=rated("G", "2020-03-31")),
            [("rating stale", "Rated G (on track) 91 days ago.")],
        ),
        # What is done or closed needs nothing more, however late it was.
        (action("2020-03-31", done="2020-06-01", lead=""), []),
        (action("2020-03-31", closed="Joined with A2", lead=""), []),
        (
            action("2020-07-31", done="2020-07-02", updates=RECENT),
            [
                (
                    "doubtful date",
                    "Recorded as done on 2 July 2020, after the date of the plan.",
                )
            ],
        ),
    ],
)  # fmt: skip
def test_one_action(made: Action, expected: list[tuple[str, str]]) -> None:
    assert of_action(made) == expected


@pytest.mark.parametrize(
    ("made", "days"),
    [
        (action("2020-07-31", updates=(*updated("2020-06-20"), *updated("2020-05-20"))), 10),
        (action("2020-07-31"), 242),  # since its date was set on 1 November 2019
        (action("2020-07-31", start=day("2020-06-20")), 10),
        (action("2020-07-31", start=day("2020-07-01")), None),
        (action("2020-07-31", updates=updated("2020-07-10"), start=day("2020-06-20")), 10),
        (action(), None),
        (action("2020-07-31", done="2020-06-30"), None),
        (action("2020-07-31", closed="Joined with A2"), None),
    ],
)
def test_days_without_an_update(made: Action, days: int | None) -> None:
    assert days_without_update(made, AS_AT) == days


NO_MEASURE = ("no measure", "{} has no measure, so nobody can tell whether it works.")
THIS_AREA, THIS_PRIORITY = "This area for improvement", "This priority"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (priority(action()), []),
        (priority(), [("no actions", "This priority has no actions.")]),
        (
            priority(inspectors_words=AREA),
            [("no actions", "This area for improvement has no actions.")],
        ),
        (
            priority(action(closed="No longer needed"), inspectors_words=AREA),
            [("no actions", "This area for improvement has no actions.")],
        ),
        (
            priority(action(), inspectors_words=AREA, measures=()),
            [(NO_MEASURE[0], NO_MEASURE[1].format(THIS_AREA))],
        ),
        (
            priority(action(), inspectors_words=FINDING, measures=()),
            [(NO_MEASURE[0], NO_MEASURE[1].format(THIS_PRIORITY))],
        ),
        (
            priority(action(), action(id_="A2"), outcome=" "),
            [("no outcome", "This priority has 2 actions but no outcome for children.")],
        ),
        (
            priority(action(), raised_before=(day("2016-04-25"),)),
            [("raised before", "Raised before, at the inspection that began on 25 April 2016.")],
        ),
        (
            priority(action(), raised_before=(day("2016-04-25"), day("2012-05-08"))),
            [
                (
                    "raised before",
                    "Raised before, at the inspections that began on 8 May 2012 and 25 April 2016.",
                )
            ],
        ),
        (
            priority(action(), impact=rated("3")),
            [
                (
                    "only asserted",
                    "Impact is rated 3 (children notice the change), but no measure has a reading.",
                )
            ],
        ),
        (
            priority(action(), impact=rated("3"), measures=(measure(read("2020-06-01", 80)),)),
            [],
        ),
        (priority(action(), impact=rated("1")), []),
        (
            priority(action(), impact=rated("G")),
            [("rating contradicted", "Impact is rated “G”, which is not in the plan’s key.")],
        ),
        (
            priority(action(), impact=rated("2", "2020-03-31")),
            [("rating stale", "Impact was rated 2 (early signs of change) 91 days ago.")],
        ),
        (
            priority(action(), impact=rated("2", "2020-07-01")),
            [
                (
                    "rating contradicted",
                    "The impact rating is dated 1 July 2020, after the date of the plan.",
                )
            ],
        ),
    ],
)
def test_one_priority(made: Priority, expected: list[tuple[str, str]]) -> None:
    assert of_priority(made) == expected


@pytest.mark.parametrize(
    "lead",
    [
        "Head of Service",
        "Jane Example",
        "J. Example",
        "Team manager, adoption team",
        "Director of Children’s Services",
        "Service manager",
        "Independent chair of the improvement board",
        "Team leader",
        "Head of Children in Care and Care Leavers",
        "Principal social worker",
        "Lead officer",
    ],
)
def test_a_person_or_a_job_title(lead: str) -> None:
    assert why_not_lead(lead) is None


@pytest.mark.parametrize(
    ("lead", "what"),
    [
        ("Adoption team", "a team"),
        ("Fostering Service", "a team"),
        ("Improvement board", "a team"),
        ("HR", "a team"),
        ("All managers", "several people"),
        ("Team managers", "several people"),
        ("Heads of Service", "several people"),
        ("All staff", "several people"),
        ("Partners", "several people"),
        ("Service manager and deputy director", "several people"),
        ("Head of Service / Team manager", "several people"),
    ],
)
def test_a_team_or_several_people(lead: str, what: str) -> None:
    assert why_not_lead(lead) == (
        f"“{lead}” seems to be {what}. Name one person or job title as lead."
    )


@pytest.mark.parametrize("lead", ["", " ", "TBC", "tbc", "To be confirmed", "Vacant", "N/A", "-"])
def test_nobody(lead: str) -> None:
    assert no_lead(lead)
    assert why_not_lead(lead) == "No lead is named."


def test_measures_are_asked_about() -> None:
    doubtful = measure(
        read("2020-03-31", 75), read("2020-05-31", 70), target=90, target_by=day("2020-06-01")
    )
    found = needs_decision(
        plan(priority(action("2020-07-31", updates=RECENT), measures=(doubtful,)))
    )
    assert [one.kind for one in found] == ["moving the wrong way", "target missed"]
    assert {(one.of, one.id, one.priority) for one in found} == {("measure", "M1", "P1")}


def test_open_questions_stay_visible() -> None:
    asked = Challenge("C1", day("2020-06-20"), "What has changed?", "the independent chair")
    answered = Challenge(
        "C2", day("2020-06-20"), "Why?", "a member", (Answer(day("2020-06-21"), "Because"),)
    )
    assert said(needs_decision(plan(challenges=(asked, answered)))) == [
        ("question open", "The question from the independent chair has had no answer for 10 days.")
    ]


def test_a_key_or_an_id_in_doubt() -> None:
    twice = plan(
        priority(action("2020-07-31", updates=RECENT), action("2020-07-31", updates=RECENT)),
        delivery_key=(*DELIVERY, KeyEntry("G", "good", "complete")),
    )
    assert said(needs_decision(twice)) == [
        ("key in doubt", "Delivery: The key has more than one entry for “G”."),
        ("id in doubt", "The id A1 is used more than once."),
    ]


def test_by_kind_and_then_in_the_order_of_the_plan() -> None:
    late = action("2020-06-01", updates=RECENT, id_="A1", lead="")
    later = action("2020-06-20", updates=RECENT, id_="A2", lead="")
    found = needs_decision(plan(priority(late, id_="P1"), priority(later, id_="P2")))
    assert [(one.kind, one.id, one.priority) for one in found] == [
        ("late", "A1", "P1"),
        ("late", "A2", "P2"),
        ("no lead", "A1", "P1"),
        ("no lead", "A2", "P2"),
    ]


def test_nothing_to_decide() -> None:
    fine = action("2020-07-31", updates=RECENT, delivery=(Rating("G", day("2020-06-01")),))
    assert needs_decision(plan(priority(fine))) == ()


@given(any_plan())
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_sentence_is_whole_and_said_once(made: Plan) -> None:
    found = needs_decision(made)
    assert [KINDS.index(one.kind) for one in found] == sorted(
        KINDS.index(one.kind) for one in found
    )
    for one in found:
        assert one.sentence.endswith(".")
        assert one.sentence[0].isupper() or one.sentence[0].isdigit() or one.sentence[0] == "“"
        assert " -" not in one.sentence  # no negative number of days
    assert isinstance(made.as_at, date)
