"""The boards that the demo shows."""

from collections.abc import Callable
from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client

from cusp.cli import _demo_board, _demo_plan
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.boards import paper_files, publish_jobs, questions, records, undertakings
from cusp.web.boards.models import AgendaPaper, Board, Meeting, Minutes, Undertaking
from cusp.web.boards.notices import notice_for
from cusp.web.boards.paper_files import PaperFile
from cusp.web.record.models import Inspection
from cusp.web.response.models import Action
from tests.web.boards.conftest import PDF

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def stub(paper: AgendaPaper, _day: date) -> PaperFile:
    made = paper_files.keep_made(f"{paper.pk}.pdf", PDF + str(paper.pk).encode())
    return PaperFile(file=made, pages=1)


@pytest.fixture
def told(inspection: Inspection, officer: User, person: Callable[..., User]) -> Board:
    owner, member = person(Role.ACTION_OWNER), person(Role.MEMBER)
    _demo_plan.tell(officer=officer, owner=owner, member=member, today=TODAY)
    board = _demo_board.tell(officer=officer, member=member, today=TODAY, make=stub)
    assert board is not None
    assert _demo_board.tell(officer=officer, member=member, today=TODAY, make=stub) is None
    return board


def test_the_demo_board_shows_what_a_year_of_meetings_leaves(
    told: Board, client: Client, settings: LazySettings
) -> None:
    first, second, coming = Meeting.objects.filter(board=told)
    assert (first.minutes.status, second.minutes.status) == ("agreed", "draft")
    assert Minutes.objects.filter(published_on=None).count() == 0
    assert not second.publications.get().late
    notice = notice_for(coming, today=TODAY)
    assert notice.publish_by is not None
    assert notice.publish_by > TODAY
    missing = publish_jobs.ready(coming).draft.missing
    assert [one.code for one in missing] == ["to-follow"]
    arising = undertakings.matters_arising(told, coming.date)
    assert [len(one.due) for one in arising] == [1, 2]
    linked = Undertaking.objects.exclude(plan_action="").get()
    action = Action.objects.get(number=int(linked.plan_action[1:]))
    assert f"From the {told} of" in action.updates.get().text
    asked = questions.questions_for(records.meeting_record(coming).items)
    every = [one for item in asked for one in item.questions]
    assert 4 <= len(every) <= 8
    assert len({one.text for one in every}) == len(every)
    assert all(one.sources for one in every)
    page = client.get(f"/boards/education-board/{second.address}/minutes/").content.decode()
    assert "three homes" not in page
    settings.DEMO = True
    page = client.get("/story/").content.decode()
    assert coming.get_absolute_url() in page
    assert page.count('<section class="cusp-judgement"') == 8
    assert 'href="/plan/measures/M1/"' in page
    settings.DEMO = False
    assert client.get("/story/").status_code == 404
