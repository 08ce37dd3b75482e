"""What the demo's boards say: members, agendas, minutes, decisions and undertakings."""

from __future__ import annotations

from datetime import time

from cusp.web.boards.boards import BoardFields, StandingItem
from cusp.web.boards.item_minutes import ItemMinutes
from cusp.web.boards.items import ItemFields
from cusp.web.boards.living.report_paper import ReportFields

BOARD = BoardFields(
    name="Education Board",
    kind="schools-forum",
    remit=(
        "Oversees schools, and how the council answers the inspection of its services for children."
    ),
    clerk="Olive Officer",
    usual_place="Old Corn Hall, Wexcombe",
    usual_start=time(8, 15),
    usual_end=time(10),
)
PRIVATE_BOARD = BoardFields(
    name="Improvement Board",
    kind="improvement-board",
    remit="The council and its partners, with an independent chair. It meets in private.",
    quorum_number=3,
    clerk="Olive Officer",
    usual_place="Town Hall, Wexcombe",
    usual_start=time(14),
    usual_end=time(16),
)
STANDING = (
    StandingItem(title="Apologies and substitutes", minutes_allowed=2, purpose="note"),
    StandingItem(title="Declarations of interest", minutes_allowed=2, purpose="note"),
    StandingItem(title="Minutes of the last meeting", minutes_allowed=5, purpose="decide"),
)
# Name, role, whom they represent, and whether they vote.
MEMBERS = (
    ("Asha Okafor", "chair", "Secondary headteachers", True),
    ("Ben Carew", "vice-chair", "Primary headteachers", True),
    ("Max Member", "member", "Council", True),
    ("Dilys Penrose", "member", "Governors", True),
    ("Ed Marsh", "co-opted", "Early years", True),
    ("Farah Noor", "adviser", "Director of children’s services", False),
)
SUBSTITUTE = "Gwen Tully"
PARTNERS = (
    ("Ida Wren", "chair", "Independent", True),
    ("Farah Noor", "member", "Director of children’s services", True),
    ("Hal Quinn", "member", "Police", True),
    ("Jo Tamar", "member", "Health", True),
)

RESPONSE = ItemFields(
    title="The response to the inspection: what is late, and what has changed",
    lead="Director of children’s services",
    minutes_allowed=30,
    purpose="discuss",
)
MEASURES = ItemFields(
    title="Measures of the improvement plan", lead="Performance manager", purpose="note"
)
INSPECTION = ItemFields(
    title="What was carried over from the inspection before", lead="Performance manager",
    purpose="discuss",
)  # fmt: skip
PACE = ItemFields(title="Pace of the plan", lead="Independent chair", purpose="discuss")
MEASURES_REPORT = ReportFields(
    report_of="Director of children’s services",
    contact="Performance manager",
    purpose="To show which measures of the plan have moved.",
    recommendations="Note the measures.",
    background="Four of the five measures have moved in the right direction since the inspection.",
)
EXEMPT = ItemFields(
    title="Homes for three children who live in homes that are not registered",
    public_title="Homes for children",
    lead="Placements manager",
    purpose="decide",
    access="exempt",
    paragraphs=(1, 2),
    public_interest="The children could be identified, and would gain nothing from publication.",
    resolution="That the public be excluded from this item.",
)
EXEMPT_REPORT = ReportFields(
    report_of="Director of children’s services",
    contact="Placements manager",
    purpose="To agree where three children will live.",
    recommendations="Agree the three homes named in this report.",
    background="Three children still live in homes that are not registered.",
)
OPEN_REPORT = ReportFields(
    report_of="Director of children’s services",
    contact="Fostering manager",
    purpose="To tell the board how many foster carers for older children have been approved.",
    recommendations="Note the report.\nAsk for figures by district.",
    background="Children over ten wait longest for a carer who can keep them until they are grown.",
    reasons="The action has been re-dated twice.",
    finance="The campaign is paid for from the existing budget.",
    background_papers="Fostering report of the last year",
)
RECRUITMENT = ItemFields(
    title="Foster carers for children over ten", lead="Fostering manager", purpose="note"
)

# What was minuted, by the title of the item. The first meeting:
FIRST_MINUTES = {
    "Apologies and substitutes": ItemMinutes(
        text="Apologies came from Ed Marsh. Gwen Tully stood in for him."
    ),
    "Declarations of interest": ItemMinutes(text="There were none."),
    "Minutes of the last meeting": ItemMinutes(text="This was the first meeting."),
    RECRUITMENT.title: ItemMinutes(
        text="The fostering manager introduced the report. Members asked why three in four "
        "enquiries come from one district.",
        resolution="To note the report, and to ask for figures by district.",
        reasons="The board cannot tell from one figure where carers are missing.",
        votes_for=5,
        votes_against=0,
    ),
}
# The second meeting:
SECOND_MINUTES = {
    "Apologies and substitutes": ItemMinutes(text="Apologies came from Dilys Penrose."),
    "Declarations of interest": ItemMinutes(
        text="Ben Carew is a foster carer. He stayed, as no carer was named."
    ),
    "Minutes of the last meeting": ItemMinutes(
        text="The minutes were agreed.", resolution="To agree the minutes as a correct record."
    ),
    RESPONSE.title: ItemMinutes(
        text="The director introduced the plan’s exceptions. Members asked which actions had been "
        "re-dated more than once, and who had agreed to it. The director undertook to bring the "
        "reasons to the next meeting.",
        resolution="To endorse the response, and to look at every action that is re-dated twice.",
        reasons="The plan answers each area for improvement, but dates have moved without the "
        "board being told.",
        votes_for=3,
        votes_against=1,
        abstained=0,
    ),
    MEASURES.title: ItemMinutes(
        text="Members asked how Wexcombe compares with its neighbours.",
        resolution="To note the measures.",
    ),
    EXEMPT.title: ItemMinutes(
        text="Members asked how the children had been told.",
        resolution="To agree the three homes named in the report.",
    ),
}
CORRECTED = ItemMinutes(text="Ben Carew is a foster carer. He stayed, as no carer was named in it.")
# Text, owner, days after the meeting until it was due.
BY_DISTRICT = ("Bring figures on foster carers by district", "Fostering manager", 20)
REASONS = ("Bring the reasons for every action that was re-dated twice", "Farah Noor", 28)
NEIGHBOURS = ("Compare the plan’s measures with those of ten similar councils", "Olive Officer", 14)
