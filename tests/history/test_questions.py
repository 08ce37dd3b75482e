"""Questions that the record raises: what was raised again, criticised, or worse than elsewhere."""

from datetime import date

from cusp.history.questions import Compared, Criticised, RaisedAgain, questions_from_record

JULY, APRIL = date(2019, 7, 15), date(2016, 4, 25)


def compared(name: str, own: float, neighbours: float, *, higher: bool = True) -> Compared:
    return Compared(name, "the year ending 31 March 2026", "%", own, neighbours, 9, higher, name)


def test_nothing_raises_no_question() -> None:
    assert questions_from_record() == ()


def test_what_was_raised_most_often_comes_first() -> None:
    areas = (
        RaisedAgain("new", ()),
        RaisedAgain("once", (JULY,), "a"),
        RaisedAgain("twice", (JULY, APRIL), "b"),
    )
    found = questions_from_record(again=areas)
    assert [one.source for one in found] == ["b", "a"]
    assert found[0].because == (
        "“twice” follows on from what was raised at the inspections that began on 25 April 2016 "
        "and 15 July 2019."
    )
    assert "the inspection that began on 15 July 2019" in found[1].because


def test_only_criticism_that_nothing_answers_is_asked_about() -> None:
    topics = (
        Criticised("Supervision", 1, "a"),
        Criticised("Adoption", 5, "b", unanswered=False),
        Criticised("Care leavers", 3, "c"),
    )
    found = questions_from_record(criticised=topics)
    assert [one.source for one in found] == ["c", "a"]
    assert "criticism of care leavers?" in found[0].text
    assert "in 1 sentence." in found[1].because


def test_a_measure_is_asked_about_if_it_is_worse_than_at_neighbours() -> None:
    measures = (
        compared("better", 80, 70),
        compared("equal", 70, 70),
        compared("a little worse", 69, 70),
        compared("lower is better, and it is half as low", 30, 20, higher=False),
        compared("worse", 40, 70.5),
    )
    found = questions_from_record(compared=measures)
    assert [one.source for one in found] == ["lower is better, and it is half as low", "worse"]
    assert found[1].because == (
        "40% in the year ending 31 March 2026, against a median of 70.5% for 9 statistical "
        "neighbours."
    )
