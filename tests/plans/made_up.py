"""Plans that we made up, small and large."""

from datetime import date, timedelta

from cusp.plans import (
    Action,
    Answer,
    Challenge,
    DueDate,
    Evidence,
    Grade,
    Header,
    InspectorsWords,
    KeyEntry,
    Measure,
    Plan,
    Priority,
    Rating,
    Reading,
    Update,
)

AS_AT = date(2020, 6, 30)
# One key says "Amber E" for delivered, evidence to be tested; the other uses "Amber" differently.
DELIVERY = (
    KeyEntry("Green", "delivered", "delivered", "green"),
    KeyEntry("Amber", "on track", "on track", "amber"),
    KeyEntry("Amber E", "delivered, evidence to be tested", "delivered", "amber"),
    KeyEntry("Red", "not started", "not started", "red"),
    KeyEntry("Blue", "complete and embedded", "complete", "blue", needs_evidence=True),
)
IMPACT = (
    KeyEntry("Red", "no change yet", "at risk", "red"),
    KeyEntry("Amber", "early signs of change", "on track", "amber"),
)
HEADER = Header(
    council="Anytown Borough Council",
    title="Improvement plan for children’s services",
    inspected=(date(2019, 7, 15), date(2019, 7, 26)),
    inspection="Standard inspection",
    grades=(Grade("Leaders", "Requires improvement to be good"),),
    received=date(2019, 8, 20),
    deadline_stated=date(2019, 12, 5),
    deadline_worked_out=date(2019, 11, 27),
    approval_route="Cabinet, then full Council",
    version="1.4",
)
WORDS = InspectorsWords("The grip of managers on practice", "area for improvement", 1, 3)
SUPERVISION = Measure(
    "M1",
    "Supervision held on time",
    better="higher",
    baseline=Reading(date(2019, 9, 30), 61.0, 61, 100),
    target=90.0,
    target_by=date(2020, 12, 31),
    readings=(
        Reading(date(2019, 12, 31), 66.7, 80, 120),
        Reading(date(2020, 3, 31), 74.2, 89, 120),
    ),
)


def plan(*priorities: Priority, header: Header = HEADER, as_at: date = AS_AT) -> Plan:
    return Plan(header, as_at, DELIVERY, IMPACT, priorities)


def of(*actions: Action) -> Plan:
    """A plan with these actions in one priority that lacks nothing else."""
    return plan(Priority("P1", "Oversight", WORDS, actions=actions, measures=(SUPERVISION,)))


def dues(
    *days: tuple[int, int, int], set_on: tuple[tuple[int, int, int], ...]
) -> tuple[DueDate, ...]:
    pairs = zip(days, set_on, strict=True)
    return tuple(DueDate(date(*day), date(*when), "Staff changes") for day, when in pairs)


# The actions of the case of re-dated actions, as at 30 June 2020.
REDATED_TWICE = Action(
    "A1",
    "Agree a standard for supervision",
    "Head of service",
    due=dues(
        (2019, 12, 31), (2020, 2, 28), (2020, 6, 30),
        set_on=((2019, 11, 1), (2019, 12, 30), (2020, 2, 27)),
    ),
    delivery=(Rating("Amber", date(2020, 2, 27)),),
    updates=(Update(date(2020, 6, 1), "Agreed by three teams of four", "Team manager"),),
)  # fmt: skip
LATE = Action(
    "A3",
    "Train every conference chair",
    "Principal social worker",
    due=dues((2020, 5, 31), set_on=((2019, 11, 1),)),
    delivery=(Rating("Amber", date(2020, 6, 10)),),
    updates=(Update(date(2020, 6, 10), "Two of six trained"),),
)
LATE_THEN_REDATED = Action(
    "A4",
    "Publish a timetable for each case",
    due=dues((2020, 5, 31), (2020, 9, 30), set_on=((2019, 11, 1), (2020, 6, 5))),
)


def story() -> Plan:
    """A plan with something in every part."""
    done = Action(
        "A5",
        "Audit 20 records a month",
        "Quality assurance manager",
        start=date(2019, 11, 1),
        due=dues((2020, 1, 31), set_on=((2019, 11, 1),)),
        done=date(2020, 2, 10),
        delivery=(Rating("Red", date(2019, 11, 5)), Rating("Blue", date(2020, 2, 10), "Director")),
        evidence=(Evidence("Audit", "14 of 20 met the standard", date(2020, 2, 1), "audit.docx"),),
        updates=(Update(date(2019, 12, 1), "Begun"), Update(date(2020, 2, 10), "Finished")),
    )
    return Plan(
        HEADER,
        AS_AT,
        DELIVERY,
        IMPACT,
        (
            Priority(
                "P1",
                "Oversight",
                WORDS,
                "Children get help sooner",
                (Rating("Amber", date(2020, 6, 1)),),
                (REDATED_TWICE, LATE, LATE_THEN_REDATED, done),
                (SUPERVISION,),
                (date(2016, 4, 25),),
            ),
            Priority("P2", "Plans that say what must change", WORDS),
        ),
        (
            Challenge("C1", date(2020, 1, 15), "Why is it late?", "Cllr Ann Example",
                      (Answer(date(2020, 1, 30), "Two posts were vacant.", "Director"),)),
            Challenge("C2", date(2020, 6, 1), "What has changed?", "Independent chair"),
        ),
    )  # fmt: skip


def large(priorities: int = 40, actions: int = 10, updates: int = 2) -> Plan:
    """A plan of many actions: 400 unless told otherwise."""
    text = "The standard has been agreed and tried in two teams; 14 of 20 records met it."

    def action(number: int) -> Action:
        first = DueDate(date(2019, 12, 31) + timedelta(number), date(2019, 11, 1))
        later = DueDate(date(2020, 4, 30) + timedelta(number), date(2020, 1, 7), "Staff changes")
        return Action(
            f"A{number}",
            "Agree a standard for supervision and audit it every month",
            "Head of Assessment and Intervention",
            start=date(2019, 11, 1),
            due=(first, later) if number % 3 == 0 else (first,),
            delivery=(Rating("Amber", date(2020, 5, 1)),),
            updates=tuple(Update(date(2020, 1, 1 + n), text, "Manager") for n in range(updates)),
        )

    return plan(
        *(
            Priority(
                f"P{p}",
                "Oversight by managers and leaders",
                WORDS,
                "Children get help sooner, because managers notice drift",
                actions=tuple(action(p * actions + a) for a in range(actions)),
                measures=(SUPERVISION,),
            )
            for p in range(priorities)
        )
    )
