"""What people of the demo write about practice. All of it is made up."""

from __future__ import annotations

from cusp.web.boards.items import ItemFields
from cusp.web.practice.choices import Effect, Theme

# Theme, concern, answer, effect and what changed; how many days ago it was raised, and after how
# many it was answered (None: not yet). Formal ones first.
CHALLENGES = (
    (
        Theme.DRIFT, True, 33, None, None,
        "The plan has run for well over a year and its outcomes have not changed since the second "
        "conference. Please say what will be different, or start pre-proceedings.",
        "", "",
    ),
    (
        Theme.PERMANENCE, True, 12, None, None,
        "There was no permanence plan at the second review. The child does not know where they "
        "will live.",
        "", "",
    ),
    (
        Theme.VISITS, False, 6, None, None,
        "Visits have been late twice since the last review, and the child was not seen alone.",
        "", "",
    ),
    (
        Theme.PLAN, True, 95, 9, Effect.CHANGED,
        "The plan does not say who does what by when.",
        "The plan was rewritten with the family and the core group, with a date for each step.",
        "The family said that they now know what has to change.",
    ),
    (
        Theme.PLACEMENT, True, 140, 24, Effect.CHANGED,
        "Brothers and sisters have not met since the move.",
        "A contact plan was agreed. They meet every second Saturday.",
        "They have met four times.",
    ),
    (
        Theme.HEALTH, False, 170, 5, Effect.NOTHING,
        "The health assessment is four months late.",
        "An appointment was offered, and not kept. Another one is booked.",
        "",
    ),
)  # fmt: skip
REASONS = (
    ("It had been booked in time, and the family could not come on that day.", "Head of service"),
    ("The family asked for an interpreter, who was not free before.", "Team manager"),
    ("The person booked for it was ill, and nobody could stand in.", "Reviewing officers’ manager"),
)
MEASURE = "Review conferences up to date"
DEFINITION = "Children on a plan for three months or more whose next review conference is not late."
ITEM = ItemFields(
    title="Measures of practice", purpose="discuss", lead="Hana Head", form="attached"
)
PAPER = "Measures of practice, from the council’s own returns"
