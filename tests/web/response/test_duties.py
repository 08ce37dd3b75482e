"""The checklist of duties: dates by the rules, ticks, and what the page says."""

from collections.abc import Callable
from datetime import date

import msgspec
import pytest
from django.test import Client

from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.response import duties, duty_dates
from cusp.web.response.choices import DutyStatus
from cusp.web.response.models import Duty, Plan, PlanChange
from cusp.web.response.refusals import CannotChange, ChangedMeanwhile
from tests.web.response.conftest import RECEIVED, STARTED
from tests.web.response.test_pages import browser, typed_date

pytestmark = pytest.mark.django_db

# Counted by hand from 4 March 2024: Good Friday 29 March, Easter Monday 1 April, 6 and 27 May.
REPORT_BY = date(2024, 4, 17)
STATEMENT_BY = date(2024, 6, 14)
DRAFT_BY = date(2024, 4, 3)


@pytest.fixture
def page(officer: User) -> Client:
    return browser(officer)


def first(plan: Plan, **where: object) -> Duty:
    duty = plan.duties.filter(**where).first()
    assert duty is not None
    return duty


def stands(duty: Duty, as_at: date, received: date | None = RECEIVED) -> duty_dates.Standing:
    return duty_dates.standing(duty, received=received, as_at=as_at)


def test_each_duty_is_due_by_its_rule_and_says_whether_its_text_was_seen(plan: Plan) -> None:
    due = {(d.rule, stands(d, STARTED).by, d.source_seen, d.status) for d in plan.duties.all()}
    assert due == {
        ("publish-report", REPORT_BY, True, "law"),
        ("publish-statement", STATEMENT_BY, False, "law"),
        ("send-statement", STATEMENT_BY, False, "law"),
    }
    assert "regulation 2" in first(plan, rule="publish-report").source
    assert "regulation 3" in first(plan, rule="send-statement").source


@pytest.mark.parametrize(
    ("as_at", "words", "late"),
    [
        (date(2024, 4, 7), "10 days left", False),
        (date(2024, 4, 16), "1 day left", False),
        (REPORT_BY, "Due today", False),
        (date(2024, 4, 18), "1 day late", True),
    ],
)
def test_how_it_stands_in_words(plan: Plan, as_at: date, words: str, late: bool) -> None:
    found = stands(first(plan, rule="publish-report"), as_at)
    assert (found.words, found.late) == (words, late)


def test_done_late_says_so(plan: Plan, officer: User) -> None:
    duty = first(plan, rule="publish-report")
    duties.tick(duty, done=date(2024, 4, 19), on=date(2024, 5, 1), by=officer)
    found = stands(duty, date(2024, 5, 1))
    assert (found.words, found.late) == ("Done on 19 April 2024, 2 days late", True)


def test_without_the_day_of_receipt_there_is_no_date_and_a_reason(plan: Plan) -> None:
    found = stands(first(plan, rule="publish-report"), STARTED, received=None)
    assert (found.by, found.words) == (None, "Not done")
    assert "received the report has not been entered" in found.why_not


def test_outside_the_bank_holidays_known_there_is_no_date_and_a_reason(plan: Plan) -> None:
    found = stands(first(plan, rule="publish-report"), STARTED, received=date(2028, 12, 1))
    assert found.by is None
    assert "only known up to 31 December 2028" in found.why_not


def test_a_bank_holiday_proclaimed_after_receipt_moves_the_date_and_says_so(plan: Plan) -> None:
    found = stands(first(plan, rule="publish-report"), STARTED, received=date(2022, 9, 1))
    assert "19 September 2022" in found.moved


def test_the_draft_after_a_visit_is_a_request_and_not_law(plan: Plan, officer: User) -> None:
    duties.add_visit(plan, letter=RECEIVED, on=STARTED, by=officer)
    draft = first(plan, rule="share-draft-plan")
    assert (draft.status, draft.source_seen) == (DutyStatus.REQUEST, False)
    assert stands(draft, STARTED, received=None).by == DRAFT_BY
    assert stands(first(plan, rule="submit-final-plan"), STARTED).by == STATEMENT_BY
    with pytest.raises(CannotChange, match="already"):
        duties.add_visit(plan, letter=RECEIVED, on=STARTED, by=officer)
    with pytest.raises(CannotChange, match="past"):
        duties.add_visit(plan, letter=date(2024, 4, 1), on=STARTED, by=officer)


