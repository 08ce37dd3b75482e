"""The annual report has a year's figures, no child, no small number, and opens in Word."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from docx import Document

from cusp.plans.ready_paper import ReadyHeading, ReadyPaper, ReadyTable
from cusp.web.accounts.models import Event, User
from cusp.web.practice import annual_figures, annual_report
from cusp.web.practice.challenges import To
from cusp.web.practice.choices import Effect, Stage, Theme
from cusp.web.practice.models import Chairing, Figure, MidwayReview, Snapshot
from tests.web.practice.challenge_rows import SOUTH, TODAY, child_in, ended, raised, sees
from tests.web.practice.test_challenges_page import browser

pytestmark = pytest.mark.django_db
LAST_YEAR = date(2025, 10, 6)
HERE = "/practice/challenges/annual-report/"


def make_year(officer: User, *, changed: int, nothing: int) -> None:
    for n in range(changed + nothing):
        child = child_in(SOUTH, f"C-{n:05}", chair="Carla Dunn")
        theme = Theme.DRIFT if n % 2 else Theme.HEALTH
        to = To(Stage.FORMAL, 2, name="Ben Okafor")
        row = raised(child, officer, to=to, on=LAST_YEAR, theme=theme)
        effect = Effect.CHANGED if n < changed else Effect.NOTHING
        ended(row, officer, effect, on=date(2025, 10, 20))


def words(paper: ReadyPaper) -> str:
    said: list[str] = []
    for part in paper.parts:
        if isinstance(part, ReadyTable):
            said += [" | ".join(map(str, row)) for row in part.rows]
        else:
            said.append(part.text)
    return "\n".join(said)


def paper_of(year: int) -> ReadyPaper:
    found = annual_figures.of_year(year, today=TODAY)
    return annual_report.report(found, council="Wexcombe", today=TODAY)


@pytest.fixture
def officer(person: Callable[..., User]) -> User:
    return sees(person, "carla", names=["Carla Dunn"])


def test_a_report_without_any_figures_is_all_there_to_write(db: None) -> None:
    paper = paper_of(2025)
    assert "No challenges were recorded." in words(paper)
    assert "no return of this year is loaded" in words(paper)
    assert annual_report.to_write(paper) >= 10
    headings = [one.text for one in paper.parts if isinstance(one, ReadyHeading) and one.level == 1]
    assert headings == [
        "Purpose and legal basis", "The service and caseloads", "Reviews in time",
        "Midway reviews", "Participation", "Challenge and dispute resolution",
        "What challenge changed", "Referrals to Cafcass", "Priorities for next year",
        "How the figures were made",
    ]  # fmt: skip


def test_the_figures_of_the_year(officer: User) -> None:
    make_year(officer, changed=12, nothing=8)
    said = words(paper_of(2025))
    assert "20 challenges were raised." in said
    assert "Drift or delay | 10" in said
    assert "Service manager | 20" in said
    assert "20 of 20 formal challenges were answered in time (100.0%)." in said
    assert "12 of 20 challenges with a known effect changed something" in said
    assert "Service manager | 10.0" in said  # 6 to 20 October: 10 working days
    assert "There was 1 reviewing officer, with 20.0 children each on average." in said
    assert "No challenges were recorded." in words(paper_of(2026))


def test_small_numbers_are_hidden_and_their_shares_left_out(officer: User) -> None:
    make_year(officer, changed=17, nothing=3)
    paper = paper_of(2025)
    assert "Nothing changed | c" in words(paper)
    assert "is not published, because it would give a small number away" in words(paper)
    assert annual_report.hidden(paper) >= 2
    assert "C-000" not in words(paper)


def test_four_challenges_give_no_figure(officer: User) -> None:
    make_year(officer, changed=4, nothing=0)
    said = words(paper_of(2025))
    assert "Too few challenges were raised" in said
    assert "Drift" not in said


def test_measures_of_the_newest_return_of_the_year(officer: User) -> None:
    for day, part in ((date(2025, 9, 30), 150), (date(2026, 3, 31), 180), (date(2026, 5, 31), 9)):
        snapshot = Snapshot.objects.create(
            kind="annex_a", as_at=day, file="a", sha256=str(day), folder=str(day), rows=1,
            errors=0, warnings=0, loaded_at=datetime(2026, 6, 1, tzinfo=UTC), loaded_by_then="x",
            retain_until=day,
        )  # fmt: skip
        Figure.objects.create(snapshot=snapshot, code="C5", numerator=part, denominator=200,
                              undetermined=3)  # fmt: skip
        Figure.objects.create(snapshot=snapshot, code="P6", numerator=197, denominator=200,
                              undetermined=40)  # fmt: skip
    said = words(paper_of(2025))
    assert "Care reviews up to date | 90.0% (180 of 200) | a few could not be judged" in said
    # All but three were in time, which would give the three away.
    assert "Review conferences up to date | c | 40 could not be judged" in said


def test_midway_reviews(officer: User) -> None:
    for n in range(16):
        child = child_in(SOUTH, str(n))
        MidwayReview.objects.create(child=child, on=LAST_YEAR, name="Carla Dunn",
                                    contact_with_child=n < 8, recorded_by_then="x")  # fmt: skip
    said = words(paper_of(2025))
    assert "With contact with the child | 8" in said
    assert "All | 16" in said


def test_it_downloads_as_word_for_those_who_see_the_whole_service(
    officer: User, person: Callable[..., User]
) -> None:
    make_year(officer, changed=12, nothing=8)
    Chairing.objects.create(child=child_in(SOUTH, "X-1"), role="reviewing officer", name="A B")
    assert browser(officer).get(HERE).status_code == 403
    assert browser(officer).get(f"{HERE}2025/word/").status_code == 403
    head = browser(sees(person, "head", whole_service=True))
    page = head.get(f"{HERE}?year=2025").content.decode()
    assert "for you to write" in page
    assert "20 challenges were raised." in page
    assert head.get(f"{HERE}?year=1999").status_code == 404
    file = head.get(f"{HERE}2025/word/")
    document = Document(io.BytesIO(file.content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "1 April 2025 to 31 March 2026" in text
    assert "[To write: Priorities" in text
    section = document.sections[0]
    assert (section.page_height or 0) > (section.page_width or 0)
    assert Event.objects.filter(action__startswith="made the annual report").count() == 1
