"""Officers' pages of agendas, papers, publishing and notice."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from unittest.mock import Mock

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from docx import Document

from cusp.outside.process import NotNow
from cusp.web.accounts.models import User
from cusp.web.boards import downloads, items, meetings, papers, publish_jobs
from cusp.web.boards.items import ItemFields
from cusp.web.boards.living import making
from cusp.web.boards.meetings import When
from cusp.web.boards.models import AgendaItem, AgendaPaper, Board, Meeting, PublishJob
from cusp.web.boards.papers import PaperFields
from cusp.web.boards.refusals import CannotChange
from tests.packs.made import drawn, page_texts, saved, tagged, words
from tests.web.boards.conftest import EMPTY
from tests.web.response import large_plan

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def soon(board: Board, officer: User) -> Meeting:
    """A called meeting in 40 days."""
    when = When(date=TODAY + timedelta(days=40))
    made = meetings.plan_meeting(board, when, on=TODAY, by=officer, confirmed=True)
    meetings.call_meeting(made, on=TODAY, by=officer)
    return made


@pytest.fixture
def client(officer: User) -> Client:
    return large_plan.signed_in(officer)


@pytest.fixture
def response(soon: Meeting) -> AgendaItem:
    return items.add_item(soon, ItemFields(title="Response"), on=TODAY, by=None)


def at(meeting: Meeting, page: str) -> str:
    return f"/boards/education-board/{meeting.address}/{page}"


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def upload(client: Client, item: AgendaItem, name: str, content: bytes) -> str:
    sent = {"file": SimpleUploadedFile(name, content), "title": "A paper", "access": "item"}
    there = at(item.meeting, f"agenda/{item.pk}/papers/upload/")
    return client.post(there, sent, follow=True).content.decode()


def work() -> None:
    """What the worker does."""
    publish_jobs.run(PublishJob.objects.get(state="waiting"))


# The agenda


def test_the_order_is_typed_and_two_officers_see_both(client: Client, soon: Meeting) -> None:
    first, second = soon.agenda_items.all()
    soon.refresh_from_db()
    seen = soon.row_version
    typed = {"seen_version": seen, f"item_{second.pk}": 1, f"item_{first.pk}": 1}
    client.post(at(soon, "agenda/"), typed)
    assert list(soon.agenda_items.values_list("title", flat=True)) == ["Minutes", "Apologies"]
    back = {"seen_version": seen, f"item_{second.pk}": 5, f"item_{first.pk}": 1}
    answer = client.post(at(soon, "agenda/"), back)
    assert answer.status_code == 400
    assert "Saved by someone else" in answer.content.decode()


def test_an_empty_item_or_paper_says_what_to_enter(client: Client, soon: Meeting) -> None:
    item = soon.agenda_items.all()[0]
    of_paper = "Select who may see the paper"
    for form, said in [
        ("add/", "Select how the report reaches the board"),
        ("add/", "Select who may see the item"),
        (f"{item.pk}/papers/upload/", of_paper),
        (f"{item.pk}/papers/make/", of_paper),
        (f"{item.pk}/papers/report/", of_paper),
    ]:
        shown = client.post(at(soon, f"agenda/{form}"), EMPTY).content.decode()
        assert said in shown
        assert "This field is required" not in shown


def test_what_is_missing_links_to_where_to_mend_it(client: Client, soon: Meeting) -> None:
    exempt = {"title": "A case", "access": "exempt", "form": "to follow", "purpose": "decide"}
    client.post(at(soon, "agenda/add/"), exempt)
    item = soon.agenda_items.get(title="A case")
    shown = page(client, at(soon, "agenda/"))
    assert "3 items, 3 things still missing" in shown
    assert f'{at(soon, f"agenda/{item.pk}/")}">Item 3: it is exempt, but no paragraph' in shown
    assert f'{at(soon, f"agenda/{item.pk}/papers/")}">Item 3: the paper is still' in shown
    mended = exempt | {
        "seen_version": item.row_version, "paragraphs": ["1"], "public_interest": "It names her",
        "form": "verbal",
    }  # fmt: skip
    client.post(at(soon, f"agenda/{item.pk}/"), mended)
    assert "3 items, with nothing missing" in page(client, at(soon, "agenda/"))


def test_standing_items_can_be_put_back(client: Client, soon: Meeting) -> None:
    first = soon.agenda_items.first()
    assert first
    items.withdraw_item(first, why="By mistake", seen_version=1, on=TODAY, by=None)
    assert soon.agenda_items.values_list("title", "number")[0] == ("Minutes", "1")
    client.post(at(soon, "agenda/standing/"))
    rows = soon.agenda_items.filter(withdrawn=False).values_list("title", flat=True)
    assert list(rows) == ["Minutes", "Apologies"]
    assert "standing items" not in page(client, at(soon, "agenda/"))


# Papers


def test_words_under_a_box_stop_publication_until_answered(
    client: Client, response: AgendaItem
) -> None:
    hidden = drawn(words("Sam Secret") + "0 0 0 rg 60 690 200 30 re f\n")
    shown = upload(client, response, "figures.pdf", saved(hidden))
    assert "words under a filled box" in shown
    assert "Sam Secret" in shown
    assert "is not tagged" in shown
    assert "still missing" in page(client, at(response.meeting, "agenda/"))
    paper = response.papers.get()
    client.post(at(response.meeting, f"papers/{paper.pk}/answer/1/"), {"answer": "A made-up name"})
    shown = page(client, at(response.meeting, f"agenda/{response.pk}/papers/"))
    assert "Answered by Officer" in shown
    assert "with nothing missing" in page(client, at(response.meeting, "agenda/"))


def test_a_file_that_cannot_be_a_paper_is_refused_in_a_sentence(
    client: Client, response: AgendaItem
) -> None:
    locked = saved(drawn(words("A page")), encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "protected by a password. Save a copy without one" in upload(
        client, response, "locked.pdf", locked
    )
    large = b"%PDF-1.7" + b"0" * 50_000_000
    assert "must be smaller than 50 MB" in upload(client, response, "large.pdf", large)
    assert "is not a PDF file" in upload(client, response, "a.pdf", b"MZ program")
    assert not response.papers.exists()


def test_a_word_document_is_published_beside_the_pack(client: Client, response: AgendaItem) -> None:
    out = BytesIO()
    Document().save(out)
    assert "published beside the pack" in upload(client, response, "letter.docx", out.getvalue())


@pytest.mark.parametrize("kind", ["plan full", "plan exceptions", "plan changes", "measures"])
def test_the_plan_is_never_an_open_paper_of_a_public_board(
    response: AgendaItem, private_board: Board, kind: str
) -> None:
    with pytest.raises(CannotChange, match="not public"):
        papers.attach_paper(response, PaperFields(title="Plan"), kind=kind, on=TODAY, by=None)
    own = PaperFields(title="Plan", own_access=True, access="confidential")
    papers.attach_paper(response, own, kind=kind, on=TODAY, by=None)
    paper = response.papers.get()
    with pytest.raises(CannotChange, match="not public"):
        papers.change_paper(
            paper, PaperFields(title="Plan"), seen_version=paper.row_version, on=TODAY, by=None
        )
    AgendaPaper.objects.update(own_access=False)  # as if the item had been exempt until now
    found = publish_jobs.ready(response.meeting).draft.missing
    assert [one.code for one in found] == ["never-public"]
    when = When(date=TODAY + timedelta(days=40))
    private = meetings.plan_meeting(private_board, when, on=TODAY, by=None, confirmed=True)
    item = items.add_item(private, ItemFields(title="Plan"), on=TODAY, by=None)
    papers.attach_paper(item, PaperFields(title="Plan"), kind=kind, on=TODAY, by=None)


def test_a_written_report_becomes_a_tagged_pdf(client: Client, response: AgendaItem) -> None:
    there = at(response.meeting, f"agenda/{response.pk}/papers/report/")
    typed = {
        "title": "Response to the inspection", "access": "item", "report_of": "Director",
        "purpose": "To report what has been done.", "finance": "None.",
        "recommendations": "To note the progress\nTo ask for a report in March",
    }  # fmt: skip
    assert client.post(there, {**typed, "purpose": ""}).status_code == 400
    client.post(there, typed)
    paper = response.papers.get()
    answer = client.get(at(response.meeting, f"papers/{paper.pk}/preview/"))
    text = page_texts(answer.content)[0]
    for said in ("Education Board", "Report of: Director", "Recommendations", "2.", "Finance"):
        assert said in text
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
    assert not paper.sha256


# Publishing


def test_publishing_makes_papers_and_packs(client: Client, response: AgendaItem) -> None:
    meeting = response.meeting
    upload(client, response, "report.pdf", tagged("Report"))
    text = {"purpose": "To report.", "recommendations": "To note"}
    papers.attach_paper(
        response, PaperFields(title="Second"), kind="report", made_from=text, on=TODAY, by=None
    )
    there = at(meeting, "publish/")
    shown = page(client, there)
    assert "The agenda can be published" in shown
    assert "What members of the board will see" in shown
    seen = publish_jobs.ready(meeting).digest
    answer = client.post(there, {"seen": "something else"})
    assert "has changed since you opened this page" in answer.content.decode()
    client.post(there, {"seen": seen})
    assert "is being published" in page(client, there)
    work()
    shown = page(client, there)
    assert "The agenda is published, and nothing has changed since" in shown
    assert "Download the PDF" in shown
    assert all(paper.frozen and paper.sha256 for paper in response.papers.all())


def test_a_paper_that_cannot_be_made_stops_publishing(client: Client, response: AgendaItem) -> None:
    papers.attach_paper(response, PaperFields(title="Place"), kind="place", on=TODAY, by=None)
    seen = publish_jobs.ready(response.meeting).digest
    client.post(at(response.meeting, "publish/"), {"seen": seen})
    work()
    shown = page(client, at(response.meeting, "publish/"))
    assert "Publishing failed: " in shown
    assert not response.meeting.publications.exists()


def test_an_agenda_is_published_together_with_the_end_of_its_job(
    client: Client, response: AgendaItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(client, response, "report.pdf", tagged("Report"))
    seen = publish_jobs.ready(response.meeting).digest
    client.post(at(response.meeting, "publish/"), {"seen": seen})
    with monkeypatch.context() as patched:
        patched.setattr(PublishJob, "save", Mock(side_effect=OperationalError("disk I/O error")))
        with pytest.raises(OperationalError):
            work()
    assert not response.meeting.publications.exists()
    work()  # the worker tries again
    assert response.meeting.publications.get().number == 1


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [(NotNow(), 503, "Try again"), (making.NotMade("It took too long."), 500, "It took too long.")],
)
def test_a_notice_that_cannot_be_made_says_why(
    client: Client, response: AgendaItem, monkeypatch: pytest.MonkeyPatch,
    error: Exception, status: int, said: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(downloads, "laid_out", Mock(side_effect=error))
    answer = client.get(at(response.meeting, "notice.pdf"))
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_a_late_agenda_needs_a_reason(client: Client, board: Board) -> None:
    when = When(date=TODAY + timedelta(days=1))
    meeting = meetings.plan_meeting(board, when, on=TODAY, by=None, confirmed=True)
    meetings.call_meeting(meeting, on=TODAY, by=None)
    seen = publish_jobs.ready(meeting).digest
    answer = client.post(at(meeting, "publish/"), {"seen": seen, "late_reason": ""})
    assert "The last day to publish was" in answer.content.decode()
    client.post(at(meeting, "publish/"), {"seen": seen, "late_reason": "Urgent"})
    work()
    assert meeting.publications.get().late_reason == "Urgent"


# Forms


def test_only_a_form_with_a_file_is_sent_in_parts(client: Client, response: AgendaItem) -> None:
    papers_page = f"agenda/{response.pk}/papers/"
    for form, parts in (("upload/", 1), ("report/", 0)):
        shown = page(client, at(response.meeting, papers_page + form))
        assert 'name="title"' in shown
        assert shown.count('enctype="multipart/form-data"') == parts


# The notice


def test_the_notice_says_when_and_where_but_nothing_secret(
    client: Client, response: AgendaItem
) -> None:
    fields = ItemFields(
        title="Sam Secret", public_title="A case", access="exempt", paragraphs=(1,),
        public_interest="It names a child",
    )  # fmt: skip
    items.add_item(response.meeting, fields, on=TODAY, by=None)
    publish_jobs.run(
        publish_jobs.ask(
            response.meeting, seen=publish_jobs.ready(response.meeting).digest, late_reason="",
            at=timezone.now(), on=TODAY, by=None,
        )
    )  # fmt: skip
    shown = page(client, at(response.meeting, "notice/"))
    text = page_texts(client.get(at(response.meeting, "notice.pdf")).content)[0]
    for said in ("Tickfield Centre", "4. A case", "item 4 (exempt, paragraph 1 of Schedule 12A"):
        assert said in shown
        assert said in " ".join(text.split())
    assert "Sam Secret" not in shown + text
    Meeting.objects.update(private=True, private_reason="Staff")
    assert "No public notice: the meeting is in private" in page(
        client, at(response.meeting, "notice/")
    )


@pytest.mark.parametrize("kind", ["comparison", "place", "statement", "plan full", "measures"])
def test_a_paper_without_its_records_says_what_to_do(response: AgendaItem, kind: str) -> None:
    paper = AgendaPaper.objects.create(item=response, order=1, kind=kind, title="A paper")
    with pytest.raises(making.NotMade, match=r"[Aa]sk an administrator|Start one"):
        making.made_pdf(paper, today=TODAY)


def test_pages_of_agendas_make_few_queries(
    client: Client, response: AgendaItem, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    upload(client, response, "report.pdf", tagged("Report"))
    seen = publish_jobs.ready(response.meeting).digest
    client.post(at(response.meeting, "publish/"), {"seen": seen})
    work()
    for there in ("agenda/", f"agenda/{response.pk}/papers/", "publish/", "notice/", "pack.pdf"):
        with django_assert_max_num_queries(12):
            assert client.get(at(response.meeting, there)).status_code == 200
