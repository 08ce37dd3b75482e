"""Papers that Cusp makes from the plan, the published response and the record of inspections."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from cusp.cli._demo_plan import tell
from cusp.packs.written import Bullets, Chart, Table, Text, WrittenPaper
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.boards import meetings
from cusp.web.boards.living import inspection_papers, plan_papers, statement_paper
from cusp.web.boards.meetings import When
from cusp.web.boards.models import Board
from cusp.web.common.wording import say_date
from cusp.web.record.models import Inspection
from cusp.web.response import statement_content as public
from cusp.web.response import statements
from tests.packs.made import page_texts

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def texts(paper: WrittenPaper) -> str:
    """All words of a paper."""
    said = [paper.title, *paper.under]
    for block in paper.blocks:
        match block:
            case Table():
                said += [cell for row in block.rows for cell in row]
            case Bullets():
                said += block.items
            case Chart():
                said.append(block.alt)
            case _:
                said.append(block.text)
    return "\n".join(said)


@pytest.fixture
def home(wexcombe: list[Inspection], settings: LazySettings) -> list[Inspection]:
    settings.HOME_AUTHORITY = "wexcombe"
    return wexcombe


def test_papers_from_the_record_and_the_plan(
    home: list[Inspection], person: Callable[..., User], board: Board
) -> None:
    compared = texts(inspection_papers.comparison_paper(today=TODAY))
    assert "Inspections of 2024 and 2026 compared" in compared
    assert "1 of 3 areas for improvement was carried over from 2024 into 2026." in compared
    assert "(2024 report, page 1)" in compared  # every area cites its page
    place = texts(inspection_papers.place_paper(today=TODAY))
    assert "The grade is Ofsted’s. The place is Cusp’s" in place
    assert "(2026 report, page" in place
    tell(
        officer=person(Role.OFFICER, email="a@b.example"), owner=person(Role.ACTION_OWNER),
        member=person(Role.MEMBER), today=TODAY,
    )  # fmt: skip
    measures = plan_papers.measures_paper(today=TODAY)
    charts = [block for block in measures.blocks if isinstance(block, Chart)]
    assert charts
    assert all("The table below has every reading" in chart.alt for chart in charts)
    last, next_one = (
        meetings.plan_meeting(board, When(date=day), on=TODAY, by=None, confirmed=True)
        for day in (TODAY - timedelta(days=60), TODAY + timedelta(days=30))
    )
    meetings.call_meeting(last, on=TODAY, by=None)
    made = plan_papers.plan_paper("plan changes", next_one, today=TODAY)
    assert plan_papers.since_day(plan_papers._plan(), next_one, today=TODAY) == last.date
    first = " ".join(page_texts(made.pdf)[0].split())
    assert f"changes since {say_date(last.date)}" in first


def test_a_withheld_reading_stays_withheld(
    home: list[Inspection], monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = (
        public.Reading(date(2026, 3, 31), withheld=True),
        public.Reading(date(2026, 6, 30), value=71.0, numerator=71, denominator=100),
    )
    measure = public.Measure("M1", "Visits in time", readings=readings)
    area = public.Priority("P1", "Visits", measures=(measure,), outcome="Seen in time")
    statement = public.Statement(
        "Wexcombe", "Our response", (date(2026, 5, 11), date(2026, 5, 15)), priorities=(area,)
    )
    seen = statements.Seen(2, date(2026, 7, 1), statement)
    monkeypatch.setattr(statements, "published_response", lambda _: seen)
    monkeypatch.setattr(statements, "version_of", lambda *_: seen)
    paper = statement_paper.statement_paper(today=TODAY)
    assert "Version 2, published on 1 July 2026" in paper.under
    rows = [row for block in paper.blocks if isinstance(block, Table) for row in block.rows]
    assert ("31 March 2026", "Withheld", "Withheld") in rows
    assert ("30 June 2026", "71%", "71 of 100") in rows
    assert any(isinstance(b, Text) and "small" in b.text for b in paper.blocks)
