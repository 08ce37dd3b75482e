"""The Education Board of made-up Wexcombe, with members and a called meeting."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from django.conf import LazySettings

from cusp.reports import Report
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.boards import boards, items, meetings, memberships, paper_files, papers
from cusp.web.boards.boards import BoardFields, StandingItem
from cusp.web.boards.items import ItemFields
from cusp.web.boards.meetings import When
from cusp.web.boards.memberships import MembershipFields
from cusp.web.boards.models import AgendaItem, AgendaPaper, Board, Meeting, Membership
from cusp.web.boards.paper_files import PaperFile
from cusp.web.boards.papers import PaperFields
from cusp.web.record.intake.add_report import Added
from cusp.web.record.models import Inspection
from cusp.web.response import plans
from cusp.web.response.models import Plan

# A form that a browser sends with nothing filled in.
EMPTY = {"csrfmiddlewaretoken": "none"}
ADDED = date(2019, 9, 2)
PLANNED = date(2019, 9, 9)
MEETS = date(2019, 10, 22)
LAST_DAY = date(2019, 10, 14)  # five clear working days before
PDF = b"%PDF-1.7 "


@pytest.fixture
def officer(person: Callable[..., User]) -> User:
    return person(Role.OFFICER)


@pytest.fixture
def inspection(
    specimens: dict[str, tuple[Path, Report]],
    add_report: Callable[..., Added],
    settings: LazySettings,
) -> Inspection:
    """The inspection of 2024, of this installation's own council."""
    settings.HOME_AUTHORITY = "wexcombe"
    return add_report(*specimens["2024-01-29"]).inspection


@pytest.fixture
def plan(inspection: Inspection) -> Plan:
    """The council's improvement plan."""
    return plans.start_plan(inspection, received=date(2024, 3, 4), on=date(2024, 3, 11), by=None)


@pytest.fixture
def board(officer: User) -> Board:
    fields = BoardFields(
        name="Education Board", kind="schools-forum", usual_place="Tickfield Centre",
        usual_start=time(8, 15), usual_end=time(10),
    )  # fmt: skip
    made = boards.add_board(fields, on=ADDED, by=officer)
    standing = (StandingItem(title="Apologies"), StandingItem(title="Minutes", purpose="decide"))
    boards.set_standing_items(made, standing, seen_version=1, on=ADDED, by=officer)
    return made


@pytest.fixture
def private_board(officer: User) -> Board:
    fields = BoardFields(name="Improvement Board", kind="improvement-board", quorum_number=3)
    return boards.add_board(fields, on=ADDED, by=officer)


@pytest.fixture
def members(board: Board, officer: User) -> list[Membership]:
    fields = [MembershipFields(name="Asha Okafor", role="chair", starts=ADDED)]
    fields += [MembershipFields(name=f"Member {n}", starts=ADDED) for n in range(2, 6)]
    return [memberships.add_membership(board, one, on=PLANNED, by=officer) for one in fields]


@pytest.fixture
def meeting(board: Board, officer: User) -> Meeting:
    made = meetings.plan_meeting(board, When(date=MEETS), on=PLANNED, by=officer)
    meetings.call_meeting(made, on=PLANNED, by=officer)
    return made


@pytest.fixture
def item(meeting: Meeting, officer: User) -> AgendaItem:
    fields = ItemFields(title="Response to the inspection", lead="Director", purpose="discuss")
    return items.add_item(meeting, fields, on=PLANNED, by=officer)


@pytest.fixture
def attach(officer: User) -> Callable[..., AgendaPaper]:
    """Attaches a PDF with its title as its words."""

    def attaching(item: AgendaItem, title: str, on: date = PLANNED, **more: object) -> AgendaPaper:
        made = paper_files.keep_made(f"{title}.pdf", PDF + title.encode())
        fields = PaperFields(title=title, **more)  # type: ignore[arg-type]
        file = PaperFile(file=made, pages=1)
        return papers.attach_paper(item, fields, file=file, on=on, by=officer)

    return attaching
