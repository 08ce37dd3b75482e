"""Nothing exempt, confidential or not yet published reaches anyone who may not see it.

Secret words stand in every place that is not public. Every address of boards, and the search, is
then fetched as every kind of person, and PDFs are unpacked.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from cusp.meetings import Check
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.boards import items, meetings, memberships, packs, paper_files, papers, publish_jobs
from cusp.web.boards.items import ItemFields
from cusp.web.boards.meetings import When
from cusp.web.boards.memberships import MembershipFields
from cusp.web.boards.models import AgendaItem, Board, Meeting, Publication
from cusp.web.boards.paper_files import PaperFile
from cusp.web.boards.papers import PaperFields
from tests.packs.made import everything_in, page_texts, tagged
from tests.web.response import large_plan

pytestmark = pytest.mark.django_db

# For members and officers, for officers only, and for everyone.
EXEMPT, DRAFT, OPEN = "Xanthippe", "Zenobia", "Wilhelmina"
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
TODAY = timezone.localdate()
PEOPLE = {
    "on the board": (Role.MEMBER, {EXEMPT, OPEN}),
    "other member": (Role.MEMBER, {OPEN}),
    "action owner": (Role.ACTION_OWNER, {OPEN}),
    "practice": (Role.PRACTICE, {OPEN}),
    "administrator": (Role.ADMINISTRATOR, {OPEN}),
    "nobody": (None, {OPEN}),
}


@pytest.fixture
def when(board: Board, person: Callable[..., User]) -> Meeting:
    made = meetings.plan_meeting(
        board, When(date=TODAY + timedelta(days=40)), on=TODAY, by=None, confirmed=True
    )
    meetings.call_meeting(made, on=TODAY, by=None)
    return made


def add(meeting: Meeting, title: str, **more: object) -> AgendaItem:
    return items.add_item(meeting, ItemFields(title=title, **more), on=TODAY, by=None)  # type: ignore[arg-type]


def attach(item: AgendaItem, title: str, *checks: Check, **more: object) -> int:
    file = paper_files.keep(SimpleUploadedFile(f"{title}.pdf", tagged(title)))
    made = PaperFile(file=file, pages=2, checks=checks)
    fields = PaperFields(title=title, **more)  # type: ignore[arg-type]
    return papers.attach_paper(item, fields, file=made, on=TODAY, by=None).pk


def with_secrets(meeting: Meeting) -> None:
    """An agenda with a secret in every place that is not public."""
    response = add(meeting, f"Response of {OPEN}", purpose="discuss")
    answered = Check(
        code="hidden words", what=f"Words {DRAFT}", answer=f"Seen by {DRAFT}", by=DRAFT
    )
    attach(response, f"Open report of {OPEN}", answered)
    own = {"own_access": True, "access": "exempt", "paragraphs": (1,)}
    attach(response, f"Appendix on {EXEMPT}", **own, public_interest=f"It names {EXEMPT}.")
    why = {"paragraphs": (1, 2), "public_interest": f"A child called {EXEMPT} could be recognised."}
    exempt = add(
        meeting, f"Placement of {EXEMPT}", public_title="A placement", access="exempt",
        lead=f"Worker of {EXEMPT}", resolution=f"That {EXEMPT} is discussed in private.", **why,
    )  # fmt: skip
    attach(exempt, f"Report on {EXEMPT}")
    text = {"purpose": f"To help {EXEMPT}", "recommendations": f"To agree with {EXEMPT}"}
    papers.attach_paper(
        exempt, PaperFields(title=f"Plan for {EXEMPT}"), kind="report", made_from=text, on=TODAY,
        by=None,
    )  # fmt: skip
    add(meeting, f"Court case of {EXEMPT}", access="confidential", lead=EXEMPT)


def not_yet_published(meeting: Meeting) -> None:
    """Changes after publication, for a supplement that has not been published."""
    response = meeting.agenda_items.get(title__startswith="Response")
    attach(response, f"Late paper on {DRAFT}")
    add(meeting, f"Letter from {DRAFT}")


def published(meeting: Meeting) -> Publication:
    seen = publish_jobs.ready(meeting)
    job = publish_jobs.ask(
        meeting, seen=seen.digest, late_reason="", at=timezone.now(), on=TODAY, by=None
    )
    publish_jobs.run(job)
    job.refresh_from_db()
    assert (job.state, job.why) == ("done", "")
    return meeting.publications.get()


@pytest.fixture
def clients(person: Callable[..., User], board: Board) -> dict[str, Client]:
    found = {"nobody": Client()}
    for who, (role, _) in PEOPLE.items():
        if role:
            user = person(role, email=f"{who.replace(' ', '-')}@one.example")
            Authenticator.objects.create(
                user=user, type=Authenticator.Type.TOTP, data={"secret": "x"}
            )
            found[who] = large_plan.signed_in(user)
            if who == "on the board":
                fields = MembershipFields(person=user, starts=TODAY)
                memberships.add_membership(board, fields, on=TODAY, by=None)
    return found


def addresses(meeting: Meeting) -> Iterator[str]:
    """Every address of boards with every item and paper, and the search for each secret."""
    every = list(meeting.agenda_items.all())
    values = {
        "slug": [meeting.board.slug], "address": [meeting.address], "number": ["1"],
        "seat": ["S1"], "form": ["json", "csv"], "item": [str(one.pk) for one in every],
        "paper": [str(paper.pk) for one in every for paper in one.papers.all()],
    }  # fmt: skip
    for route, pattern, _ in large_plan.patterns(get_resolver()):
        if pattern.callback.__module__.startswith("cusp.web.boards"):
            names = PLACE.findall(route)
            for chosen in product(*(values.get(name, ["1"]) for name in names)):
                filled = iter(chosen)
                yield "/" + PLACE.sub(lambda _, filled=filled: next(filled), route)  # type: ignore[misc]
    for word in (EXEMPT, DRAFT):
        yield f"/search/?q={word}"


def told(client: Client, address: str, folder: Path) -> bytes:
    """All that an answer says, with its headers; PDFs are unpacked."""
    answer = client.get(address)
    content = answer.getvalue()
    said = [address.encode(), str(answer.headers).encode(), content]
    if "q=" in address:  # the word that was searched for is repeated
        return b"" if b"No passages mention" in content else content
    if content.startswith(b"%PDF-"):
        place = folder / hashlib.sha256(content).hexdigest()
        if place.exists():
            return place.with_suffix(".txt").read_bytes()
        place.write_bytes(content)
        said += [everything_in(place), *(text.encode() for text in page_texts(place))]
        place.with_suffix(".txt").write_bytes(b"\n".join(said))
    return b"\n".join(said)


def test_nobody_is_told_what_they_may_not_see(
    when: Meeting, clients: dict[str, Client], tmp_path: Path, officer: User
) -> None:
    with_secrets(when)
    published(when)
    not_yet_published(when)
    found = {name: set[str]() for name in PEOPLE}
    wrong = []
    for address in addresses(when):
        for name, client in clients.items():
            said = told(client, address, tmp_path)
            words = {word for word in (EXEMPT, DRAFT, OPEN) if word.encode() in said}
            found[name] |= words
            if words - PEOPLE[name][1]:
                wrong.append((name, address, words))
    assert wrong == []
    page = large_plan.signed_in(officer).get(f"/boards/education-board/{when.address}/publish/")
    assert all(word in page.content.decode() for word in (EXEMPT, DRAFT, OPEN))
    # Each person is told what they may see, so the test looks in the right places.
    assert found == {name: may for name, (_, may) in PEOPLE.items()}


def test_a_withdrawn_paper_leaves_the_pack(
    when: Meeting, clients: dict[str, Client], tmp_path: Path
) -> None:
    item = add(when, "Response")
    gone = attach(item, f"Report of {OPEN}")
    attach(item, "The other report")
    published(when)
    here = f"/boards/education-board/{when.address}"
    nobody = clients["nobody"]
    assert OPEN.encode() in told(nobody, f"{here}/pack.pdf", tmp_path)
    paper = item.papers.get(pk=gone)
    papers.withdraw_paper(
        paper, why="It names a child", seen_version=paper.row_version, on=TODAY, by=None
    )
    assert nobody.get(f"{here}/papers/{gone}/").status_code == 404
    assert nobody.get(f"{here}/pack.pdf").status_code == 503
    packs.make_for(when.publications.get())
    again = told(nobody, f"{here}/pack.pdf", tmp_path)
    assert OPEN.encode() not in again
    assert b"The other report" in again
    assert b"1 paper is withdrawn" in b" ".join(again.split())


def test_a_closed_paper_leaves_the_public_pack(
    when: Meeting, clients: dict[str, Client], tmp_path: Path
) -> None:
    item = add(when, "Response")
    closed = attach(item, f"Report of {OPEN}")
    published(when)
    here = f"/boards/education-board/{when.address}"
    paper = item.papers.get(pk=closed)
    fields = PaperFields(title="Report", own_access=True, access="confidential")
    papers.change_paper(paper, fields, seen_version=paper.row_version, on=TODAY, by=None)
    packs.make_for(when.publications.get())
    assert b"Words of" not in told(clients["nobody"], f"{here}/pack.pdf", tmp_path)
    assert OPEN.encode() in told(clients["on the board"], f"{here}/members-pack.pdf", tmp_path)


def test_every_page_of_a_pack_says_which_it_is(when: Meeting, clients: dict[str, Client]) -> None:
    item = add(when, "Response")
    attach(item, "First report")
    attach(item, "Second report")
    published(when)
    answer = clients["nobody"].get(f"/boards/education-board/{when.address}/pack.pdf")
    pages = page_texts(answer.getvalue())
    assert len(pages) == 5
    assert all(f"Page {k} of 5" in text for k, text in enumerate(pages, start=1))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    row = when.publications.get().packs.get(copy="public")
    assert [(e.title, e.tagged) for e in packs.entries_of(row)][-2:] == [
        ("First report", True), ("Second report", True),
    ]  # fmt: skip