def test_a_duty_cannot_be_done_before_the_report_came(plan: Plan, officer: User) -> None:
    duty = first(plan, rule="publish-report")
    with pytest.raises(CannotChange, match="received the report"):
        duties.tick(duty, done=date(2024, 3, 1), on=STARTED, by=officer)


def test_two_people_editing_a_duty(plan: Plan, officer: User) -> None:
    duty = first(plan, recipient="A local newspaper")
    now = duties.fields_of(duty)

    def change(recipient: str) -> None:
        fields = msgspec.structs.replace(now, recipient=recipient)
        duties.change_duty(duty, fields, seen_version=1, on=STARTED, by=officer)

    change("The Echo")
    with pytest.raises(ChangedMeanwhile):
        change("The Gazette")
    assert Duty.objects.get(pk=duty.pk).recipient == "The Echo"


def test_a_removed_duty_stays_in_the_history(plan: Plan, officer: User) -> None:
    duty = first(plan, recipient="Partners")
    with pytest.raises(CannotChange, match="reason"):
        duties.remove_duty(duty, reason="", on=STARTED, by=officer)
    duties.remove_duty(duty, reason="Listed one by one", on=STARTED, by=officer)
    change = PlanChange.objects.filter(thing=duty.public_id).last()
    assert change is not None
    assert (change.what, change.state["why"]) == ("removed", "Listed one by one")
    assert Event.objects.filter(action="duty removed", detail__reason="Listed one by one").exists()
    with pytest.raises(CannotChange, match="no longer"):
        duties.tick(duty, done=STARTED, on=STARTED, by=officer)


def test_the_page_says_what_is_done_late_and_next(page: Client, plan: Plan) -> None:
    said = page.get("/plan/duties/").content.decode()
    assert "0 of 7 duties done, 7 late" in said
    assert "17 April 2024" in said
    assert "14 June 2024" in said
    assert "Text not seen" in said
    assert "cut short in the copy we read" in said


def test_ticking_and_unticking_on_the_page(page: Client, plan: Plan) -> None:
    number = first(plan, recipient="A local newspaper").number
    said = page.post(
        f"/plan/duties/{number}/tick/", typed_date("done", date(2024, 4, 2)), follow=True
    ).content.decode()
    assert "Done on 2 April 2024, in time" in said
    assert "Recorded by Officer" in said
    untick = f"/plan/duties/{number}/untick/"
    assert page.post(untick, {"reason": ""}).status_code == 400
    said = page.post(untick, {"reason": "Wrong paper"}, follow=True).content.decode()
    assert "Wrong paper" in said
    assert "0 of 7 duties done" in said


def test_the_list_can_be_edited_on_the_page(page: Client, plan: Plan) -> None:
    page.post("/plan/duties/recipient/", {"recipient": "The NHS board"})
    added = first(plan, recipient="The NHS board")
    assert (added.rule, added.working_days, added.status) == ("publish-report", 30, "law")
    page.post("/plan/duties/own/", {"what": "Brief the schools", "working_days": "5"})
    own = first(plan, what="Brief the schools")
    assert (own.status, own.rule) == ("local", "")
    typed = {"what": "Brief all schools", "working_days": "6", "seen_version": "1"}
    page.post(f"/plan/duties/{own.number}/edit/", typed)
    assert first(plan, number=own.number).what == "Brief all schools"
    typed = {"recipient": "The Echo", "what": "Nothing", "seen_version": "1"}
    page.post(f"/plan/duties/{added.number}/edit/", typed)
    changed = first(plan, number=added.number)
    assert (changed.what, changed.recipient) == ("Send the report", "The Echo")
    said = page.post(
        f"/plan/duties/{added.number}/remove/", {"reason": "Twice"}, follow=True
    ).content.decode()
    assert "Reason: Twice" in said
    assert page.get(f"/plan/duties/{added.number}/edit/").status_code == 404
    page.post("/plan/duties/visit/", typed_date("letter", date(2024, 3, 4)))
    assert "Not in the law" in page.get("/plan/duties/").content.decode()


def test_a_member_sees_the_checklist_and_changes_nothing(
    plan: Plan, person: Callable[..., User]
) -> None:
    member = browser(person(Role.MEMBER))
    said = member.get("/plan/duties/").content.decode()
    assert "Mark as done" not in said
    for address in ("recipient/", "own/", "visit/", "1/tick/", "1/untick/", "1/edit/", "1/remove/"):
        assert member.post(f"/plan/duties/{address}", {}).status_code == 403
