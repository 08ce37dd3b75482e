"""Pages of the plan: what they answer, and who may do what on them."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from cusp.web.accounts import people
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.record.models import Inspection, Passage
from cusp.web.response import actions
from cusp.web.response.actions import ActionFields
from cusp.web.response.models import Action, Challenge, Evidence, Plan, Priority
from tests.web.response.conftest import DUE, RECEIVED, STARTED
from tests.web.response.test_plan_record import large

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
A1 = "/plan/actions/A1/"
RECEIVED_TYPED = {"received_day": "4", "received_month": "3", "received_year": "2024"}
LEADS_TO = ("update", "date", "rate", "evidence", "done")
OFFICERS = ("edit", "close", "reopen")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def page(officer: User) -> Client:
    """A browser in which the officer is signed in."""
    return browser(officer)


def typed_date(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


# Starting


def test_an_officer_starts_the_plan_in_one_step(page: Client, inspection: Inspection) -> None:
    said = page.get("/plan/").content.decode()
    assert "The plan for the 2024 inspection has not been started" in said
    assert f"{inspection.improvements} areas for improvement" in said
    answer = page.post("/plan/start/", RECEIVED_TYPED, follow=True)
    assert answer.redirect_chain == [("/plan/", 302)]
    said = answer.content.decode()
    assert f"No actions yet; 0 of {inspection.improvements} areas show impact" in said
    plan = Plan.objects.get()
    assert (plan.received, plan.changed_on) == (RECEIVED, timezone.localdate())
    assert page.get("/plan/start/").status_code == 302


def test_the_day_of_receipt_must_be_given(page: Client, inspection: Inspection) -> None:
    answer = page.post("/plan/start/", {"received_day": ""})
    assert answer.status_code == 400
    assert "Enter the date the council received the final report" in answer.content.decode()
    assert not Plan.objects.exists()


def test_without_a_council_or_a_report_the_page_says_what_to_do(
    page: Client, settings: LazySettings
) -> None:
    assert "CUSP_AUTHORITY" in page.get("/plan/").content.decode()
    settings.HOME_AUTHORITY = "southend-on-sea"
    assert "Add the report on your latest inspection" in page.get("/plan/").content.decode()
    assert page.get("/plan/areas/1/").status_code == 404


def test_a_member_cannot_start_it(inspection: Inspection, person: Callable[..., User]) -> None:
    member = browser(person(Role.MEMBER))
    assert "when an officer has started it" in member.get("/plan/").content.decode()
    assert member.post("/plan/start/", RECEIVED_TYPED).status_code == 403


# The overview and an area


def test_the_overview_says_what_is_late_and_needs_a_decision(
    page: Client, plan: Plan, action: Action
) -> None:
    said = page.get("/plan/").content.decode()
    count = plan.priorities.count()
    assert f"1 of 1 action late; 0 of {count} areas show impact" in said
    late = (timezone.localdate() - DUE).days
    assert "/plan/decisions/#late" in said
    assert "Areas without a measure" in said
    said = page.get("/plan/decisions/").content.decode()
    assert f"{late:,} days late: due on 28 June 2024." in said
    assert "A1. Audit 20 case files a month" in said
    assert "has no measure" in said


def test_an_area_shows_the_inspectors_words_with_their_source(
    page: Client, priority: Priority, action: Action
) -> None:
    said = page.get("/plan/areas/1/").content.decode()
    assert priority.words.split(".")[0] in said
    assert "/authorities/wexcombe/inspections/2024-01-29/improvement-1/" in said
    assert f"2024 report, page {priority.page}" in said
    assert "1 of 1 action late; impact not rated" in said
    assert page.get("/plan/areas/99/").status_code == 404


def test_an_area_says_so_if_the_report_no_longer_has_its_words(
    page: Client, priority: Priority
) -> None:
    Passage.objects.filter(address=priority.address).update(text="Other words.")
    said = page.get("/plan/areas/1/").content.decode()
    assert "no longer" in said
    assert "/improvement-1/" not in said


def test_editing_and_rating_an_area(page: Client, priority: Priority) -> None:
    typed = {"title": "Oversight", "outcome": "Plans do not drift", "seen_version": "1"}
    said = page.post("/plan/areas/1/edit/", typed, follow=True).content.decode()
    assert "1. Oversight" in said
    assert "Plans do not drift" in said
    said = page.post("/plan/areas/1/rate/", {"code": "2"}, follow=True).content.decode()
    assert "early signs of change for children" in said
    answer = page.post("/plan/areas/1/rate/", {"code": "4"})
    assert answer.status_code == 400
    assert "needs evidence" in answer.content.decode()


def test_a_question_stays_open_until_it_has_a_reply(
    page: Client, priority: Priority, person: Callable[..., User]
) -> None:
    member = browser(person(Role.MEMBER))
    said = member.post("/plan/areas/1/ask/", {"text": "Why so slow?"}, follow=True).content.decode()
    assert "No reply yet" in said
    assert Challenge.objects.get().by_then == "Member"
    assert "Questions without an answer" in page.get("/plan/").content.decode()
    reply = f"/plan/areas/1/questions/{Challenge.objects.get().number}/reply/"
    assert member.get(reply).status_code == 403
    assert "Why so slow?" in page.get(reply).content.decode()
    said = page.post(
        reply, {"text": "Staff left.", "effect": "Hired"}, follow=True
    ).content.decode()
    assert "No reply yet" not in said
    assert "What changed: Hired" in said


def test_an_officer_records_who_asked(page: Client, priority: Priority) -> None:
    page.post("/plan/areas/1/ask/", {"text": "Why?", "asked_by": "Independent chair"})
    assert Challenge.objects.get().by_then == "Independent chair"


# An action


def test_adding_an_action(page: Client, priority: Priority) -> None:
    typed = {"text": "Recruit 4 social workers", **typed_date("due", date(2027, 6, 1))}
    said = page.post("/plan/areas/1/actions/new/", typed, follow=True).content.decode()
    assert "A1. " in said
    assert "Due 1 June 2027" in said
    assert "No lead" in said
    wrong = {**typed, **typed_date("start", date(2027, 7, 1))}
    answer = page.post("/plan/areas/1/actions/new/", wrong)
    assert "on or after the start date" in answer.content.decode()
    assert Action.objects.count() == 1


def test_an_action_shows_every_date_it_ever_had(page: Client, action: Action) -> None:
    soon = timezone.localdate() + timedelta(days=40)
    page.post(f"{A1}date/", {**typed_date("due", soon), "reason": "Staff changes"})
    said = page.get(A1).content.decode()
    assert "Staff changes" in said
    assert "28 June 2024" in said
    assert "late when its date was changed" in said
    answer = page.post(f"{A1}date/", {**typed_date("due", date(2024, 1, 1)), "reason": "x"})
    assert answer.status_code == 400
    assert "or later" in answer.content.decode()


def test_two_officers_editing_an_action_see_both_versions(page: Client, action: Action) -> None:
    shown = page.get(f"{A1}edit/").content.decode()
    assert 'name="seen_version" value="1"' in shown
    mine = {"text": "Audit 30 files", "lead": "Sam", "seen_version": "1"}
    assert page.post(f"{A1}edit/", mine).status_code == 302
    yours = {"text": "Audit 20 files", "lead": "Sam", "seen_version": "1"}
    answer = page.post(f"{A1}edit/", yours)
    said = answer.content.decode()
    assert answer.status_code == 400
    assert "Someone else has saved changes" in said
    assert "Audit 30 files" in said
    assert "Audit 20 files" in said
    assert 'name="seen_version" value="2"' in said
    assert Action.objects.get().text == "Audit 30 files"
    page.post(f"{A1}edit/", {**yours, "seen_version": "2"})
    assert Action.objects.get().text == "Audit 20 files"


def test_updating_rating_finishing_and_reopening(page: Client, action: Action) -> None:
    page.post(f"{A1}update/", {"text": "12 files audited"})
    page.post(f"{A1}rate/", {"code": "Amber E"})
    page.post(f"{A1}done/", typed_date("done", STARTED))
    said = page.get(A1).content.decode()
    assert "12 files audited" in said
    assert "delivered, evidence to be tested" in said
    assert "Done on 11 March 2024" in said
    page.post(f"{A1}reopen/", {"reason": "The audits stopped."})
    assert "Reopened (it was done on 11 March 2024)" in page.get(A1).content.decode()
    page.post(f"{A1}close/", {"reason": "Merged"})
    assert "Closed: Merged" in page.get(A1).content.decode()
    assert "No actions" in page.get("/plan/").content.decode()


def with_macros() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("word/document.xml", "<a/>")
        parts.writestr("word/vbaProject.bin", b"Sub")
    return file.getvalue()


def test_evidence_is_only_ever_a_download(page: Client, action: Action) -> None:
    typed = {"what": "Audit", "shows": "Better", **typed_date("as_at", STARTED)}
    html = SimpleUploadedFile("a.pdf", b"<script>alert(1)</script>", "application/pdf")
    answer = page.post(f"{A1}evidence/", {**typed, "file": html})
    assert "The file is not a PDF file" in answer.content.decode()
    program = SimpleUploadedFile("a.exe", b"MZ")
    assert (
        "must be one of" in page.post(f"{A1}evidence/", {**typed, "file": program}).content.decode()
    )
    macros = SimpleUploadedFile("a.docm.docx", with_macros())
    assert "has macros" in page.post(f"{A1}evidence/", {**typed, "file": macros}).content.decode()
    assert list((Path(settings.DATA) / "evidence").glob("*/*")) == []
    real = SimpleUploadedFile("../../Audit <1>.pdf", b"%PDF-1.7 audit")
    assert page.post(f"{A1}evidence/", {**typed, "file": real}).status_code == 302
    row = Evidence.objects.get()
    assert row.file_name == "Audit _1_.pdf"
    sent = page.get(f"{A1}evidence/{row.pk}/")
    assert b"".join(sent.streaming_content) == b"%PDF-1.7 audit"  # type: ignore[attr-defined]
    assert sent["Content-Disposition"].startswith("attachment")
    assert (sent["Content-Type"], sent["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "nosniff",
    )
    both = SimpleUploadedFile("b.pdf", b"%PDF-1.7 b")
    answer = page.post(f"{A1}evidence/", {**typed, "file": both, "link": "https://a.example"})
    assert "but not both" in answer.content.decode()
    assert page.get(f"{A1}evidence/999/").status_code == 404


def test_evidence_of_another_action_is_not_found(
    page: Client, action: Action, priority: Priority, officer: User
) -> None:
    actions.add_action(priority, ActionFields("Train"), on=STARTED, by=officer)
    typed = {"what": "Audit", "shows": "Better", **typed_date("as_at", STARTED)}
    page.post(f"{A1}evidence/", {**typed, "file": SimpleUploadedFile("a.pdf", b"%PDF-1")})
    pk = Evidence.objects.get().pk
    assert page.get(f"/plan/actions/A2/evidence/{pk}/").status_code == 404


@pytest.mark.parametrize("address", ["A0", "a1", "A01", "A9", "B1", "A99999999999"])
def test_an_address_that_is_no_action(page: Client, action: Action, address: str) -> None:
    assert page.get(f"/plan/actions/{address}/").status_code == 404


# Who may do what


def test_an_action_owner_updates_only_what_they_lead(
    action: Action, priority: Priority, officer: User, person: Callable[..., User]
) -> None:
    owner = person(Role.ACTION_OWNER)
    fields = ActionFields("Train", lead_person=owner)
    actions.add_action(priority, fields, due=date(2027, 1, 1), on=STARTED, by=officer)
    theirs = browser(owner)
    for what in LEADS_TO:
        assert theirs.get(f"/plan/actions/A2/{what}/").status_code == 200
        assert theirs.get(f"{A1}{what}/").status_code == 403
        assert theirs.post(f"{A1}{what}/", {"text": "x"}).status_code == 403
    for what in OFFICERS:
        assert theirs.get(f"/plan/actions/A2/{what}/").status_code == 403
    assert "Add update" in theirs.get("/plan/actions/A2/").content.decode()
    assert "Add update" not in theirs.get(A1).content.decode()
    theirs.post("/plan/actions/A2/update/", {"text": "Begun"})
    assert Action.objects.get(number=2).updates.get().by == owner


def test_a_member_reads_and_asks_and_nothing_else(
    action: Action, person: Callable[..., User]
) -> None:
    member = browser(person(Role.MEMBER))
    for address in ("/plan/", "/plan/areas/1/", A1, "/plan/areas/1/ask/"):
        assert member.get(address).status_code == 200
    for what in (*LEADS_TO, *OFFICERS):
        assert member.post(f"{A1}{what}/", {}).status_code == 403
    assert "Edit" not in member.get(A1).content.decode()
    assert "Add an action" not in member.get("/plan/areas/1/").content.decode()


@pytest.mark.parametrize("role", [Role.PRACTICE, Role.ADMINISTRATOR])
def test_other_roles_do_not_see_the_plan(
    action: Action, person: Callable[..., User], role: Role, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_FOR = []
    other = browser(person(role))
    for address in ("/plan/", "/plan/areas/1/", A1):
        assert other.get(address).status_code == 403
    assert 'href="/plan/"' not in other.get("/").content.decode()


def test_nobody_else_sees_the_plan(client: Client, action: Action) -> None:
    for address in ("/plan/", "/plan/areas/1/", A1):
        assert client.get(address)["Location"] == f"/account/login/?next={address}"
    assert 'href="/plan/"' not in client.get("/").content.decode()


def test_those_who_may_see_it_have_a_link(page: Client, plan: Plan) -> None:
    assert 'href="/plan/"' in page.get("/").content.decode()


def test_closing_the_account_of_a_lead_says_what_they_lead(
    action: Action, officer: User, person: Callable[..., User], settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_FOR = []
    owner = person(Role.ACTION_OWNER)
    fields = ActionFields(action.text, lead_person=owner)
    actions.change_action(action, fields, seen_version=1, on=STARTED, by=officer)
    administrator = browser(person(Role.ADMINISTRATOR))
    message = "They lead 1 open action in the improvement plan: A1. Choose another lead."
    assert message in administrator.get(f"/people/{owner.pk}/").content.decode()
    said = administrator.post(f"/people/{owner.pk}/close/", follow=True).content.decode()
    assert message in said
    action.refresh_from_db()
    assert (action.lead, action.lead_person) == ("Action-owner", owner)
    people.reopen(person=owner, by=None)


# Links


EVERYONE = {"plan-decisions", "plan-duties", "plan-challenges", "plan-history", "plan-papers"}
WRITERS = {"plan-keys", "plan-statement", "plan-workbook", "plan-import"}


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.OFFICER, EVERYONE | WRITERS),
        (Role.ACTION_OWNER, EVERYONE),
        (Role.MEMBER, EVERYONE),
    ],
)
def test_one_list_leads_to_every_page_that_a_person_may_see(
    plan: Plan, person: Callable[..., User], role: Role, names: set[str]
) -> None:
    said = browser(person(role, email="reader@wexcombe.example")).get("/plan/").content.decode()
    listed = said.split('id="more"')[1].split("</ul>")[0]
    assert set(re.findall(r'href="([^"]+)"', listed)) == {reverse(name) for name in names}
    # People's own actions come first on the page, and only there.
    leads = role in (Role.OFFICER, Role.ACTION_OWNER)
    assert said.count(f'href="{reverse("plan-mine")}"') == int(leads)


# Speed


def test_pages_of_a_large_plan_take_few_queries(
    page: Client, plan: Plan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    large(plan)
    page.get("/")
    page.get("/plan/decisions/")  # examples of other councils are kept until the record changes
    for address in (
        "/plan/",
        "/plan/areas/7/",
        "/plan/actions/A7/",
        "/plan/mine/",
        "/plan/decisions/",
    ):
        Plan.objects.update(stamp=0)  # nothing is cached
        with django_assert_max_num_queries(15):
            assert page.get(address).status_code == 200
